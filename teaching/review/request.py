"""What a review is asked for; apart from the review, because a remembered one loads no analyzer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What to review.

    Attributes:
        root: the reviewed root; paths in the result are relative to it.
        path: a file or folder below the root.
        scope: None for the changes since the last commit (everything outside git), or `working`, `staged`, `all`,
            a revision, or `A..B`.
        max_findings: how many findings to show; 0 shows all.
        baseline: whether the built-in rules apply as well.
        declined: ids of findings that are counted and not shown.
        notes: what the reader has to know of how this request was made.
    """

    root: Path
    path: str = "."
    scope: str | None = None
    max_findings: int = 7
    baseline: bool = True
    declined: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
