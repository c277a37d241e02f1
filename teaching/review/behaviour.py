"""Whether a change alters what code does, decided on the tokens of both sides.

Comments, docstrings, imports, types, layout and the kind of quotes do nothing at run time. Not seen: a file that only
went away, and what a changed import pulls in.
"""

from collections.abc import Iterator, Sequence

from ast_grep_py import SgNode

from teaching.repository.scope import Scope
from teaching.review.source import FUNCTION_KINDS, TEST_PATH, Language, SourceFile

_NOTHING_AT_RUN_TIME = frozenset(
    {
        "comment",
        "import_statement",
        "import_from_statement",
        "future_import_statement",
        "interface_declaration",
        "type_alias_declaration",
        "type_annotation",
        "type_arguments",
        "type_parameters",
        "type",
        ",",
        ";",
        "(",
        ")",
        "->",
    }
)
# A colon before a type; elsewhere, as in a slice, it does something.
_TYPED = frozenset({"typed_parameter", "typed_default_parameter", "assignment"})


def untested(scope: Scope, sources: Sequence[SourceFile]) -> list[str]:
    """The source files whose behaviour the change alters, where it touches no test at all; sorted.

    A whole tree is no change: nothing is said of it.
    """
    if not scope.has_base or any(TEST_PATH.search(file.path) for file in scope.files):
        return []
    old = scope.before(source.path for source in sources)
    return sorted(source.path for source in sources if _differs(old.get(source.path), source))


def _differs(old: bytes | None, source: SourceFile) -> bool:
    if old is None:
        return next(source.nodes(*sorted(FUNCTION_KINDS)), None) is not None
    before = old.decode("utf-8-sig", errors="replace")
    return list(_tokens(before, source.language)) != list(_tokens(source.text, source.language))


def _tokens(text: str, language: Language) -> Iterator[str]:
    waiting = [SourceFile("", text, language).root]
    while waiting:
        node = waiting.pop()
        if node.kind() in _NOTHING_AT_RUN_TIME or _is_docstring(node):
            continue
        typed = node.kind() in _TYPED
        children = [child for child in node.children() if not (typed and child.kind() == ":")]
        if children:
            waiting.extend(reversed(children))
        else:
            yield node.text().replace("'", '"')


def _is_docstring(node: SgNode) -> bool:
    if node.kind() != "expression_statement":
        return False
    children = node.children()
    return len(children) == 1 and children[0].kind() in {"string", "concatenated_string"}
