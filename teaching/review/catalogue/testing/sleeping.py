"""Fixed waits in tests: sleeps, timers that settle a promise, and the waits of browser drivers."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.phrasing import BANNED, END, LOCATED, NEG, SOFTENED
from teaching.review.catalogue.security.names import Names
from teaching.review.catalogue.testing.marked_tests import call_words
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, enclosing_function, end_line, start_line

_CUT_SHORT = lazily(r"timeout|raises|fail_after|move_on|cancel", re.IGNORECASE)
_ASYNC_SLEEPS = frozenset({"asyncio.sleep", "anyio.sleep", "trio.sleep"})
_BROWSER_WAIT = r"(?:[\w$]*\.)*+waitfortimeout(?:\(\))?`?"


def sleeping_tests(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Fixed waits in test code; `asyncio.sleep(0)` only yields to the loop and is spared."""
    if not source.is_test:
        if params["where"] == "anywhere" and source.language != "python":
            yield from _browser_waits(source)
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


def _browser_waits(source: SourceFile) -> Iterator[Fact]:
    """`waitForTimeout` wherever it stands, for a rule that names it: page objects are no test files by their names."""
    for node in source.nodes("call_expression"):
        called = node.field("function")
        words = call_words(called) if called is not None else []
        if words[-1:] == ["waitForTimeout"]:
            yield Fact(start_line(node), end_line(node), f"`{'.'.join(words)}` waits for a fixed time.")


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
        Phrase(
            rf"{NEG}(?: use| using| call)*\s+`?{_BROWSER_WAIT}{END}",
            {"where": "anywhere"},
            rf"{SOFTENED}|{LOCATED}|\b(?:tests?|specs?|suites?|e2e|end-to-end)\b",
        ),
        Phrase(rf"{NEG}(?: use| using| call)*\s+`?{_BROWSER_WAIT}", {}, SOFTENED),
        Phrase(rf"\b(?:time\.)?sleep(?:\(\))?`? in tests{BANNED}", {}, SOFTENED),
    ),
    reads=(
        ("Do not `sleep` or `setInterval` in tests", {}),
        ("No `time.sleep` in tests", {}),
        ("Never use `sleep()` in tests; poll instead", {}),
        ("Tests must not sleep", {}),
        ("Never use `page.waitForTimeout()`", {"where": "anywhere"}),
        ("Never call `.waitForTimeout()`", {"where": "anywhere"}),
        ("Never call `.waitForTimeout()` in tests", {"where": ""}),
        ("No arbitrary delays in e2e tests", {}),
    ),
    ignores=(
        "Never sleep-poll `gh run view` in a loop.",
        "Do not use `time.sleep` in async code.",
        "Tests cover the sleep mode.",
        "No timeouts in production.",
    ),
    slots=(Slot("where", "name", default="", choices=("anywhere",)),),
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
        Example("typescript", "await this.page.waitForTimeout(9);\n", (), path="src/pages/login.ts"),
        Example(
            "typescript",
            "await this.page.waitForTimeout(9);\nawait new Promise((r) => setTimeout(r, 500));\n",
            (1,),
            {"where": "anywhere"},
            path="src/pages/login.ts",
        ),
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
