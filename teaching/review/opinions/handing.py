"""Chooses the rules that no tool decides and that bear on the code under review, each with the code it bears on.

The same input gives the same choice: names and words of the rule are looked for in the lines under review, rare ones
count for more. Not covered: what a rule means. A rule whose words show nowhere is not handed over.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from teaching.contracts.review import HandedOver, Place, RuleRef
from teaching.documents.sentences import plain
from teaching.repository.scope import ScopedFile
from teaching.review.opinions.aside import BESIDE, Aside
from teaching.review.opinions.concepts import CONCEPTS
from teaching.review.opinions.excerpts import Shown
from teaching.review.opinions.lines import Line, Lines, features_of, lines_of
from teaching.review.opinions.terms import Spoken, spoken
from teaching.review.rules import Rule
from teaching.review.source import SourceFile

MOST_RULES = 5
MOST_PLACES = 2
_WINDOW = 5  # lines of a place
_HANDED = frozenset({"opinion", "partly", "vague"})
_WEIGHT = {"n": 4.0, "s": 2.0}
_OF_FILE = 1.0  # for what the path or an import shows, and no line
_LATER = 0.5  # for what shows on a later line of the place only
_FIRM = {"must": 1.15, "should": 1.0, "consider": 0.9}
_LONGEST_QUOTE = 160
_CONCEPT_WEIGHT = {concept.name: concept.weight for concept in CONCEPTS}
_OF_WORK = 0.5  # a rule that may be about how people work
_WORK = re.compile(
    r"\b(?:you|your|we|i|pull requests?|prs?|commits?|branch(?:es)?|review(?:s|ers?)?|report|ask|session|agents?|docs"
    r"|readme|changelog|release|issues?|tickets?|deploy\w*|ci|run|git|committed|log files?|npm|pnpm|yarn|docker)\b"
    r"|^create\b",
    re.IGNORECASE,
)
_LEAST = 0.2
_ASIDE = 0.15  # for prose and imports: what they name is used elsewhere
_UNREAD = 0.01  # a rule in another language may be about anything


_Apart = Mapping[str, frozenset[int]]  # path → the lines on which a rule is not asked about
_NONE = frozenset[int]()


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where to look, and how much it has to do with a rule."""

    path: str
    number: int
    score: float


def hand_over(
    rules: Sequence[Rule], sources: Iterable[SourceFile], files: Mapping[str, ScopedFile], aside: Aside
) -> list[HandedOver]:
    """Up to five rules with up to two places each, what bears on the code most first and vague ones last.

    Args:
        rules: all of the constitution.
        sources: the source files in scope.
        files: everything in scope, by path.
        aside: the opinions that were declined; nobody is asked about those lines again.
    """
    open_rules = [spoken(rule) for rule in _distinct(rules) if rule.status in _HANDED]
    by_path = {source.path: source for source in sources if any(rule.governs(source) for rule in open_rules)}
    if not open_rules or not by_path:
        return []
    lines = lines_of(open_rules, by_path.values(), files)
    shown = {path: Shown(source) for path, source in by_path.items()}
    touched = [path for path, source in by_path.items() if aside.speaks_of(source)]
    found: list[tuple[bool, float, int, Spoken, list[_Spot]]] = []
    apart: dict[str, _Apart] = {}
    for position, rule in enumerate(open_rules):
        apart[rule.rule.id] = {path: aside.lines(rule.rule.id, shown[path]) for path in touched}
        governed = {path for path, source in by_path.items() if rule.governs(source)}
        spots = _spots(rule, lines, governed, apart[rule.rule.id])
        if spots:
            score = spots[0].score * _FIRM[rule.rule.severity] * (0.85 if rule.rule.status == "partly" else 1.0)
            score *= _OF_WORK if _WORK.search(plain(rule.rule.quote)) else 1.0
            found.append((rule.rule.status == "vague", -score, position, rule, spots))
    chosen = sorted(found, key=lambda one: one[:3])[:MOST_RULES]
    handed = [_handed(rule.rule, spots, shown, files, apart[rule.rule.id]) for _, _, _, rule, spots in chosen]
    for path in {*touched, *(spot.path for _, _, _, _, spots in chosen for spot in spots)}:
        shown[path].forget()
    return handed


def ask(quote: str, source: str, subjects: Sequence[str]) -> str:
    """The question that somebody answers by looking: natural English around the rule's own words, whatever they are.

    Args:
        quote: the rule as its author wrote it.
        source: as `CLAUDE.md:14`.
        subjects: what it is about: names of functions and classes, or paths.
    """
    words = plain(quote).rstrip(" .;,。")
    if len(words) > _LONGEST_QUOTE:
        words = words[:_LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"
    named = " and ".join(f"`{subject}`" for subject in dict.fromkeys(subjects))
    return f"{'Do' if ' and ' in named else 'Does'} {named} keep to “{words}” ({source})?"


def _distinct(rules: Sequence[Rule]) -> Iterable[Rule]:
    """One of each wording: a rule that two documents state is asked about once."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        seen.setdefault(plain(rule.quote).casefold(), rule)
    return seen.values()


def _spots(rule: Spoken, lines: Lines, governed: set[str], apart: _Apart) -> list[_Spot]:
    """The places that a rule bears on, the best first, none beside another."""
    wanted = features_of(rule)
    anchors = {
        (line.path, line.number): line
        for feature in sorted(wanted)
        for line in lines.by_feature.get(feature, ())
        if line.path in governed
    }
    spots = [
        _Spot(*place, _score(rule, wanted, line, lines, apart.get(line.path, _NONE)))
        for place, line in anchors.items()
        if line.number not in apart.get(line.path, _NONE)
    ]
    # A file in which a line was declined is not asked about as a whole instead.
    governed = {path for path in governed if not apart.get(path)}
    for path in (governed & lines.first.keys()) - {path for path, _ in anchors}:
        if (matched := lines.about[path] & wanted) and _enough(matched, wanted) and not rule.terms.required:
            spots.append(_Spot(path, lines.first[path], _OF_FILE * len(matched) / len(wanted)))
    spots = sorted(
        (spot for spot in spots if spot.score >= _LEAST), key=lambda spot: (-spot.score, spot.path, spot.number)
    )
    if not spots and rule.terms.foreign:
        first = sorted(path for path in governed if path in lines.first)
        spots = [_Spot(path, lines.first[path], _UNREAD) for path in first]
    chosen: list[_Spot] = []
    for spot in spots:
        beside = any(one.path == spot.path and abs(one.number - spot.number) <= BESIDE for one in chosen)
        if not beside and spot.score >= spots[0].score / 2:
            chosen.append(spot)
        if len(chosen) == MOST_PLACES:
            break
    return chosen


def _score(rule: Spoken, wanted: frozenset[str], line: Line, lines: Lines, apart: frozenset[int]) -> float:
    own = line.shows & wanted
    end = min((number for number in apart if number > line.number), default=line.number + _WINDOW)
    later = frozenset[str]().union(
        *(
            following.shows & wanted
            for number in range(line.number + 1, min(end, line.number + _WINDOW))
            if (following := lines.by_place.get((line.path, number))) is not None and not following.comment
        )
    )
    of_file = lines.about[line.path] & wanted
    matched = own | later | of_file
    required = {f"c:{name}" for name in rule.terms.required}
    if not _enough(matched, wanted) or (required and not required & (own | later)):
        return 0.0
    score = sum(_worth(feature, lines) * (1.5 if feature in line.best else 1.0) for feature in sorted(own))
    score += sum(_LATER * _worth(feature, lines) for feature in sorted(later - own))
    score += _OF_FILE * len(of_file - own - later)
    if line.comment and "comments" not in rule.terms.concepts:
        score *= _ASIDE
    if line.imports and "imports" not in rule.terms.concepts:
        score *= _ASIDE
    return score * (0.4 + 0.6 * len(matched) / len(wanted))


def _worth(feature: str, lines: Lines) -> float:
    kind, _, name = feature.partition(":")
    return (_WEIGHT.get(kind) or _CONCEPT_WEIGHT[name]) * lines.rarity[feature]


def _enough(matched: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether more was met than chance words of a longer rule."""
    if any(not feature.startswith("s:") for feature in matched):
        return True
    return bool(matched) and len(matched) >= len(wanted) / 3


def _handed(
    rule: Rule, spots: Sequence[_Spot], shown: Mapping[str, Shown], files: Mapping[str, ScopedFile], apart: _Apart
) -> HandedOver:
    places: list[Place] = []
    subjects: list[str] = []
    for spot in spots:
        view = shown[spot.path]
        last = _last_line(view.source, files[spot.path], spot.number, apart.get(spot.path, _NONE))
        places.append(Place(path=spot.path, line=spot.number, end_line=last, excerpt=view.excerpt(spot.number, last)))
        subjects.append(view.symbol(spot.number) or spot.path)
    ref = RuleRef(id=rule.id, source=rule.source, quote=rule.quote)
    return HandedOver(rule=ref, ask=ask(rule.quote, rule.source, subjects), places=places)


def _last_line(source: SourceFile, file: ScopedFile, first: int, apart: frozenset[int]) -> int:
    """The last line of the place that begins here: under review as it is, no further out, and none of those apart."""
    margin = _indent(source.line_text(first))
    last = first
    for number in range(first + 1, min(first + _WINDOW, len(source.lines) + 1)):
        text = source.line_text(number)
        if number in apart or not file.touches(number, number) or (text.strip() and _indent(text) < margin):
            break
        if text.strip():
            last = number
    return last


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
