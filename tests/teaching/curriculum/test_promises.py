"""What `teach curriculum check` says of a project's tasks before it runs anything: each promise, broken once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from tests.teaching.curriculum import sample

COUNTING = "src/tally/counting.py"
COUNT = sample.COUNTING[sample.COUNTING.index("def count") : sample.COUNTING.index("\n\n\ndef top")]
BODY = COUNT.split('"""\n')[1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return sample.make(tmp_path)


@pytest.fixture
def problems(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[], list[str]]:
    """What the check says; nothing is run, for all this is looked at before."""
    monkeypatch.setattr("teaching.curriculum.proving._prove", lambda *all_of_it: None)
    monkeypatch.setattr("teaching.curriculum.bench.require_packages", lambda spec, one: None)

    def said() -> list[str]:
        assert main(["curriculum", "build", str(project)]) == 0
        capsys.readouterr()
        code = main(["curriculum", "check", str(project), "--format", "json"])
        found: list[str] = json.loads(capsys.readouterr().out)["problems"]
        assert code == (1 if found else 0)
        return found

    return said


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    def how(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")

    return how


def cut(**what: Any) -> Callable[[Path], None]:
    """Changes the first cut of the first task."""

    def how(folder: Path) -> None:
        place = folder / ".meta" / "project.json"
        document = json.loads(place.read_text(encoding="utf-8"))
        document["tasks"][0]["cuts"][0].update(what)
        place.write_text(json.dumps(document), encoding="utf-8")

    return how


def added(text: str) -> Callable[[Path], None]:
    """Writes something under the functions of the exemplar."""
    return replaced(f".meta/exemplar/{COUNTING}", "[:most]\n", f"[:most]\n\n\n{text}")


ROADMAP, README = "ROADMAP.md", "README.md"
BROKEN = {
    "a proof of a file that is not there": (
        replaced(ROADMAP, "pytest tests/test_top", "pytest tests/test_no.py tests/test_top"),
        "ROADMAP.md:8: the task top-words verifies tests/test_no.py, which the starter does not have",
    ),
    "a proof that waits for a later task": (
        replaced(ROADMAP, "test_count_words.py", "test_count_words.py tests/test_top_words.py"),
        "the task count-words verifies tests/test_top_words.py, which is red until top-words is done",
    ),
    "a file that nobody has": (
        replaced(ROADMAP, "files: CLAUDE.md", "files: CLAUDE.md, src/rules.py"),
        "the task own-rule has src/rules.py under `files:`, which neither the starter nor the exemplar has",
    ),
    "a criterion that says nothing": (
        replaced(ROADMAP, "the rule is checked", "it works"),
        "the task own-rule has the criterion “it works”: say what can be seen once it holds",
    ),
    "a task that waits for one behind it": (
        replaced(ROADMAP, "Acceptance: every word", "depends: top-words\n  - Acceptance: every word"),
        "the task count-words depends on top-words, which does not come before it",
    ),
    "another size": (
        replaced(ROADMAP, "  - Acceptance: every word", "  - size: 90 min\n  - Acceptance: every word"),
        "the task count-words takes 90 min, and 20 in .meta/project.json",
    ),
    "no hint": (cut(hints=[]), "the cut count of count-words has 0 hints: 1 to 4 are wanted"),
    "too many hints": (
        cut(hints=["One?", "Two?", "Three?", "Four?", "Five?"]),
        "the cut count of count-words has 5 hints: 1 to 4 are wanted",
    ),
    "a hint that repeats its marker": (
        cut(hints=["Count  each word"]),
        "the cut count of count-words says “count each word” twice",
    ),
    "a core word that no solution needs": (
        cut(core=["Counter("]),
        "the cut count of count-words has the core word `Counter(`, and its solution does without it",
    ),
    "a marker in the exemplar": (
        added("# TODO(human): letters as well\n"),
        f".meta/exemplar/{COUNTING}:18 has a TODO(human) beside its own solution",
    ),
    "a solution that stands beside its marker": (
        added(COUNT.replace("def count", "def tally") + "\n"),
        f"starter/{COUNTING} has every line of the solution of count, beside its TODO(human)",
    ),
    "one as a comment": (
        added("".join(f"# {line}\n" for line in BODY.splitlines())),
        f"starter/{COUNTING} has every line of the solution of count, beside its TODO(human)",
    ),
    "one by other names": (
        added(COUNT.replace("def count", "def tally").replace("counts", "found").replace("word", "part") + "\n"),
        "tally does what count is to do, beside its TODO(human)",
    ),
    "one in a test": (
        replaced(".meta/exemplar/tests/test_start.py", "import tally\n", f"import tally\n\n\n{COUNT}\n\n"),
        "starter/tests/test_start.py has every line of the solution of count, which the student reads",
    ),
    "a task whose words are the solution": (
        replaced(
            ROADMAP,
            "every word is counted, whatever its case",
            "Start with an empty dictionary. Split the text in lower case into words. For each word take its count, "
            "or 0 where it has none, and set it to one more. Return the counts",
        ),
        "title and criteria of count-words read as the solution of count",
    ),
    "a picture that is not there": (
        replaced(README, "# Tally", "# Tally\n\n![It](finished.svg)"),
        "README.md shows finished.svg, which is not there",
    ),
    "no README": (lambda folder: (folder / README).unlink(), "README.md is missing"),
    "no ROADMAP": (lambda folder: (folder / ROADMAP).unlink(), "ROADMAP.md"),
    "no constitution": (lambda folder: (folder / "CLAUDE.md").unlink(), "CLAUDE.md"),
    "no picture": (replaced(README, "```", ""), "README.md shows nothing of the finished thing"),
}


@pytest.mark.parametrize(("how", "message"), BROKEN.values(), ids=BROKEN)
def test_a_promise_that_is_broken_is_named(
    project: Path, problems: Callable[[], list[str]], how: Callable[[Path], None], message: str
) -> None:
    assert problems() == []

    how(project)

    assert [line for line in problems() if message in line]


def test_a_task_has_three_cuts_at_most(project: Path, problems: Callable[[], list[str]]) -> None:
    added("".join(f"def more{n}(x: int) -> int:\n    return x * {n + 1}7 + 3\n\n\n" for n in range(3)))(project)
    place = project / ".meta" / "project.json"
    document = json.loads(place.read_text(encoding="utf-8"))
    document["tasks"][0]["cuts"] += [sample.cut(f"more{n}", f"number {n}", f"How far is {n}?") for n in range(3)]
    place.write_text(json.dumps(document), encoding="utf-8")

    assert "the task count-words has 4 cuts: 3 at most, so that it is one sitting" in problems()
