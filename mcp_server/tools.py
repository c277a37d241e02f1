"""What stands behind each tool of the table in server.py: arguments in, words out."""

from collections.abc import Callable
from pathlib import Path

from teaching.contracts.tools import ReviewCodeArguments
from teaching.review.render import markdown
from teaching.review.review import Request, review


def review_code(arguments: ReviewCodeArguments, root: Path, progress: Callable[[int, int, str], None]) -> str:
    """Reviews and renders.

    Raises:
        TeachingError: what a better call would fix.
    """
    request = Request(root, arguments.path, arguments.scope, arguments.max_findings)
    return markdown(review(request, progress=progress))
