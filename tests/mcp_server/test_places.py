"""Which project a command means, by its path and `--root`."""

from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main


def test_from_outside_a_named_root_the_default_path_is_all_of_it(
    make_repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_repo({"CLAUDE.md": "- Never use eval\n"}, name="shop").root
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert main(["rules", "--root", str(root)]) == 0
    assert "Never use eval" in capsys.readouterr().out
    assert main(["rules", "..", "--root", str(root)]) == 2
