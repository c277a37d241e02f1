"""`teach mode`: what the constitution says, what a person chose instead, and a review that obeys."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from teaching.modes import mode_of
from tests.terminal import at_terminal

TEACH = [sys.executable, "-m", "mcp_server"]
LEARNING = "# Shop\n\n## Training Protocol\n- **Output Style:** Learning\n- Never use `eval`.\n"
EVAL = "def f(text):\n    return eval(text)\n"


@pytest.fixture
def root(make_repo: Callable[..., Any]) -> Path:
    made = make_repo({"CLAUDE.md": LEARNING, "app.py": ""}, name="shop")
    made.write({"app.py": EVAL})
    return made.root


def shown(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["mode", "--root", str(root), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def choice(root: Path) -> Path:
    return root / ".teaching" / "mode.json"


def test_the_constitutions_output_style_decides_and_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(root, capsys) == {"mode": "mentor", "source": "CLAUDE.md:4", "guards_markers": True}
    (root / "CLAUDE.md").write_text("# Shop\n", encoding="utf-8")
    assert shown(root, capsys) == {"mode": "colleague", "source": "", "guards_markers": False}
    assert main(["mode", "--root", str(root)]) == 0
    assert "CLAUDE.md names no output style" in capsys.readouterr().out


def test_what_a_person_chose_wins_until_it_is_auto_again(root: Path) -> None:
    code, said = at_terminal([*TEACH, "mode", "colleague"], root)
    assert (code, mode_of(root)) == (0, "colleague")
    assert "it was chosen (.teaching/mode.json)" in said
    assert at_terminal([*TEACH, "mode", "mentor", "--no-marker-guard"], root)[0] == 0
    assert json.loads(choice(root).read_text(encoding="utf-8")) == {"mode": "mentor", "guard_markers": False}
    assert at_terminal([*TEACH, "mode", "auto"], root)[0] == 0
    assert json.loads(choice(root).read_text(encoding="utf-8")) == {"guard_markers": False}
    assert at_terminal([*TEACH, "mode", "--marker-guard"], root)[0] == 0
    assert not choice(root).exists()
    assert (root / "CLAUDE.md").read_text(encoding="utf-8") == LEARNING


@pytest.mark.parametrize("words", [["colleague"], ["auto"], ["--no-marker-guard"]])
def test_only_a_person_chooses(root: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(["mode", *words, "--root", str(root)]) == 1
    assert "only a person at a terminal" in capsys.readouterr().err
    assert not choice(root).exists()


def test_the_review_obeys_the_choice(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def review() -> str:
        main(["review", str(root), "--format", "markdown"])
        return capsys.readouterr().out

    assert "Ask: " in review()
    choice(root).parent.mkdir(exist_ok=True)
    choice(root).write_text('{"mode": "colleague"}', encoding="utf-8")
    said = review()
    assert "Direction: " in said
    assert "Ask: " not in said


@pytest.mark.parametrize("content", ["{", '{"mode": "boss"}', "[]", '{"guard_markers": "no"}'])
def test_a_choice_that_nobody_understands_counts_for_nothing_and_is_noted(
    root: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    choice(root).parent.mkdir()
    choice(root).write_text(content, encoding="utf-8")
    found = shown(root, capsys)
    assert (found["mode"], found["guards_markers"]) == ("mentor", True)
    assert ".teaching/mode.json" in found["note"]


def test_a_folder_that_is_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mode.json").write_text('{"mode": "colleague"}', encoding="utf-8")
    (root / ".teaching").symlink_to(tmp_path / "elsewhere")
    assert mode_of(root) == "mentor"
