"""`teach lint` as a person or a script meets it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mcp_server.cli import main

COMMAND = "---\ndescription: Tidy up\n{front}---\n\nTidy.\n"
Lint = Callable[..., tuple[int, str, str]]


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Lint:
    def run(*argv: str) -> tuple[int, str, str]:
        code = main(["lint", *argv])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(front: str, name: str = "tidy") -> Path:
        folder = tmp_path / ".claude" / "commands"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.md").write_text(COMMAND.format(front=front), encoding="utf-8")
        return tmp_path

    return write


def test_an_error_is_shown_with_place_fact_and_move_and_ends_with_1(lint: Lint, project: Callable[..., Path]) -> None:
    code, out, err = lint(str(project("allowed_tools: Read\n")))
    assert (code, err) == (1, "")
    for part in (".claude/commands/tidy.md:3", "misspelt-key", "2.1.330", "→ Did you mean allowed-tools?"):
        assert part in out
    assert out.splitlines()[-1] == "1 file checked: 1 error, 0 warnings"
    assert "\x1b" not in out


def test_a_warning_ends_with_0_and_under_strict_with_1(lint: Lint, project: Callable[..., Path]) -> None:
    folder = str(project("", "review"))
    code, out, _ = lint(folder)
    assert (code, out.splitlines()[-1]) == (0, "1 file checked: 0 errors, 1 warning")
    assert lint(folder, "--strict")[0] == 1


def test_a_clean_folder_is_called_so(lint: Lint, project: Callable[..., Path]) -> None:
    assert lint(str(project("model: haiku\n")), "--strict") == (0, "1 file checked: no problems\n", "")


def test_json_has_problems_checked_and_skipped(lint: Lint, project: Callable[..., Path]) -> None:
    folder = project("model: gpt4\n")
    (folder / ".claude" / "commands" / "zeros.md").write_bytes(b"\0")
    code, out, _ = lint(str(folder), "--format", "json")
    document = json.loads(out)
    assert code == 1
    assert set(document) == {"problems", "checked", "skipped"}
    (problem,) = document["problems"]
    assert set(problem) == {"id", "severity", "path", "line", "text", "fact", "move"}
    assert (problem["id"], problem["line"], problem["text"]) == ("unknown-model", 3, "gpt4")
    assert document["checked"] == [".claude/commands/tidy.md"]
    assert document["skipped"] == [{"path": ".claude/commands/zeros.md", "reason": "not a text"}]


def test_what_was_not_checked_is_named(lint: Lint, project: Callable[..., Path]) -> None:
    folder = project("")
    (folder / ".claude" / "commands" / "other.md").symlink_to("tidy.md")
    code, out, _ = lint(str(folder))
    assert code == 0
    assert "not checked: .claude/commands/other.md (symbolic link)" in out
    assert out.splitlines()[-1] == "1 file checked, 1 not: no problems"


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_nothing_to_lint_is_bad_input_with_the_next_move(lint: Lint, tmp_path: Path, name: str) -> None:
    code, out, err = lint(str(tmp_path / name))
    assert (code, out) == (2, "")
    assert err.startswith("teach lint: ")
    assert "pass " in err


def test_a_terminal_sequence_in_a_file_is_not_passed_on(lint: Lint, project: Callable[..., Path]) -> None:
    code, out, _ = lint(str(project('"\\e[31mmodle": x\n')))
    assert code in {0, 1}
    assert "\x1b" not in out
