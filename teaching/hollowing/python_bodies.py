"""The bodies of the functions of a Python file.

Not covered: lambdas, and a docstring that shares its line with code.
"""

import ast
import inspect
import warnings
from collections.abc import Iterator
from itertools import accumulate

from ast_grep_py import SgNode

from teaching.hollowing.cuttable import Cuttable
from teaching.hollowing.trees import python_tree
from teaching.markers.functions import Function, Outline

_SCOPES = frozenset({"function_definition", "class_definition", "lambda"})
_TEXTS = frozenset({"string", "concatenated_string"})


def cuttables(text: str, path: str, known: Outline) -> Iterator[Cuttable]:
    """All that have a body to take away.

    Args:
        text: with line feeds only, without a byte order mark.
        path: for the error.
        known: its outline.

    Raises:
        BadInputError: the text does not parse.
    """
    # Where the two parsers are of two minds, Python's is the one that counts.
    ends = {(node.name, node.lineno): node.end_lineno for node in _defined(python_tree(text, path))}
    page = _Page(text)
    for function in known.functions:
        end = ends.get((function.symbol.rpartition(".")[2], function.start))
        if end is not None and (found := page.cuttable(function, end)) is not None:
            yield found


def _defined(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


class _Page:
    """One file as lines, and where each begins."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    def cuttable(self, function: Function, end_line: int) -> Cuttable | None:
        if not function.parts:
            return None
        place = function.parts[0].range().start
        first_line = place.line + 1
        said = _docstring(function.body)
        own_line = not self.lines[place.line][: place.column].strip()
        if said is not None and not own_line:
            return None
        indent = _margin(self.lines[function.start - 1])
        if own_line:
            end_line = self._with_trailing_comments(end_line, indent)
            floor = said.range().end.line + 1 if said is not None else function.start - 1
            body_start = self.starts[self._before(first_line, floor)]
            body_indent = _margin(self.lines[place.line])
        else:
            body_start = self.starts[place.line] + place.column
            body_indent = indent + ("\t" if "\t" in indent else "    ")
        end = self.starts[end_line - 1] + len(self.lines[end_line - 1])
        own = list(_own(function.body))
        return Cuttable(
            symbol=function.symbol,
            language="python",
            start=self.starts[function.head - 1],
            end=end,
            body_start=body_start,
            body_end=end,
            first_line=function.head,
            last_line=end_line,
            docstring=_content(said),
            indent=indent,
            body_indent=body_indent,
            own_line=own_line,
            is_async=any(child.kind() == "async" for child in function.node.children()),
            is_generator=any(node.kind() == "yield" for node in own),
            decorators=tuple(_decorators(function.statement)),
            returns=any(node.kind() == "return_statement" and _has_value(node) for node in own),
        )

    def _before(self, first_line: int, floor: int) -> int:
        """The last line of the header or docstring: what is above the first statement and no comment."""
        line = first_line - 1
        while line > floor and (not (bare := self.lines[line - 1].strip()) or bare.startswith("#")):
            line -= 1
        return line

    def _with_trailing_comments(self, end_line: int, indent: str) -> int:
        """The last line that still belongs to the body: comments behind the last statement tell of it too."""
        last = end_line
        for number in range(end_line + 1, len(self.lines) + 1):
            line = self.lines[number - 1]
            if not line.strip():
                continue
            if not line.strip().startswith("#") or len(_margin(line)) <= len(indent):
                break
            last = number
        return last


def _docstring(body: SgNode) -> SgNode | None:
    """The text that the outline leaves out of a body."""
    first = next((node for node in body.children() if node.is_named() and node.kind() != "comment"), None)
    inner = first.child(0) if first is not None and first.kind() == "expression_statement" else None
    return inner if inner is not None and inner.kind() in _TEXTS else None


def _content(said: SgNode | None) -> str:
    if said is None:
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value: object = ast.literal_eval(said.text())
        except (ValueError, SyntaxError):  # an f-string is no docstring
            return ""
    return inspect.cleandoc(value) if isinstance(value, str) else ""


def _own(body: SgNode) -> Iterator[SgNode]:
    """What stands in the function itself and not in one that it defines."""
    waiting = body.children()
    while waiting:
        node = waiting.pop()
        yield node
        if node.kind() not in _SCOPES:
            waiting.extend(node.children())


def _has_value(node: SgNode) -> bool:
    return any(child.is_named() and child.kind() != "comment" for child in node.children())


def _decorators(statement: SgNode) -> Iterator[str]:
    for child in statement.children() if statement.kind() == "decorated_definition" else ():
        if child.kind() == "decorator" and (named := child.child(1)) is not None:
            yield named.text()


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
