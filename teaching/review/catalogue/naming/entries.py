"""Naming: the case of functions and classes; its neighbours hold values, files and habits."""

import re
from collections.abc import Iterator

from teaching.review.catalogue.naming import components, prefixes
from teaching.review.catalogue.naming import files as naming_files
from teaching.review.catalogue.naming import habits as naming_habits
from teaching.review.catalogue.naming import values as naming_values
from teaching.review.catalogue.naming.prose import case_entry
from teaching.review.catalogue.naming.scope import SHOUTED, builds_type, case_for, chosen_functions, follows, misnamed
from teaching.review.entry import Example, Fact, Params, Syntax, Words
from teaching.review.source import SourceFile, function_name


def misnamed_functions(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Functions whose name is in another case, where the name was the author's to choose."""
    case = case_for(source, params)
    if not case:
        return
    for node, name in chosen_functions(source):
        if follows(name, case):
            continue
        # Components, constructors and decorators are written like the types that they stand for.
        if name[:1].isupper() and source.language != "python" and SHOUTED.fullmatch(name) is None:
            if "_" not in name and builds_type(node):
                continue
        yield misnamed(node, "function", name, params)


def misnamed_classes(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Classes whose name is in another case."""
    case = case_for(source, params)
    if not case:
        return
    kinds = ("class_definition", "class_declaration", "abstract_class_declaration")
    for node in source.nodes(*kinds):
        name = function_name(node)
        heritage = node.field("superclasses")
        # A structure of ctypes carries the name that the C library gave it.
        foreign = heritage is not None and re.search(r"\b(?:Structure|Union)\b", heritage.text()) is not None
        if name != "this function" and not foreign and not follows(name, case):
            yield misnamed(node, "class", name, params)


FUNCTION_NAMING = case_entry(
    r"functions?|methods?",
    "function",
    Syntax(misnamed_functions),
    Words(
        why="Readers tell from the case of a name what kind of thing it is before they read it; one name in another "
        "case makes them stop and look for a difference that is not there.",
        question="What does the case of this name make a reader of your project expect?",
        hint="Compare it with the names of the functions around it.",
    ),
    (
        Example("python", "def getUser():\n    pass\n", (1,), {"case": "snake_case"}),
        Example(
            "python",
            "class A(ABC):\n    async def loadAll(self): ...\n\n    def _readOne(self): ...\n",
            (2, 4),
            {"case": "snake_case"},
        ),
        Example(
            "python",
            "def outer():\n    def innerPart():\n        return 1\n",
            (2,),
            {"case": "`snake_case`", "language": "python"},
        ),
        Example(
            "python",
            "class A(TestCase):\n    def setUp(self): ...\n\n    def __init__(self): ...\n\n    def visit_Name(self, "
            "n): ...\n",
            (),
            {"case": "snake_case"},
        ),
        Example("python", "@app.get('/')\ndef getUser(): ...\n\n\ndef do_GET(self): ...\n", (), {"case": "snake_case"}),
        Example("python", "class W(QWidget):\n    def mousePressEvent(self, e): ...\n", (), {"case": "snake_case"}),
        Example("python", "def get_user(): ...\ndef _x(): ...\ngetUser = 1\n", (), {"case": "snake_case"}),
        Example("python", "def get_user(): ...\n", (), {"case": "camelCase"}),
        Example(
            "typescript", "function get_user() {}\nconst load_all = async () => 1;\n", (1, 2), {"case": "camelCase"}
        ),
        Example("typescript", "class A {\n  private read_one() {}\n}\n", (2,), {"case": "camelCase"}),
        Example("typescript", "export function GetUser() {\n  return 1;\n}\n", (1,), {"case": "camelCase"}),
        Example(
            "tsx",
            "export function UserCard() {\n  return <p/>;\n}\nconst Row = () => <td/>;\n",
            (),
            {"case": "camelCase"},
        ),
        Example(
            "typescript",
            "export async function GET() {}\nexport function Injectable() {\n  return (t: T) => t;\n}\n",
            (),
            {"case": "camelCase"},
        ),
        Example(
            "javascript",
            "const o = { content_type() {}, a_b: () => 1 };\nclass B extends C { on_open() {} }\n",
            (),
            {"case": "camelCase"},
        ),
        Example(
            "typescript",
            "function _private() {}\nconst $el = () => 1;\nclass A { constructor() {} }\n",
            (),
            {"case": "camelCase"},
        ),
        Example("typescript", "function getUser() {}\n", (), {"case": "snake_case"}),
    ),
    (
        ("snake_case for functions and variables, PascalCase for classes", {"case": "snake_case"}),
        ("camelCase for functions, PascalCase for components", {"case": "camelCase"}),
        ("Variables and Functions: camelCase", {"case": "camelCase", "language": "any"}),
        ("In Python, use snake_case function names", {"case": "snake_case", "language": "python"}),
        ("Use camelCase for functions in TypeScript", {"case": "camelCase", "language": "web"}),
        ("Python: snake_case, line length 100", {"case": "snake_case", "language": "python"}),
        ("Functions are named in `snake_case`.", {"case": "snake_case"}),
        ("TypeScript: camelCase for variables and functions", {"case": "camelCase", "language": "web"}),
        ("Methods use camelCase", {"case": "camelCase"}),
        ("Classes: PascalCase, functions: snake_case", {"case": "snake_case"}),
    ),
    (
        "PascalCase for classes, UPPER_SNAKE_CASE for constants",
        "Use snake_case instead of camelCase for functions",
        "PascalCase for function components",
        "SQL functions are snake_case",
        "Never use camelCase for functions",
        "The function converts snake_case keys to camelCase.",
        "Python functions are snake_case and TypeScript functions camelCase",
        "Rust functions: snake_case",
    ),
)

_CLASS_WORDS = Words(
    why="A name in the case of a class promises something that can be constructed; in another case a reader takes the "
    "class for a function or a value and calls it wrongly.",
    question="What would a reader take this name for who sees it only where it is used?",
    hint="Compare it with the classes around it and with those of the standard library.",
)

CLASS_NAMING = case_entry(
    r"class(?:es)?",
    "class",
    Syntax(misnamed_classes),
    _CLASS_WORDS,
    (
        Example("python", "class user_service:\n    pass\n", (1,), {"case": "PascalCase"}),
        Example(
            "python",
            "def f():\n    @dataclass\n    class innerThing(Base):\n        x: int\n",
            (3,),
            {"case": "PascalCase"},
        ),
        Example("python", "class HTTP_Client: ...\n", (1,), {"case": "PascalCase"}),
        Example("python", "class _Private: ...\nclass HTTPClient(Base[T]): ...\n", (), {"case": "PascalCase"}),
        Example("python", "class A:\n    class Meta:\n        x_y = 1\n", (), {"case": "`PascalCase`"}),
        Example("python", "# class foo_bar:\ns = 'class foo:'\n", (), {"case": "PascalCase"}),
        Example("python", "class user_pb: ...\n", (), {"case": "PascalCase"}, "src/user_pb2.py"),
        Example("typescript", "class userService {}\n", (1,), {"case": "PascalCase"}),
        Example("typescript", "const a = 1;\nexport abstract class base_repo<T> {}\n", (2,), {"case": "PascalCase"}),
        Example("javascript", "export default class my_app extends App {}\n", (1,), {"case": "PascalCase"}),
        Example("typescript", "class UserService {}\nexport class URLParser2<T> {}\n", (), {"case": "PascalCase"}),
        Example("typescript", "const anon = class {};\nexport default class {}\n", (), {"case": "PascalCase"}),
        Example("tsx", "const A = () => <p className='foo_bar'>class foo</p>;\n", (), {"case": "PascalCase"}),
        Example("javascript", "// class foo_bar {}\nfunction userService() {}\n", (), {"case": "PascalCase"}),
    ),
    (
        ("snake_case for functions and variables, PascalCase for classes", {"case": "PascalCase"}),
        ("Classes: PascalCase", {"case": "PascalCase"}),
        ("Class names are `PascalCase`.", {"case": "PascalCase"}),
        ("Use PascalCase for classes and interfaces", {"case": "PascalCase"}),
        ("Functions are snake_case, classes are PascalCase", {"case": "PascalCase"}),
    ),
    (
        "CSS class names are kebab-case",
        "kebab-case for Tailwind classes",
        "PascalCase for class components",
        "camelCase for functions",
        "Model slugs are kebab-case",
    ),
    unless=r"kebab[ -]?case for [^.;,]*class|class(?:es)?(?: names)?:? (?:are |in |use )?`?kebab",
)

ENTRIES = (
    FUNCTION_NAMING,
    CLASS_NAMING,
    *naming_values.ENTRIES,
    *naming_files.ENTRIES,
    *naming_habits.ENTRIES,
    *components.ENTRIES,
    *prefixes.ENTRIES,
)
