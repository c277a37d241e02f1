"""What there is in a reply to compare: pieces of code, and sentences with what they name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from teaching.guard.extract import Chunk, inline, read
from teaching.guard.parsing import functions, name_of, parsed
from teaching.guard.profile import squeezed
from teaching.guard.trees import Bag, bag_of
from teaching.guard.vocabulary import call_labels
from teaching.guard.words import labels_of

_ASKED = 0.3  # what a question names is not told
_PLACE = re.compile(r"\w\.\w{1,4}:\d+\b|\b(?:line|Zeile|línea|ligne)s? \d+")
_END = re.compile(r"(?<=[.!?:;])\s+|\n+")
_MARKS = re.compile(r"^[ \t]*(?:#+|//+|/?\*+/?)[ \t]*", re.MULTILINE)
_COMPUTES = re.compile(r"[-+*/%<>=(\[]")
_MOST_INLINE = 200
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of code of a reply: a function, or what stands in one fence.

    Attributes:
        whole: whether it is all of its fence, and there are several functions in it.
        quoted: whether the words before it say that it is the learner's own.
        name: what the function is called, without what styles differ in.
    """

    bag: Bag
    language: str
    line: int
    text: str
    whole: bool = False
    quoted: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a sentence names.

    Attributes:
        each: its words.
        letters: all of it without spaces and signs, to find names in.
        length: in words.
        weight: how much of what it names is told.
    """

    labels: frozenset[str]
    each: frozenset[str]
    letters: str
    length: int
    weight: float
    line: int


@dataclass(slots=True)
class Evidence:
    """What there is in a reply to compare."""

    pieces: list[Piece] = field(default_factory=list[Piece])
    sentences: list[Sentence] = field(default_factory=list[Sentence])

    def together(self) -> Sentence:
        """All sentences as if they were one."""
        if self._together is None:
            labels = frozenset[str]().union(*(sentence.labels for sentence in self.sentences))
            each = frozenset[str]().union(*(sentence.each for sentence in self.sentences))
            letters = "\n".join(sentence.letters for sentence in self.sentences)
            self._together = Sentence(labels, each, letters, 0, 1.0, 0)
        return self._together

    _together: Sentence | None = None


@lru_cache(maxsize=64)
def evidence_in(reply: str) -> Evidence:
    """Take a reply apart; kept, since the next replies are judged together with this one."""
    parts = read(reply)
    found = Evidence()
    for chunk in parts.chunks:
        pieces = list(_pieces(chunk))
        found.pieces += pieces
        found.sentences += _sentences("\n".join(map(_bare, pieces[-1].bag.said)), chunk.start)
    found.sentences += _sentences("\n".join(parts.prose), 0)
    codes = [code for line in parts.prose for _, code in inline(line) if _COMPUTES.search(code)]
    if codes:
        found.pieces += list(_pieces(Chunk("\n".join(codes[:_MOST_INLINE]), "python", 0, "inline")))
    return found


def _bare(comment: str) -> str:
    """The words of a comment."""
    return _MARKS.sub("", comment)


def _pieces(chunk: Chunk) -> Iterator[Piece]:
    """Each function of a chunk, and the chunk as a whole, which comes last."""
    tree = parsed(chunk.text, chunk.language)
    inside = list(functions(tree))
    for function in inside:
        line = chunk.start + function.range().start.line
        name = squeezed(name_of(function))
        yield Piece(bag_of(function), chunk.language, line, function.text(), quoted=chunk.quoted, name=name)
    yield Piece(bag_of(tree), chunk.language, chunk.start, chunk.text, len(inside) > 1, chunk.quoted)


def _sentences(text: str, line: int) -> Iterator[Sentence]:
    at = 0
    for part in _END.split(text):
        part = part[:_LONGEST]
        if not part.strip(" \t#*/\"'`|-"):
            continue
        at = max(text.find(part, at), at)
        labels = labels_of(part)
        words = frozenset(label[2:] for label in labels if label.startswith("W:"))
        labels |= {f"{kind}:{word}" for word in words if len(word) > 4 for kind in "FC"}
        labels |= _inline_labels(part)
        # A question tells nothing, and a finding speaks of what the learner wrote.
        asked = part.rstrip(" )*_\"'“”").endswith("?") or _PLACE.search(text[text.rfind("\n", 0, at) + 1 : at + 60])
        weight = _ASKED if asked else 1.0
        here = line + text.count("\n", 0, at)
        yield Sentence(frozenset(labels), words, squeezed(part), len(part.split()), weight, here)


def _inline_labels(part: str) -> set[str]:
    labels: set[str] = set()
    for _, code in inline(part):
        if _COMPUTES.search(code):
            labels |= bag_of(parsed(code, "python")).labels.keys()
        for name in re.findall(r"\w+", code):
            labels.update(call_labels(name), (f"F:{squeezed(name)}",))
    return labels
