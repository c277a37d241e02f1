"""`teach hollow` where a project is not laid out as the first one that comes to mind, and where it is cut short."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.hollowing.commanding import test_command as command_of
from teaching.verification import sandbox
from teaching.verification.commands import parse
from teaching.verification.consent import grant
from tests.npm import node_of_the_wheel

TEACH = [sys.executable, "-m", "mcp_server", "hollow"]
SLUG = '''\
import re


def slug(text: str) -> str:
    """A text in lower case, joined by dashes."""
    words = re.findall(r"[a-z]+", text.lower())
    return "-".join(words)
'''
SRC = {
    "src/shop/__init__.py": "",
    "src/shop/text.py": SLUG,
    "tests/test_text.py": "from shop.text import slug\n\n\ndef test_slug():\n    assert slug('A b') == 'a-b'\n",
    "tox.ini": "[tox]\nenv_list = py311\n",
}
SUM = "export function sum(numbers) {\n  let all = 0;\n  for (const one of numbers) all += one;\n  return all;\n}\n"
WORKSPACE = {
    "package.json": '{"workspaces": ["packages/*"]}\n',
    "packages/a/package.json": '{"type": "module", "scripts": {"test": "node --test \\"test/*.js\\""}}\n',
    "packages/a/src/sums.js": SUM,
    "packages/a/test/sums.test.js": 'import assert from "node:assert/strict";\nimport test from "node:test";\n'
    'import { sum } from "../src/sums.js";\ntest("sum", () => assert.equal(sum([1, 2]), 3));\n',
    "packages/a/test/other.test.js": 'import test from "node:test";\ntest("other", () => {});\n',
}


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch, require_part: Callable[[object, str], None]) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    node = node_of_the_wheel()
    folders = [str(Path(sys.executable).parent), *([str(node.parent)] if node else []), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(folders))


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TEACH, *words], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=300,
        check=False,
    )  # fmt: skip


def allow(root: Path) -> None:
    paths = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    grant(root, [command_of(root, None, paths)], "terminal")


def test_a_package_that_is_not_installed_and_has_only_tox_becomes_exercises(
    make_repo: Callable[..., Any], tmp_path: Path
) -> None:
    root, target = make_repo(SRC).root, tmp_path / "learner"
    allow(root)
    done = run(root, "--to", str(target), "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [one["symbol"] for one in found["exercises"]] == ["slug"]
    line = "verify: python -m pytest -o pythonpath=src tests/test_text.py::test_slug\n"
    assert line in (target / "ROADMAP.md").read_text("utf-8")
    assert any("begin with the code of the new folder" in note for note in found["notes"])


def test_a_part_of_a_workspace_is_allowed_by_the_words_that_are_printed(
    make_repo: Callable[..., Any], tmp_path: Path
) -> None:
    top, target = make_repo(WORKSPACE).root, tmp_path / "learner"
    words = ["packages/a/src/sums.js", "--to", str(target), "--format", "json"]
    refused = run(top, *words)
    assert refused.returncode == 1
    assert "allow test --root packages/a`" in refused.stderr
    allow(top / "packages" / "a")
    done = run(top, *words)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["exercises"][0]["red_tests"] == ["test/sums.test.js > sum"]
    # Behind `npm test --` the pattern would be an argument of the script's files, and other files would run too.
    roadmap = (target / "ROADMAP.md").read_text("utf-8")
    assert "verify: node --test --test-name-pattern '^(sum)$' test/sums.test.js\n" in roadmap


def test_without_git_a_file_belongs_to_the_project_in_which_it_was_typed(tmp_path: Path) -> None:
    for name, text in SRC.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run(tmp_path, "src/shop/text.py", "--dry-run", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["exercises"][0]["path"] == "src/shop/text.py"


def test_tests_that_cannot_start_are_told_with_their_reason(make_repo: Callable[..., Any]) -> None:
    root = make_repo({**SRC, "src/shop/text.py": "import no_such_package\n" + SLUG}).root
    allow(root)
    done = run(root, "--auto", "1", "--to", str(root.parent / "learner"))
    assert done.returncode == 1
    assert "No module named 'no_such_package'" in done.stderr and "installed" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_end_leaves_no_copy_and_no_folder(
    make_repo: Callable[..., Any], tmp_path: Path, number: signal.Signals
) -> None:
    endless = "import time\n\n\ndef test_slug():\n    time.sleep(600)\n"
    root = make_repo({**SRC, "tests/test_text.py": endless}).root
    command, _ = parse("test", "python -m pytest", "--tests", root)
    grant(root, command, "terminal")
    temporary, target = tmp_path / "tmp", tmp_path / "learner"
    temporary.mkdir()
    words = ["--to", str(target), "--tests", "python -m pytest"]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(
        [*TEACH, *words], cwd=root, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:  # fmt: skip
        until = time.monotonic() + 60
        while not list(temporary.glob("teach-run-*/reports/started")) and time.monotonic() < until:
            assert process.poll() is None, process.communicate()
        process.send_signal(number)
        said = process.communicate(timeout=30)[1]
    assert process.returncode == 130, said
    assert b"stopped, and nothing was made" in said
    assert not list(temporary.iterdir()) and not target.exists()


@pytest.mark.full  # a suite that takes twenty seconds, three times
def test_when_the_time_is_spent_what_is_not_tried_is_said(make_repo: Callable[..., Any], tmp_path: Path) -> None:
    slow = "import time\n" + SRC["tests/test_text.py"].replace("    assert", "    time.sleep(21)\n    assert")
    root = make_repo({**SRC, "tests/test_text.py": slow}).root
    allow(root)
    done = run(root, "--minutes", "1", "--to", str(tmp_path / "learner"), "--format", "json")
    assert done.returncode == 1
    notes = json.loads(done.stdout)["notes"]
    assert any("the 1 minutes are spent: 1 more function was not tried" in note for note in notes)
