"""Opinions that somebody declined: what they are called, and the lines on which a rule is therefore not asked about.

An opinion's id is made of its rule, of what stands around it by name and of its first line, so that it stays declined
while lines move and returns when its line changes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from teaching.documents.sentences import fold
from teaching.errors import TeachingError
from teaching.review.declining import Declined, declined
from teaching.review.directives import declines
from teaching.review.opinions.excerpts import Shown
from teaching.review.source import SourceFile

CHECK = "opinion"
BESIDE = 5  # lines: a question about one of those would be the same again
_LONGEST_EXCERPT = 160


def excerpt_of(line: str) -> str:
    """A line as opinions show it."""
    text = line.strip()
    return text if len(text) <= _LONGEST_EXCERPT else text[: _LONGEST_EXCERPT - 1] + "…"


def opinion_id(rule: str, path: str, symbol: str, line: str) -> str:
    """What an opinion on a line is called, whoever holds it."""
    identity = "\0".join((rule, CHECK, path, symbol, fold(excerpt_of(line))))
    return hashlib.sha256(identity.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Aside:
    """What was declined of a model's opinions, in a record or by comments in the code."""

    declined: Sequence[Declined] = ()

    def speaks_of(self, source: SourceFile) -> bool:
        """Whether any line of the file may be one that was declined."""
        return CHECK in source.text or any(_path(one) == source.path for one in self.declined)

    def lines(self, rule: str, shown: Shown) -> frozenset[int]:
        """The lines of a file on which this rule is not asked about again, with those beside them in the function."""
        return frozenset(
            number
            for line in self._declined(rule, shown)
            for number in range(line - BESIDE, line + BESIDE + 1)
            if number == line or shown.symbol(number) == shown.symbol(line)
        )

    def _declined(self, rule: str, shown: Shown) -> set[int]:
        source = shown.source
        found = {
            number
            for at, line in enumerate(source.lines, start=1)
            if CHECK in line
            for number in (at, at + 1)
            if declines(CHECK, source, number, number)
        }
        for one in self.declined:
            if _path(one) == source.path:
                found |= {
                    number
                    for number in range(1, len(source.lines) + 1)
                    if excerpt_of(shown.line(number)) == one.excerpt
                    and opinion_id(rule, source.path, shown.symbol(number), shown.line(number)) == one.id
                }
        return found


def set_aside(root: Path, ids: frozenset[str]) -> Aside:
    """What of these ids are declined opinions; none where the record cannot be read, which the review says itself."""
    if not ids:
        return Aside()
    try:
        return Aside([one for one in declined(root) if one.check == CHECK and one.id in ids])
    except (OSError, TeachingError):
        return Aside()


def _path(one: Declined) -> str:
    return one.place.rpartition(":")[0]
