"""A project's command finds the program `teach` that runs it, and nothing else that is installed beside it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from teaching.program import own_program
from teaching.verification.commands import Command
from teaching.verification.consent import once
from teaching.verification.run import run_step

BARE = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
LOOK = 'for name in teach ruff; do command -v "$name" || echo "no $name"; done; teach --version'


@pytest.fixture(autouse=True)
def installed(require_part: Callable[[object, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    require_part(own_program(), "the program `teach` is not installed beside this Python")
    monkeypatch.setenv("PATH", BARE)


def test_teach_is_found_last_and_alone(tmp_path: Path) -> None:
    (tmp_path / "look.sh").write_text(LOOK, encoding="utf-8")

    ran = run_step(tmp_path, once(tmp_path, Command("test", ("sh", "look.sh"), "CLAUDE.md")))

    found, ruff, version = ran.output.splitlines()
    assert os.path.basename(found) == "teach"
    assert os.path.dirname(found) != os.path.join(sys.prefix, "bin")
    assert ruff == "no ruff"
    assert version.startswith("teach ")


def test_a_project_that_has_a_teach_of_its_own_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    mine = tmp_path / "bin" / "teach"
    mine.write_text("#!/bin/sh\necho mine\n", encoding="utf-8")
    mine.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{BARE}")
    (tmp_path / "look.sh").write_text("teach --version", encoding="utf-8")

    ran = run_step(tmp_path, once(tmp_path, Command("test", ("sh", "look.sh"), "CLAUDE.md")))

    assert ran.output.strip() == "mine"
