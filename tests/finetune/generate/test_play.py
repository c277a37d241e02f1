"""What a command said: without times, folders and trailing blanks, and otherwise as it was."""

from pathlib import Path

import pytest

from finetune.generate.ground import Ground
from finetune.generate.kinds import suites
from finetune.generate.play import lay, plain, play

TIMED = """
test("rings after 90s", () => {
  assert.equal(after("90s"), 90);
});
"""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Ran 2 tests in 0.004s\n\nOK", "Ran 2 tests in … s\n\nOK"),
        ("1 failed, 2 passed in 12.31s", "1 failed, 2 passed in … s"),
        ("✔ adds up (0.513ms)\n✖ waits (2s) (7ms)", "✔ adds up (… s)\n✖ waits (2s) (… s)"),
        ("`python -m unittest` ended with 0 (0.31 s), 3 passed", "`python -m unittest` ended with 0 (… s), 3 passed"),
    ],
)
def test_how_long_a_run_took_is_left_out(said: str, told: str) -> None:
    assert plain(said.encode(), Path("/nowhere")) == told


@pytest.mark.parametrize(
    "said",
    ["✖ rings after 90s", "AssertionError: '30 seconds' != '30 s'", "a lap in 58s", "(0.5 km in 100 ms)", "wait = 5 s"],
)
def test_a_name_or_a_value_may_speak_of_time(said: str) -> None:
    assert plain(said.encode(), Path("/nowhere")) == said


def test_blanks_at_the_beginning_stay_and_blank_lines_around_go() -> None:
    assert plain(b"\n\n M tide.py\n?? notes.txt  \n\n", Path("/nowhere")) == " M tide.py\n?? notes.txt"


def test_a_changed_file_is_told_from_a_staged_one(tmp_path: Path) -> None:
    lay(tmp_path, {"tide.py": "HIGH = 1\n"})
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Add tides"]):
        assert play(tmp_path, ["git", *words]).exit == 0
    lay(tmp_path, {"tide.py": "HIGH = 2\n"})
    assert play(tmp_path, ["git", "status", "--short"]).said == " M tide.py"
    assert play(tmp_path, ["git", "add", "."]).exit == 0
    assert play(tmp_path, ["git", "status", "--short"]).said == "M  tide.py"


def test_a_red_test_keeps_the_duration_in_its_name(place: Ground) -> None:
    case = {"id": "egg", "runner": "node", "path": "egg.js", "names": "after"}
    code = "export const after = (text) => text.length;\n"
    run = {"code": code, "test": suites.head(case) + TIMED}
    (found,) = suites.outcomes(place.proofs.of(suites.job("play", case, [run])))
    assert (found.name, found.failed) == ("rings after 90s", 1)
