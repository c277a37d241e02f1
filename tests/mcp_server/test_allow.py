"""`teach allow` and `teach deny` as a person at a terminal, and as everything that is none."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mcp_server.cli import main
from teaching.verification import consent, sandbox
from teaching.verification.commands import commands_of
from tests.terminal import at_terminal as run_at_terminal

TEACH = [sys.executable, "-m", "mcp_server"]
CLAUDE_MD = "# Shop\n\n## Common Commands\n- test: python -m pytest\n- lint: ruff check .\n- build: make all; rm x\n"
TERMINAL_S = 60
Allow = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "CLAUDE.md").write_text(CLAUDE_MD, encoding="utf-8")
    (folder / "conftest.py").write_text("", encoding="utf-8")
    return folder


@pytest.fixture
def bubblewrap(require_part: Callable[[object, str], None]) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is not installed, or user namespaces are forbidden")


@pytest.fixture
def allow(root: Path, bubblewrap: None) -> Allow:
    """`allow(*words, answer=…)`: exit code and what the terminal showed; the answer is typed at the question."""

    def at_terminal(*words: str, answer: str = "y\n", typed_before: str = "", env=None) -> tuple[int, str]:
        return run_at_terminal([*TEACH, "allow", *words], root, answer, typed_before=typed_before, env=env)

    return at_terminal


def allowed(root: Path) -> list[list[str]]:
    return [record.argv for record in consent.granted(root)]


def test_a_person_sees_everything_and_says_yes(allow: Allow, root: Path) -> None:
    code, shown = allow("test", "--env", "DATABASE_URL")
    assert code == 0, shown
    for part in (str(root), "python -m pytest", "CLAUDE.md:4", "bubblewrap", "loopback", "DATABASE_URL", "conftest.py"):
        assert part in shown
    assert allowed(root) == [["python", "-m", "pytest"]]
    (command,) = commands_of(root).of("test")
    state = consent.is_allowed(root, command)
    assert isinstance(state, consent.Allowed)
    assert (state.env, state.network) == (("DATABASE_URL",), False)


@pytest.mark.parametrize("answer", ["n\n", "\n", "\x04", "yeah\n", "allow\n"])
def test_anything_but_yes_is_no(allow: Allow, root: Path, answer: str) -> None:
    code, shown = allow(answer=answer)
    assert (code, allowed(root)) == (1, [])
    assert "Nothing was allowed" in shown


def test_what_was_typed_before_the_question_does_not_answer_it(allow: Allow, root: Path) -> None:
    code, _ = allow("test", answer="n\n", typed_before="y\ny\ny\n")
    assert (code, allowed(root)) == (1, [])


def test_a_change_is_named_when_it_is_asked_again(allow: Allow, root: Path) -> None:
    allow("test")
    (root / "conftest.py").write_text("import os\n", encoding="utf-8")
    _, shown = allow("test", answer="n\n")
    assert "since you allowed it: conftest.py changed" in shown


def test_hidden_characters_of_a_project_are_not_shown(allow: Allow, root: Path) -> None:
    (root / "sub\x1b[8m").mkdir()
    (root / "sub\x1b[8m" / "conftest.py").write_text("", encoding="utf-8")
    _, shown = allow("test", answer="n\n")
    assert "\x1b[8m" not in shown


def test_an_agents_shell_is_refused_even_at_a_terminal(allow: Allow, root: Path) -> None:
    code, shown = allow(env={"CLAUDECODE": "1"})
    assert (code, allowed(root)) == (1, [])
    assert "opened by an agent (CLAUDECODE is set)" in shown


@pytest.mark.parametrize(
    "shell",
    [
        "{teach} allow test",
        "echo y | {teach} allow test",
        "yes | {teach} allow test",
        "{teach} allow test <<EOF\ny\nEOF",
        "{teach} allow test < /dev/null > /dev/null",
        "TEACH_ALLOW=1 CI=1 {teach} allow test",
    ],
)
def test_a_shell_tool_gets_a_refusal_that_names_what_the_person_types(root: Path, shell: str) -> None:
    line = shell.format(teach=" ".join(TEACH))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == 1
    assert "only a person at a terminal can answer this" in done.stderr
    assert done.stderr.strip().endswith("allow test")
    assert allowed(root) == []


def test_without_a_sandbox_no_consent_is_kept(allow: Allow, root: Path, tmp_path: Path) -> None:
    for name in ("python3", "sh"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).symlink_to("/bin/sh")
    code, shown = allow(env={"PATH": str(tmp_path / "bin")})
    assert (code, allowed(root)) == (1, [])
    assert "install bubblewrap" in shown


def test_a_command_that_is_never_run_is_named_with_its_reason(allow: Allow) -> None:
    code, shown = allow("build")
    assert code == 2
    assert "CLAUDE.md:6: `make all; rm x` is never run: `;` needs a shell" in " ".join(shown.split())


def test_a_project_without_commands_says_how_to_declare_one(allow: Allow, root: Path) -> None:
    (root / "CLAUDE.md").write_text("# Shop\n", encoding="utf-8")
    (root / "conftest.py").unlink()
    code, shown = allow()
    assert code == 2
    assert "Common Commands" in shown


def test_the_list_says_what_counts_and_deny_takes_it_back(
    allow: Allow, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert main(["allow", "--list"]) == 0
    assert "Nothing is allowed here" in capsys.readouterr().out
    allow("--network")
    assert main(["allow", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all("by terminal; network; counts)" in line for line in lines)
    (root / "ruff.toml").write_text("", encoding="utf-8")
    main(["allow", "--list"])
    assert "ruff.toml is new" in capsys.readouterr().out
    assert main(["deny", "lint"]) == 0
    assert capsys.readouterr().out == "1 consent taken back.\n"
    assert allowed(root) == [["python", "-m", "pytest"]]
    assert main(["deny"]) == 0
    capsys.readouterr()
    assert main(["deny"]) == 0
    assert capsys.readouterr().out == "There was nothing to take back.\n"


@pytest.mark.parametrize("words", [["allow", "everything"], ["allow", "--env"], ["deny", "x"]])
def test_a_wrong_word_is_bad_input(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
