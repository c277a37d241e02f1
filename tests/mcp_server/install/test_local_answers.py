"""`teach install --local-answers`: written into the user's own state, for a project or all, and taken back exactly."""

import json
import os
from pathlib import Path

import pytest

from mcp_server.hooks import local_answers
from tests.mcp_server.install.conftest import Teach, snapshot

SETTINGS = ".claude/settings.json"
EVENTS = {"UserPromptSubmit", "UserPromptExpansion"}


def events(folder: Path, name: str = SETTINGS) -> set[str]:
    """The events that settings have hooks for."""
    return set(json.loads((folder / name).read_text(encoding="utf-8"))["hooks"])


def test_it_is_off_until_somebody_wants_it(teach: Teach, project: Path) -> None:
    teach("install", "--plugin", "no")
    assert not EVENTS & events(project)
    assert not local_answers.is_on(str(project))
    code, out, _ = teach("install", "--plugin", "no", "--local-answers")
    assert code == 0
    assert "Simple questions are now answered by the model on this machine" in out
    assert "No GGUF is chosen yet" in out
    assert events(project) >= EVENTS
    assert local_answers.is_on(str(project))
    assert local_answers.is_on(str(project / "src"))
    assert not local_answers.is_on(str(project.parent))


def test_a_later_install_leaves_it_as_it_is(teach: Teach, project: Path) -> None:
    teach("install", "--plugin", "no", "--local-answers")
    code, out, _ = teach("install", "--plugin", "no")
    assert code == 0
    assert "Nothing to change" in out
    assert local_answers.is_on(str(project))


def test_it_is_switched_off_by_its_own_word_and_by_uninstall(teach: Teach, project: Path) -> None:
    before = snapshot(project)
    for words in (["install", "--plugin", "no", "--no-local-answers"], ["uninstall"]):
        teach("install", "--plugin", "no", "--local-answers")
        code, out, _ = teach(*words)
        assert code == 0
        assert "left to Claude" in out
        assert not os.path.exists(local_answers.file())
    assert snapshot(project) == before


def test_a_dry_run_switches_nothing(teach: Teach, project: Path) -> None:
    _, out, _ = teach("install", "--plugin", "no", "--local-answers", "--dry-run")
    assert "would be answered" in out
    assert not os.path.exists(local_answers.file())
    teach("install", "--plugin", "no", "--local-answers")
    teach("uninstall", "--dry-run")
    assert local_answers.is_on(str(project))


def test_for_the_user_it_is_on_everywhere(teach: Teach, project: Path, home: Path) -> None:
    teach("install", "--plugin", "yes", "--local-answers")
    teach("install", "--user", "--plugin", "yes", "--local-answers")
    assert local_answers.is_on("/anywhere")
    teach("uninstall", "--user")
    assert not local_answers.is_on("/anywhere")
    assert local_answers.is_on(str(project))
    assert os.stat(local_answers.file()).st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "python3\n", "python3\n[1]\n", 'python3\n{"folders": 3}\n', "python3\n{\n"])
def test_a_damaged_file_switches_nothing_on_and_is_replaced(teach: Teach, project: Path, content: str) -> None:
    file = Path(local_answers.file())
    file.parent.mkdir(parents=True)
    file.write_text(content, encoding="utf-8")
    assert not local_answers.is_on(str(project))
    teach("install", "--plugin", "yes", "--local-answers")
    assert local_answers.is_on(str(project))
