"""What a file imports, in either language: every check about imports reads it from here."""

from collections.abc import Iterator
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.review.source import SourceFile, literal_text


@dataclass(frozen=True, slots=True)
class Import:
    """One module named by an import, a re-export, `require` or a dynamic import.

    Attributes:
        module: as written; a relative Python import keeps its dots.
        names: what a Python `from` import takes out of it, in the module's own names.
    """

    module: str
    node: SgNode
    names: tuple[str, ...] = ()


def imports(source: SourceFile) -> Iterator[Import]:
    """All imports of a file, wherever they stand."""
    yield from _python_imports(source) if source.language == "python" else _web_imports(source)


def _python_imports(source: SourceFile) -> Iterator[Import]:
    for node in source.nodes("import_statement"):
        for child in node.children():
            if child.kind() in {"dotted_name", "aliased_import"}:
                yield Import(_plain_name(child), node)
    for node in source.nodes("import_from_statement"):
        module = node.field("module_name")
        if module is None:
            continue
        after = False
        names: list[str] = []
        for child in node.children():
            after = after or child.kind() == "import"
            if after and child.kind() in {"dotted_name", "aliased_import"}:
                names.append(_plain_name(child))
        yield Import("".join(module.text().split()), node, tuple(names))
    for node in source.nodes("call"):
        called = node.field("function")
        if called is not None and called.text() in {"__import__", "importlib.import_module", "import_module"}:
            yield from _first_argument(node)


def _plain_name(node: SgNode) -> str:
    name = node.field("name") if node.kind() == "aliased_import" else node
    return "" if name is None else "".join(name.text().split())


def _web_imports(source: SourceFile) -> Iterator[Import]:
    for node in source.nodes("import_statement", "export_statement"):
        origin = node.field("source")
        module = None if origin is None else literal_text(origin)
        if module is not None:
            yield Import(module, node)
    for node in source.nodes("import_require_clause"):
        origin = node.field("source")
        module = None if origin is None else literal_text(origin)
        if module is not None:
            yield Import(module, node)
    for node in source.nodes("call_expression"):
        called = node.field("function")
        if called is not None and called.text() in {"require", "import", "require.resolve"}:
            yield from _first_argument(node)


def _first_argument(call: SgNode) -> Iterator[Import]:
    listed = call.field("arguments")
    given = [child for child in listed.children() if child.is_named()] if listed is not None else []
    module = literal_text(given[0]) if given else None
    if module:
        yield Import(module, call)
