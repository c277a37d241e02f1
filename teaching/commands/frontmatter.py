"""The YAML between the `---` lines of a markdown file, read as the client reads it."""

import re
from dataclasses import dataclass
from itertools import islice

from teaching.commands.findings import Findings
from teaching.commands.known import LISTED_FROM, close_to
from teaching.commands.nodes import Kind, Node, Unparsable, read_yaml

MAX_FRONTMATTER = 64_000
MOST_UNKNOWN = 50
_BLOCK = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"^([A-Za-z_-]+):[ \t]+(\S.*)$", re.MULTILINE)
_SPECIAL = re.compile(r"[{}\[\]*&#!|>%@`]|: ")
_WHAT: dict[Kind, str] = {"map": "a mapping", "list": "a list", "number": "a number", "bool": "true or false"}


@dataclass(frozen=True, slots=True)
class Document:
    """A markdown file.

    Attributes:
        front: the frontmatter's mapping; an empty one where there is none or it cannot be read.
        has_front: whether there is one at all; `readable` whether it could be read.
        body_line: the line on which the body begins.
    """

    front: Node
    body: str
    body_line: int
    has_front: bool
    readable: bool


def read_document(text: str, found: Findings) -> Document:
    """Splits a markdown file; what is wrong with its frontmatter's syntax is recorded."""
    block = _BLOCK.match(text[: MAX_FRONTMATTER + 1000])
    empty = Node("map", 1)
    if block is None:
        if text.startswith("---\n") and "\n---" not in text[3:MAX_FRONTMATTER]:
            found.add("yaml-syntax", 1, "---", "Close the frontmatter with a line of its own that reads ---.")
            return Document(empty, "", 1, True, False)
        return Document(empty, text, 1, False, True)
    body, line = text[block.end() :], text.count("\n", 0, block.end()) + 1
    front = _parsed(block.group(1), found)
    if front is not None and front.kind == "null":
        front = empty
    if front is not None and front.kind != "map":
        found.add("yaml-syntax", 2, _WHAT.get(front.kind, "a text"), "Write one `key: value` on each line.")
        front = None
    for key, again in front.twice if front is not None else []:
        found.add("duplicate-key", again, key, "Keep one of the two.")
    return Document(front or empty, body, line, True, front is not None)


def _parsed(text: str, found: Findings) -> Node | None:
    try:
        return read_yaml(text, 2)
    except Unparsable as error:
        first = error
    try:
        node = read_yaml(_ENTRY.sub(_quoted, text).replace("\t", "  "), 2)
    except Unparsable:
        found.add("yaml-syntax", first.line, first.reason, "Correct the syntax, or quote the value of this line.")
        return None
    found.add("yaml-unquoted", first.line, text.split("\n")[max(first.line - 2, 0)], "Put the value in double quotes.")
    return node


def _quoted(entry: re.Match[str]) -> str:
    key, value = entry.group(1), entry.group(2).rstrip()
    if value[0] in "\"'" or not _SPECIAL.search(value):
        return entry.group()
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{key}: "{escaped}"'


def check_keys(
    node: Node, known: frozenset[str], found: Findings, where: str, meant: dict[str, str] | None = None
) -> None:
    """Records keys that the client does not read: an error where one is most likely misspelt.

    Args:
        where: what the keys belong to, in words.
        meant: keys of a sibling kind of file, each with the key that this one has for it.
    """
    for key in islice((one for one in node.entries if one not in known), MOST_UNKNOWN):
        if right := (meant or {}).get(key) or close_to(key, known):
            found.add("misspelt-key", node.keys[key], key, f"Did you mean {right}?")
        else:
            move = f"{where} of {LISTED_FROM} has no such key: take it out, or use a client that reads it."
            found.add("unknown-key", node.keys[key], key, move)


def check_types(node: Node, kinds: dict[str, tuple[Kind, ...]], found: Findings, check: str = "wrong-type") -> None:
    """Records values of a kind that the client drops; an absent, empty or aliased one passes."""
    for key, allowed in kinds.items():
        value = node.get(key)
        if value is None or value.kind in {*allowed, "null", "alias"}:
            continue
        names = " or ".join(_WHAT.get(kind, "a text") for kind in allowed)
        found.add(check, node.keys[key], f"{key}: {_WHAT.get(value.kind, value.text)}", f"Make it {names}.")
