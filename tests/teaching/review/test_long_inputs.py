"""Long files take time in proportion to their length: each of these took from several seconds to minutes before."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from teaching.review.catalogue import ENTRIES
from teaching.review.catalogue.callsites import MOST_LINKS, chain, path
from teaching.review.catalogue.security import injection, sql
from teaching.review.catalogue.seen import NESTING
from teaching.review.entry import Fact, Params, Syntax
from teaching.review.request import Request
from teaching.review.review import review
from teaching.review.source import Language, SourceFile, start_line
from teaching.review.symbols import outline, symbol_at, symbol_in

SUFFIXES: dict[Language, str] = {"python": "py", "typescript": "ts", "tsx": "tsx", "javascript": "js"}


def source(text: str, language: Language) -> SourceFile:
    return SourceFile(f"a.{SUFFIXES[language]}", text, language)


def facts(name: str, text: str, language: Language, params: Params | None = None) -> list[Fact]:
    found: list[Fact] = []
    for engine in ENTRIES[name].engines:
        if isinstance(engine, Syntax):
            found += engine.find(source(text, language), params or {})
    return found


def test_the_functions_of_a_file_are_gathered_once_for_all_its_evals(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    nodes = SourceFile.nodes

    def counted(self: SourceFile, *kinds: str) -> Iterator[object]:
        asked.append(kinds)
        return nodes(self, *kinds)

    monkeypatch.setattr(SourceFile, "nodes", counted)
    cases: tuple[tuple[str, Language], ...] = (
        ("def f(a=[]):\n    eval(a)\n", "python"),
        ("export function f(a: any) { eval(a); }\n", "typescript"),
    )
    for text, language in cases:
        asked.clear()
        assert len(list(injection.evaluated_text(source(text * 2000, language), {}))) == 2000
        assert len([kinds for kinds in asked if "function_declaration" in kinds]) == 1


def test_an_own_eval_is_still_known_as_the_file_s_own() -> None:
    assert facts("no-eval", "def eval(x):\n    return x\n\n\ndef f(a):\n    eval(a)\n", "python") == []


def test_thousands_of_functions_are_checked_for_annotations() -> None:
    text = "".join(f"def f{number}(a):\n    return a\n\n\n" for number in range(4000))
    assert len(facts("type-hints", text, "python", {"who": "all"})) == 4000


def test_a_static_method_has_no_bound_parameter() -> None:
    text = "class A:\n    @staticmethod\n    def f(a) -> None: ...\n\n    @property\n    def g(self) -> int: ...\n"
    assert [fact.line for fact in facts("type-hints", text, "python", {"who": "all"})] == [3]


def test_a_chain_is_followed_so_far_and_no_further() -> None:
    short = source("x" + ".then(a => a)" * 20, "typescript")
    long = source("x" + "\n.then(a => a)" * 1000, "typescript")
    outer = next(short.nodes("call_expression"))
    assert [link.names for link in chain(outer)] == [("then",)] * 19 + [("x", "then")]
    outer = next(long.nodes("call_expression"))
    assert [link.names for link in chain(outer)] == [("then",)] * MOST_LINKS + [("",)]
    assert path(outer) == ""
    assert [fact.line for fact in facts("prefer-await", long.text, "typescript")] == [1]
    assert facts("effect-cleanup", long.text, "typescript") == []


def test_one_call_is_still_a_plain_dotted_name() -> None:
    calls = source("a.b.c(x)\nf()()\nf().b(y)\n", "python").nodes("call")
    named = [(start_line(call), path(call)) for call in calls]
    assert (1, "a.b.c") in named
    assert (2, "f") in named
    assert (2, "") in named
    assert (3, "") in named


def test_the_operands_of_one_text_lead_to_its_root_once(monkeypatch: pytest.MonkeyPatch) -> None:
    climbed: list[str] = []
    root = sql._root  # pyright: ignore[reportPrivateUsage]

    def counted(node: object) -> object:
        climbed.append("")
        return root(node)  # type: ignore[arg-type]

    monkeypatch.setattr(sql, "_root", counted)
    joined = "cursor.execute(\n" + '"select a from t where x in "+\n' * 2000 + "x)\n"
    assert len(list(sql.sql_strings(source(joined, "python"), {}))) <= 1
    assert len(climbed) <= 4


def test_many_statements_of_sql_are_each_told_once() -> None:
    text = 'def f(c, x):\n    c.execute(f"SELECT * FROM t WHERE id = {x}")\n\n\n' * 1000
    assert len(facts("no-sql-strings", text, "python")) == 1000


def test_a_union_of_thousands_of_types_is_read() -> None:
    text = "type A = string\n" + "| any\n" * 3000
    assert len(facts("no-any", text, "typescript", {"where": "all"})) == 3000


@pytest.mark.parametrize("opening", ["() => {\n", "function f() {\n"])
def test_functions_nested_very_deep_are_read(opening: str) -> None:
    text = opening * 1500 + "}" * 1500
    told = 1 if opening.startswith("function") else 0
    assert len(facts("public-jsdoc", text, "typescript", {"what": ("functions",), "who": "all"})) == told
    assert facts("no-floating-promise", text, "typescript") == []


# By the check that took seconds to minutes for it: a chain or a nest, at the end of which it still speaks (how often).
DEEP_OR_LONG: dict[str, tuple[str, Language, Params, int]] = {
    "no-nested-ternary": ("x = (\n" + "a if b else\n" * 2500 + "c)\n", "python", {}, 1),
    "max-nesting": ("function f() {\n" + "if (a) {\n" * 1400 + "}\n" * 1401, "typescript", {"levels": 3}, 1),
    "no-else-after-return": (
        "function f() {\nif (a) { return 1; }\n" + "else if (a) { return 1; }\n" * 900 + "}\n",
        "typescript",
        {},
        900,
    ),
    "no-select-star": ("x = (\n" + "'SELECT * FROM b WHERE c = ' + d +\n" * 1400 + "'c')\n", "python", {}, 1400),
    "no-sql-strings": ("c.execute(\n" + "'SELECT a FROM b WHERE c = ' + d +\n" * 1400 + "'c')\n", "python", {}, 1),
    "where-required": ("".join(f"q{n} = 'DELETE FROM b'\n" for n in range(3000)), "python", {}, 3000),
}


@pytest.mark.parametrize("name", DEEP_OR_LONG)
def test_a_long_chain_or_a_deep_nest_is_read_in_little_time(name: str) -> None:
    text, language, params, told = DEEP_OR_LONG[name]
    file = source(text, language)
    assert file.errors == 0
    assert file.beyond == ""
    before = time.process_time()
    found = [fact for e in ENTRIES[name].engines if isinstance(e, Syntax) for fact in e.find(file, params)]
    assert time.process_time() - before < 5
    assert len(found) == told


def test_the_evidence_of_a_deep_nest_is_counted_in_little_time() -> None:
    text = "function f() {\n" + "if (a) {\n" * 1000 + "}\n" * 1001 + "const g = () => { if (a) {} else if (b) {} };\n"
    before = time.process_time()
    assert sorted(NESTING.seen(source(text, "typescript"))) == [1, 1000]
    assert time.process_time() - before < 5


def test_an_else_if_adds_no_level_and_a_function_within_begins_anew() -> None:
    text = (
        "function f() {\n  if (a) {\n  } else if (b) {\n    for (;;) {\n      while (c) {}\n    }\n  }\n"
        "  if (d) { g(() => { if (e) {} }); }\n}\n"
    )
    assert [fact.line for fact in facts("max-nesting", text, "typescript", {"levels": 2})] == [5]


def test_a_text_that_grows_is_known_by_what_is_done_with_its_name() -> None:
    for use in ("q += x\n", "r = q + x\n", "r = f'{q} x'\n", "r = q.format(x)\n"):
        assert facts("where-required", f"q = 'DELETE FROM b'\n{use}", "python") == [], use
    for use in ("q2 += x\n", "r = f'{q2} x'\n", "r = q.strip()\n", "r = f'{ x.q }'\n"):
        assert len(facts("where-required", f"q = 'DELETE FROM b'\n{use}", "python")) == 1, use


def test_the_names_around_all_lines_of_a_file_are_found_soon() -> None:
    text = "".join(f"class A{n}:\n    def f(self):\n        return (1,\n            2)\n\n\n" for n in range(2000))
    file = source("import a\n" + text + "b()", "python")
    lines = range(1, len(file.lines) + 1)
    before = time.process_time()
    known = outline(file)
    named = {line: symbol_in(known, line) for line in lines}
    assert time.process_time() - before < 5
    assert list(named) != []
    assert set(named) == set(lines)
    assert [named[line] for line in (1, 2, 3, 4, 5, 6, 8, 11, len(lines))] == [
        "", "A0", "A0.f", "A0.f", "A0.f", "", "A1", "A1.f", "",
    ]  # fmt: skip
    assert all(symbol_at(file, line) == named[line] for line in range(1, 30))


def test_names_that_are_not_defined_are_sorted_out_soon_however_many(tmp_path: Path) -> None:
    (tmp_path / "CLAUDE.md").write_text("# P\n\n- No undefined names\n")
    text = "import sys\nPY2 = sys.version_info[0] == 2\nkind = unicode if PY2 else str\n"
    (tmp_path / "a.py").write_text(text + "".join(f"x{n} = y.z({n})\n" for n in range(4000)))
    before = time.process_time()
    found = review(Request(tmp_path, scope="all", max_findings=0)).findings
    assert time.process_time() - before < 15
    undefined = [one.line for one in found if "`y`" in one.fact]
    assert len(undefined) == 4000
    assert not [one for one in found if "unicode" in one.fact]
