"""Tests that are marked: to run alone, or not to run at all."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.phrasing import BANNED, NEG, SOFTENED, START
from teaching.review.catalogue.security.names import Names
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, WEB, SourceFile, start_line

_RUNNERS = frozenset({"it", "test", "describe", "context", "suite", "specify", "bench"})
_FOCUSED = frozenset({"fit", "fdescribe", "fcontext"})
_SKIPPED = frozenset({"xit", "xdescribe", "xtest", "xcontext", "xspecify"})


def call_words(node: SgNode) -> list[str]:
    """`it.only.each` as its words; empty where the callee is no plain chain of names."""
    text = "".join(node.text().split())
    return text.split(".") if re.fullmatch(r"[\w$.]+", text) else []


def runner_calls(source: SourceFile) -> Iterator[tuple[SgNode, list[str]]]:
    """Calls such as `it("…", …)` and `test.only("…", …)`; the words are those of the callee."""
    for node in source.nodes("call_expression"):
        called = node.field("function")
        listed = node.field("arguments")
        if called is None or listed is None:
            continue
        # `it.only.each(table)("name", …)`: the inner call carries the words.
        inner = called.field("function") if called.kind() == "call_expression" else called
        words = call_words(inner) if inner is not None else []
        given = [child for child in listed.children() if child.is_named() and child.kind() != "comment"]
        if words and given and given[0].kind() in {"string", "template_string"}:
            yield node, words


def focused_tests(source: SourceFile, _params: Params) -> Iterator[Fact]:
    """Tests marked to run alone, by `.only` or by the `f` before their name."""
    if source.language == "python":
        return
    for node, words in runner_calls(source):
        alone = words[0] in _RUNNERS and "only" in words[1:]
        if alone or (len(words) == 1 and words[0] in _FOCUSED and source.is_test):
            line = start_line(node)
            yield Fact(line, line, f"`{'.'.join(words)}` makes this the only test that runs.")


def skipped_tests(source: SourceFile, _params: Params) -> Iterator[Fact]:
    """Tests that never run; a condition (`skipif`, a skip within an `if`) is no skip for good."""
    if source.language == "python":
        yield from _skipped_python(source)
        return
    for node, words in runner_calls(source):
        marked = words[0] in _RUNNERS and bool({"skip", "fixme"} & set(words[1:]))
        off = (words[0] in _SKIPPED and set(words[1:]) <= {"each"}) or words == ["Deno", "test", "ignore"]
        if (marked and not _is_conditional(node)) or off or (words[0] in _RUNNERS and _is_told_to_skip(node)):
            line = start_line(node)
            yield Fact(line, line, f"`{'.'.join(words)}` keeps this test from running.")
    if source.is_test:
        yield from _ended_at_once(source)


def _is_told_to_skip(call: SgNode) -> bool:
    """`test('…', { skip: true }, …)` and `{ skip: 'a reason' }` of node:test."""
    listed = call.field("arguments")
    for given in listed.children() if listed is not None else ():
        if given.kind() != "object":
            continue
        for pair in (child for child in given.children() if child.kind() == "pair"):
            key, value = pair.field("key"), pair.field("value")
            if key is not None and value is not None and key.text().strip("'\"") == "skip":
                return value.text() == "true" or value.kind() == "string"
    return False


def _ended_at_once(source: SourceFile) -> Iterator[Fact]:
    """`this.skip()`, `t.skip()`, `test.skip()` as a statement of the test itself."""
    for node in source.nodes("call_expression"):
        called, listed = node.field("function"), node.field("arguments")
        words = call_words(called) if called is not None else []
        if words not in (["this", "skip"], ["t", "skip"], ["ctx", "skip"], ["test", "skip"], ["test", "fixme"]):
            continue
        given = [child.kind() for child in listed.children() if child.is_named()] if listed is not None else []
        statement = node.parent()
        block = statement.parent() if statement is not None else None
        function = block.parent() if block is not None else None
        if given not in ([], ["string"]) or (words[0] == "test" and given):
            continue
        if statement is not None and statement.kind() == "expression_statement" and function is not None:
            call = next((above for above in function.ancestors() if above.kind() == "call_expression"), None)
            runner = call.field("function") if call is not None else None
            if function.kind() in {"arrow_function", "function_expression"} and runner is not None:
                if (call_words(runner) or [""])[0] in _RUNNERS:
                    line = start_line(node)
                    yield Fact(line, line, f"`{'.'.join(words)}` ends this test before it has begun.")


def _is_conditional(node: SgNode) -> bool:
    return any(ancestor.kind() in {"if_statement", "ternary_expression"} for ancestor in node.ancestors())


def _is_test_function(function: SgNode) -> bool:
    name = function.field("name")
    return name is not None and name.text().startswith("test")


def _skipped_modules(source: SourceFile) -> Iterator[Fact]:
    """`pytestmark = pytest.mark.skip`, alone or in a list, of a module or a class; and rows that are marked so."""
    for node in source.nodes("assignment", "keyword_argument"):
        name, value = node.field("left") or node.field("name"), node.field("right") or node.field("value")
        if name is None or value is None or name.text() not in {"pytestmark", "marks"}:
            continue
        for mark in value.children() if value.kind() in {"list", "tuple"} else [value]:
            if mark.text().split("(")[0].strip() in {"pytest.mark.skip", "mark.skip"}:
                line = start_line(mark)
                yield Fact(line, line, f"`{name.text()}` keeps these tests from running.")


def _skipped_python(source: SourceFile) -> Iterator[Fact]:
    names = Names(source)
    for node in source.nodes("decorator"):
        text = node.text().lstrip("@ ")
        name = text.split("(")[0].strip()
        head, _, rest = name.partition(".")
        name = names.imports.get(head, head) + (f".{rest}" if rest else "")
        if name in {"pytest.mark.skip", "mark.skip", "unittest.skip", "skip", "unittest.case.skip"}:
            line = start_line(node)
            yield Fact(line, line, f"`@{name}` keeps this test from running.")
    yield from _skipped_modules(source)
    if not source.is_test:
        return
    for node in source.nodes("raise_statement"):
        block = node.parent()
        owner = block.parent() if block is not None else None
        raised = next((child for child in node.children() if child.is_named()), None)
        if owner is not None and owner.kind() == "function_definition" and raised is not None:
            if raised.text().split("(")[0] in {"unittest.SkipTest", "SkipTest"} and _is_test_function(owner):
                line = start_line(node)
                yield Fact(line, line, "`SkipTest` ends this test before it has begun.")
    for node in source.nodes("call"):
        called = node.field("function")
        if called is None or called.text() not in {"pytest.skip", "self.skipTest"}:
            continue
        statement = node.parent()
        block = statement.parent() if statement is not None else None
        owner = block.parent() if block is not None else None
        direct = owner is None or owner.kind() in {"function_definition", "module"}
        if statement is not None and statement.kind() == "expression_statement" and direct:
            line = start_line(node)
            yield Fact(line, line, f"`{called.text()}` ends this test before it has begun.")


_LEFT = r"(?:[\s-]+(?:ever|commit|committing|leave|leaving|merge|use|using|check in|push|any|stray|with|code|the))*\s+"

NO_FOCUSED_TESTS = Entry(
    name="no-focused-tests",
    title="tests marked to run alone",
    languages=WEB,
    engines=(Syntax(focused_tests),),
    cues=("only", "focus", "fit", "fdescribe"),
    phrases=(
        Phrase(
            rf"(?:{NEG}|\bremove){_LEFT}(?:`?(?:\w+)?\.only(?:\(\))?`?|`?fdescribe|`?fit\(|focus"
            rf"(?:s)?ed (?:tests?|specs?|suites?))",
            {},
            SOFTENED,
        ),
        Phrase(rf"(?:`\w*\.only(?:\(\))?`|\bfocus(?:s)?ed (?:tests?|specs?)){BANNED}", {}, SOFTENED),
    ),
    reads=(
        ("No `.only` in tests", {}),
        ("Never commit `it.only`", {}),
        ("No focused tests.", {}),
        ("Don't leave `describe.only` behind", {}),
    ),
    ignores=(
        "Write focused tests.",
        "Tests are the only documentation.",
        "No slow tests; keep them focused.",
        "Use `it.only` while debugging.",
    ),
    baseline="No test is left focused.",
    words=Words(
        why="One focused test silences all others: the run is green although nearly nothing was run, "
        "and nobody is told.",
        question="How many tests of this file ran the last time that the whole suite was green?",
        hint="Compare the number of tests that the runner reports with the number that the file contains.",
    ),
    examples=(
        Example("typescript", "describe('a', () => {\n  it.only('b', () => { expect(1).toBe(1); });\n});\n", (2,)),
        Example("javascript", "describe.only('a', () => {});\ntest.only.each([1])('n %i', () => {});\n", (1, 2)),
        Example("javascript", "fdescribe('a', () => {\n  fit('b', () => {});\n});\n", (1, 2), path="src/a.test.js"),
        Example("tsx", "test.describe.only(`a`, () => {});\n", (1,), path="e2e/a.spec.tsx"),
        Example("typescript", "it('only', () => {});\n// it.only('a')\nconst s = \"it.only('a')\";\n"),
        Example("javascript", "model.fit('linear');\nfit(x, y);\nfit('curve');\n"),
        Example("typescript", "query.only('id');\nconst only = it;\nonly('a', () => {});\n"),
        Example("tsx", "it.skip('a', () => {});\nexport const only = <p>it.only</p>;\n"),
    ),
)

NO_SKIPPED_TESTS = Entry(
    name="no-skipped-tests",
    title="tests that are marked to be skipped",
    languages=ALL,
    engines=(Syntax(skipped_tests),),
    cues=("skip", "skip", "xit", "disable"),
    phrases=(
        Phrase(
            r"\btests?\b (?:may not|must not|must never|are never|are not|is never|should not|should never|cannot"
            r"|can't) (?:be )?(?:skipped|disabled|xfailed)\b(?! (?:without|unless|in|on|when))",
        ),
        Phrase(r"\bnone of the tests (?:is|are) (?:skipped|disabled)\b"),
        Phrase(
            rf"{START}{NEG}{_LEFT}(?:skip(?:ped|ping)?|disabled?)\s+(?:failing |broken |flaky |existing"
            rf" |or \w+ )*tests?\b(?! (?:run|suite|step|phase)s?)",
            {},
            rf"{SOFTENED}|\bwithout\b|\b(?:before|when|to save|commit|merg|hook|ci)\w*\b",
        ),
        Phrase(
            rf"{START}{NEG}\s+(?:skip|disable)\s+(?:failing |broken |flaky |existing )*tests\b\s*(?:$|[.;,—–(])",
            {},
            rf"{SOFTENED}|\bwithout\b",
        ),
        Phrase(
            rf"{NEG}{_LEFT}`(?:@?pytest\.mark\.skip|@?unittest\.skip|(?:it|test|describe)?\.skip|xit"
            rf"|xdescribe)(?:\(\))?`",
            {},
            rf"{SOFTENED}|\bwithout\b",
        ),
        Phrase(rf"\b(?:skipped tests?|`(?:\w+)?\.skip`){BANNED}", {}, SOFTENED),
    ),
    reads=(
        ("Tests may not be skipped.", {}),
        ("None of the tests is skipped", {}),
        ("Never skip tests", {}),
        ("No skipped tests.", {}),
        ("Do not use `pytest.mark.skip`", {}),
        ("Never commit `it.skip`", {}),
        ("Don't skip failing tests.", {}),
    ),
    ignores=(
        "Tests may not be skipped without a ticket",
        "Never skip tests before committing.",
        "No skipped tests without a linked issue.",
        "Skip tests that need a network.",
        "Never skip the review.",
        "Don't skip writing tests.",
    ),
    words=Words(
        why="A skipped test looks like safety in every report and protects nothing; the longer it sleeps, the less "
        "anybody knows what it guarded.",
        question="What would this test tell you today if it were allowed to run?",
        hint="Run it once, and read its message as if it were a report from a user.",
    ),
    examples=(
        Example("python", "@pytest.mark.skip\ndef test_a():\n    assert 1\n", (1,)),
        Example(
            "python",
            "import unittest\n\n\nclass T:\n    @unittest.skip('later')\n    def test_a(self):\n        pass\n",
            (5,),
        ),
        Example("python", "def test_a():\n    pytest.skip('later')\n", (2,), path="tests/test_a.py"),
        Example(
            "python", "pytestmark = [pytest.mark.slow, pytest.mark.skip(reason='later')]\n", (1,), path="a_test.py"
        ),
        Example(
            "python",
            "import pytest as pt\nfrom unittest import skip as later\n\n\n@pt.mark.skip\ndef test_a(): ...\n\n\n"
            "@later('x')\ndef test_b(): ...\n",
            (5, 9),
        ),
        Example("python", "pytestmark = pytest.mark.skipif(WINDOWS, reason='x')\n", (), path="a_test.py"),
        Example("python", "@pytest.mark.skipif(WINDOWS, reason='x')\ndef test_a():\n    assert 1\n"),
        Example("python", "def test_a():\n    if not GPU:\n        pytest.skip('none')\n", (), path="tests/test_a.py"),
        Example("python", "# @pytest.mark.skip\ns = '@pytest.mark.skip'\nreader.skip(3)\n"),
        Example("python", "@pytest.mark.parametrize('skip', [1])\ndef test_a(skip):\n    assert skip\n"),
        Example("typescript", "it.skip('a', () => {});\ndescribe.skip('b', () => {});\n", (1, 2)),
        Example("javascript", "xit('a', () => {});\nxdescribe('b', () => {});\n", (1, 2)),
        Example("tsx", "describe('a', () => {\n  test\n    .skip('b', () => {});\n});\n", (2,)),
        Example(
            "javascript",
            "test('a', { skip: true }, f);\ntest('b', { skip: WINDOWS }, f);\n"
            "it('c', function () {\n  this.skip();\n});\nit('d', function () {\n  if (old) this.skip();\n});\n",
            (1, 4),
            path="a.test.js",
        ),
        Example("typescript", "test.fixme('a', f);\nxit.each([1])('b %i', f);\n", (1, 2), path="a.spec.ts"),
        Example("typescript", "test.skip(isMobile, 'not there');\n"),
        Example("typescript", "if (ci) { it.skip('a', f); }\n"),
        Example("javascript", "stream.skip('a');\nquery.skip(10);\n// it.skip('a')\n"),
        Example("tsx", "it('can skip', () => { expect(skip).toBe(1); });\n"),
    ),
)
