"""Tests that decide something by themselves: conditions and loops in their body."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import named, own_nodes
from teaching.review.catalogue.testing.marked_tests import runner_calls
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, FUNCTION_KINDS, SourceFile, start_line

_BRANCHES = {
    "if_statement": "an `if`",
    "match_statement": "a `match`",
    "switch_statement": "a `switch`",
    "for_statement": "a `for` loop",
    "for_in_statement": "a `for` loop",
    "while_statement": "a `while` loop",
    "do_statement": "a `do` loop",
}
# A branch that only gives up says what the test needs, and decides nothing about what it proves.
_GIVES_UP = re.compile(
    r"^(?:pytest\.(?:skip|fail|xfail)|self\.(?:skipTest|fail)|test\.skip|(?:this|ctx|context|t)\.skip|fail|expect\.fail"
    r"|assert\.fail)\b"
)
_TESTS = frozenset({"it", "test", "specify"})


def deciding_tests(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Conditions and loops in the body of a test, not in functions within it.

    Spared are branches that only skip, fail or raise, a loop of sub-tests, and a stream that is read to its end.
    """
    del params
    if not source.is_test:
        return
    for name, body in _test_bodies(source):
        for node in own_nodes(body):
            kind = node.kind()
            if kind not in _BRANCHES or not node.is_named() or _is_spared(node):
                continue
            if kind == "if_statement" and _continues_else(node):
                continue
            line = start_line(node)
            yield Fact(line, line, f"The test `{name}` has {_BRANCHES[kind]} in its body.")


def _test_bodies(source: SourceFile) -> Iterator[tuple[str, SgNode]]:
    if source.language == "python":
        for node in source.nodes("function_definition"):
            name, body = node.field("name"), node.field("body")
            if name is not None and body is not None and name.text().startswith("test_") and not _is_nested(node):
                yield name.text(), body
        return
    for call, words in runner_calls(source):
        if words[0] not in _TESTS or "describe" in words:
            continue
        listed = call.field("arguments")
        given = named(listed) if listed is not None else []
        function = next((child for child in reversed(given) if child.kind() in FUNCTION_KINDS), None)
        body = function.field("body") if function is not None else None
        if body is not None and body.kind() == "statement_block":
            yield " ".join(given[0].text().strip("'\"`").replace("`", "'").split()), body


def _is_nested(function: SgNode) -> bool:
    return any(ancestor.kind() in FUNCTION_KINDS for ancestor in function.ancestors())


def _is_spared(node: SgNode) -> bool:
    kind = node.kind()
    if kind in {"for_statement", "for_in_statement"}:
        if any(child.kind() in {"async", "await"} for child in node.children()[:2]):
            return True
        body = node.field("body")
        return body is not None and re.search(r"\bsubTest\(|\bsubtests\.test\(", body.text()) is not None
    if kind != "if_statement":
        return False
    branch = node.field("consequence")
    has_else = node.field("alternative") is not None
    if branch is None or has_else:
        return False
    statements = named(branch) if branch.kind() in {"block", "statement_block"} else [branch]
    return bool(statements) and all(_gives_up(statement) for statement in statements)


def _gives_up(statement: SgNode) -> bool:
    kind = statement.kind()
    if kind in {"raise_statement", "throw_statement"}:
        return True
    if kind == "return_statement":
        # After a skip there is nothing left to do; alone it hides that nothing was proved.
        before = statement.prev()
        return before is not None and before.kind() == "expression_statement" and _gives_up(before)
    return kind == "expression_statement" and _GIVES_UP.match(statement.text().removeprefix("await ")) is not None


def _continues_else(node: SgNode) -> bool:
    parent = node.parent()
    return parent is not None and parent.kind() == "else_clause"


_NO = (
    r"(?<![\w-])(?:never|no|not|don't|do not|avoid|must not|cannot|should not|shouldn't|mustn't|without|❌"
    r"|🚫)(?![\w-])[:,]?"
)
_LOGIC = (
    r"(?:(?:any |conditional |control[- ]flow |branching |complex )*(?:logic|conditionals?|conditions?|branch"
    r"(?:es|ing)|if[- ]?statements?|`?if`?s?|`?if/else`?"
    r"|loops?|`?for`?(?:[- ]loops?)?|control flow|branching logic))"
)
_LOGICS = rf"{_LOGIC}(?:(?:\s?[,/]\s?|,? and |,? or |,? nor ){_LOGIC}){{{{0,3}}}}(?: statements?)?"
_IN_TESTS = (
    r"\s(?:in(?:side)?|within|from|to)\s(?:the |a |an |any |our |your |all |unit |e2e |integration |body of "
    r"|bodies of |test )*(?:tests?|specs?|test cases?|test bod(?:y|ies)|test functions?)\b(?! (?:helpers?|data"
    r"|fixtures?|setup|utilit))"
)

NO_CONDITIONAL_TESTS = Entry(
    name="no-conditional-tests",
    title="conditions and loops in the body of a test",
    languages=ALL,
    engines=(Syntax(deciding_tests),),
    cues=("test", "spec"),
    phrases=(
        Phrase(
            rf"{_NO}(?:\s(?:ever|use|using|put|write|have|add|place))*\s{_LOGICS}{_IN_TESTS}",
            {},
            rf"{EXCUSED}|\b(?:business|domain|production) logic\b",
        ),
        Phrase(
            r"\b(?:tests?|specs?|test bodies|test cases|test functions)\b[:*]{{0,3}}\s(?:must |should |may |can |are "
            rf"|have |contain |has |do |with |use )*{_NO}(?:\s(?:contain|have|use|include|hold|any))?\s{_LOGICS}"
            r"(?=\s?(?:$|[.,;:!)(—–]))",
            {},
            rf"{EXCUSED}|\b(?:cover|test|exercise|check)s? (?:all|every|each|the|both)\b"
            r"|\b(?:business|domain|production) logic\b",
        ),
        Phrase(rf"{_NO}\s(?:conditional tests?|test logic|logic in test)\b(?! (?:skip|run))", {}, EXCUSED),
        Phrase(r"\bno-conditional-(?:in-test|tests?)\b", {}, r"\boff\b|\bdisabled?\b"),
    ),
    reads=(
        ("No logic in tests", {}),
        ("No `if` or loops in tests.", {}),
        ("Tests contain no conditionals", {}),
        ("- don't use conditionals or loops in test bodies", {}),
        ("**Tests:** no branching, no loops in tests", {}),
        ("Avoid if statements in tests", {}),
        ("Never put control flow in a test", {}),
        ("Tests have no conditional logic.", {}),
        ("No conditional tests", {}),
    ),
    ignores=(
        "No business logic in tests helpers; test the logic itself.",
        "Tests cover every branch.",
        "No tests, no merge.",
        "Do not test private logic.",
        "Tests run in a loop on CI.",
        "Put no logic in components; test it in hooks.",
        "Never skip tests conditionally.",
    ),
    words=Words(
        why="A test with a branch proves something else from run to run, and one with a loop proves nothing when the "
        "loop has no rounds; neither says so when it is green.",
        question="Which lines of this test run for certain, and how would you know that the others did?",
        hint="Each way through the test is a case of its own: name them.",
    ),
    examples=(
        Example(
            "python",
            "def test_a():\n    if x:\n        assert y\n    for z in x:\n        assert z\n",
            (2, 4),
            path="tests/test_a.py",
        ),
        Example(
            "python",
            "class TestA:\n    async def test_a(self):\n        with c():\n            while x:\n"
            "                x = f()\n        assert x\n",
            (4,),
            path="tests/test_a.py",
        ),
        Example(
            "python",
            "def test_a():\n    if not GPU:\n        pytest.skip('x')\n    def fake(a):\n        if a:\n"
            "            return 1\n    xs = [x for x in y if x]\n    assert a if b else c\n",
            (),
            path="tests/test_a.py",
        ),
        Example(
            "python",
            "for case in CASES:\n    f(case)\n\n\ndef helper(x):\n    if x:\n        return 1\n\n\n"
            "async def test_a(self):\n    async for x in s:\n        y = x\n    for c in cs:\n"
            "        with self.subTest(c):\n            assert c\n",
            (),
            path="tests/test_a.py",
        ),
        Example("python", "def test_a():\n    if x:\n        assert y\n"),
        Example(
            "typescript",
            "it('a', async () => {\n  if (r.ok) {\n    expect(r.a).toBe(1);\n  } else if (r.b) {\n"
            "    expect(1).toBe(1);\n  }\n});\n",
            (2,),
            path="src/a.test.ts",
        ),
        Example(
            "javascript",
            "describe('a', () => {\n  test.each([1])('b %i', (n) => {\n"
            "    for (const x of n) { expect(x).toBe(1); }\n    switch (n) { default: }\n  });\n});\n",
            (3, 4),
            path="src/a.spec.js",
        ),
        Example(
            "tsx",
            "test('a', () => {\n  if (!el) throw new Error('no');\n  const f = () => { if (a) { b(); } };\n"
            "  xs.forEach((x) => { if (x) expect(x).toBe(1); });\n});\n",
            (),
            path="src/a.test.tsx",
        ),
        Example(
            "typescript",
            "for (const c of cases) {\n  it(`is ${c}`, () => { expect(c).toBe(1); });\n}\n"
            "if (ci) { it('a', () => { expect(1).toBe(1); }); }\n",
            (),
            path="src/a.test.ts",
        ),
        Example("typescript", "it('a', () => { if (a) { b(); } });\n"),
    ),
)

ENTRIES = (NO_CONDITIONAL_TESTS,)
