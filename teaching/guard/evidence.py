"""What there is in a reply to compare: pieces of code, and sentences with what they name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from teaching.guard.cues import is_quoted
from teaching.guard.extract import Chunk, code_in_words, inline, language_of, read
from teaching.guard.parsing import functions, name_of, parsed
from teaching.guard.profile import squeezed
from teaching.guard.trees import Bag, bag_of

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
        inside: the same of the functions in it.
        judged: how much the words around it read as a review.
    """

    bag: Bag
    language: str
    line: int
    text: str
    whole: bool = False
    quoted: bool = False
    name: str = ""
    inside: frozenset[str] = frozenset()
    judged: float = 0.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a reply.

    Attributes:
        letters: all of it without spaces and signs, to find it in other texts.
        length: in words.
        tells: whether it says something: a question tells nothing, and a finding speaks of what the learner wrote.
        line: where it stands, 0-based.
    """

    text: str
    letters: str
    length: int
    tells: bool
    line: int


@dataclass(slots=True, eq=False)
class Evidence:
    """What there is in a reply to compare; equal to itself only, so that what is found out about it can be kept."""

    pieces: list[Piece] = field(default_factory=list[Piece])
    sentences: list[Sentence] = field(default_factory=list[Sentence])


@lru_cache(maxsize=64)
def evidence_in(reply: str) -> Evidence:
    """Take a reply apart; kept, since the next replies are judged together with this one."""
    parts = read(reply)
    found = Evidence()
    for chunk in parts.chunks:
        pieces = list(_pieces(chunk))
        found.pieces += pieces
        words = "\n".join(map(_bare, pieces[-1].bag.said))
        found.sentences += _sentences(words, chunk.start)
        if code := "\n".join((code_in_words(words), *(code for _, code in inline(words)))).strip():
            found.pieces += list(
                _pieces(Chunk(code, language_of(code), chunk.start, "comment", chunk.quoted, chunk.judged))
            )
    found.sentences += _sentences("\n".join(parts.prose), 0)
    for own, codes in _inline(parts.prose).items():
        if codes:
            code = "\n".join(codes[:_MOST_INLINE]).replace("\\|", "|")
            found.pieces += list(_pieces(Chunk(code, language_of(code), 0, "inline", own)))
    return found


def _inline(prose: Iterable[str]) -> dict[bool, list[str]]:
    """What computes something of the code in backticks: of others, and of what is said to be the learner's own."""
    found: dict[bool, list[str]] = {False: [], True: []}
    for line in prose:
        if codes := [code for _, code in inline(line) if _COMPUTES.search(code)]:
            found[is_quoted([line])] += codes
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
        yield Piece(
            bag_of(function), chunk.language, line, function.text(), quoted=chunk.quoted, name=name, judged=chunk.judged
        )
    names = frozenset(squeezed(name_of(function)) for function in inside)
    yield Piece(
        bag_of(tree),
        chunk.language,
        chunk.start,
        chunk.text,
        len(inside) > 1,
        chunk.quoted,
        inside=names,
        judged=chunk.judged,
    )


def is_apart(piece: Piece) -> bool:
    """Whether the functions of a fence have nothing to do with each other, so that each is judged alone."""
    return piece.whole and not any(
        len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", piece.text.lower().replace("_", ""))) > 1
        for name in piece.inside
        if name
    )


def _sentences(text: str, line: int) -> Iterator[Sentence]:
    at = 0
    for part in _END.split(text):
        part = part[:_LONGEST]
        if not part.strip(" \t#*/\"'`|-"):
            continue
        at = max(text.find(part, at), at)
        asked = part.rstrip(" )*_\"'“”").endswith("?")
        found = _PLACE.search(text[text.rfind("\n", 0, at) + 1 : at + 60])
        here = line + text.count("\n", 0, at)
        yield Sentence(part, squeezed(part), len(part.split()), not asked and found is None, here)
