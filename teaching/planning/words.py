"""Words of a goal as stems, and phrases found among them: by meaning of form only, without a model.

Not covered: other languages than English; a phrase that no component lists is not understood.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

_JOINED = re.compile(r"\be-(?=[a-z]{2,})")
_TOKEN = re.compile(r"[a-z0-9][a-z0-9+#]*|[.;:!?\n](?=\s|$)|,")
_BREAK = frozenset(".;:!?\n")
_GAP = 4
_REACH = 6
_NEGATORS = frozenset({"no", "without", "excluding", "exclude", "neither", "nor", "dont", "doesnt", "never", "skip"})
_NOT_VERBS = frozenset({"need", "require", "want", "include", "support", "use", "have", "be", "a", "any", "add"})
_RESUMES = frozenset({"but", "with", "instead", "only", "then"})
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ied", "y"), ("ed", ""), ("s", ""))


@cache
def stem(word: str) -> str:
    """The word without its ending, so that `uploads`, `uploaded` and `uploading` are one."""
    for ending, instead in _ENDINGS:
        rest = len(word) - len(ending)
        if word.endswith(ending) and rest >= 3 and not (ending == "s" and word[-2] in "su"):
            word = word[:rest] + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, commas and ends of sentences as marks of their own."""
    lowered = _JOINED.sub("e", text.casefold().replace("’", "'").replace("n't", "nt").replace("'s", ""))
    return _TOKEN.findall(lowered.replace("/", " / ").replace(".js", " js"))


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text, commas and ends of sentences as marks of their own."""
    return tuple(map(stem, tokens(text)))


def content(text: str) -> frozenset[str]:
    """The stems of a text that carry meaning, for comparing two sentences."""
    return frozenset(word for word in stems(text) if len(word) > 2 and word not in _COMMON)


_COMMON = frozenset(
    stem(word)
    for word in (
        "the and for with from that this into must should shall will can may not have has are was were its our your "
        "their them they user users each every all any per when where which who what how then than one two use uses "
        "using need needs want wants able make makes made get gets let lets also only least most more some such be"
    ).split()
)


# Words that say that something is built, not what.
GENERAL = frozenset(
    "architecture microservice microservices system app application project build create write make design simple "
    "small tool service services new our your python typescript javascript react fastapi django rest restful public "
    "add implement give gives show shows want".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the knowledge base; `affirmed` means that a "no" before it does not take it back."""

    parts: tuple[str, ...]
    affirmed: bool


@cache
def phrase(written: str) -> Phrase:
    """Read a phrase: `word*` is a beginning, `~` allows up to four words, `!` in front affirms."""
    affirmed = written.startswith("!")
    parts: list[str] = []
    for part in _JOINED.sub("e", written.lstrip("!").casefold()).split():
        parts.append(part if part == "~" or part.endswith("*") else stem(part))
    return Phrase(tuple(parts), affirmed)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a phrase stands: half-open among the stems."""

    start: int
    end: int
    negated: bool


class Words:
    """One text as stems, ready to be searched."""

    def __init__(self, text: str) -> None:
        self.words = tokens(text)
        self.stems = tuple(map(stem, self.words))
        self._negated = _negated(self.stems)
        self._places: dict[str, list[int]] = {}
        for index, word in enumerate(self.stems):
            self._places.setdefault(word, []).append(index)

    def find(self, wanted: Phrase) -> list[Hit]:
        """Every place of a phrase."""
        first = wanted.parts[0]
        starts = range(len(self.stems)) if first.endswith("*") else self._places.get(first, ())
        hits: list[Hit] = []
        for start in starts:
            end = self._match(start, wanted.parts)
            if end:
                negated = not wanted.affirmed and any(self._negated[start:end])
                hits.append(Hit(start, end, negated))
        return hits

    def _match(self, start: int, parts: Sequence[str]) -> int:
        """The index behind the phrase that begins at `start`; 0 when it does not."""
        at, gap = start, False
        for part in parts:
            if part == "~":
                gap = True
                continue
            stop = min(len(self.stems), at + (_GAP + 1 if gap else 1))
            found = next((index for index in _until_break(self.stems, at, stop) if self._is(index, part)), None)
            if found is None:
                return 0
            at, gap = found + 1, False
        return at

    def _is(self, index: int, part: str) -> bool:
        if part.endswith("*"):  # a beginning is one of the whole word: its stem may be shorter
            return self.words[index].startswith(part[:-1])
        return self.stems[index] == part

    def find_all(self, wanted: Iterable[str], unless: Iterable[str] = ()) -> list[Hit]:
        """Every place of some phrases that does not lie within one of the other phrases."""
        taken = [hit for written in unless for hit in self.find(phrase(written))]
        return [
            hit
            for written in wanted
            for hit in self.find(phrase(written))
            if not any(block.start < hit.end and hit.start < block.end for block in taken)
        ]


def _until_break(words: Sequence[str], start: int, stop: int) -> Iterable[int]:
    for index in range(start, stop):
        if words[index] in _BREAK:
            return
        yield index


def _negated(words: Sequence[str]) -> list[bool]:
    """For each word, whether a "no" before it reaches it."""
    reached = [False] * len(words)
    for index, word in enumerate(words):
        if not (word in _NEGATORS or (word == "not" and _follows_verb(words, index))):
            continue
        for place in range(index + 1, min(len(words), index + 1 + _REACH)):
            if words[place] in _BREAK or words[place] in _RESUMES:
                break
            if words[place] == "," and not _goes_on(words, place):
                break
            if words[place] == "and" and word != "without":
                break
            reached[place] = True
    return reached


def _follows_verb(words: Sequence[str], index: int) -> bool:
    return index + 1 < len(words) and words[index + 1] in {stem(verb) for verb in _NOT_VERBS}


def _goes_on(words: Sequence[str], comma: int) -> bool:
    """Whether a list that a comma goes on with ends in "or": "no login, payments or mail"."""
    for word in words[comma + 1 : comma + 1 + _REACH]:
        if word in _BREAK or word in _RESUMES:
            return False
        if word in {"or", "nor"}:
            return True
    return False
