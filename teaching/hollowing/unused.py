"""Imports that nothing uses once a body is gone: left in they make the linter complain, so they go with it.

Not covered: imports inside functions, and statements that carry a comment; those stay.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.contracts.exercises import Language
from teaching.hollowing.trees import python_tree, web_tree

_WORD = re.compile(r"[A-Za-z_]\w*")
_WIDTH = 79


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name.

    Attributes:
        name: as the file uses it.
        written: an import statement of this name alone.
    """

    name: str
    written: str


def newly_unused(before: str, after: str, language: Language, path: str) -> list[Import]:
    """The imports that `before` uses and `after` does not."""
    if language == "python":
        gone = _python_used(python_tree(before, path)) - _python_used(python_tree(after, path))
        return [one for one in _python_imports(after, path) if one.name in gone]
    old, new = (web_tree(text, language, path) for text in (before, after))
    gone = _web_used(old) - _web_used(new)
    return [Import(name, written) for name, written, _ in _web_imports(new) if name in gone]


def without(text: str, language: Language, path: str, names: frozenset[str]) -> str:
    """The text without the imports of these names; what else a statement imports stays."""
    if not names:
        return text
    return _python_without(text, path, names) if language == "python" else _web_without(text, language, path, names)


def _python_used(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < _WIDTH:
            found.update(_WORD.findall(node.value))  # `__all__`, and types in quotes
    return found


def _python_statements(text: str, path: str) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.AST]]:
    lines = text.split("\n")
    tree = python_tree(text, path)
    waiting: list[ast.AST] = [tree]
    while waiting:
        parent = waiting.pop()
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.Import | ast.ImportFrom):
                written = "\n".join(lines[node.lineno - 1 : node.end_lineno])
                plain = not isinstance(node, ast.ImportFrom) or node.module != "__future__"
                if plain and "#" not in written and ";" not in written:
                    yield node, parent
            elif isinstance(node, ast.If | ast.Try):
                waiting.append(node)


def _python_imports(text: str, path: str) -> Iterator[Import]:
    for node, _ in _python_statements(text, path):
        for alias in node.names:
            yield Import(alias.asname or alias.name.partition(".")[0], _python_written(node, [alias]))


def _python_written(node: ast.Import | ast.ImportFrom, aliases: list[ast.alias]) -> str:
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import(aliases))
    return ast.unparse(ast.ImportFrom(node.module, aliases, node.level))


def _python_without(text: str, path: str, names: frozenset[str]) -> str:
    lines = text.split("\n")
    found = sorted(_python_statements(text, path), key=lambda pair: pair[0].lineno, reverse=True)
    for node, parent in found:
        kept = [alias for alias in node.names if (alias.asname or alias.name.partition(".")[0]) not in names]
        if len(kept) == len(node.names):
            continue
        margin = lines[node.lineno - 1][: node.col_offset]
        first, last = node.lineno - 1, node.end_lineno or node.lineno
        if kept:
            lines[first:last] = _python_lines(node, kept, margin)
        elif isinstance(parent, ast.If | ast.Try) and len(parent.body) == 1 and parent.body[0] is node:
            lines[first:last] = [f"{margin}pass"]
        else:
            _drop(lines, first, last)
    return "\n".join(lines)


def _python_lines(node: ast.Import | ast.ImportFrom, kept: list[ast.alias], margin: str) -> list[str]:
    one = margin + _python_written(node, kept)
    if isinstance(node, ast.Import) or (node.lineno == node.end_lineno and len(one) <= 120) or len(one) <= _WIDTH:
        return [one]
    head = one.partition(" import ")[0]
    return [f"{head} import (", *(f"{margin}    {ast.unparse(alias)}," for alias in kept), f"{margin})"]


def _drop(lines: list[str], first: int, last: int) -> None:
    """Takes lines out; of two gaps that meet the one before goes."""
    del lines[first:last]
    if first < len(lines) and not lines[first].strip():
        while first > 0 and not lines[first - 1].strip():
            first -= 1
            del lines[first]
        if first == 0:
            while lines and not lines[0].strip():
                del lines[0]


def _web_used(root: SgNode) -> set[str]:
    found: set[str] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.kind() == "import_statement":
            continue
        if "identifier" in node.kind() and node.kind() != "property_identifier":
            found.add(node.text())
        waiting.extend(node.children())
    return found


def _web_imports(root: SgNode) -> Iterator[tuple[str, str, SgNode]]:
    """Each imported name, a statement of it alone, and the node that names it."""
    for node in root.find_all(kind="import_statement"):
        source = node.field("source")
        if source is None:
            continue
        end = ";" if node.text().endswith(";") else ""
        head = "import type" if node.text().startswith("import type") else "import"
        for inner in _descend(node):
            if inner.kind() == "import_specifier":
                name = (inner.field("alias") or inner.field("name") or inner).text()
                yield name, f"{head} {{ {inner.text()} }} from {source.text()}{end}", inner
            elif inner.kind() == "namespace_import":
                yield inner.text().split()[-1], f"{head} {inner.text()} from {source.text()}{end}", inner
            elif inner.kind() == "identifier" and (above := inner.parent()) and above.kind() == "import_clause":
                yield inner.text(), f"{head} {inner.text()} from {source.text()}{end}", inner


def _descend(node: SgNode) -> Iterator[SgNode]:
    waiting = [node]
    while waiting:
        inner = waiting.pop()
        yield inner
        waiting.extend(reversed(inner.children()))


def _web_without(text: str, language: Language, path: str, names: frozenset[str]) -> str:
    root = web_tree(text, language, path)
    lines = text.split("\n")
    for node in sorted(root.find_all(kind="import_statement"), key=lambda one: one.range().start.line, reverse=True):
        span = node.range()
        named = [(name, inner) for name, _, inner in _web_imports(root) if _inside(inner, node)]
        gone = [name for name, _ in named if name in names]
        first, last = span.start.line, span.end.line + 1
        if not gone or "//" in node.text().partition("from")[0] or "/*" in node.text():
            continue
        if len(gone) == len(named):
            _drop(lines, first, last)
        else:
            written = node.text()
            for name, inner in named:
                if name in names:
                    written = re.sub(rf"\s*(?<![\w$]){re.escape(inner.text())}(?![\w$])\s*,?", " ", written, count=1)
            tidy = re.sub(r"\{\s*", "{ ", re.sub(r",?\s*\}", " }", written)).replace("{ }, ", "").replace(", { }", "")
            lines[first:last] = [tidy] if "\n" not in node.text() else _as_before(tidy)
    return "\n".join(lines)


def _as_before(written: str) -> list[str]:
    """An import over several lines keeps one name to a line, unless it fits."""
    one = " ".join(written.split())
    if len(one) <= _WIDTH:
        return [one]
    head, _, rest = one.partition("{ ")
    inner, _, tail = rest.rpartition(" }")
    return [f"{head}{{", *(f"  {name.strip()}," for name in inner.split(",")), f"}}{tail}"]


def _inside(inner: SgNode, node: SgNode) -> bool:
    span, around = inner.range(), node.range()
    return around.start.index <= span.start.index and span.end.index <= around.end.index
