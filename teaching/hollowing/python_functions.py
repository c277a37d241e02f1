"""The functions of a Python file, read with Python's own parser.

Not covered: lambdas, and a docstring that shares its line with code.
"""

import ast
import warnings
from collections.abc import Iterator
from itertools import accumulate

from teaching.errors import BadInputError
from teaching.hollowing.functions import Function

_Defined = ast.FunctionDef | ast.AsyncFunctionDef
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def parsed(text: str, path: str) -> ast.Module:
    """The tree of a Python text.

    Raises:
        BadInputError: it does not parse.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise BadInputError(f"{path} does not parse as Python: mend it first") from error


def functions_in(text: str, path: str) -> list[Function]:
    """All that have a body to take away, by place.

    Args:
        text: with line feeds only, without a byte order mark.
        path: for the error.
    """
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    page = _Page(text, lines, starts)
    found: list[Function] = []
    for symbol, node, in_class in _walk(parsed(text, path), "", False):
        function = page.function(symbol, node, in_class)
        if function is not None:
            found.append(function)
    return found


def _walk(tree: ast.AST, prefix: str, in_class: bool) -> Iterator[tuple[str, _Defined, bool]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{prefix}{node.name}", node, in_class
            yield from _walk(node, f"{prefix}{node.name}.", False)
        elif isinstance(node, ast.ClassDef):
            yield from _walk(node, f"{prefix}{node.name}.", True)
        elif not isinstance(node, ast.expr):
            yield from _walk(node, prefix, in_class)


class _Page:
    """One file as lines, and where each begins."""

    def __init__(self, text: str, lines: list[str], starts: list[int]) -> None:
        self.text, self.lines, self.starts = text, lines, starts

    def function(self, symbol: str, node: _Defined, in_class: bool) -> Function | None:
        statements = node.body
        docstring = ast.get_docstring(node) or ""
        if ast.get_docstring(node, clean=False) is not None:
            before, statements = node.body[0], node.body[1:]
        else:
            before = None
        if not statements:
            return None
        first = statements[0]
        first_line = min([first.lineno, *(item.lineno for item in getattr(first, "decorator_list", []))])
        header_end = self._before(first_line, (before.end_lineno or 0) if before else node.lineno - 1)
        own_line = not self.lines[first_line - 1][: self._column(first_line, first)].strip()
        if before is not None and not own_line:
            return None
        end_line = node.end_lineno or first_line
        start_line = min([node.lineno, *(item.lineno for item in node.decorator_list)])
        indent = _margin(self.lines[node.lineno - 1])
        if own_line:
            end_line = self._with_trailing_comments(end_line, indent)
            body_start = self.starts[header_end]
            body_indent = _margin(self.lines[first_line - 1])
        else:
            body_start = self.starts[first_line - 1] + self._column(first_line, first)
            body_indent = indent + ("\t" if "\t" in indent else "    ")
        end = self.starts[end_line - 1] + len(self.lines[end_line - 1])
        return Function(
            symbol=symbol,
            language="python",
            start=self.starts[start_line - 1],
            end=end,
            body_start=body_start,
            body_end=end,
            first_line=start_line,
            last_line=end_line,
            docstring=docstring,
            indent=indent,
            body_indent=body_indent,
            own_line=own_line,
            is_async=isinstance(node, ast.AsyncFunctionDef),
            is_generator=_yields(node),
            is_method=in_class,
            parameters=tuple(_parameters(node.args)),
            decorators=tuple(ast.unparse(item) for item in node.decorator_list),
            returns=any(isinstance(inner, ast.Return) and inner.value is not None for inner in _own(node)),
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

    def _column(self, line: int, node: ast.stmt) -> int:
        """A column in characters; Python counts bytes."""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and line != node.lineno:
            return len(_margin(self.lines[line - 1]))
        return len(self.lines[line - 1].encode()[: node.col_offset].decode("utf-8", "ignore"))


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in the function itself and not in one that it defines."""
    waiting = list(ast.iter_child_nodes(node))
    while waiting:
        inner = waiting.pop()
        yield inner
        if not isinstance(inner, _SCOPES):
            waiting.extend(ast.iter_child_nodes(inner))


def _yields(node: _Defined) -> bool:
    return any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in _own(node))


def _parameters(arguments: ast.arguments) -> Iterator[str]:
    for item in (*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg):
        if item is not None:
            yield item.arg


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
