"""One source file and its syntax tree (ast-grep), with the few questions that every check asks of it.

Positions are 1-based lines. A tree with ERROR nodes is still used: what could not be parsed is counted in
`SourceFile.errors` and said in the review's coverage.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from ast_grep_py import SgNode, SgRoot

from teaching.review.containing import contained

Language = Literal["python", "typescript", "tsx", "javascript"]

PYTHON: frozenset[Language] = frozenset({"python"})
TYPESCRIPT: frozenset[Language] = frozenset({"typescript", "tsx"})
WEB: frozenset[Language] = frozenset({"typescript", "tsx", "javascript"})
ALL: frozenset[Language] = PYTHON | WEB

LANGUAGE_OF_SUFFIX: dict[str, Language] = {
    ".py": "python",
    ".pyi": "python",
    ".ts": "typescript",
    ".mts": "typescript",
    ".cts": "typescript",
    ".tsx": "tsx",
    ".js": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".jsx": "javascript",
}

# Of the tree, where a bracket, a call or a summand is a level or two. To ask for what stands around a node takes time
# in proportion to its depth, so a file that is nothing but depth would take hours.
MOST_DEPTH = 3_000

STRING_PARTS = frozenset({"string_content", "string_fragment", "escape_sequence"})

FUNCTION_KINDS = frozenset(
    {
        "function_definition",
        "lambda",
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "generator_function_declaration",
        "generator_function",
    }
)

TEST_PATH = re.compile(
    r"(^|/)(tests?|__tests__|spec|specs|e2e|testing|fixtures|__mocks__|mocks)/"
    r"|(^|/)(test_[^/]*|conftest|[^/]*_test|[^/]*\.(test|spec|stories|cy))\.[^/.]+$",
    re.IGNORECASE,
)


class SourceFile:
    """A decoded text with its path (posix, relative to the reviewed root) and language."""

    def __init__(self, path: str, text: str, language: Language) -> None:
        self.path = path
        self.text = text
        self.language: Language = language
        self.unread = ""  # what ended the parser, where it came to no tree
        self._depth = 0

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends, counted as tree-sitter counts: a line feed alone ends one."""
        return [line.removesuffix("\r") for line in self.text.split("\n")]

    @cached_property
    def root(self) -> SgNode:
        """The root node of the tree; of an empty one where the parser came to none."""
        roots, self.unread = contained(lambda: [SgRoot(self.text, self.language).root()])
        return roots[0] if roots else SgRoot("", self.language).root()

    @cached_property
    def _buckets(self) -> dict[str, list[SgNode]]:
        # One walk over the tree serves every check: crossing into Rust per query costs more than this.
        buckets: dict[str, list[SgNode]] = {}
        level, deepest = 0, 0
        stack: list[SgNode | None] = [self.root]
        while stack:
            node = stack.pop()
            if node is None:
                level -= 1  # the last of the children of a node above is done
                continue
            buckets.setdefault(node.kind(), []).append(node)
            children = node.children()
            if children:
                level += 1
                deepest = max(deepest, level)
                stack.append(None)
                stack.extend(reversed(children))
        self._depth = deepest
        return buckets

    def forget(self) -> None:
        """Lets the tree go; it is parsed again if it is asked for once more."""
        for name in ("root", "_buckets"):
            self.__dict__.pop(name, None)

    def nodes(self, *kinds: str) -> Iterator[SgNode]:
        """All nodes of these kinds, kind by kind, each in document order (anonymous tokens too)."""
        for kind in kinds:
            yield from self._buckets.get(kind, ())

    @property
    def errors(self) -> int:
        """How many places the parser could not understand."""
        return len(self._buckets.get("ERROR", ()))

    @cached_property
    def beyond(self) -> str:
        """Why no check can look at the file, as a phrase; empty where they can. It outlasts the tree."""
        _ = self._buckets
        if self.unread:
            return f"could not be parsed at all ({self.unread})"
        if self._depth > MOST_DEPTH:
            return f"nested {self._depth} levels deep: checks look no deeper than {MOST_DEPTH}"
        return ""

    @cached_property
    def is_test(self) -> bool:
        """Whether the path is that of a test, a fixture or a mock."""
        return TEST_PATH.search(self.path) is not None

    def line_text(self, line: int) -> str:
        """The text of a 1-based line, empty beyond the end."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


def start_line(node: SgNode) -> int:
    """The 1-based line on which the node begins."""
    return node.range().start.line + 1


def end_line(node: SgNode) -> int:
    """The 1-based line on which the node ends."""
    return node.range().end.line + 1


def span(node: SgNode) -> tuple[int, int]:
    """Start and end offset in characters: the identity of a node within its file, with its kind."""
    place = node.range()
    return place.start.index, place.end.index


def enclosing_function(node: SgNode) -> SgNode | None:
    """The nearest function, method, arrow function or lambda around the node."""
    for ancestor in node.ancestors():
        if ancestor.kind() in FUNCTION_KINDS:
            return ancestor
    return None


def function_name(function: SgNode) -> str:
    """The name by which a reader knows a function: its own, or that of what it is assigned to."""
    name = function.field("name")
    if name is not None:
        return name.text()
    parent = function.parent()
    if parent is not None and parent.kind() in {"variable_declarator", "pair", "public_field_definition"}:
        target = parent.field("name") or parent.field("key")
        if target is not None:
            return target.text()
    return "this function"


def literal_text(node: SgNode) -> str | None:
    """The content of a plain string literal; None where it interpolates or is no string."""
    kind = node.kind()
    if kind not in {"string", "template_string"}:
        return None
    children = node.children()
    if any(child.kind() in {"interpolation", "template_substitution"} for child in children):
        return None
    return "".join(child.text() for child in children if child.kind() in STRING_PARTS)
