"""Reads JSON with comments and TOML so that every value keeps its line; what cannot be read is None, never an error."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(
    (
        r'(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<mark>[{}\[\]:,])|(?P<word>[\w.+-]+)|//[^\n]*|/\*.*?\*/|'
        r"(?P<space>\s+)|(?P<bad>.)"
    ),
    re.DOTALL,
)
_MOST_DEPTH = 60
_LITERALS: Mapping[str, object] = {"true": True, "false": False, "null": None}


@dataclass(slots=True)
class Node:
    """One value of a JSON document with the line on which its key, or else it, begins."""

    line: int
    value: object = None
    members: "dict[str, Node]" = field(default_factory=dict[str, "Node"])
    items: "list[Node]" = field(default_factory=list["Node"])
    is_object: bool = False

    def at(self, *keys: str) -> "Node | None":
        """The member that a path of keys leads to."""
        node: Node | None = self
        for key in keys:
            node = node.members.get(key) if node is not None else None
        return node

    @property
    def text(self) -> str:
        """The value where it is a string, else nothing."""
        return self.value if isinstance(self.value, str) else ""


class _Broken(Exception):
    """The text is no JSON."""


def read_json(text: str) -> Node | None:
    """A JSON document; comments and commas too many are passed over, as the TypeScript compiler does."""
    try:
        return _Parser(text).document()
    except (_Broken, json.JSONDecodeError):
        return None


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(self._tokens(text.removeprefix("\ufeff")))
        self.at = 0

    def _tokens(self, text: str) -> Iterator[tuple[str, str, int]]:
        line = 1
        for found in _TOKEN.finditer(text):
            kind = found.lastgroup
            if kind == "bad":
                raise _Broken
            if kind in {"string", "mark", "word"}:
                yield kind, found[0], line
            line += found[0].count("\n")

    def document(self) -> Node:
        node = self._value(0, None)
        if self.at != len(self.tokens):
            raise _Broken
        return node

    def _next(self) -> tuple[str, str, int]:
        if self.at >= len(self.tokens):
            raise _Broken
        self.at += 1
        return self.tokens[self.at - 1]

    def _value(self, depth: int, line: int | None) -> Node:
        kind, text, own = self._next()
        node = Node(own if line is None else line)
        if depth > _MOST_DEPTH:
            raise _Broken
        if text == "{" and kind == "mark":
            node.is_object = True
            self._object(node, depth)
        elif text == "[" and kind == "mark":
            self._array(node, depth)
        elif kind == "string":
            node.value = json.loads(text, strict=False)
        elif kind == "word":
            node.value = _LITERALS.get(text, text)
        else:
            raise _Broken
        return node

    def _object(self, node: Node, depth: int) -> None:
        while True:
            kind, text, line = self._next()
            if text == "}":
                return
            if text == "," and kind == "mark":
                continue
            if kind != "string" or self._next()[1] != ":":
                raise _Broken
            node.members[str(json.loads(text, strict=False))] = self._value(depth + 1, line)

    def _array(self, node: Node, depth: int) -> None:
        while True:
            kind, text, _ = self._next()
            if text == "]" and kind == "mark":
                return
            if text == "," and kind == "mark":
                continue
            self.at -= 1
            node.items.append(self._value(depth + 1, None))


def read_toml(text: str) -> dict[str, Any] | None:
    """A TOML document."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def table(document: Any, *keys: str) -> dict[str, Any]:
    """The table that a path of keys leads to, empty where there is none."""
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return document if isinstance(document, dict) else {}  # pyright: ignore[reportUnknownVariableType]


def toml_lines(text: str, section: str) -> Iterator[tuple[int, str]]:
    """The lines of one table of a TOML document, with their numbers."""
    here = False
    for number, line in enumerate(text.split("\n"), start=1):
        head = re.match(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$", line)
        if head is not None:
            here = re.sub(r"[\s\"']", "", head[1]) == section
        elif here:
            yield number, line


def toml_line(text: str, section: str, key: str) -> int:
    """The line on which a table sets a key; 1 where it is written in a way that is not found."""
    wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*(?:=|\.)")
    return next((number for number, line in toml_lines(text, section) if wanted.match(line)), 1)


def line_of(text: str, number: int) -> str:
    """The text of a 1-based line, without blanks around it; the excerpt of a finding in a file that is no source."""
    lines = text.split("\n")
    return lines[number - 1].strip()[:160] if 0 < number <= len(lines) else ""
