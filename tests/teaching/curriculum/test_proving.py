"""A curriculum project is proven both ways, and each thing that is wrong with one is said."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.curriculum import states
from teaching.curriculum.environment import installed_in
from teaching.curriculum.proving import Least, Proof, Way, build, check
from teaching.curriculum.shelf import project_at
from teaching.errors import BadInputError
from teaching.verification import sandbox
from tests.teaching.curriculum import sample

Change = Callable[[dict[str, Any]], None]
COUNTING = "src/tally/counting.py"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = sample.make(tmp_path)
    build(folder)
    return folder


@pytest.fixture
def boxed(require_part: Callable[[object, str], None]) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is not installed")


def change(folder: Path, how: Change) -> None:
    """Changes `project.json`, and writes the starter that goes with it."""
    place = folder / ".meta" / "project.json"
    document = json.loads(place.read_text(encoding="utf-8"))
    how(document)
    place.write_text(json.dumps(document), encoding="utf-8")
    build(folder)


def only(*names: str) -> Change:
    """Leaves these tasks alone in the project."""

    def how(document: dict[str, Any]) -> None:
        document["tasks"] = [task for task in document["tasks"] if task["id"] in names]
        document["defects"] = []

    return how


def proved(folder: Path) -> Proof:
    return check(folder, Way(installed_in(None), Least(0, 0)))


def rewrite(folder: Path, path: str, old: str, new: str) -> None:
    place = folder / path
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")


def alone(folder: Path) -> None:
    """The two tasks about code, and nothing else."""
    for name in ("own-rule", "own-command", "own-branch"):
        (folder / "lessons" / f"{name}.md").unlink()
        (folder / ".meta" / "exemplar" / f"tests/test_{name.replace('-', '_')}.py").unlink()
    (folder / ".meta" / "exemplar" / "CLAUDE.md").unlink()
    (folder / ".meta" / "exemplar" / ".claude/commands/tally.md").unlink()
    for patch in (folder / ".meta" / "defects").iterdir():
        patch.unlink()
    text = sample.ROADMAP[: sample.ROADMAP.index("## Phase 2")]
    (folder / "ROADMAP.md").write_text(text, encoding="utf-8")
    change(folder, only("count-words", "top-words"))


def test_every_state_is_the_exemplar_with_the_later_work_left_open(project: Path) -> None:
    known = project_at(project)

    begun = states.whole(known, ())
    one = states.laid_in(known, "count-words")
    done = states.laid_in(known, "own-branch")

    assert begun[COUNTING].count(b"raise NotImplementedError") == 2
    assert one[COUNTING].count(b"raise NotImplementedError") == 1
    assert b"TODO(human)[top-words]: order the words" in one[COUNTING]
    assert done[COUNTING].decode() == sample.COUNTING
    assert begun["CLAUDE.md"].decode() == sample.CLAUDE_MD != done["CLAUDE.md"].decode()
    assert ".claude/commands/tally.md" not in begun
    assert ".claude/commands/tally.md" in done


def test_two_tasks_are_proven_state_by_state(project: Path, boxed: None) -> None:
    alone(project)

    proof = proved(project)

    assert proof.problems == []
    assert proof.tests == {"count-words": 2, "top-words": 2}
    assert (proof.others, proof.runs) == (1, 3)


def test_a_test_that_is_green_too_soon_and_one_that_is_red_too_long_are_named(project: Path, boxed: None) -> None:
    alone(project)
    soon = "tests/test_top_words.py"
    rewrite(project / ".meta" / "exemplar", soon, 'assert top("b a", 2)', 'assert True or top("b a", 2)')
    late = "tests/test_count_words.py"
    rewrite(project / ".meta" / "exemplar", late, 'assert count("  ") == {}', 'assert count("  ") == {"": 1}')
    build(project)

    problems = "\n".join(proved(project).problems)

    name = f"{soon}::test_of_equals_the_first_in_the_alphabet_comes_first"
    assert f"the starter: {name} is not red, and its task top-words is open" in problems
    assert f"with count-words laid in: {late}::test_nothing_is_no_word is red, and its task is done" in problems


def test_a_test_that_is_red_for_another_reason_is_named(project: Path, boxed: None) -> None:
    alone(project)
    path = "tests/test_count_words.py"
    rewrite(project / ".meta" / "exemplar", path, 'assert count("  ")', 'open("words.txt")\n    assert count("  ")')
    build(project)

    problems = "\n".join(proved(project).problems)

    assert f"the starter: {path}::test_nothing_is_no_word is red for another reason than the open work" in problems


DOCUMENTS = {
    "a heading too many": (
        lambda folder: rewrite(folder, "CLAUDE.md", "## Grading Rubric", "## Other\n\n## Grading Rubric"),
        "CLAUDE.md has the headings Training Protocol, ",
    ),
    "another output style": (
        lambda folder: rewrite(folder, "CLAUDE.md", "Learning (use", "Default (use"),
        "CLAUDE.md has no `- **Output Style:** Learning`",
    ),
    "another command": (
        lambda folder: rewrite(folder, "CLAUDE.md", "- lint: ruff check .", "- lint: ruff check src"),
        "CLAUDE.md has no line `- lint: ruff check .`",
    ),
    "a starter by hand": (
        lambda folder: rewrite(folder, "starter/src/tally/counting.py", "Counts words", "Counts"),
        "starter/src/tally/counting.py differs",
    ),
    "a task without proof": (
        lambda folder: rewrite(folder, "ROADMAP.md", "  - verify: python -m pytest tests/test_top_words.py\n", ""),
        "the task top-words has no `verify:`",
    ),
    "a task that nobody knows": (
        lambda folder: rewrite(folder, "ROADMAP.md", "id: top-words", "id: best-words"),
        "ROADMAP.md has other tasks than .meta/project.json: best-words",
    ),
    "a lesson that is too long": (
        lambda folder: rewrite(folder, "lessons/top-words.md", "Why", "Why\n" * 80),
        "lessons/top-words.md has 85 lines: 80 at most",
    ),
    "a lesson without its end": (
        lambda folder: rewrite(folder, "lessons/top-words.md", "teach verify", "teach prove"),
        "lessons/top-words.md does not end with the command that proves the task",
    ),
    "a rule of a defect that is not there": (
        lambda folder: rewrite(folder, "CLAUDE.md", "- Never use `eval`\n", ""),
        "defect evaluated: exactly one rule of CLAUDE.md is to have the words",
    ),
    "hints that are the solution": (
        lambda folder: change(
            folder,
            lambda document: document["tasks"][0]["cuts"][0].update(
                hints=["```python\n" + sample.COUNTING.split('"""')[4].split("\n\n")[0] + "\n```"]
            ),
        ),
        "the hints of count-words give count away",
    ),
}


@pytest.mark.parametrize(("how", "message"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_what_is_wrong_with_the_documents_is_said(
    project: Path, how: Callable[[Path], None], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is run: the documents are looked at before.
    monkeypatch.setattr("teaching.curriculum.proving._prove", lambda *all_of_it: None)
    monkeypatch.setattr("teaching.curriculum.bench.require_packages", lambda spec, one: None)
    assert proved(project).problems == []

    how(project)

    assert [line for line in proved(project).problems if message in line] != []


WRONG = {
    "an unknown key": (lambda document: document.update(colour="red"), "colour: Extra inputs are not permitted"),
    "a missing one": (lambda document: document.pop("hours"), "hours: Field required"),
    "a path that leaves": (
        lambda document: document["tasks"][0].update(tests=["../test_x.py"]),
        "tasks[0].tests[0]: write a plain relative path (outside the root)",
    ),
    "two of one name": (
        lambda document: document["tasks"][1].update(id="count-words"),
        "there are two of the task count-words",
    ),
    "nothing to do": (lambda document: document["tasks"][0].update(cuts=[]), "leaves nothing to the student"),
    "a number in words": (lambda document: document.update(hours="2"), "hours: Input should be a valid integer"),
}


@pytest.mark.parametrize(("how", "message"), WRONG.values(), ids=WRONG)
def test_a_project_json_that_is_wrong_is_refused_by_place(project: Path, how: Change, message: str) -> None:
    place = project / ".meta" / "project.json"
    document = json.loads(place.read_text(encoding="utf-8"))
    how(document)
    place.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(BadInputError) as refused:
        project_at(project)

    assert str(refused.value).startswith(".meta/project.json: ")
    assert message in str(refused.value)


def test_a_cut_that_does_not_fit_is_refused(project: Path) -> None:
    with pytest.raises(BadInputError, match="has no function totals with a body"):
        change(project, lambda document: document["tasks"][0]["cuts"][0].update(symbol="totals"))
