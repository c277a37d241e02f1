"""What a body is made of, without its words: how many steps and loops, and which public libraries it calls."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from ast_grep_py import SgNode, SgRoot

from teaching.contracts.exercises import Language
from teaching.hollowing.cuttable import Cuttable


@dataclass(frozen=True, slots=True)
class Shape:
    """The structure of one function.

    Attributes:
        statements: in its body, those within others counted too.
        lines: of its body, blank ones and comments left out.
        traits: what else is in it, as words for a reader.
        calls: the last names of everything that it calls, each once.
        names: every name that it uses.
    """

    statements: int
    lines: int
    loops: int
    branches: int
    comparisons: int
    raises: bool
    exits: int
    traits: tuple[str, ...]
    calls: tuple[str, ...]
    names: frozenset[str]

    @property
    def weight(self) -> int:
        """How many decisions it holds."""
        return self.loops + self.branches + len(self.traits)


def shape_of(text: str, function: Cuttable) -> Shape:
    """The structure of a function of this text."""
    body = text[function.body_start : function.body_end]
    lines = sum(1 for line in body.split("\n") if line.strip() and not line.strip().startswith(("#", "//", "*", "/*")))
    if function.language == "python":
        return _python(text[function.start : function.end], lines)
    return _web(body, function.language, lines, function.own_line)


_PYTHON_TRAITS: tuple[tuple[type[ast.AST] | tuple[type[ast.AST], ...], str], ...] = (
    ((ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp), "a comprehension"),
    ((ast.Dict, ast.DictComp), "a dictionary"),
    ((ast.Set, ast.SetComp), "a set"),
    (ast.With, "a `with` block"),
    (ast.AsyncWith, "an `async with` block"),
    (ast.Try, "a `try` block"),
    (ast.Await, "an `await`"),
    ((ast.Yield, ast.YieldFrom), "a `yield`"),
    (ast.Slice, "a slice"),
    (ast.JoinedStr, "an f-string"),
    (ast.Lambda, "a `lambda`"),
    (ast.AugAssign, "a running value"),
    (ast.BinOp, "some arithmetic or joining"),
    (ast.Match, "a `match`"),
)


def _python(text: str, lines: int) -> Shape:
    defined = _defined(text)
    statements = defined.body[1:] if ast.get_docstring(defined) is not None else defined.body
    nodes = [inner for statement in statements for inner in ast.walk(statement)]

    def count(*kinds: type[ast.AST]) -> int:
        return sum(isinstance(node, kinds) for node in nodes)

    calls = [name for node in nodes if isinstance(node, ast.Call) and (name := _last_name(node.func))]
    return Shape(
        statements=count(ast.stmt),
        lines=lines,
        loops=count(ast.For, ast.AsyncFor, ast.While),
        branches=count(ast.If, ast.IfExp, ast.Match, ast.ExceptHandler),
        comparisons=count(ast.Compare),
        raises=count(ast.Raise) > 0,
        exits=count(ast.Return),
        traits=tuple(words for kinds, words in _PYTHON_TRAITS if any(isinstance(node, kinds) for node in nodes)),
        calls=tuple(dict.fromkeys(calls)),
        names=frozenset(node.id for node in nodes if isinstance(node, ast.Name)),
    )


def _defined(text: str) -> ast.FunctionDef | ast.AsyncFunctionDef:
    # Lines within a text may begin further left than the function, so it is taken as it stands.
    found: ast.stmt = ast.parse(text if not text[:1].isspace() else f"if 1:\n{text}").body[0]
    found = found.body[0] if isinstance(found, ast.If) else found
    assert isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef)
    return found


def _last_name(node: ast.expr) -> str | None:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None


_WEB_TRAITS = {
    "object": "an object",
    "template_string": "a template string",
    "try_statement": "a `try` block",
    "await_expression": "an `await`",
    "yield_expression": "a `yield`",
    "regex": "a regular expression",
    "spread_element": "a spread",
    "arrow_function": "a small function that is handed on",
    "switch_statement": "a `switch`",
    "augmented_assignment_expression": "a running value",
    "new_expression": "a new object of some class",
}
_COMPARES = frozenset({"==", "===", "!=", "!==", "<", ">", "<=", ">=", "instanceof", "in"})


def _web(body: str, language: Language, lines: int, is_block: bool) -> Shape:
    # Wrapped, so that `return`, `await` and `yield` parse wherever they came from.
    text = f"async function* f() {{{body}}}" if is_block else f"async function* f() {{ return {body}; }}"
    nodes = list(_all(SgRoot(text, language).root()))[4:]
    kinds = [node.kind() for node in nodes]

    def count(*wanted: str) -> int:
        return sum(kind in wanted for kind in kinds)

    calls: list[str] = []
    for node in nodes:
        called = node.field("function") if node.kind() == "call_expression" else None
        if called is not None:
            calls.append(re.split(r"[.?\[]", called.text())[-1])
    return Shape(
        statements=sum(kind.endswith(("_statement", "_declaration")) and kind != "expression" for kind in kinds),
        lines=lines,
        loops=count("for_statement", "for_in_statement", "while_statement", "do_statement"),
        branches=count("if_statement", "ternary_expression", "switch_case", "catch_clause"),
        comparisons=sum(
            node.kind() == "binary_expression" and any(part.kind() in _COMPARES for part in node.children())
            for node in nodes
        ),
        raises="throw_statement" in kinds,
        exits=count("return_statement"),
        traits=tuple(words for kind, words in _WEB_TRAITS.items() if kind in kinds),
        calls=tuple(dict.fromkeys(name for name in calls if re.fullmatch(r"[\w$]+", name))),
        names=frozenset(node.text() for node in nodes if "identifier" in node.kind()),
    )


def _all(root: SgNode) -> Iterator[SgNode]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children()))


def libraries(text: str, language: Language, names: frozenset[str], own: frozenset[str]) -> dict[str, str]:
    """The names among these that the file imports from public libraries, with the library of each.

    Args:
        own: first parts of the project's own modules, which are nobody's library.
    """
    if language == "python":
        found = dict(_python_imports(text))
        return {
            name: module
            for name, module in found.items()
            if name in names and _is_public(module.partition(".")[0], own)
        }
    return {
        name: module
        for name, module in _web_imports(text, language)
        if name in names and not module.startswith((".", "/", "@/", "~", "#")) and module not in own
    }


def _is_public(top: str, own: frozenset[str]) -> bool:
    return top in sys.stdlib_module_names or top not in own


def _python_imports(text: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], alias.name
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module and node.module != "__future__":
            for alias in node.names:
                yield alias.asname or alias.name, node.module


def _web_imports(text: str, language: Language) -> Iterator[tuple[str, str]]:
    for node in SgRoot(text, language).root().find_all(kind="import_statement"):
        source = node.field("source")
        if source is not None:
            for inner in _all(node):
                if inner.kind() == "identifier":
                    yield inner.text(), source.text().strip("\"'")
