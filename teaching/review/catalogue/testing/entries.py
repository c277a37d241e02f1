"""Tests that assert nothing; those that sleep are in `sleeping`, marked ones in `marked_tests`, modules without any in
`tested`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.phrasing import BANNED, NEG, SOFTENED
from teaching.review.catalogue.testing import logic
from teaching.review.catalogue.testing.files import TEST_FILE_NAMING, TEST_PLACE
from teaching.review.catalogue.testing.marked_tests import NO_FOCUSED_TESTS, NO_SKIPPED_TESTS, runner_calls
from teaching.review.catalogue.testing.sleeping import NO_SLEEP_IN_TESTS
from teaching.review.catalogue.testing.tested import TESTS_EXIST
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import (
    ALL,
    SourceFile,
    end_line,
    function_name,
    literal_text,
    start_line,
)

_ALIASED = lazily(r"assert|expect|check|verif", re.IGNORECASE)
_PLAIN_MARK = lazily(r"@\s*(?:pytest\.mark\.(?!skip|xfail)|(?:mock\.|unittest\.mock\.)?patch|given\b|settings\b)")
_HELPERS = lazily(r"helper|support|(?:^|[./_])tests?(?:[./_]|$)|testing|test_?util|conftest", re.IGNORECASE)
_ASSERTS = lazily(
    r"assert|expect|check|verif|raises|warns|should|must|valid|ensure|compare|approx|match"
    r"|fail|snapshot|benchmark|skip",
    re.IGNORECASE,
)


def empty_tests(source: SourceFile, _params: Params) -> Iterator[Fact]:
    """Tests in which nothing is asserted, neither by any usual name nor by a helper that may do so."""
    if not source.is_test:
        return
    proofs = _proofs(source)
    for name, node in _tests(source):
        if not _has_within(proofs, node):
            yield Fact(start_line(node), end_line(node), f"The test `{name}` asserts nothing.")


def _has_within(offsets: list[int], node: SgNode) -> bool:
    place = node.range()
    at = bisect_left(offsets, place.start.index)
    return at < len(offsets) and offsets[at] < place.end.index


def _proofs(source: SourceFile) -> list[int]:
    """Where the file asserts, in order: assertions, and calls of helpers that assert or that it cannot see into."""
    calls = [
        (node.range().start.index, "".join(called.text().split()))
        for node in source.nodes("call", "call_expression")
        if (called := node.field("function")) is not None
    ]
    proofs = {
        node.range().start.index for node in source.nodes("assert_statement", "raise_statement", "throw_statement")
    }
    proofs.update(at for at, name in calls if _ASSERTS.search(name) or re.match(r"self\.test_", name))
    # `eq = self.assertEqual` asserts under another name.
    proofs.update(
        node.range().start.index
        for node in source.nodes("attribute", "member_expression")
        if (part := node.field("attribute") or node.field("property")) is not None and _ALIASED.search(part.text())
    )
    functions = [
        (function_name(node), node)
        for node in source.nodes("function_definition", "function_declaration", "arrow_function", "method_definition")
    ]
    own = {name for name, _ in functions}
    trusted = _imported_helpers(source)
    proofs.update(at for at, name in calls if name in trusted)
    # A method of `self` that is not in this file is inherited, and most often a check.
    proofs.update(
        at for at, name in calls if re.fullmatch(r"(?:self|cls|super\(\))\.\w+", name) and name[5:] not in own
    )
    for _ in range(3):
        ordered = sorted(proofs)
        asserting = {name for name, node in functions if not name.startswith("test_") and _has_within(ordered, node)}
        proofs.update(at for at, name in calls if name.rpartition(".")[2] in asserting)
    return sorted(proofs)


def _imported_helpers(source: SourceFile) -> set[str]:
    """Names taken from modules of test helpers: what those do is not seen here."""
    names: set[str] = set()
    for node in source.nodes("import_from_statement", "import_statement"):
        origin = node.field("module_name") or node.field("source")
        if origin is not None and _HELPERS.search(origin.text().strip("'\"")):
            names.update(child.text() for child in node.find_all(kind="identifier"))
    # The runner's own names are no helpers, and a class that is made asserts nothing.
    return {name for name in names if name[0].islower()} - {"test", "it", "describe", "setup", "vi", "jest"}


def _tests(source: SourceFile) -> Iterator[tuple[str, SgNode]]:
    """The tests of a file with the node in which their assertions must lie."""
    if source.language == "python":
        for node in source.nodes("function_definition"):
            name = node.field("name")
            decorated = node.parent()
            marks = [] if decorated is None else [m.text() for m in decorated.children() if m.kind() == "decorator"]
            # A decorator of the project's own may be what checks the outcome; a skipped test is another matter.
            plain = all(_PLAIN_MARK.match(mark) for mark in marks)
            if name is not None and name.text().startswith("test_") and plain:
                yield name.text(), node
        return
    for node, words in runner_calls(source):
        listed = node.field("arguments")
        given = [child for child in listed.children() if child.is_named()] if listed is not None else []
        has_body = any(child.kind() in {"arrow_function", "function_expression"} for child in given)
        if words in (["it"], ["test"]) and has_body:
            yield (literal_text(given[0]) or "this one").replace("`", "'"), node


NO_EMPTY_TESTS = Entry(
    name="no-empty-tests",
    title="tests that assert nothing",
    languages=ALL,
    engines=(Syntax(empty_tests),),
    tier="likely",
    cues=("assert", "expect", "empty test"),
    phrases=(
        Phrase(
            r"\b(?:every|each|all)\s+(?:unit )?tests?\s+(?:must |should |needs? |ha(?:s|ve) )*(?:to )?"
            r"(?:asserts?|contains?|ha(?:s|ve)|makes?|includes?)\b[^.;]{{0,20}}\b(?:asserts?"
            r"|assertions?|something|expect)",
            {},
            SOFTENED,
        ),
        Phrase(
            rf"{NEG}(?: write| add| any)*\s+(?:tests? without (?:an? |any )?(?:assert|expect)|(?:empty"
            rf"|assertion-?(?:less|free)) tests?)",
            {},
            SOFTENED,
        ),
        Phrase(rf"\btests? without (?:an? |any )?(?:assert\w*|expect\w*){BANNED}", {}, SOFTENED),
    ),
    reads=(
        ("Every test asserts something", {}),
        ("No tests without assertions.", {}),
        ("Each test must have at least one assertion", {}),
        ("Never write empty tests", {}),
    ),
    ignores=(
        "Use plain `assert` in tests.",
        "Every test has one assertion style: `expect`, except in e2e.",
        "All tests are expected to pass.",
        "No assertions in fixtures.",
    ),
    words=Words(
        why="A test that asserts nothing passes as long as nothing crashes: it counts in every report and cannot "
        "notice a wrong result.",
        question="Which wrong result of the code under test would make this test fail?",
        hint="Name the one thing that must be true after the last line of the test.",
    ),
    examples=(
        Example("python", "def test_a():\n    run()\n", (1,), path="tests/test_a.py"),
        Example(
            "python", "class TestA:\n    async def test_b(self):\n        await run()\n", (2,), path="tests/test_a.py"
        ),
        Example(
            "python", "def test_a():\n    pass  # assert x\n\n\ndef test_b():\n    assert x\n", (1,), path="a_test.py"
        ),
        Example(
            "python", "def test_a():\n    with pytest.raises(ValueError):\n        run()\n", (), path="tests/test_a.py"
        ),
        Example(
            "python", "def test_a():\n    def inner():\n        assert x\n    run(inner)\n", (), path="tests/test_a.py"
        ),
        Example(
            "python", "def test_a(self):\n    self.assertEqual(1, 1)\n    check_it(x)\n", (), path="tests/test_a.py"
        ),
        Example("python", "def holds(x):\n    assert x\n\n\ndef test_a():\n    holds(1)\n", (), path="tests/test_a.py"),
        Example(
            "python", "class TestA(Base):\n    def test_a(self):\n        self.round_trip(1)\n", (), path="a_test.py"
        ),
        Example("python", "@jumps(1, 2)\ndef test_a(x):\n    run(x)\n", (), path="tests/test_a.py"),
        Example("python", "def test_connection():\n    return 1\n", (), path="app/db.py"),
        Example("python", "@pytest.fixture\ndef test_user():\n    return 1\n", (), path="tests/conftest.py"),
        Example("typescript", "it('a', () => {\n  run();\n});\n", (1,), path="a.test.ts"),
        Example("tsx", "test('a', async () => { render(<A/>); });\n", (1,), path="a.test.tsx"),
        Example(
            "typescript",
            "import { test } from '@playwright/test';\nimport { f } from './f';\ntest('a', () => { f(); });\n",
            (3,),
            path="a.spec.ts",
        ),
        Example("javascript", "describe('d', () => {\n  it('a', function () {});\n});\n", (2,), path="a.spec.js"),
        Example("typescript", "it('a', () => {\n  expect<number>(f()).toBe(1);\n});\n", (), path="a.test.ts"),
        Example("typescript", "it('a', async () => { await expectUser(page); });\n", (), path="a.test.ts"),
        Example("javascript", "it('later');\nit.todo('a');\nit.skip('b', () => {});\n", (), path="a.test.js"),
        Example("javascript", "it('a', () => { run(); });\n", (), path="src/a.js"),
    ),
)

ENTRIES = (
    TESTS_EXIST,
    NO_FOCUSED_TESTS,
    NO_SKIPPED_TESTS,
    NO_SLEEP_IN_TESTS,
    NO_EMPTY_TESTS,
    TEST_FILE_NAMING,
    TEST_PLACE,
    *logic.ENTRIES,
)
