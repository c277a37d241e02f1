"""A check that fails costs what it says of one file, and the review says so; nothing else is lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from teaching.contracts.review import Review
from teaching.review import source
from teaching.review.catalogue import ENTRIES
from teaching.review.engines import syntax
from teaching.review.engines.jobs import Job
from teaching.review.entry import Fact, Params, ProjectView, Syntax
from teaching.review.entry import Project as OverProject
from teaching.review.review import Request, review
from teaching.review.source import MOST_DEPTH, SourceFile

BROKEN = "def f(a):\n    eval(a)\n    try:\n        g()\n    except Exception:\n        pass\n"
RULES = "- Never use `eval` <!-- check: no-eval -->\n- Never swallow errors <!-- check: no-swallowed-errors -->\n"


class PanicException(BaseException):
    """Stands for what a panic in Rust becomes, which cannot be imported: its name is how it is known."""


def project(root: Path, rules: str = RULES) -> Path:
    (root / "CLAUDE.md").write_text(rules, encoding="utf-8")
    for name in ("a.py", "b.py"):
        (root / name).write_text(BROKEN, encoding="utf-8")
    return root


def failing_on(path: str, problem: BaseException, monkeypatch: pytest.MonkeyPatch, name: str = "no-eval") -> None:
    """Has one check fail after its first fact in one file."""
    entry = ENTRIES[name]
    (engine,) = entry.engines
    assert isinstance(engine, Syntax)

    def find(source: SourceFile, params: Params) -> Iterator[Fact]:
        for fact in engine.find(source, params):
            yield fact
            if source.path == path:
                raise problem

    monkeypatch.setitem(ENTRIES, name, replace(entry, engines=(Syntax(find),)))


def found(result: Review) -> list[tuple[str, str, int]]:
    return sorted((one.check, one.path, one.line) for one in result.findings)


def reviewed(root: Path) -> Review:
    return review(Request(root, scope="all", max_findings=0, baseline=False))


@pytest.mark.parametrize(
    "problem",
    [RecursionError(), AttributeError("x"), MemoryError(), KeyError("x"), StopIteration(), PanicException("x")],
)
def test_a_check_that_fails_on_one_file_costs_only_that(
    problem: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path)
    whole = reviewed(root)
    assert len(whole.findings) == 4
    failing_on("a.py", problem, monkeypatch)
    result = reviewed(root)
    assert found(result) == found(whole)  # what was found before it failed stands, and everything else
    (note,) = result.coverage.partial
    assert note.path == "a.py"
    assert "no-eval" in note.reason
    assert "no-swallowed-errors" not in note.reason


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), SystemExit(1), GeneratorExit()])
def test_who_stops_a_review_stops_it(problem: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path)
    failing_on("a.py", problem, monkeypatch)
    with pytest.raises(type(problem)):
        reviewed(root)


def test_several_checks_that_fail_are_all_named_beside_what_could_not_be_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path)
    (root / "a.py").write_text(BROKEN + "x = (\n", encoding="utf-8")
    failing_on("a.py", RecursionError(), monkeypatch)
    failing_on("a.py", ValueError(), monkeypatch, "no-swallowed-errors")
    (note,) = reviewed(root).coverage.partial
    assert "could not be parsed" in note.reason
    assert "no-eval failed (RecursionError)" in note.reason
    assert "no-swallowed-errors failed (ValueError)" in note.reason


def test_what_was_not_looked_at_to_its_end_is_not_praised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path, "- Every function has type hints in Python\n")
    for name in ("a.py", "b.py"):
        (root / name).write_text("def f(a: int) -> int:\n    return a\n", encoding="utf-8")
    assert [one.check for one in reviewed(root).good] == ["type-hints"]

    def find(source: SourceFile, params: Params) -> Iterator[Fact]:
        del params
        if source.path == "b.py":
            raise RecursionError
        yield from ()

    jobs = [Job(replace(ENTRIES["type-hints"], engines=(Syntax(find),)), Syntax(find), {}, sources(root))]
    outcome = syntax.analyse(jobs, {"type-hints": lambda source, params: [(1, True)]})
    assert outcome.seen == []
    assert list(outcome.failed) == ["b.py"]


def sources(root: Path) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(name, (root / name).read_text(encoding="utf-8"), "python") for name in ("a.py", "b.py"))


def test_a_check_over_the_project_that_fails_is_said_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, RULES + "- Files are small <!-- check: no-large-files kilobytes=900 -->\n")
    name = "no-large-files"

    def find(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
        del view, params
        yield "a.py", Fact(1, 1, "It is so.")
        raise KeyError("x")

    monkeypatch.setitem(ENTRIES, name, replace(ENTRIES[name], engines=(OverProject(find),)))
    result = reviewed(root)
    assert [(note.path, name in note.reason) for note in result.coverage.partial] == [(".", True)]
    assert len(result.findings) == 5


def test_evidence_that_cannot_be_counted_is_said_with_the_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, "- Functions must be short\n")
    entry = ENTRIES["max-function-lines"]
    (slot,) = entry.evidence

    def seen(source: SourceFile) -> Iterator[int]:
        if source.path == "a.py":
            raise RecursionError
        yield 6

    monkeypatch.setitem(ENTRIES, entry.name, replace(entry, evidence={slot: replace(entry.evidence[slot], seen=seen)}))
    monkeypatch.setattr("teaching.review.readings._OFFER.entries", tuple(ENTRIES.values()))
    (rule,) = reviewed(root).unchecked
    assert "not all files could be counted" in rule.reason


def test_a_parser_that_panics_costs_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = source.SgRoot

    def parse(text: str, language: str) -> object:
        if text.startswith("# panic"):
            raise PanicException("x")
        return real(text, language)

    root = project(tmp_path)
    (root / "a.py").write_text(f"# panic\n{BROKEN}", encoding="utf-8")
    monkeypatch.setattr(source, "SgRoot", parse)
    result = reviewed(root)
    assert {one.path for one in result.findings} == {"b.py"}
    assert [(note.path, note.reason) for note in result.coverage.partial] == [
        ("a.py", "could not be parsed at all (PanicException)")
    ]


def test_a_file_that_is_all_depth_is_named_and_the_others_are_reviewed(tmp_path: Path) -> None:
    root = project(tmp_path)
    deep = "x = " + "[\n" * MOST_DEPTH + "eval(a)\n" + "]\n" * MOST_DEPTH
    (root / "a.py").write_text(deep + "token = 'hunter2hunter2'\n", encoding="utf-8")
    result = review(Request(root, scope="all", max_findings=0))
    assert {one.path for one in result.findings if one.excerpt} == {"b.py"}
    (note,) = result.coverage.partial
    assert note.path == "a.py"
    assert "levels deep" in note.reason


def test_a_file_just_within_the_depth_is_still_looked_at() -> None:
    within = SourceFile("a.py", "x = " + "[\n" * (MOST_DEPTH - 10) + "]\n" * (MOST_DEPTH - 10), "python")
    beyond = SourceFile("a.py", "x = " + "[\n" * MOST_DEPTH + "]\n" * MOST_DEPTH, "python")
    assert within.beyond == ""
    assert "levels deep" in beyond.beyond
    beyond.forget()
    assert "levels deep" in beyond.beyond
