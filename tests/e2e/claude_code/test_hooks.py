"""The plugin's hooks in the real client: what is refused, what is told afterwards, and where nothing is said at all.

The scripted model makes the calls; what it is given for them is what is looked at.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.verification import sandbox
from tests.e2e.claude_code.client import Client, Session
from tests.e2e.claude_code.fake_api import call, say
from tests.e2e.claude_code.test_proving import SOUND, TEST, TOOL, teach

ROADMAP = "# Shop\n\n- [ ] Sum prices <!-- id: sum -->\n- [ ] Read file <!-- id: read -->\n"
TICK = {"old_string": "- [ ] Sum", "new_string": "- [x] Sum"}
TODO = "def total(prices):\n    # TODO(human): add the prices up\n    return 0\n"
FILLED = {"old_string": "    # TODO(human): add the prices up\n    return 0", "new_string": "    return sum(prices)"}
ALLOWED = ["--allowedTools", "Bash,Edit,Write,Read"]
MENTOR = "# Shop\n\n## Training Protocol\n- **Output Style:** Learning\n"


@pytest.fixture
def shop(make_repo: Callable[..., Any]) -> Any:
    made = make_repo({"ROADMAP.md": ROADMAP, "CLAUDE.md": "# Shop\n", "basket.py": TODO}, name="shop")
    (made.root / ".teaching").mkdir()
    return made


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def session(client: Client, plugin: Path | None, root: Path, *turns: Any) -> Session:
    args = [*ALLOWED, "--include-hook-events"]
    return client.run("Go on.", [*turns, say("Done.")], project=root, plugin_dir=plugin, args=args)


def hooks_said(done: Session) -> str:
    """What the hooks of tools printed, as the client tells it."""
    tools = {"PreToolUse", "PostToolUse", "PostToolUseFailure"}
    answers = [event for event in done.events if event.get("subtype") == "hook_response"]
    return "".join(event["output"] for event in answers if event.get("hook_event") in tools)


def everything(done: Session) -> str:
    """All that the model was given by the end."""
    return str(done.api.conversation[-1].body["messages"])


def test_a_tick_by_edit_is_refused_and_one_by_sed_is_told(client: Client, repository: Path, shop: Any) -> None:
    roadmap = shop.root / "ROADMAP.md"
    evidence = shop.root / ".teaching" / "evidence" / "x.json"
    done = session(
        client, repository, shop.root,
        call("Read", file_path=str(roadmap)),
        call("Edit", file_path=str(roadmap), **TICK),
        call("Write", file_path=str(evidence), content='{"task": "sum"}'),
        call("Edit", file_path=str(roadmap), old_string="Read file", new_string="Read a file"),
        call("Bash", command="sed -i 's/- \\[ \\] Sum/- [x] Sum/' ROADMAP.md", description="edit"),
        call("Bash", command="echo fine", description="echo"),
    )  # fmt: skip
    _, tick, forged, wording, sed, fine = done.tool_results
    assert tick.is_error
    assert "ROADMAP.md is ticked by evidence, not by hand" in tick.text
    assert "verify_task with 'sum'" in tick.text
    assert forged.is_error
    assert "Nothing below .teaching/ is written by hand" in forged.text
    assert not evidence.exists()
    assert (wording.is_error, sed.is_error, fine.text) == (False, False, "fine")
    assert text(roadmap) == ROADMAP.replace("[ ] Sum", "[x] Sum").replace("Read file", "Read a file")
    assert everything(done).count("now has a tick without evidence: “Sum prices”") == 1


def test_where_nobody_opted_in_nothing_is_said(client: Client, repository: Path, shop: Any) -> None:
    (shop.root / ".teaching").rmdir()
    roadmap = shop.root / "ROADMAP.md"
    done = session(
        client, repository, shop.root,
        call("Read", file_path=str(roadmap)),
        call("Edit", file_path=str(roadmap), **TICK),
        call("Bash", command="echo fine", description="echo"),
    )  # fmt: skip
    assert [result.is_error for result in done.tool_results] == [False, False, False]
    assert "[x] Sum" in text(roadmap)
    assert hooks_said(done) == ""
    assert "evidence" not in everything(done)


@pytest.mark.parametrize("mode", ["mentor", "colleague"])
def test_a_mentor_guards_the_markers_and_a_colleague_does_not(
    client: Client, repository: Path, shop: Any, mode: str
) -> None:
    if mode == "mentor":
        shop.write({"CLAUDE.md": MENTOR})
    basket = shop.root / "basket.py"
    done = session(
        client, repository, shop.root,
        call("Read", file_path=str(basket)),
        call("Edit", file_path=str(basket), **FILLED),
    )  # fmt: skip
    refused = done.tool_results[1]
    assert refused.is_error == (mode == "mentor")
    assert ("This is left to the learner" in refused.text) == (mode == "mentor")
    assert ("sum(prices)" in text(basket)) == (mode == "colleague")


def test_verified_work_passes(
    client: Client, repository: Path, shop: Any, require_part: Callable[[object, str], None]
) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    (shop.root / "ROADMAP.md").unlink()
    (shop.root / "CLAUDE.md").unlink()
    shop.write({"basket.py": SOUND, "test_basket.py": TEST, "conftest.py": "", "ruff.toml": "lint.select = ['F']\n"})
    home = client.new_home()
    assert teach("init", "--stack", "python", home=home, cwd=shop.root).returncode == 0
    script = [call(TOOL, task="first-test"), call("Bash", command="echo fine", description="echo"), say("Done.")]
    done = client.run(
        "/teach:check-task first-test", script, project=shop.root, plugin_dir=repository, home=home, wait_for=TOOL,
        args=[*ALLOWED, "--include-hook-events"],
    )  # fmt: skip
    assert done.tool_results[0].text.startswith("## first-test: verified and ticked")
    assert "without evidence" not in everything(done)


def test_without_the_plugin_the_projects_own_hooks_do_the_same(client: Client, shop: Any) -> None:
    home = client.new_home()
    assert teach("install", "--plugin", "no", home=home, cwd=shop.root).returncode == 0
    roadmap = shop.root / "ROADMAP.md"
    done = session(
        client, None, shop.root,
        call("Read", file_path=str(roadmap)),
        call("Edit", file_path=str(roadmap), **TICK),
        call("Bash", command="sed -i 's/- \\[ \\] Sum/- [x] Sum/' ROADMAP.md", description="edit"),
    )  # fmt: skip
    assert "not by hand" in done.tool_results[1].text
    assert everything(done).count("now has a tick without evidence: “Sum prices”") == 1
