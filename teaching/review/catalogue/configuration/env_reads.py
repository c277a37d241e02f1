"""Where code reads the environment: `os.environ`, `process.env` and their like, under whatever name they go."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.configuration.whereabouts import is_tool_file, module_matches, places_of
from teaching.review.entry import Fact, Params
from teaching.review.source import SourceFile, end_line, start_line


def environment_reads(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Where the environment is read outside the named module; setting it and handing all of it on is no reading."""
    if module_matches(source.path, places_of(params, "place")) or is_tool_file(source.path):
        return
    seen: set[int] = set()
    for node, name in _python_reads(source) if source.language == "python" else _web_reads(source):
        line = start_line(node)
        if line not in seen:
            seen.add(line)
            yield Fact(line, end_line(node), f"`{name}` is read here.")


def _python_reads(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    modules, names = _imported(source)
    for node in source.nodes("attribute"):
        whole, owner = node.field("attribute"), node.field("object")
        if whole is None or owner is None or owner.text() not in modules:
            continue
        if whole.text() in {"getenv", "getenvb"} or (whole.text() in {"environ", "environb"} and _is_read(node)):
            yield node, f"os.{whole.text()}"
    for node in source.nodes("identifier"):
        original = names.get(node.text())
        parent = node.parent()
        if original is None or parent is None or parent.kind() in {"dotted_name", "aliased_import", "keyword_argument"}:
            continue
        if parent.kind() == "attribute" and parent.field("object") != node:
            continue
        if parent.kind() in {"parameters", "default_parameter", "assignment"} and parent.child(0) == node:
            continue
        if original != "environ" or _is_read(node):
            yield node, f"os.{original}"


def _imported(source: SourceFile) -> tuple[set[str], dict[str, str]]:
    """Under which names `os` is known here, and under which ones what is imported from it."""
    modules: set[str] = set()
    for node in source.nodes("import_statement"):
        for named in node.field_children("name"):
            if named.kind() == "aliased_import":
                original, alias = named.field("name"), named.field("alias")
                if original is not None and alias is not None and original.text() == "os":
                    modules.add(alias.text())
            elif named.text() in {"os", "os.path"}:
                modules.add("os")
    names: dict[str, str] = {}
    for node in source.nodes("import_from_statement"):
        module = node.field("module_name")
        if module is None or module.text() != "os":
            continue
        for named in node.field_children("name"):
            original = named.field("name") if named.kind() == "aliased_import" else named
            alias = named.field("alias") if named.kind() == "aliased_import" else named
            if original is not None and alias is not None and original.text() in {"environ", "getenv", "environb"}:
                names[alias.text()] = original.text()
    return modules, names


def _is_read(node: SgNode) -> bool:
    """Whether an expression that names the whole environment takes something out of it."""
    parent = node.parent()
    if parent is None:
        return False
    kind = parent.kind()
    if kind in {"subscript", "subscript_expression"} or kind in {"attribute", "member_expression"}:
        method = parent.field("attribute") or parent.field("property")
        if method is not None and method.text() in {"copy", "update", "setdefault", "pop", "clear", "putenv"}:
            return method.text() == "pop" and not _is_statement(parent.parent())
        return not _is_written(parent)
    if kind in {"dictionary_splat", "spread_element", "keyword_argument", "pair", "shorthand_property_identifier"}:
        return False
    if kind in {"argument_list", "arguments"}:
        return False  # handed on as a whole: to `dict`, to a child process, to `patch.dict`
    return not _is_written(node)


def _is_written(node: SgNode) -> bool:
    parent = node.parent()
    if parent is None:
        return False
    if parent.kind() in {
        "assignment",
        "assignment_expression",
        "augmented_assignment",
        "augmented_assignment_expression",
    }:
        return parent.field("left") == node
    if parent.kind() == "unary_expression":
        return parent.text().startswith("delete")
    return parent.kind() in {"delete_statement", "with_item"} or (
        parent.kind() == "expression_list"
        and (above := parent.parent()) is not None
        and above.kind() == "delete_statement"
    )


def _is_statement(node: SgNode | None) -> bool:
    parent = node.parent() if node is not None else None
    return parent is not None and parent.kind() == "expression_statement"


_WHOLE = re.compile(
    r"^(?:globalThis\.|window\.|global\.)?process\??\.env$|^import\.meta\.env$|^process\[[\"']env[\"']\]$"
)


def _web_reads(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    for node in source.nodes("member_expression", "subscript_expression"):
        if node.range().end.index - node.range().start.index > 60:
            continue
        text = "".join(node.text().split())
        if _WHOLE.match(text) and not _is_type(node) and _is_read(node):
            yield node, "import.meta.env" if text.startswith("import") else "process.env"
    names = _imported_env(source)
    for node in source.nodes("identifier") if names else ():
        parent = node.parent()
        if (
            node.text() in names
            and parent is not None
            and parent.kind() in {"member_expression", "subscript_expression"}
        ):
            if parent.field("object") == node and _is_read(node):
                yield node, "process.env"


def _is_type(node: SgNode) -> bool:
    return any(ancestor.kind() in {"type_query", "type_annotation"} for ancestor in list(node.ancestors())[:3])


def _imported_env(source: SourceFile) -> set[str]:
    found: set[str] = set()
    for node in source.nodes("import_statement"):
        origin = node.field("source")
        if origin is not None and re.fullmatch(r"[\"'](?:node:)?process[\"']", origin.text()):
            for one in re.finditer(r"\benv\b(?:\s+as\s+(\w+))?", node.text()):
                found.add(one[1] or "env")
    return found
