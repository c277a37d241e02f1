"""Collects the problems of one file, with the comments in which its author allows some of them."""

import re

from teaching.commands.known import close_to
from teaching.commands.report import Problem
from teaching.commands.table import BY_ID

_ALLOW = re.compile(r"<!--\s*lint:\s*allow\s+([^>]{0,500}?)\s*-->", re.IGNORECASE)
_LONGEST = 160
MOST_PROBLEMS = 500


class Findings:
    """The problems of one file.

    Attributes:
        path: of the file, relative to the linted folder.
    """

    def __init__(self, path: str, text: str = "") -> None:
        self.path = path
        self._problems: list[Problem] = []
        self._allowed = frozenset(one for found in _ALLOW.finditer(text) for one in _names(found.group(1)))
        for found in _ALLOW.finditer(text):
            self._require_known(found.group(1), text.count("\n", 0, found.start()) + 1)

    def add(self, check: str, line: int, text: str, move: str) -> None:
        """Adds a problem, unless the file allows it."""
        row = BY_ID[check]
        if check in self._allowed or len(self._problems) >= MOST_PROBLEMS:
            return
        shown = " ".join(text[:20_000].split())
        if len(shown) > _LONGEST:
            shown = shown[: _LONGEST - 1] + "…"
        fact = f"{row.fact.removesuffix('.')} ({row.measured})." if row.measured else row.fact
        self._problems.append(Problem(check, row.severity, self.path, max(line, 1), shown, fact, move))

    def problems(self) -> list[Problem]:
        """All of them by line, each once."""
        return sorted(set(self._problems), key=lambda one: (one.line, one.id, one.text))

    def _require_known(self, named: str, line: int) -> None:
        for name in _names(named):
            if name not in BY_ID:
                meant = close_to(name, set(BY_ID))
                self.add("unknown-allow", line, name, f"Did you mean {meant}?" if meant else "Take the name out.")


def _names(listed: str) -> list[str]:
    return [name for name in re.split(r"[\s,]+", listed) if name]
