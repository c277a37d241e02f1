"""What the catalogue reads in a statement of the constitution, each reading with where it applies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from teaching.documents.statements import Statement
from teaching.patterns import lazily
from teaching.review.catalogue import ENTRIES
from teaching.review.classify import kind_of, tongue_of
from teaching.review.clauses import Wording, wordings
from teaching.review.entry import Entry
from teaching.review.recognise import Offer, Reading, read_sentence
from teaching.review.resembling.model import Chances, weights
from teaching.review.resembling.reading import context_of, read_by_likeness
from teaching.review.scoping import Reach, reach_of

LONGEST = 1_500  # characters of a sentence that is offered: each phrase of each check looks through all of it
_OFFER = Offer(ENTRIES.values())
# Entries whose sentences name places as their own values: `domain/` in a boundary is no limit of its reach.
_OWN_PLACES = frozenset(
    {
        *("import-boundary", "tests-exist", "forbidden-call", "env-through-module", "protected-path", "coupled-change"),
        *("test-file-naming", "test-place", "branch-naming"),
    }
)


_PERMITS = lazily(r"\b(?:may|might) (?:also |still )?be (?:used|written|kept|in|left|omitted|skipped|called)\b")
_DEMANDS = lazily(r"\b(?:only|not|never|no|must|always|except)\b")
# Code that no analyzer here reads: what is said under such a heading is not about Python or TypeScript.
_OTHER_CODE = lazily(
    r"\W*(?:php|laravel|go|golang|rust|ruby|rails|java|kotlin|swift|c\+\+|c#|elixir|lua|dart|scala|perl|haskell)\b",
    re.IGNORECASE,
)
_OUR_CODE = lazily(r"\b(?:python|pytest|typescript|javascript|react|tsx?|jsx?|node|git|commits?|branch(?:es)?)\b")
# What one check reads more exactly, another leaves to it.
_YIELDS: dict[str, frozenset[str]] = {
    "forbidden-call": frozenset({"env-through-module", "secure-random", "no-fetch-in-component", "no-dom-access"}),
    "imports-at-top": frozenset({"future-annotations"}),
    "public-docstrings": frozenset({"module-docstring"}),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A reading, where it applies, and the words in which the sentence was read."""

    reading: Reading
    reach: Reach
    words: str


def is_offered(statement: Statement) -> bool:
    """Whether the catalogue is asked at all: it reads English, no list of commands, and no mere permission."""
    if statement.section == "commands" or tongue_of(statement.plain, statement.headings) is not None:
        return False
    folded = statement.plain.lower()
    if _PERMITS.search(folded) and not _DEMANDS.search(folded):
        return False
    above = next((heading for heading in reversed(statement.headings[1:]) if _OTHER_CODE.match(heading)), None)
    return above is None or _OUR_CODE.search(f"{folded} {above.lower()}") is not None


def is_read(words: str) -> bool:
    """Whether any check of the catalogue reads these words."""
    chances = weights().chances(words)
    offered = (entry for entry in _OFFER.to((words,)) if chances.allow(entry.name))
    return any(read_sentence(entry, words) is not None for entry in offered)


def readings_of(statement: Statement) -> list[Placed]:
    """Everything that is read in a sentence; its parts count where the whole is not read."""
    if not is_offered(statement) or len(statement.plain) > LONGEST:
        return []
    alternatives = wordings(statement.plain, statement.lead, statement.headings)
    found: list[Placed] = []
    # Long patterns are dear to compile, and most sentences are about something else altogether.
    chances = weights().chances(statement.plain, context_of(statement))
    for entry in _OFFER.to(wording.plain for wordings_of in alternatives for wording in wordings_of):
        if not chances.allow(entry.name):
            continue
        for wordings_of in alternatives:
            read = _read_by(entry, wordings_of)
            if read:
                found += read
                break
    return _most_exact(found, statement.plain) or _alike(statement, chances)


def _most_exact(found: list[Placed], plain: str) -> list[Placed]:
    """Without what another reading says more exactly; a small `any` is TypeScript's."""
    names = {one.reading.entry.name for one in found}
    left = {name for name, exact in _YIELDS.items() if exact & names}
    if "no-any" in names and not re.search(r"\bAny\b|[Pp]ython", plain):
        left.add("no-python-any")
    return [one for one in found if one.reading.entry.name not in left]


def _alike(statement: Statement, chances: Chances) -> list[Placed]:
    """What the statement most resembles, where no phrase reads it."""
    kind = kind_of(statement.plain, statement.lead, statement.section, statement.kind, statement.headings)
    reading = read_by_likeness(statement, chances, kind.status if kind else None)
    if reading is None:
        return []
    reach = reach_of(statement.plain, statement.headings)
    if not reading.entry.languages & reach.languages:
        return []
    return [Placed(reading, reach, statement.plain)]


def _read_by(entry: Entry, wordings_of: Sequence[Wording]) -> list[Placed]:
    read: list[Placed] = []
    for wording in wordings_of:
        places = entry.name in _OWN_PLACES
        for words in dict.fromkeys((wording.plain,) if places else (wording.plain, wording.bare)):
            reading = read_sentence(entry, words)
            if reading is not None:
                reach = Reach(wording.reach.languages, tests=wording.reach.tests) if places else wording.reach
                if not any(other.reading.params == reading.params for other in read):
                    read.append(Placed(reading, reach, words))
                break
    return read
