"""Every entry of the catalogue proves itself: on code that breaks its rule, on code that keeps it, and on prose."""

import pytest

from teaching.review.catalogue import ENTRIES, FAMILIES
from teaching.review.engines import oxlint, ruff, syntax
from teaching.review.engines.jobs import Job
from teaching.review.entry import Entry, Example, Oxlint, Project, Ruff
from teaching.review.recognise import complete, read_sentence
from teaching.review.rules import BoundCheck
from teaching.review.source import SourceFile

SUFFIX = {"python": "py", "typescript": "ts", "tsx": "tsx", "javascript": "js"}

EXAMPLES = [
    pytest.param(entry, example, id=f"{entry.name}-{number}")
    for entry in ENTRIES.values()
    for number, example in enumerate(entry.examples)
]


def lines_found(entry: Entry, example: Example) -> list[int]:
    """The lines on which the entry speaks, whichever engine found them."""
    path = example.path or f"src/app.{SUFFIX[example.language]}"
    source = SourceFile(path, example.code, example.language)
    params = complete(entry, example.params).params
    if not BoundCheck(entry, params).governs(source):
        return []
    lines: set[int] = set()
    for engine in entry.engines:
        if isinstance(engine, Project):
            continue
        job = Job(entry, engine, params, (source,))
        analyser = ruff if isinstance(engine, Ruff) else oxlint if isinstance(engine, Oxlint) else syntax
        lines |= {found.fact.line for found in analyser.analyse([job]).found}
    return sorted(lines)


@pytest.mark.parametrize(("entry", "example"), EXAMPLES)
def test_an_example_is_reported_on_exactly_its_lines(entry: Entry, example: Example) -> None:
    assert lines_found(entry, example) == list(example.lines)


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in ENTRIES.values()])
def test_an_entry_has_failing_and_passing_examples_in_every_language_it_claims(entry: Entry) -> None:
    if any(isinstance(engine, Project) for engine in entry.engines):
        return  # proven over whole projects in test_project_checks.py
    claimed = {"javascript" if language == "javascript" else language for language in entry.languages}
    groups = {"python"} if claimed == {"python"} else ({"python", "web"} if "python" in claimed else {"web"})
    failing = {"python" if e.language == "python" else "web" for e in entry.examples if e.lines}
    passing = {"python" if e.language == "python" else "web" for e in entry.examples if not e.lines}
    assert failing == groups
    assert passing == groups


@pytest.mark.parametrize(
    ("entry", "sentence", "values"),
    [pytest.param(e, s, v, id=f"{e.name}-{n}") for e in ENTRIES.values() for n, (s, v) in enumerate(e.reads)],
)
def test_a_sentence_is_read_with_its_values(entry: Entry, sentence: str, values: dict[str, object]) -> None:
    reading = read_sentence(entry, sentence)
    assert reading is not None
    assert {key: reading.params.get(key) for key in values} == values
    assert reading.missing == ()


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [pytest.param(e, s, id=f"{e.name}-{n}") for e in ENTRIES.values() for n, s in enumerate(e.ignores)],
)
def test_a_sentence_about_something_else_is_not_read(entry: Entry, sentence: str) -> None:
    assert read_sentence(entry, sentence) is None


def test_every_entry_that_speaks_prose_shows_what_it_reads_and_what_it_does_not() -> None:
    missing = [e.name for e in ENTRIES.values() if e.phrases and not (len(e.reads) >= 2 and e.ignores and e.cues)]
    assert missing == []


def test_names_are_unique_and_every_entry_can_be_reached() -> None:
    count = sum(len(entries) for entries in FAMILIES.values())
    assert count == len(ENTRIES)
    unreachable = [e.name for e in ENTRIES.values() if not e.phrases and not e.baseline]
    assert unreachable == []


def test_hints_ask_and_never_solve() -> None:
    for entry in ENTRIES.values():
        assert entry.words.question.rstrip().endswith("?"), entry.name
        assert "```" not in entry.words.why + entry.words.question + entry.words.hint, entry.name
        assert 5 <= len(entry.words.why.split()) <= 80, entry.name
        assert 4 <= len(entry.words.question.split()) <= 40, entry.name
