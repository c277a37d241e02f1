"""Only the assignments that can still hold count where a name is used; one that may hold is never left out."""

import pytest

from teaching.review.catalogue.security.names import Names
from teaching.review.source import Language, SourceFile

CASES: list[tuple[str, Language, str, list[str]]] = [
    ("the nearest before", "python", "def f():\n    q = 1\n    q = 2\n    use(q)\n    q = 3\n", ["2"]),
    ("with what is added", "python", "def f():\n    q = 1\n    q += 2\n    use(q)\n    q += 3\n", ["1", "2"]),
    ("what it goes on from", "python", "def f():\n    q = 1\n    q = q + 2\n    use(q)\n", ["1", "q + 2"]),
    ("what is appended", "python", "def f():\n    q = []\n    q.append(2)\n    use(q)\n    q.append(3)\n", ["[]", "2"]),
    ("a branch between", "python", "def f():\n    q = 1\n    if a:\n        q = 2\n    use(q)\n", ["1", "2"]),
    ("the other branch", "python", "def f():\n    q = 1\n    if a:\n        q = 2\n    else:\n        use(q)\n", ["1"]),
    (
        "elif",
        "python",
        "def f():\n    q = 1\n    if a:\n        q = 2\n    elif b:\n        use(q)\n    else:\n        q = 3\n",
        ["1"],
    ),
    (
        "a condition",
        "python",
        "def f():\n    q = 1\n    if (q := g()):\n        pass\n    else:\n        use(q)\n",
        ["1", "g()"],
    ),
    (
        "both branches",
        "python",
        "def f():\n    if a:\n        q = 1\n    else:\n        q = 2\n    use(q)\n",
        ["1", "2"],
    ),
    ("try", "python", "def f():\n    q = 1\n    try:\n        q = 2\n    except E:\n        use(q)\n", ["1", "2"]),
    (
        "cases",
        "python",
        "def f():\n    q = 1\n    match a:\n        case 1:\n            q = 2\n        case _:\n            use(q)\n",
        ["1"],
    ),
    ("the round before", "python", "def f():\n    q = 1\n    while a:\n        use(q)\n        q = 2\n", ["1", "2"]),
    (
        "the round before, in the other branch",
        "python",
        "def f():\n    q = 1\n    while a:\n        if b:\n            use(q)\n        else:\n            q = 2\n",
        ["1", "2"],
    ),
    ("each round anew", "python", "def f():\n    for a in b:\n        q = 1\n        use(q)\n        q = 2\n", ["1"]),
    ("the loop's own name", "python", "def f():\n    q = 1\n    for q in b:\n        use(q)\n", ["b"]),
    ("after the loop", "python", "def f():\n    q = 1\n    for q in b:\n        pass\n    use(q)\n", ["1", "b"]),
    ("a comprehension", "python", "def f():\n    q = 1\n    return [use(q) for q in b]\n", ["b"]),
    ("after a comprehension", "python", "def f():\n    q = 1\n    x = [q for q in b]\n    use(q)\n", ["1"]),
    ("a function inside", "python", "def f():\n    q = 1\n    def g():\n        use(q)\n    q = 2\n", ["1", "2"]),
    ("the module", "python", "q = 1\nuse(q)\nq = 2\n", ["1"]),
    ("without braces", "javascript", "function f() {\n  let q = 1;\n  if (a) q = 2;\n  use(q);\n}\n", ["1", "2"]),
    ("else if", "typescript", "let q = 1;\nif (a) { q = 2; } else if (b) { use(q); }\n", ["1"]),
    ("a switch falls through", "typescript", "let q = 1;\nswitch (a) { case 1: q = 2; case 2: use(q); }\n", ["1", "2"]),
    ("for of", "typescript", "let q = 1;\nfor (const a of b) { use(q); q = 2; }\n", ["1", "2"]),
]


@pytest.mark.parametrize(("language", "code", "values"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_a_name_has_the_values_that_can_still_hold(language: Language, code: str, values: list[str]) -> None:
    source = SourceFile("src/a", code, language)
    at = code.index("use(q)") + len("use(")
    name = next(n for n in source.nodes("identifier") if n.range().start.index == at)
    assert sorted(value.text() for value in Names(source).bound(name) or []) == sorted(values)
