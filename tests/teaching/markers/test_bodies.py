"""teaching.markers.bodies: which code a marker leaves to the learner, and whether anything was written there."""

import pytest

from teaching.markers.bodies import Body, bodies_of, body_of, body_of_symbol
from teaching.markers.reading import read


def only(text: str, path: str) -> Body:
    ((_, body),) = bodies_of(text, path)
    return body


# What it is -> path, text, symbol, kind, the governed text, whether it is a stub.
GOVERNED: dict[str, tuple[str, str, str, str, str | None, bool]] = {
    "first in a function, behind its docstring": (
        "a.py",
        'def total(prices):\n    """Sum."""\n    # TODO(human)[a]: add\n    # Hint: zero\n'
        '    raise NotImplementedError("TODO(human): total")\n',
        *("total", "function", '    raise NotImplementedError("TODO(human): total")', True),
    ),
    "with code below it": (
        "a.py",
        "def total(prices):\n    # TODO(human): add\n    found = 0\n\n    # each\n    return found\n",
        *("total", "function", "    found = 0\n\n    # each\n    return found", False),
    ),
    "a function that holds nothing else": (
        "a.py",
        "def f():\n    # TODO(human): x\n\nx = 1\n",
        "f",
        "function",
        "",
        True,
    ),
    "behind the docstring alone": (
        "a.py",
        'def f():\n    """D."""\n    # TODO(human): x\n',
        "f",
        "function",
        "",
        True,
    ),
    "a method": (
        "a.py",
        "class Basket:\n    async def total(self):\n        # TODO(human): x\n        ...\n",
        *("Basket.total", "function", "        ...", True),
    ),
    "in a class above a method with a decorator": (
        "a.py",
        "class Basket:\n    size = 1\n\n    # TODO(human): x\n\n    @property\n"
        "    def total(self):\n        return 0\n",
        *("Basket.total", "function", "        return 0", True),
    ),
    "between decorator and function": (
        "a.py",
        "@cache\n# TODO(human): x\ndef f():\n    return []\n",
        *("f", "function", "    return []", True),
    ),
    "directly above a function": (
        "a.py",
        "# TODO(human): x\n# Hint: y\ndef f():\n    pass\n",
        *("f", "function", "    pass", True),
    ),
    "above a function with a blank line between": (
        "a.py",
        "# TODO(human): x\n\ndef f():\n    return g()\n",
        *("", "region", "", True),
    ),
    "a nested function, from inside": (
        "a.py",
        "def outer():\n    def inner():\n        # TODO(human): x\n        return 1\n    return inner\n",
        *("outer.inner", "function", "        return 1", True),
    ),
    "a nested function, from above": (
        "a.py",
        "def outer():\n    x = 1\n    # TODO(human): x\n    def inner():\n        return None\n    return inner\n",
        *("outer.inner", "function", "        return None", True),
    ),
    "behind the nested function": (
        "a.py",
        "def outer():\n    def inner():\n        return x\n    # TODO(human): x\n"
        "    raise NotImplementedError\n    return inner\n",
        *(
            "outer",
            "function",
            "    def inner():\n        return x\n    raise NotImplementedError\n    return inner",
            True,
        ),
    ),
    "at the end of a method, before the next": (
        "a.py",
        "class A:\n    def f(self):\n        x = 1\n        # TODO(human): x\n    def g(self):\n        pass\n",
        *("A.f", "function", "        x = 1", False),
    ),
    "the implementation of overloads": (
        "a.py",
        "@overload\ndef f(x: int) -> int: ...\ndef f(x):\n    # TODO(human): x\n    return x\n",
        *("f", "function", "    return x", False),
    ),
    "a generator": (
        "a.py",
        "def rows():\n    # TODO(human): x\n    yield\n",
        *("rows", "function", "    yield", True),
    ),
    "a function on one line": ("a.py", "def f(x): return 1  # TODO(human): x\n", "f", "function", "return 1", True),
    "deep in a function, above a failure": (
        "a.py",
        "def f(xs):\n    for x in xs:\n        # TODO(human): x\n"
        '        raise NotImplementedError(\n            "x"\n        )\n',
        *("f", "function", '    for x in xs:\n        raise NotImplementedError(\n            "x"\n        )', True),
    ),
    "in a file that does not parse": (
        "a.py",
        "x = (((\n\n\ndef f(a):\n    # TODO(human): x\n    return a +\n",
        *("f", "function", "    return a +", False),
    ),
    "at module level": (
        "a.py",
        "# TODO(human): the limits\nLOW = None\nHIGH = ...\n\nx = 3\n",
        *("", "region", "LOW = None\nHIGH = ...", True),
    ),
    "at module level, filled": ("a.py", "# TODO(human): it\nLOW = 3\n\nx = 3\n", "", "region", "LOW = 3", False),
    "behind a statement": ("a.py", "LOW = 3  # TODO(human): it\nHIGH = 4\n", "", "region", None, False),
    "a region": (
        "a.py",
        "def f():\n    a = 1\n    # TODO(human)[a]: x\n    b = 2\n\n    # now\n    c = 3\n"
        "    # END TODO(human)[a]\n    return a\n",
        *("", "region", "    b = 2\n\n    # now\n    c = 3", False),
    ),
    "above a method, as in the class of a service": (
        "a.ts",
        "export class AuthService {\n  // TODO(human): sign it\n  // Hint: a library does it\n"
        "  makeToken(userId: string): string {\n    // Your code here\n  }\n}\n",
        *("AuthService.makeToken", "function", "", True),
    ),
    "in a method": (
        "a.ts",
        "class A {\n  async one(id: string) {\n    // TODO(human): x\n"
        '    throw new Error("TODO(human): A.one");\n  }\n}\n',
        *("A.one", "function", '    throw new Error("TODO(human): A.one");', True),
    ),
    "above a decorated method": (
        "a.ts",
        "class A {\n  b = 1;\n  // TODO(human): x\n  @Get()\n  one() { return null!; }\n}\n",
        *("A.one", "function", "return null!;", True),
    ),
    "a private field with an arrow": (
        "a.ts",
        "class A {\n  #one = async () => {\n    // TODO(human): x\n    return {} as Item | undefined;\n  };\n}\n",
        *("A.#one", "function", "    return {} as Item | undefined;", True),
    ),
    "a getter": ("a.js", "class A {\n  get one() {\n    // TODO(human): x\n    return this.b;\n  }\n}\n")
    + ("A.one", "function", "    return this.b;", False),
    "a method of an object": (
        "a.js",
        "export const api = {\n  one() {\n    // TODO(human): x\n    return [];\n  },\n};\n",
        *("api.one", "function", "    return [];", True),
    ),
    "an arrow in an object": (
        "a.js",
        'const api = {\n  // TODO(human): x\n  "one": (x) => {\n    return x;\n  },\n};\n',
        *("api.one", "function", "    return x;", False),
    ),
    "an arrow on one line": (
        "a.ts",
        "const é = '😀', f = (x: number): number => 0; // TODO(human): x\n",
        *("f", "function", "0", True),
    ),
    "above an arrow on one line": (
        "a.ts",
        "// TODO(human): x\nexport const f = (x: number) => x + 1;\n",
        *("f", "function", "x + 1", False),
    ),
    "a generator of a module": (
        "a.cjs",
        "module.exports.rows = function* () {\n  // TODO(human): x\n};\n",
        *("rows", "function", "", True),
    ),
    "the default": ("a.mjs", "export default function () {\n  // TODO(human): x\n}\n", "default", "function", "", True),
    "a namespace": (
        "a.ts",
        "namespace N {\n  export function f() {\n    // TODO(human): x\n    return `a`;\n  }\n}\n",
        *("N.f", "function", "    return `a`;", True),
    ),
    "overloads": (
        "a.ts",
        "function f(a: string): string;\nfunction f(a: number): number;\n// TODO(human): x\nfunction f(a: any) {\n"
        '  "use server";\n  return a;\n}\n',
        *("f", "function", "  return a;", False),
    ),
    "an effect": (
        "a.tsx",
        "function List() {\n  useEffect(() => {\n    // TODO(human): x\n  }, []);\n  return <p/>;\n}\n",
        *("List.useEffect", "function", "", True),
    ),
    "a value that a hook makes": (
        "a.tsx",
        "const List = memo(() => {\n  const rows = useMemo(() => {\n    // TODO(human): x\n"
        "    return [];\n  }, []);\n});\n",
        *("List.rows", "function", "    return [];", True),
    ),
    "above a call with a callback": (
        "a.ts",
        "function f(xs) {\n  // TODO(human): sort\n  return xs.map((x) => {\n    return 1;\n  });\n}\n",
        *("f", "function", "  return xs.map((x) => {\n    return 1;\n  });", False),
    ),
    "an empty place in JSX": (
        "a.tsx",
        "const A = () => (\n  <ul>\n    <li/>\n    {/* TODO(human): rows */}\n  </ul>\n);\n",
        *("", "region", "", True),
    ),
    "a filled place in JSX": (
        "a.tsx",
        "const A = () => (\n  <>\n    {/* TODO(human): rows */}\n    {rows.map((row) => <li/>)}\n  </>\n);\n",
        *("", "region", "    {rows.map((row) => <li/>)}", False),
    ),
    "a script that breaks off": (
        "a.ts",
        "class A {\n  one() {\n    // TODO(human): x\n    return (\n",
        *("A.one", "function", None, False),
    ),
    "a block of another language": (
        "a.go",
        'func F() int {\n\t// TODO(human): x\n\tpanic("TODO")\n}\n\nvar x = 1\n',
        *("", "region", '\tpanic("TODO")', True),
    ),
    "a block with code": (
        "a.rs",
        "fn f() -> i32 {\n    // TODO(human): x\n    let a = 1;\n\n    a\n}\n",
        *("", "region", "    let a = 1;\n\n    a", False),
    ),
    "a region of another language": (
        "a.sql",
        "select 1;\n-- TODO(human): x\n\n-- it\nselect 2;\n\nselect 3;\n-- END TODO(human)\nselect 4;\n",
        *("", "region", "select 2;\n\nselect 3;", False),
    ),
    "an empty region": ("a.css", "/* TODO(human): x */\n/* END TODO(human) */\n", "", "region", "", True),
}


@pytest.mark.parametrize("name", GOVERNED)
def test_a_marker_governs_what_a_learner_would_write_there(name: str) -> None:
    path, text, symbol, kind, code, stub = GOVERNED[name]
    body = only(text, path)
    assert (body.symbol, body.kind, body.is_stub) == (symbol, kind, stub)
    if code is not None:
        assert body.text == code
    if body.text:
        lines = text.split("\n")[body.start - 1 : body.end]
        assert body.text.split("\n")[0].strip() in lines[0]
        assert body.text.split("\n")[-1].strip() in lines[-1]
    else:
        assert body.start == body.end == read(text, path)[0].end_line
    assert only(text.replace("\n", "\r\n"), path) == body
    assert body_of(text, read(text, path)[0]) == body


STUBS = {
    "a.py": [
        *("pass", "...", "raise NotImplementedError", "raise NotImplementedError('x')", "return None", "return -1.5"),
        *("return ''", "return {}", "return ()", "return NotImplemented", "raise ValueError(\n        'x'\n    )"),
        *("'''Doc.'''", "'''Doc.'''\n    pass", "return", "return False", "yield", "assert False, 'todo'"),
    ],
    "a.ts": [
        *("", ";", "throw new Error('TODO');", "throw new NotImplementedError()", "return;", "return null;"),
        *("return undefined as unknown as string;", "return {};", "return ({});", "return 0n;", "return '';"),
    ],
}
WORK = {
    "a.py": [
        *(
            "return x",
            "return [x]",
            "return f''",
            "return f'{x}'",
            "x = 1",
            "if x:\n        raise ValueError",
            "yield x",
        ),
        *("return 1 + x", "self.x = None", "f()", "pass\n    f()", "return -x", "return {1: 2}"),
    ],
    "a.ts": ["return x;", "return [x];", "return `${x}`;", "f();", "let x = 1;", "if (x) { throw y; }", "return x!;"],
}
WORK["a.py"].remove("return f''")  # a constant, whatever it is written as
FORMS = {
    "a.py": "def f(x):\n    # TODO(human): x\n    {}\n",
    "a.ts": "function f(x) {{\n  // TODO(human): x\n  {}\n}}\n",
}


@pytest.mark.parametrize(("path", "code"), [(path, code) for path, codes in STUBS.items() for code in codes])
def test_what_stands_in_for_work_is_a_stub(path: str, code: str) -> None:
    assert only(FORMS[path].format(code), path).is_stub


@pytest.mark.parametrize(("path", "code"), [(path, code) for path, codes in WORK.items() for code in codes])
def test_what_does_something_is_no_stub(path: str, code: str) -> None:
    assert not only(FORMS[path].format(code), path).is_stub


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.go", 'panic("TODO")'),
        ("a.rs", "todo!()"),
        ("a.rs", 'unimplemented!("later")'),
        ("A.java", 'throw new UnsupportedOperationException("x");'),
        ("a.kt", 'TODO("x")'),
        ("a.rb", "raise NotImplementedError"),
        ("a.swift", "fatalError()"),
        ("a.cs", "throw new NotImplementedException();"),
        ("a.c", "return 0;"),
    ],
)
def test_stubs_of_other_languages_are_known(name: str, line: str) -> None:
    sign = "#" if name.endswith("rb") else "//"
    assert only(f"f\n  {sign} TODO(human): x\n  {line}\n\nend\n".replace("\n\n", "\n"), name).is_stub
    assert not only(f"f\n  {sign} TODO(human): x\n  work()\nend\n", name).is_stub


def digest_of(code: str, path: str = "a.py", head: str = "def f(xs):\n    # TODO(human): x\n") -> str:
    return only(head + code, path).digest


def test_a_digest_is_of_the_code_alone():
    plain = digest_of("    for x in xs:\n        use(x)\n    return 1\n")
    assert digest_of("    # well\n    for x in xs:  # each\n\n        use(x)\n    return 1\n\n\n# more\n") == plain
    assert (
        digest_of("  for x in xs:\n    use(x)\n  return 1\n", head="def f(xs):\n  # TODO(human): y\n  # Hint: z\n")
        == plain
    )
    assert digest_of("    for x in xs:\n        use(x)\n        return 1\n") != plain  # a block is what it does
    assert digest_of("    for x in xs:\n        use(y)\n    return 1\n") != plain
    assert digest_of("    return '# x'\n") != digest_of("    return '# y'\n")


def test_a_digest_survives_moves_and_other_markers():
    text = "def f():\n    # TODO(human): x\n    return g(1)\n"
    moved = f"import os\n\n\nclass A:\n    pass\n\n\n{text}"
    assert only(moved, "a.py").digest == only(text, "a.py").digest
    assert (
        only(text.replace("# TODO(human): x\n", "# TODO(human)[b]: y\n    # Hint: z\n"), "a.py").digest
        == only(text, "a.py").digest
    )


def test_markers_are_numbered_where_they_share_a_function_or_have_none():
    text = (
        "# TODO(human): a\nx = 1\n\ndef f():\n    # TODO(human): b\n    y = 1\n    # TODO(human): c\n    return y\n\n\n"
        "# TODO(human): d\nz = 1\n"
    )
    assert [(body.symbol, body.kind, body.number) for _, body in bodies_of(text, "a.py")] == [
        ("", "region", 1),
        ("f", "function", 1),
        ("f", "function", 2),
        ("", "region", 2),
    ]


def test_a_function_is_found_by_its_name_when_its_marker_is_gone():
    text = "class A:\n    def f(self):\n        # TODO(human): x\n        return g(1)\n"
    gone = body_of_symbol(text.replace("        # TODO(human): x\n", ""), "a.py", "A.f")
    assert gone is not None
    assert gone.digest == only(text, "a.py").digest
    assert body_of_symbol(text, "a.py", "f") is None
    assert body_of_symbol("anything", "a.go", "f") is None
    assert body_of(text.replace("TODO(human)", "TODO"), read(text, "a.py")[0]) is None
