"""Naming: the case of constants and variables."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.naming.prose import case_entry
from teaching.review.catalogue.naming.scope import (
    SHOUTED,
    case_for,
    follows,
    in_class_body,
    is_foreign,
    misnamed,
    own_classes,
    parameter_names,
    plain_targets,
)
from teaching.review.entry import Example, Fact, Params, Syntax, Words
from teaching.review.source import SourceFile, enclosing_function

# Read by a framework under exactly this name.
_DICTATED = frozenset(
    """revision down_revision branch_labels depends_on pytestmark pytest_plugins urlpatterns app_name runtime dynamic
    dynamicParams revalidate fetchCache preferredRegion maxDuration metadata viewport config title
    prerender ssr csr trailingSlash experimental_ppr partial""".split()
)
_LITERALS = frozenset({"integer", "float", "number", "string", "true", "false", "unary_operator", "unary_expression"})


def misnamed_constants(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Names of the module that get one number or text, once."""
    case = case_for(source, params)
    if not case or source.path.endswith(("conf.py", "setup.py")):
        return
    found = list(_module_constants(source))
    names = [name for _, name in found]
    rebound = _rebound(source)
    for node, name in found:
        if name.startswith("__") or name in _DICTATED or names.count(name) > 1 or name in rebound:
            continue
        if not follows(name, case):
            yield misnamed(node, "constant", name, params)


def _module_constants(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    if source.language == "python":
        for node in source.nodes("assignment"):
            left, right = node.field("left"), node.field("right")
            parent = node.parent()
            above = parent.parent() if parent is not None else None
            annotated = node.field("type")
            if left is None or right is None or above is None or above.kind() != "module":
                continue
            if annotated is not None and "TypeAlias" in annotated.text():
                continue
            if left.kind() == "identifier" and _is_literal(right):
                yield node, left.text()
        return
    for node in source.nodes("variable_declarator"):
        name, value, parent = node.field("name"), node.field("value"), node.parent()
        if name is None or value is None or parent is None or not parent.text().startswith("const"):
            continue
        above = parent.parent()
        if above is not None and above.kind() in {"program", "export_statement"}:
            if name.kind() == "identifier" and _is_literal(value):
                yield node, name.text()


def _is_literal(node: SgNode) -> bool:
    """Whether a value is fixed for good: a number, a text, a truth value, a sum of such, or what is cast to one."""
    kind = node.kind()
    if kind in {"parenthesized_expression", "binary_operator", "binary_expression"}:
        parts = [child for child in node.children() if child.is_named() and child.kind() != "comment"]
        return bool(parts) and all(_is_literal(part) for part in parts)
    if kind == "as_expression":
        return node.children()[-1].text() == "const"
    if kind == "template_string":
        return not any(child.kind() == "template_substitution" for child in node.children())
    if kind not in _LITERALS:
        return False
    if kind.startswith("unary"):
        return node.text()[:1] in "-+" and node.text()[1:2].isdigit()
    return not any(child.kind() == "interpolation" for child in node.children())


def _rebound(source: SourceFile) -> set[str]:
    """Names that are assigned anywhere below the module's own level, or changed in place."""
    names: set[str] = set()
    for node in source.nodes("global_statement"):
        names |= {child.text() for child in node.children() if child.kind() == "identifier"}
    for node in source.nodes("augmented_assignment", "for_statement"):
        target = node.field("left")
        if target is not None:
            names.add(target.text())
    if source.language == "python":
        for node in source.nodes("assignment"):
            target, parent = node.field("left"), node.parent()
            above = parent.parent() if parent is not None else None
            if target is not None and above is not None and above.kind() == "block" and not enclosing_function(node):
                names.add(target.text())
    return names


def misnamed_variables(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Variables and parameters in another case, each name once; constants and types have cases of their own."""
    case = case_for(source, params)
    if not case:
        return
    targets = _python_variables(source) if source.language == "python" else _web_variables(source)
    seen: set[str] = set()
    for node in targets:
        name = node.text()
        if name in seen or name.lstrip("_$")[:1].isupper() or SHOUTED.fullmatch(name) or follows(name, case):
            continue
        if name.startswith(("unstable_", "experimental_", "__")):
            continue
        seen.add(name)
        yield misnamed(node, "variable", name, params)


def _python_variables(source: SourceFile) -> Iterator[SgNode]:
    for node in source.nodes("assignment", "for_statement"):
        if node.kind() == "assignment" and in_class_body(node):
            continue
        target = node.field("left")
        if target is not None:
            yield from plain_targets(target)
    own = own_classes(source)
    for node in source.nodes("function_definition"):
        if not is_foreign(node, own):
            yield from parameter_names(node)


def _web_variables(source: SourceFile) -> Iterator[SgNode]:
    for node in source.nodes("variable_declarator"):
        name, value = node.field("name"), node.field("value")
        if name is None or name.kind() not in {"identifier", "array_pattern"}:
            continue
        if value is not None and (
            value.kind() in {"arrow_function", "function_expression"}
            or "require(" in value.text()[:40]
            or value.text().endswith(f".{name.text()}")
        ):
            continue
        yield from plain_targets(name)
    for node in source.nodes("function_declaration", "arrow_function", "method_definition", "function_expression"):
        yield from parameter_names(node)


CONSTANT_NAMING = case_entry(
    r"constants?|consts",
    "constant",
    Syntax(misnamed_constants),
    Words(
        why="A name that is written as a constant tells readers that they need not look for the place where it "
        "changes; "
        "written as a variable, it makes them look in vain.",
        question="Does anything ever change this value, and how would a reader know?",
        hint="Search for the places where the name is assigned: one or several?",
    ),
    (
        Example("python", "max_retries = 3\n", (1,), {"case": "UPPER_SNAKE_CASE"}),
        Example("python", "import os\n\nApiUrl: str = 'https://x'\ntimeout = -1.5\n", (3, 4), {"case": "UPPER_CASE"}),
        Example("python", "_limit = 10\n\n\ndef f():\n    return _limit\n", (1,), {"case": "SCREAMING_SNAKE_CASE"}),
        Example("python", "MAX_RETRIES = 3\n__version__ = '1'\nlogger = get()\n", (), {"case": "UPPER_SNAKE_CASE"}),
        Example(
            "python", "count = 0\n\n\ndef f():\n    global count\n    count += 1\n", (), {"case": "UPPER_SNAKE_CASE"}
        ),
        Example("python", "def f():\n    x = 1\n\n\nclass A:\n    y = 2\n", (), {"case": "UPPER_SNAKE_CASE"}),
        Example("python", "x = 1\nx = 2\nname = f'{x}'\nn = 0\nif x:\n    n = 1\n", (), {"case": "UPPER_SNAKE_CASE"}),
        Example("python", "max_age = 60 * 60\nstrict = True\nage = 60 * days\n", (1, 2), {"case": "UPPER_SNAKE_CASE"}),
        Example("typescript", "const maxRetries = 3;\n", (1,), {"case": "UPPER_SNAKE_CASE"}),
        Example(
            "typescript",
            "export const maxBytes = 5 * 1024;\nconst kinds = ['a', 'b'] as const;\nconst text = `a`;\n"
            "const size = 2 * unit;\nconst path = `${root}/a`;\n",
            (1, 2, 3),
            {"case": "UPPER_SNAKE_CASE"},
        ),
        Example("typescript", "const A = 1;\nexport const apiUrl = 'https://x';\n", (2,), {"case": "UPPER_SNAKE_CASE"}),
        Example("javascript", "const min_value = -1, MAX = 2;\n", (1,), {"case": "UPPER_SNAKE_CASE"}),
        Example("typescript", "const MAX_RETRIES = 3;\nlet count = 0;\n", (), {"case": "UPPER_SNAKE_CASE"}),
        Example(
            "typescript",
            "export const runtime = 'edge';\nexport const router = create();\n",
            (),
            {"case": "UPPER_SNAKE_CASE"},
        ),
        Example("tsx", "const App = () => {\n  const gap = 4;\n  return <p/>;\n};\n", (), {"case": "UPPER_SNAKE_CASE"}),
        Example(
            "javascript", "const re = /x/;\nconst o = { a: 1 };\nconst { a } = o;\n", (), {"case": "UPPER_SNAKE_CASE"}
        ),
    ),
    (
        ("UPPER_SNAKE_CASE for constants", {"case": "UPPER_SNAKE_CASE"}),
        ("Constants: SCREAMING_SNAKE_CASE", {"case": "SCREAMING_SNAKE_CASE"}),
        ("Classes are PascalCase, constants are UPPER_CASE", {"case": "UPPER_CASE"}),
        ("camelCase for functions, UPPER_SNAKE_CASE for module-level constants", {"case": "UPPER_SNAKE_CASE"}),
    ),
    (
        "Environment constants are UPPER_CASE",
        "snake_case for functions and variables",
        "Never use UPPER_CASE for constants",
        "Constants live in `constants.ts`.",
    ),
    tier="likely",
)

VARIABLE_NAMING = case_entry(
    r"variables?|vars",
    "variable",
    Syntax(misnamed_variables),
    Words(
        why="Names of one kind in one case let a reader find and compare them without thinking; a second case looks "
        "like a second kind.",
        question="What does the case of this name make a reader of your project expect?",
        hint="Compare it with the names of the variables around it.",
    ),
    (
        Example("python", "userName = 1\n", (1,), {"case": "snake_case"}),
        Example(
            "python",
            "def f(userId, other=1):\n    for itemNo in other:\n        a, bC = itemNo\n",
            (1, 2, 3),
            {"case": "snake_case"},
        ),
        Example("python", "def f(maxSize: int = 1) -> None:\n    _tmpName: str = ''\n", (1, 2), {"case": "snake_case"}),
        Example("python", "user_name = 1\nMAX = 2\nT = TypeVar('T')\nMyModel = get()\n", (), {"case": "snake_case"}),
        Example("python", "self.userName = 1\nd['aB'] = 2\nf(userName=3)\nlog.aB = 4\n", (), {"case": "snake_case"}),
        Example("python", "class A(BaseModel):\n    userName: str\n    aB = 1\n", (), {"case": "snake_case"}),
        Example(
            "python",
            "class A(Base):\n    def emit(self, logRecord): ...\n\n\n@app.get('/')\ndef f(userId): ...\n",
            (),
            {"case": "snake_case"},
        ),
        Example("typescript", "const user_name = 1;\nlet next_id: number;\n", (1, 2), {"case": "camelCase"}),
        Example("tsx", "const [is_open, setOpen] = useState(false);\n", (1,), {"case": "camelCase"}),
        Example(
            "typescript",
            "const f = (user_id: string) => user_id;\nfunction g(b_c = 1) {}\n",
            (1, 2),
            {"case": "camelCase"},
        ),
        Example(
            "typescript",
            "const userName = 1;\nconst MAX_SIZE = 2;\nconst _x = 3, $el = 4;\n",
            (),
            {"case": "camelCase"},
        ),
        Example(
            "typescript",
            "const { user_id, a_b: c } = row;\nfunction f({ x_y }: P) {}\nconst o = { a_b: 1 };\n",
            (),
            {"case": "camelCase"},
        ),
        Example(
            "javascript",
            "const child_process = require('child_process');\nconst a_b = data.a_b;\n",
            (),
            {"case": "camelCase"},
        ),
        Example("javascript", "o.a_b = 1;\n// const a_b = 1\nconst s = 'user_id';\n", (), {"case": "camelCase"}),
    ),
    (
        ("snake_case for functions and variables, PascalCase for classes", {"case": "snake_case"}),
        ("Variables and Functions: camelCase", {"case": "camelCase"}),
        ("Use camelCase for variables", {"case": "camelCase"}),
        ("Python: variables and functions in snake_case", {"case": "snake_case", "language": "python"}),
    ),
    (
        "Environment variables are UPPER_SNAKE_CASE",
        "CSS variables use kebab-case",
        "PascalCase for classes",
        "Do not use camelCase for variables",
    ),
    unless=r"\b(?:environment|env|css|template) variables?|variables?\W{{0,3}}\s*`?(?:upper|screaming|all)",
)

ENTRIES = (CONSTANT_NAMING, VARIABLE_NAMING)
