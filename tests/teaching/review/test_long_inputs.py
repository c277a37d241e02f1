"""Long files take time in proportion to their length: each of these took from several seconds to minutes before."""

from collections.abc import Iterator

import pytest

from teaching.review.catalogue import ENTRIES
from teaching.review.catalogue.callsites import MOST_LINKS, chain, path
from teaching.review.catalogue.security import injection, sql
from teaching.review.entry import Fact, Params, Syntax
from teaching.review.source import Language, SourceFile, start_line

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
