"""JSON and YAML read as nodes that know their lines, within bounds; nothing is ever constructed or expanded.

An alias of YAML stays an opaque node, so that no chain of them can grow.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

Kind = Literal["map", "list", "text", "number", "bool", "null", "alias"]
MAX_DEPTH = 60
_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_SCALAR = re.compile(r"[^\s,\]}]+")
_TAGS: dict[str, Kind] = {
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:bool": "bool",
    "tag:yaml.org,2002:null": "null",
}
# PyYAML has no types.
_parse: Any = yaml.parse  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
# The client reads YAML 1.2, where these are plain words.
_WORDS = {"yes", "no", "on", "off", "y", "n"}


class Unparsable(Exception):
    """A text that cannot be parsed.

    Attributes:
        line: where, 1-based.
        reason: why, in a few words.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class Node:
    """One value.

    Attributes:
        text: the value of a scalar, as written.
        entries: of a map, by key; the first of two equal keys is kept by its line in `twice`.
        items: of a list.
        keys: the line of each key.
        twice: keys that came again, with the line of their second coming.
    """

    kind: Kind
    line: int
    text: str = ""
    entries: dict[str, "Node"] = field(default_factory=dict[str, "Node"])
    items: list["Node"] = field(default_factory=list["Node"])
    keys: dict[str, int] = field(default_factory=dict[str, int])
    twice: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    last: int = 0

    def get(self, key: str) -> "Node | None":
        """The value of a key, None where there is none."""
        return self.entries.get(key)

    def string(self, key: str) -> str:
        """The text of a key's value, empty where it is missing or no text."""
        node = self.entries.get(key)
        return node.text if node is not None and node.kind == "text" else ""

    def is_true(self, key: str) -> bool:
        """Whether a key's value is true, also where it is written in quotes."""
        node = self.entries.get(key)
        return node is not None and node.kind in {"bool", "text"} and node.text.lower() == "true"

    def put(self, key: str, line: int, value: "Node") -> None:
        """Adds an entry of a map."""
        if key in self.entries:
            self.twice.append((key, line))
        self.entries[key] = value
        self.keys[key] = line


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend([*reversed(one.items), *reversed(one.entries.values())])


def read_json(text: str) -> Node:
    """The nodes of a JSON document.

    Raises:
        Unparsable: it is none, or is nested too deeply.
    """
    text = text.removeprefix("\ufeff")
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise Unparsable(error.lineno, error.msg[:1].lower() + error.msg[1:]) from error
    except RecursionError as error:
        raise Unparsable(1, f"nested deeper than {MAX_DEPTH} levels") from error
    except ValueError as error:  # a number of thousands of digits
        raise Unparsable(1, "a number is too long") from error
    return _Json(text).value(0)


class _Json:
    """A reader of valid JSON that counts lines."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counted = 0
        self._line = 1

    def value(self, depth: int) -> Node:
        self._blank()
        if depth > MAX_DEPTH:
            raise Unparsable(self._here(), f"nested deeper than {MAX_DEPTH} levels")
        first = self._text[self._at]
        if first == "{":
            return self._map(depth)
        if first == "[":
            return self._list(depth)
        line = self._here()
        if first == '"':
            return Node("text", line, self._string())
        word = _SCALAR.match(self._text, self._at)
        assert word is not None
        self._at = word.end()
        kind: Kind = "bool" if first in "tf" else "null" if word.group() == "null" else "number"
        return Node(kind, line, word.group())

    def _map(self, depth: int) -> Node:
        node = Node("map", self._here())
        while self._more("}"):
            self._blank()
            line = self._here()
            key = self._string()
            self._blank()
            self._at += 1  # the colon
            node.put(key, line, self.value(depth + 1))
        node.last = self._here()
        return node

    def _list(self, depth: int) -> Node:
        node = Node("list", self._here())
        while self._more("]"):
            node.items.append(self.value(depth + 1))
        return node

    def _more(self, end: str) -> bool:
        """Steps over the bracket or comma; False at the end of the container, which is stepped over too."""
        self._blank()
        if self._text[self._at] != end:
            self._at += 1
            self._blank()
        if self._text[self._at] != end:
            return True
        self._at += 1
        return False

    def _string(self) -> str:
        found = _STRING.match(self._text, self._at)
        assert found is not None
        self._at = found.end()
        return str(json.loads(found.group()))

    def _blank(self) -> None:
        found = _BLANK.match(self._text, self._at)
        assert found is not None
        self._at = found.end()

    def _here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line


def read_yaml(text: str, first: int = 1) -> Node:
    """The nodes of one YAML document whose first line is line `first` of its file.

    Raises:
        Unparsable: it is none, or is nested too deeply.
    """
    try:
        return _Yaml(text, first).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first + (mark.line if mark is not None else 0)
        raise Unparsable(line, error.problem or "not YAML") from error
    except yaml.YAMLError as error:  # a character that YAML does not have
        raise Unparsable(first, "a character that YAML does not allow") from error


class _Yaml:
    """A reader of parser events; it keeps its own stack, so depth costs nothing."""

    def __init__(self, text: str, first: int) -> None:
        self._first = first
        self._resolver: Any = yaml.SafeLoader("")
        self._events: Iterator[Any] = _parse(text, Loader=yaml.SafeLoader)

    def document(self) -> Node:
        root: Node | None = None
        stack: list[tuple[Node, list[Node]]] = []
        for event in self._events:
            line = self._first + event.start_mark.line
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                if len(stack) >= MAX_DEPTH:
                    raise Unparsable(line, f"nested deeper than {MAX_DEPTH} levels")
                kind: Kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
                stack.append((Node(kind, line), []))
                continue
            if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                done = self._scalar(event, line)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                done = _closed(*stack.pop())
            else:
                continue
            if stack:
                stack[-1][1].append(done)
            else:
                root = root or done
        return root or Node("null", self._first)

    def _scalar(self, event: Any, line: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return Node("alias", line)
        tag: str = event.tag or self._resolver.resolve(yaml.ScalarNode, event.value, event.implicit)
        kind = "text" if event.value.lower() in _WORDS else _TAGS.get(tag, "text")
        # A block scalar ends on the line after its last.
        ends = self._first + event.end_mark.line - (event.end_mark.column == 0 and event.style in {"|", ">"})
        return Node(kind, line, event.value, last=ends)


def _closed(node: Node, children: list[Node]) -> Node:
    if node.kind == "list":
        node.items = children
        return node
    for key, value in zip(children[::2], children[1::2], strict=False):
        node.put(key.text, key.line, value)
    return node
