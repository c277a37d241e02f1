"""The hook for pre-commit: its form, and its entry, which holds a commit back when what is staged breaks a rule.

Not covered: pre-commit itself, which would fetch; the entry runs as git runs a hook.
"""

import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
CLAUDE_MD = "# Shop\n\n## Standards\n- Never use `eval`\n- Functions should be at most 3 lines long\n"
UNSAFE = "y = eval(input())\n"
LONG = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"

MakeRepo = Callable[..., Any]


@pytest.fixture
def repo(make_repo: MakeRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A repository whose commits run the hook's entry, with `teach` on the path as in the hook's environment."""
    repo = make_repo({"CLAUDE.md": CLAUDE_MD, "shop.py": "x = 1\n"})
    program = tmp_path / "bin" / "teach"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -P -m mcp_server "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return repo


def entry(repo: Any, *arguments: str) -> int:
    argv = [*shlex.split(HOOKS[0]["entry"]), *HOOKS[0].get("args", []), *arguments]
    return subprocess.run(argv, cwd=repo.root, capture_output=True, timeout=120, check=False).returncode


def test_the_hook_has_the_form_that_pre_commit_reads() -> None:
    (hook,) = HOOKS
    assert hook["id"] == "teach-review"
    assert set(hook) <= {
        *("id", "name", "description", "entry", "language", "pass_filenames", "types", "require_serial", "stages"),
        "minimum_pre_commit_version",
    }
    assert (hook["language"], hook["pass_filenames"], hook["types"]) == ("python", False, ["file"])
    assert hook["stages"] == ["pre-commit"] and hook["minimum_pre_commit_version"] == "3.2.0"


def test_what_pre_commit_installs_has_the_program_and_stays_light() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert shlex.split(HOOKS[0]["entry"])[0] in project["scripts"]
    assert not [
        need for need in project["dependencies"] if need.startswith(("torch", "llama", "transformers", "oxlint"))
    ]


def test_only_what_is_staged_holds_a_commit_back(repo: Any) -> None:
    assert entry(repo) == 0
    repo.write({"shop.py": UNSAFE, "new.py": UNSAFE})
    assert entry(repo) == 0
    repo.git("add", "shop.py")
    assert entry(repo) == 1
    repo.write({"shop.py": "x = 2\n"})
    assert entry(repo) == 1, "what is staged counts, not what stands there now"
    repo.git("add", "shop.py")
    assert entry(repo) == 0


def test_arguments_of_a_user_come_last_and_win(repo: Any) -> None:
    repo.write({"shop.py": LONG})
    repo.git("add", "shop.py")
    assert entry(repo) == 1
    assert entry(repo, "--fail-on", "must") == 0
    repo.git("commit", "--quiet", "--message", "long")
    assert entry(repo) == 0
    assert entry(repo, "--scope", "HEAD~1...HEAD") == 1


@pytest.mark.parametrize("words", [("--all",), ("shop.py",), ("--include", "shop.py")], ids=" ".join)
def test_a_commit_that_stages_by_itself_is_reviewed_too(repo: Any, words: tuple[str, ...]) -> None:
    hook = repo.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec {HOOKS[0]['entry']}\n", encoding="utf-8")
    hook.chmod(0o755)
    repo.write({"shop.py": UNSAFE})

    def commit() -> int:
        argv = ["git", "commit", "--quiet", "--message", "try", *words]
        return subprocess.run(argv, cwd=repo.root, capture_output=True, timeout=120, check=False).returncode

    assert commit() == 1
    repo.write({"shop.py": "x = 2\n"})
    assert commit() == 0


def test_an_index_outside_the_repository_is_not_read(
    repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write({"shop.py": UNSAFE})
    repo.git("add", "shop.py")
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").write_bytes(b"no index")
    assert entry(repo) == 1
