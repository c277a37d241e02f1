"""What the linter hands out: problems with their place, and what was read and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from teaching.repository.files import Skip

Severity = Literal["error", "warning"]
Tree = Mapping[str, str]
"""Files by their path below the linted folder: the form of the examples."""


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the table of checks.

    Attributes:
        severity: `error` where the client breaks or silently ignores something, else `warning`.
        fact: one sentence that is true of every problem of this id.
        bad: a tree in which the check finds something.
        good: the same tree put right, in which it finds nothing.
        measured: where the fact comes from, where it was measured.
    """

    id: str
    severity: Severity
    fact: str
    bad: Tree
    good: Tree
    measured: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place.

    Attributes:
        path: relative to the linted folder.
        text: the offending text, on one line.
        move: what to do next.
    """

    id: str
    severity: Severity
    path: str
    line: int
    text: str
    fact: str
    move: str

    def as_dict(self) -> dict[str, str | int]:
        """For JSON."""
        return {
            "id": self.id,
            "severity": self.severity,
            "path": self.path,
            "line": self.line,
            "text": self.text,
            "fact": self.fact,
            "move": self.move,
        }


@dataclass(frozen=True, slots=True)
class LintReport:
    """All problems in the order of path and line, which files were checked, and which were not and why."""

    problems: tuple[Problem, ...]
    checked: tuple[str, ...]
    skipped: tuple[Skip, ...]

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return sum(problem.severity == "error" for problem in self.problems)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "problems": [problem.as_dict() for problem in self.problems],
            "checked": list(self.checked),
            "skipped": [{"path": skip.path, "reason": skip.reason} for skip in self.skipped],
        }
