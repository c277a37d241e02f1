"""The lines under review as rules see them: which of the wanted names, words and concepts each of them shows."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from teaching.patterns import lazily
from teaching.repository.scope import ScopedFile
from teaching.review.opinions.concepts import CONCEPTS, Concept, stem
from teaching.review.opinions.terms import Spoken
from teaching.review.source import SourceFile

# A word that stands in so many lines is looked at in that many of them, evenly over the project.
_MOST_LINES = 300
# What is read line by line: of more than that, the files that share most rare words with the rules.
_MOST_READ = 2000
_LONGEST = 300
_IDENTIFIER = lazily(r"[A-Za-z_$][\w$]*")
_PART = lazily(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_COMMENT = lazily(r"^\s*(?:#|//|/\*|\*\s|\"\"\"|''')")
_SAID = lazily(r"\"[^\"]*\"|'[^']*'|(?:^|\s)(?:#|//).*$")
_DOCSTRING = lazily(r"^[ \t]*[rRbBuU]?(\"\"\"|''\').*?\1", re.MULTILINE | re.DOTALL)
_IMPORT = lazily(r"^[ \t]*(?:import|from|use|require)\b.*$|^.*\brequire\(.*$", re.MULTILINE)
FUNCTION = next(concept for concept in CONCEPTS if concept.name == "functions").seen


@dataclass(frozen=True, slots=True)
class Line:
    """One line in scope.

    Attributes:
        shows: features: a name as `n:name`, a word as `s:stem`, a concept as `c:name`.
        best: the concepts that rules on them are about here more than elsewhere.
    """

    path: str
    number: int
    shows: frozenset[str]
    best: frozenset[str]
    comment: bool
    imports: bool


@dataclass(slots=True)
class Lines:
    """All lines in scope that show something.

    Attributes:
        by_place: (path, number) → line.
        by_feature: feature → its lines, a selection where there are very many.
        about: path → features that its path and its imports show.
        first: path → the line to look at where only the file as a whole speaks.
        rarity: feature → up to 1 for what stands on one line alone.
    """

    by_place: dict[tuple[str, int], Line] = field(default_factory=dict[tuple[str, int], Line])
    by_feature: dict[str, list[Line]] = field(default_factory=dict[str, list[Line]])
    about: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    first: dict[str, int] = field(default_factory=dict[str, int])
    rarity: dict[str, float] = field(default_factory=dict[str, float])


def features_of(spoken: Spoken) -> frozenset[str]:
    """What to look for on behalf of a rule."""
    terms = spoken.terms
    return frozenset(
        [f"n:{name}" for name in terms.names]
        + [f"s:{word}" for word in terms.stems]
        + [f"c:{name}" for name in terms.concepts]
    )


def lines_of(rules: Sequence[Spoken], sources: Iterable[SourceFile], files: Mapping[str, ScopedFile]) -> Lines:
    """Reads the lines in scope of the files that any of the rules governs."""
    wanted = frozenset[str]().union(*(features_of(rule) for rule in rules))
    concepts = [concept for concept in CONCEPTS if f"c:{concept.name}" in wanted]
    found = Lines()
    counts: Counter[str] = Counter()
    total = 0
    for source in _selected(list(sources), files, wanted):
        mine = [concept for concept in concepts if source.is_test or not concept.tests]
        file = files[source.path]
        prose = _docstrings(source)
        found.about[source.path] = _about(source, wanted)
        for number in islice(in_scope(source, file), _MOST_READ):
            text = source.line_text(number)
            if not text.strip():
                continue
            total += 1
            if source.path not in found.first:
                found.first[source.path] = number
            line = _read(source.path, number, text, wanted, mine)
            if number in prose:
                line = replace(line, comment=True)
            if line.shows:
                found.by_place[source.path, number] = line
                counts.update(line.shows)
                for feature in line.shows:
                    found.by_feature.setdefault(feature, []).append(line)
        # A function says more of a file than whatever comes first in it.
        found.first.update(_first_function(source, file))
    found.rarity = {feature: math.log(1 + total / count) / math.log(1 + total) for feature, count in counts.items()}
    for lines in found.by_feature.values():
        lines[:] = lines[:: math.ceil(len(lines) / _MOST_LINES)]
    return found


def in_scope(source: SourceFile, file: ScopedFile) -> Iterable[int]:
    """The numbers of the lines under review."""
    last = len(source.lines)
    if file.added is None:
        return range(1, last + 1)
    return (number for lines in file.added for number in range(lines.start, min(lines.stop, last + 1)))


def _selected(
    sources: Sequence[SourceFile], files: Mapping[str, ScopedFile], wanted: frozenset[str]
) -> list[SourceFile]:
    """The files to read, in their order: all of them where there are not too many lines."""
    sizes = [sum(1 for _ in in_scope(source, files[source.path])) for source in sources]
    if sum(sizes) <= _MOST_READ:
        return list(sources)
    shows = [_shown_in(source, wanted) for source in sources]
    spread = Counter(feature for features in shows for feature in features)
    interest = [sum(1 / spread[feature] for feature in sorted(features)) for features in shows]
    left = _MOST_READ
    chosen: list[int] = []
    for position in sorted(range(len(sources)), key=lambda position: (-interest[position], position)):
        if left <= 0:
            break
        left -= sizes[position]
        chosen.append(position)
    return [sources[position] for position in sorted(chosen)]


def _shown_in(source: SourceFile, wanted: frozenset[str]) -> frozenset[str]:
    names = set(_IDENTIFIER.findall(source.text))
    parts = {part for name in names for part in stems_in(name)}
    return frozenset({f"n:{name}" for name in names} | {f"s:{part}" for part in parts}) & wanted


@lru_cache(maxsize=50_000)
def stems_in(identifier: str) -> frozenset[str]:
    """The words of which an identifier is made."""
    return frozenset(stem(part.lower()) for part in _PART.findall(identifier))


def _read(path: str, number: int, text: str, wanted: frozenset[str], concepts: Sequence[Concept]) -> Line:
    text = text[:_LONGEST]  # what comes behind it is data, and patterns are slow over it
    shows: set[str] = set()
    shows.update(feature for name in _IDENTIFIER.findall(text) if (feature := f"n:{name}") in wanted)
    # What code says to people has any word in it: only names tell what the code is about.
    for identifier in set(_IDENTIFIER.findall(_SAID.sub(" ", text))):
        shows.update(feature for part in stems_in(identifier) if (feature := f"s:{part}") in wanted)
    best: set[str] = set()
    for concept in concepts:
        if concept.seen.search(text):
            shows.add(f"c:{concept.name}")
            if concept.best is not None and concept.best.search(text):
                best.add(f"c:{concept.name}")
    return Line(
        path,
        number,
        frozenset(shows),
        frozenset(best),
        _COMMENT.match(text) is not None,
        _IMPORT.match(text) is not None,
    )


def _docstrings(source: SourceFile) -> frozenset[int]:
    """The lines of prose in triple quotes."""
    if source.language != "python":
        return frozenset()
    found: set[int] = set()
    line, counted = 1, 0
    for match in _DOCSTRING.finditer(source.text):
        line += source.text.count("\n", counted, match.start())
        counted = match.start()
        found.update(range(line, line + match[0].count("\n") + 1))
    return frozenset(found)


def _about(source: SourceFile, wanted: frozenset[str]) -> frozenset[str]:
    found = {f"s:{part}" for name in _IDENTIFIER.findall(source.path) for part in stems_in(name)}
    for imported in _IMPORT.findall(source.text):
        found.update(f"n:{name}" for name in _IDENTIFIER.findall(imported))
    return frozenset(found) & wanted


def _first_function(source: SourceFile, file: ScopedFile) -> dict[str, int]:
    for number in in_scope(source, file):
        if FUNCTION.search(source.line_text(number)):
            return {source.path: number}
    return {}
