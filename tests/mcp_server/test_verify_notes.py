"""What a red verification says beside its first failure: whose files, what is missing, where a hint is to be had."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from teaching.learning import record
from teaching.verification import commands, consent

Run = Callable[..., tuple[int, str, str]]
ROADMAP = """\
- [ ] Sum <!-- id: sum -->
  - files: basket.py
  - verify: python -m pytest test_basket.py
"""
CLAUDE = "# Rules\n\n## Common Commands\n- test: python -m pytest\n- lint: ruff check .\n"
FILES = {
    "CLAUDE.md": CLAUDE,
    "ROADMAP.md": ROADMAP,
    "ruff.toml": "lint.select = ['F']\n",
    "basket.py": "def total(prices):\n    return sum(prices)\n",
    "test_basket.py": "from basket import total\n\n\ndef test_sum():\n    assert total([1, 2]) == 3\n",
    "conftest.py": "",
    "old.py": "import os\n",
}


@pytest.fixture
def project(make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    made = make_repo(FILES, name="shop")
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")
    allow(made.root)
    return made


def allow(root: Path) -> None:
    found = [*commands.commands_of(root).commands]
    found.append(commands.Command("verify", ("python", "-m", "pytest", "test_basket.py"), "", "ROADMAP.md"))
    consent.grant(root, found, "terminal")


@pytest.fixture
def teach(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_a_linter_that_was_red_before_is_said_to_be_none_of_the_tasks(project: Any, teach: Run) -> None:
    code, out, _ = teach("verify", "sum")

    assert code == 1
    assert "## sum: not ticked" in out
    assert "none of it is in a file of this task, it is in old.py: no task is ticked while the linter is red" in out
    assert "narrow `lint` in the Common Commands of CLAUDE.md" in out


def test_what_the_task_added_is_told_from_what_was_there(project: Any, teach: Run) -> None:
    project.write({"basket.py": f"import os\n\n\n{FILES['basket.py']}"})

    _, out, _ = teach("verify", "sum")

    assert "some of it is in files that this task does not name: old.py" in out
    project.write({"old.py": ""})
    assert "of it is in" not in teach("verify", "sum")[1]


def test_a_narrowed_linter_lets_the_tick_through(project: Any, teach: Run) -> None:
    project.write({"CLAUDE.md": CLAUDE.replace("ruff check .", "ruff check basket.py")})
    allow(project.root)

    code, out, _ = teach("verify", "sum")

    assert (code, "verified and ticked" in out) == (0, True)


def test_a_runner_that_is_not_installed_is_no_attempt(project: Any, teach: Run) -> None:
    # An environment of its own in which nothing is installed: the one that the learner forgot to fill.
    bare = project.root / ".venv"
    (bare / "bin").mkdir(parents=True)
    settings = f"home = {Path(sys.base_prefix) / 'bin'}\ninclude-system-site-packages = false\n"
    (bare / "pyvenv.cfg").write_text(settings, encoding="utf-8")
    (bare / "bin/python").symlink_to(Path(sys.base_prefix) / "bin" / "python3")

    code, out, err = teach("verify", "sum")

    assert (code, out) == (3, "")
    assert "did not run: pytest is not installed for " in err
    assert "python3 -m venv .venv" in err
    assert record.read(project.root).attempts == {}


def test_the_same_words_from_a_test_are_no_missing_runner(project: Any, teach: Run) -> None:
    project.write({"basket.py": "import nothing_of_the_kind\n"})

    code, out, _ = teach("verify", "sum", "--format", "json")

    assert code == 1
    assert "No module named" in json.loads(out)["failure"]["text"]
    assert "sum" in record.read(project.root).attempts
