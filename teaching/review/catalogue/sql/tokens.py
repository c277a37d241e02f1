"""Splits SQL into tokens: comments are passed over, strings and quoted names are whole, a hole is an inserted value."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "string", "name", "number", "mark", "hole"]
HOLE = "\0"
_TOKEN = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?(?:\*/|$)|(?<=\n)\#[^\n]*)"
    r"|(?P<string>[eEnNxXbB]?'(?:[^'\\]|''|\\.)*(?:'|$)|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|$))"
    r"|(?P<name>\"(?:[^\"]|\"\")*(?:\"|$)|`[^`]*(?:`|$)|(?<![\w\])])\[\w[\w ]*\])"
    r"|(?P<word>[A-Za-z_@#][\w$#]*)|(?P<number>\d[\w.]*)|(?P<hole>\0)|(?P<space>\s+)|(?P<mark>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token with its place: offset in the text and how many brackets are open around it."""

    kind: Kind
    text: str
    at: int
    depth: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, in whichever case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> list[Token]:
    """The tokens of a text in their order."""
    found: list[Token] = []
    depth = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup if match.lastgroup != "tag" else "string"
        if kind in {"comment", "space", None}:
            continue
        if match[0] == ")":
            depth = max(0, depth - 1)
        known: Kind = "string" if match["string"] is not None else kind  # pyright: ignore[reportAssignmentType]
        found.append(Token(known, match[0], match.start(), depth))
        if match[0] == "(":
            depth += 1
    return found


def statements(listed: Sequence[Token]) -> Iterator[list[Token]]:
    """The statements of a text, without the semicolons between them."""
    current: list[Token] = []
    for token in listed:
        if token.kind == "mark" and token.text == ";" and token.depth == 0:
            if current:
                yield current
            current = []
        else:
            current.append(token)
    if current:
        yield current


def body(statement: Sequence[Token]) -> Sequence[Token]:
    """A statement without what may stand before its verb: EXPLAIN, opening brackets, WITH and its subqueries."""
    at = 0
    while at < len(statement) and (
        statement[at].is_word("EXPLAIN", "ANALYZE", "VERBOSE")
        or (statement[at].text == "(" and at + 1 < len(statement))
    ):
        at += 1
    if at < len(statement) and statement[at].is_word("WITH"):
        depth = statement[at].depth
        verbs = ("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE")
        for position in range(at + 1, len(statement)):
            if statement[position].depth == depth and statement[position].is_word(*verbs):
                return statement[position:]
        return ()
    return statement[at:]
