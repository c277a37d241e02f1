"""Tests that sleep or assert nothing; marked ones are in `marked_tests`, modules without any in `tested`."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.phrasing import BANNED, NEG, SOFTENED
from teaching.review.catalogue.security.names import Names
from teaching.review.catalogue.testing import logic
from teaching.review.catalogue.testing.files import TEST_FILE_NAMING, TEST_PLACE
from teaching.review.catalogue.testing.marked_tests import NO_FOCUSED_TESTS, NO_SKIPPED_TESTS, call_words, runner_calls
from teaching.review.catalogue.testing.tested import TESTS_EXIST
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import (
    ALL,
    SourceFile,
    enclosing_function,
    end_line,
    function_name,
    literal_text,
    start_line,
)

_CUT_SHORT = lazily(r"timeout|raises|fail_after|move_on|cancel", re.IGNORECASE)
_ALIASED = lazily(r"assert|expect|check|verif", re.IGNORECASE)
_PLAIN_MARK = lazily(r"@\s*(?:pytest\.mark\.(?!skip|xfail)|(?:mock\.|unittest\.mock\.)?patch|given\b|settings\b)")
_HELPERS = lazily(r"helper|support|(?:^|[./_])tests?(?:[./_]|$)|testing|test_?util|conftest", re.IGNORECASE)
_ASYNC_SLEEPS = frozenset({"asyncio.sleep", "anyio.sleep", "trio.sleep"})
_ASSERTS = lazily(
    r"assert|expect|check|verif|raises|warns|should|must|valid|ensure|compare|approx|match"
    r"|fail|snapshot|benchmark|skip",
    re.IGNORECASE,
)


def sleeping_tests(source: SourceFile, _params: Params) -> Iterator[Fact]:
    """Fixed waits in test code; `asyncio.sleep(0)` only yields to the loop and is spared."""
    if not source.is_test:
        return
    yield from _sleeping_python(source) if source.language == "python" else _sleeping_web(source)


def _sleeping_python(source: SourceFile) -> Iterator[Fact]:
    names = Names(source)
    for node in source.nodes("call"):
        called, listed = node.field("function"), node.field("arguments")
        name = called.text() if called is not None else ""
        origin = names.called(node)
        given = [child.text() for child in listed.children() if child.is_named()] if listed is not None else []
        if given[:1] in (["0"], ["0.0"]) or _is_workload(node):
            continue
        parent = node.parent()
        awaited = origin in _ASYNC_SLEEPS and parent is not None and parent.kind() == "await"
        if origin == "time.sleep" or awaited:
            yield Fact(start_line(node), end_line(node), f"`{name}` waits for a fixed time.")


def _is_workload(node: SgNode) -> bool:
    """Whether a sleep is work given to the code under test: in a function within a function, or to be cut short."""
    function = enclosing_function(node)
    for ancestor in node.ancestors():
        if ancestor.kind() == "with_statement" and _CUT_SHORT.search(ancestor.text().split("\n")[0]):
            return True
    return function is not None and enclosing_function(function) is not None


def _sleeping_web(source: SourceFile) -> Iterator[Fact]:
    names = Names(source)
    fake = any(node.text() in {"useFakeTimers", "install"} for node in source.nodes("property_identifier"))
    for node in source.nodes("call_expression"):
        called, listed = node.field("function"), node.field("arguments")
        words = call_words(called) if called is not None else []
        given = [child for child in listed.children() if child.is_named()] if listed is not None else []
        fixed = words[-1:] == ["waitForTimeout"] or (
            words == ["cy", "wait"] and bool(given) and given[0].kind() == "number"
        )
        # Whoever holds the clock may move it while a promise waits, but not while the test itself waits for it.
        promised = words[-1:] == ["setTimeout"] and _settles_promise(node, given)
        slept = _is_node_sleep(node, names)
        if fixed or slept or (promised and (not fake or _is_awaited(node))):
            name = ".".join(words)
            yield Fact(start_line(node), end_line(node), f"`{name}` waits for a fixed time.")


def _is_node_sleep(call: SgNode, names: Names) -> bool:
    """`await setTimeout(50)` of `node:timers/promises`, under whatever name it was imported."""
    parent = call.parent()
    awaited = parent is not None and parent.kind() == "await_expression"
    return awaited and names.called(call) in {"timers/promises.setTimeout", "timers/promises.scheduler.wait", "delay"}


def _is_awaited(call: SgNode) -> bool:
    """Whether the promise around a timer is waited for on the spot."""
    for ancestor in call.ancestors():
        if ancestor.kind() == "new_expression":
            parent = ancestor.parent()
            return parent is not None and parent.kind() == "await_expression"
    return False


def _settles_promise(node: SgNode, given: list[SgNode]) -> bool:
    """Whether a timer does nothing but resolve the promise that is made around it."""
    function = enclosing_function(node)
    made = function.parent() if function is not None else None
    made = made.parent() if made is not None else None
    if function is None or made is None or made.kind() != "new_expression" or not given:
        return False
    maker = made.field("constructor")
    first = function.field("parameter") or function.field("parameters")
    names = re.findall(r"[\w$]+", first.text()) if first is not None else []
    zero = len(given) < 2 or given[1].text() == "0"
    return maker is not None and maker.text() == "Promise" and not zero and given[0].text() in names


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


NO_SLEEP_IN_TESTS = Entry(
    name="no-sleep-in-tests",
    title="fixed waits in tests",
    languages=ALL,
    engines=(Syntax(sleeping_tests),),
    cues=("sleep", "settimeout", "waitfortimeout", "fixed wait", "hard wait", "delay", "hard-coded wait"),
    phrases=(
        Phrase(
            r"\b(?:never|no|avoid|don't|do not)\b(?: ever| use| using"
            r"| call)*\s+`?(?:time\.)?sleep(?:\(\))?`?(?:,? (?:or|and|nor|/) `?\w+(?:\(\))?`?)? (?:in|inside"
            r"|within) (?:the |our |any )?(?:\w+ )?tests?\b"
        ),
        Phrase(
            rf"{NEG}(?: ever| use| using| any| add| rely on| with| arbitrary| fixed| hard-?coded|"
            rf" real)*\s+(?:`?(?:time\.|asyncio\.)?sleeps?(?:\(\))?`?"
            r"|sleeping|`?settimeout(?:\(\))?`?|(?:fixed |hard |arbitrary |hard-?coded )?(?:waits"
            r"|delays|timeouts))(?: calls?)?\s+(?:in|inside|within) "
            r"(?:\w+ ){{0,2}}(?:tests?|specs?)\b",
            {},
            SOFTENED,
        ),
        Phrase(
            rf"^(?:in )?tests?\b[^.;]{{{{0,30}}}}{NEG}(?: ever| use| using| call| rely on)*\s+`?"
            rf"(?:time\.|asyncio\.)?sleep",
            {},
            SOFTENED,
        ),
        Phrase(rf"{NEG}(?: use| using| call)*\s+`?(?:page\.)?waitfortimeout", {}, SOFTENED),
        Phrase(rf"\b(?:time\.)?sleep(?:\(\))?`? in tests{BANNED}", {}, SOFTENED),
    ),
    reads=(
        ("Do not `sleep` or `setInterval` in tests", {}),
        ("No `time.sleep` in tests", {}),
        ("Never use `sleep()` in tests; poll instead", {}),
        ("Tests must not sleep", {}),
        ("Never use `page.waitForTimeout()`", {}),
        ("No arbitrary delays in e2e tests", {}),
    ),
    ignores=(
        "Never sleep-poll `gh run view` in a loop.",
        "Do not use `time.sleep` in async code.",
        "Tests cover the sleep mode.",
        "No timeouts in production.",
    ),
    words=Words(
        why="A fixed wait is too short on a busy machine and too long everywhere else: the test is slow every day and "
        "fails on the worst one.",
        question="What event is this test really waiting for, and how could it notice it?",
        hint="Ask what would be true, and visible to the test, at the moment when the wait is no longer needed.",
    ),
    examples=(
        Example("python", "import time\n\n\ndef test_a():\n    time.sleep(1)\n", (5,), path="tests/test_a.py"),
        Example("python", "from time import sleep\n\nsleep(\n    0.1\n)\n", (3,), path="tests/test_a.py"),
        Example("python", "async def test_a():\n    await asyncio.sleep(0.5)\n", (2,), path="a_test.py"),
        Example(
            "python",
            "import time as t\nfrom time import sleep as nap\n\nt.sleep(1)\nnap(2)\n",
            (4, 5),
            path="a_test.py",
        ),
        Example("python", "import time\ntime.sleep(1)\n", (), path="app/work.py"),
        Example("python", "def test_a(loop):\n    task = loop.create_task(asyncio.sleep(9))\n", (), path="a_test.py"),
        Example(
            "python",
            "def test_a():\n    async def slow():\n        await asyncio.sleep(9)\n    run(slow, timeout=0.1)\n",
            (),
            path="tests/test_a.py",
        ),
        Example("python", "async def test_a():\n    await asyncio.sleep(0)\n", (), path="tests/test_a.py"),
        Example("python", "def test_a(clock):\n    clock.sleep(5)\n    sleep(2)\n", (), path="tests/test_a.py"),
        Example("python", "# time.sleep(1)\ns = 'time.sleep(1)'\npatch('time.sleep')\n", (), path="tests/test_a.py"),
        Example("typescript", "await new Promise((r) => setTimeout(r, 500));\n", (1,), path="a.test.ts"),
        Example("typescript", "it('a', async () => {\n  await page.waitForTimeout(9);\n});\n", (2,), path="e2e/a.ts"),
        Example("javascript", "cy.wait(500);\ncy.wait('@load');\n", (1,), path="cypress/e2e/a.cy.js"),
        Example("typescript", "await new Promise((r) => setTimeout(r, 500));\n", (), path="src/a.ts"),
        Example("typescript", "setTimeout(() => done(), 5);\n", (), path="a.test.ts"),
        Example("typescript", "await new Promise((r) => setTimeout(r, 0));\n", (), path="a.test.ts"),
        Example("tsx", "vi.useFakeTimers();\nnew Promise((r) => setTimeout(r, 5));\n", (), path="a.test.tsx"),
        Example(
            "typescript", "vi.useFakeTimers();\nawait new Promise((r) => setTimeout(r, 5));\n", (2,), path="a.test.ts"
        ),
        Example(
            "typescript",
            "import { setTimeout as sleep } from 'node:timers/promises';\nawait sleep(50);\nawait page.wait('a');\n",
            (2,),
            path="a.test.ts",
        ),
    ),
)

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
