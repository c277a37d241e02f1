"""The library of scaffolds: each Python one proven both ways, and what holds for every one in every language.

The TypeScript ones are proven in test_typescript_components.py.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from teaching.components import knowledge
from teaching.hollowing.cutting import functions, plain
from teaching.markers.bodies import bodies_of
from teaching.repository.files import Root
from teaching.review.review import Request, review
from teaching.scaffolds import library, static_checks
from teaching.scaffolds.model import Scaffold, VariantLanguage
from teaching.scaffolds.rendering import exemplars, render
from tests.teaching.scaffolds.laid_out import COMPONENTS, lay_out, placed, run_tests

LANGUAGES: tuple[VariantLanguage, ...] = ("python", "typescript")
EVERY = [pytest.param(name, language, id=f"{name}-{language}") for name in COMPONENTS for language in LANGUAGES]
TESTS_AT_LEAST = 150
CONSTITUTION = """\
# Project

## Architectural Standards
- Every function has type hints
- Every public function has a docstring
- Functions are at most 40 lines long
- Lines are at most {width} characters long
- Never swallow an error
- Never use a bare `except:`
- Never raise a bare `Exception`
- No `any`
- Never use `eval`
- No `print` statements
- Never hard-code secrets
- No wildcard imports
"""


def scaffold_of(name: str, language: VariantLanguage) -> Scaffold:
    return library.scaffold(name, language)


def test_there_are_twelve_components_and_more_in_both_languages() -> None:
    assert len(COMPONENTS) >= 12
    assert {name: library.languages(name) for name in COMPONENTS} == {name: list(LANGUAGES) for name in COMPONENTS}


def test_every_component_names_what_planning_knows() -> None:
    known = knowledge.components()
    planned = {task.id for component in known.values() for task in component.tasks}
    for name, shared in library.components().items():
        assert shared.component is None or shared.component in known, name
        assert set(shared.tasks) <= planned, name
    tasks = [task for shared in library.components().values() for task in shared.tasks]
    assert len(tasks) == len(set(tasks))


def test_the_exemplars_are_green(tmp_path: Path) -> None:
    lay_out(tmp_path, -1)
    ran, red = run_tests(tmp_path)
    assert ran >= TESTS_AT_LEAST
    assert red == {}


@pytest.mark.parametrize("number", [None, 0, 1, 2], ids=["all open", "first open", "second open", "third open"])
def test_what_is_open_turns_exactly_its_tests_red_and_says_so(tmp_path: Path, number: int | None) -> None:
    expected = lay_out(tmp_path, number)
    assert expected
    ran, red = run_tests(tmp_path)
    assert ran >= TESTS_AT_LEAST
    assert {file: set(names) for file, names in red.items()} == expected
    messages = [message for names in red.values() for found in names.values() for message in found]
    assert [message for message in messages if "TODO(human): " not in message] == []


def test_linter_and_type_checker_find_nothing_open_or_done(tmp_path: Path) -> None:
    for name, number in (("open", None), ("done", -1)):
        (tmp_path / name).mkdir()
        lay_out(tmp_path / name, number)
        for words in (["-m", "ruff", "check", "."], ["-m", "pyright", "--pythonpath", sys.executable, "-p", "."]):
            done = subprocess.run(
                [sys.executable, *words], cwd=tmp_path / name, capture_output=True, encoding="utf-8", timeout=300,
                check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{name}: {done.stdout}"


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_each_marker_leaves_two_to_ten_lines_with_hints(name: str, language: VariantLanguage) -> None:
    scaffold = scaffold_of(name, language)
    assert 1 <= len(scaffold.variant.cuts) <= 3
    for cut in scaffold.variant.cuts:
        text = plain(scaffold.texts[cut.file])
        whole = next(
            one for one in functions(text, placed(scaffold, language).paths[cut.file]) if one.symbol == cut.symbol
        )
        lines = [line for line in text[whole.body_start : whole.body_end].splitlines() if line.strip()]
        lines = [line for line in lines if not line.strip().startswith(("//", "#"))]
        assert 2 <= len(lines) <= 10, (cut.symbol, len(lines))
        assert whole.docstring, cut.symbol
        assert set(cut.tests) <= set(_titles(scaffold)), cut.symbol


def _titles(scaffold: Scaffold) -> set[str]:
    """Every name in a test file that could be that of a test."""
    tests = [text for name, text in scaffold.texts.items() if scaffold.variant.files[name].role == "test"]
    if scaffold.language == "python":
        return {
            line[4:].partition("(")[0] for text in tests for line in text.splitlines() if line.startswith("def test_")
        }
    return {name for text in tests for cut in scaffold.variant.cuts for name in cut.tests if name in text}


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_what_is_handed_over_passes_the_check_of_strangers_scaffolds(
    tmp_path: Path, name: str, language: VariantLanguage
) -> None:
    scaffold = scaffold_of(name, language)
    files = {file.path: file.text for file in render(scaffold, placed(scaffold, language))}
    assert static_checks.problems(files, Root(tmp_path), name) == []
    found = [(marker, body) for path, text in files.items() for marker, body in bodies_of(text, path)]
    assert [body.symbol for _, body in found if not body.is_stub] == []
    assert {body.symbol for _, body in found} == {cut.symbol for cut in scaffold.variant.cuts}
    assert [marker.text for marker, _ in found if not marker.hints] == []
    assert "your_package" not in "".join(files.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_by_common_rules_has_nothing_that_must_be_otherwise(tmp_path: Path, language: VariantLanguage) -> None:
    width = 88 if language == "python" else 125
    (tmp_path / "CLAUDE.md").write_text(CONSTITUTION.format(width=width), encoding="utf-8")
    written, left_open = 0, set[str]()
    for name in COMPONENTS:
        scaffold = scaffold_of(name, language)
        for state in (None, list[str]()):
            for file in render(scaffold, placed(scaffold, language), only=state):
                path = tmp_path / ("open" if state is None else "done") / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(file.text, encoding="utf-8")
                written += 1
                place = path.relative_to(tmp_path)
                left_open |= {f"{place}:{line}" for line in static_checks.open_lines(file.text, file.path)}
    found = review(Request(tmp_path, ".", "all", 0))
    assert found.coverage.analysed == written
    must = [f"{one.path}:{one.line} {one.check} {one.fact}" for one in found.findings if one.severity == "must"]
    must = [line for line in must if line.partition(" ")[0] not in left_open]
    assert must == []


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_exemplars_hold_the_code_that_was_cut_and_the_tests_that_wait_for_it(
    name: str, language: VariantLanguage
) -> None:
    scaffold = scaffold_of(name, language)
    place = placed(scaffold, language)
    found: list[Any] = exemplars(scaffold, place)
    open_texts = {file.path: file.text for file in render(scaffold, place)}
    for one, cut in zip(found, scaffold.variant.cuts, strict=True):
        assert one.task == name
        assert len(one.tests) == len(cut.tests)
        assert one.text not in open_texts[one.path]
        # A reply that has all of these gives it away, so that what is handed over must not have them all.
        assert all(word in one.text for word in cut.core), (cut.symbol, cut.core)
