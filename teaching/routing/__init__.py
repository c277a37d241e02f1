"""Where a query belongs: what it is about, and whether it asks for deeds or for words."""

from teaching.routing.route import Route
from teaching.routing.routing import classify

__all__ = ["Route", "classify"]
