"""Loads what a table names when it is first needed: the one place where serving imports by name.

Listing tools and printing help must not cost what a review costs, so the tables hold `module:function`.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # what a hook takes is mostly imports, and `typing` would be a fifth of them
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def load(target: str) -> Callable[..., Any]:
    """The function that `module:function` names."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)
