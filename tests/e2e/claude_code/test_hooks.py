"""The plugin's hooks in the real client: what is refused, what is told afterwards, and where nothing is said at all.

The scripted model makes the calls; what it is given for them is what is looked at.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.verification import sandbox
from tests.e2e.claude_code.client import Client, Session
from tests.e2e.claude_code.fake_api import Block, Request, call, say
from tests.e2e.claude_code.test_proving import SOUND, TEST, TOOL, teach

ROADMAP = "# Shop\n\n- [ ] Sum prices <!-- id: sum -->\n- [ ] Read file <!-- id: read -->\n"
TICK = {"old_string": "- [ ] Sum", "new_string": "- [x] Sum"}
TODO = "def total(prices):\n    # TODO(human): add the prices up\n    return 0\n"
FILLED = {"old_string": "    # TODO(human): add the prices up\n    return 0", "new_string": "    return sum(prices)"}
ALLOWED = ["--allowedTools", "Bash,Edit,Write,Read"]
MENTOR = "# Shop\n\n## Training Protocol\n- **Output Style:** Learning\n"


EVENTS = {"SessionStart", "PreToolUse", "PostToolUse", "Stop"}
BEGUN = "# Shop\n\n- [ ] Sum prices (In Progress) <!-- id: sum -->\n  - files: basket.py\n"


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


def hooks_said(done: Session) -> list[dict[str, Any]]:
    """What the hooks printed, as the client tells it, each with its event."""
    return [event for event in done.events if event.get("subtype") == "hook_response" and event["output"]]


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
    shop.write({"CLAUDE.md": MENTOR, "one/.meta/basket.py": SOUND})
    roadmap, exemplar = shop.root / "ROADMAP.md", shop.root / "one" / ".meta" / "basket.py"
    done = session(
        client, repository, shop.root,
        call("Read", file_path=str(roadmap)),
        call("Edit", file_path=str(roadmap), **TICK),
        call("Bash", command="echo fine", description="echo"),
        call("Read", file_path=str(exemplar)),
    )  # fmt: skip
    assert [result.is_error for result in done.tool_results] == [False] * 4
    assert "[x] Sum" in text(roadmap)
    assert {event["hook_event"] for event in done.events if event.get("subtype") == "hook_response"} >= EVENTS
    assert hooks_said(done) == []
    assert "evidence" not in everything(done)
    assert "Where the learner stands" not in everything(done)


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


@pytest.mark.parametrize("mode", ["mentor", "colleague"])
def test_a_mentor_does_not_open_an_exemplar(client: Client, repository: Path, shop: Any, mode: str) -> None:
    shop.write({"one/.meta/exemplar/basket.py": SOUND} | ({"CLAUDE.md": MENTOR} if mode == "mentor" else {}))
    folder = shop.root / "one" / ".meta"
    done = session(
        client, repository, shop.root,
        call("Read", file_path=str(folder / "exemplar" / "basket.py")),
        call("Read", file_path=str(shop.root / "basket.py")),
    )  # fmt: skip
    exemplar, own = done.tool_results
    assert (exemplar.is_error, own.is_error) == (mode == "mentor", False)
    assert ("give one hint: call the tool give_hint" in exemplar.text) == (mode == "mentor")
    assert ("sum(prices)" in exemplar.text) == (mode == "colleague")


def test_where_the_learner_stands_reaches_the_model_and_the_user(client: Client, repository: Path, shop: Any) -> None:
    done = session(client, repository, shop.root)
    said = next(json.loads(event["output"]) for event in hooks_said(done) if event["hook_event"] == "SessionStart")
    *three, review = said["systemMessage"].split("\n")
    assert three == [
        "Roadmap: 0 of 2 tasks ticked. Next: “Sum prices” (sum), ROADMAP.md:3.",
        "TODO(human): 1 open, first basket.py:2.",
        "Nothing was verified here yet: the tool verify_task with 'sum' proves the task and ticks it.",
    ]
    first = done.api.conversation[0]
    given = f"{first.system}\n{first.user_text}"
    assert "\n".join(["Where the learner stands:", *three]) in given
    assert review not in given


def test_work_that_nothing_verified_is_told_once_at_the_end_of_a_turn(
    client: Client, repository: Path, shop: Any
) -> None:
    shop.write({"ROADMAP.md": BEGUN, "basket.py": "a = 1\n"})
    basket = shop.root / "basket.py"
    done = session(
        client, repository, shop.root,
        call("Read", file_path=str(basket)),
        call("Edit", file_path=str(basket), old_string="a = 1", new_string="a = 2"),
        say("It is changed."),
        call("Edit", file_path=str(basket), old_string="a = 2", new_string="a = 3"),
    )  # fmt: skip
    assert text(basket) == "a = 3\n"
    (reminder,) = [json.loads(event["output"]) for event in hooks_said(done) if event["hook_event"] == "Stop"]
    assert "call the tool verify_task with 'sum'" in reminder["reason"]
    assert everything(done).count("Stop hook feedback:\\nWork on “Sum prices” changed (basket.py)") == 1


def test_a_tick_is_taken_off_by_the_line_that_the_hook_names(client: Client, repository: Path, shop: Any) -> None:
    def undo(request: Request) -> Block:
        found = re.search(r"run `([^`]*roadmap untick sum)`", str(request.body["messages"]))
        assert found, request.body["messages"]
        return call("Bash", command=found[1], description="untick")

    done = session(
        client, repository, shop.root,
        call("Bash", command="sed -i 's/- \\[ \\] Sum/- [x] Sum/' ROADMAP.md", description="edit"),
        undo,
    )  # fmt: skip
    assert "Took the tick off “Sum prices”" in done.tool_results[1].text
    assert text(shop.root / "ROADMAP.md") == ROADMAP


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
    assert "now has a tick without evidence" not in everything(done)


def test_without_the_plugin_the_projects_own_hooks_do_the_same(client: Client, shop: Any) -> None:
    home = client.new_home()
    assert teach("install", "--plugin", "no", home=home, cwd=shop.root).returncode == 0
    shop.write({"ROADMAP.md": BEGUN + ROADMAP, "basket.py": "a = 1\n", "CLAUDE.md": MENTOR, ".meta/basket.py": SOUND})
    roadmap, basket = shop.root / "ROADMAP.md", shop.root / "basket.py"
    done = session(
        client, None, shop.root,
        call("Read", file_path=str(roadmap)),
        call("Edit", file_path=str(roadmap), old_string="- [ ] Read", new_string="- [x] Read"),
        call("Bash", command="sed -i 's/- \\[ \\] Read/- [x] Read/' ROADMAP.md", description="edit"),
        call("Read", file_path=str(shop.root / ".meta" / "basket.py")),
        call("Read", file_path=str(basket)),
        call("Edit", file_path=str(basket), old_string="a = 1", new_string="a = 2"),
        say("It is changed."),
    )  # fmt: skip
    assert "not by hand" in done.tool_results[1].text
    assert everything(done).count("now has a tick without evidence: “Read file”") == 1
    assert "This is an exemplar" in done.tool_results[3].text
    assert everything(done).count("Stop hook feedback:\\nWork on “Sum prices” changed (basket.py)") == 1
    assert everything(done).count("Where the learner stands:") == 1
