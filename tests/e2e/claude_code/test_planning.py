"""`/teach:plan-project` in the real client: the model drafts, the tool judges, and writes when all is well."""

from pathlib import Path
from typing import Any

from teaching.roadmap.reading import parse
from tests.drafts import DRAFT
from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import call, say

TOOL = "mcp__plugin_teach_assistant__plan_project"
VAGUE = DRAFT.replace("  - verify: python -m pytest tests/test_basket.py\n", "")


def test_a_draft_of_the_model_is_judged_mended_and_written(client: Client, repository: Path, project: Path) -> None:
    script: list[Any] = [
        call(TOOL, goal="a shop with a basket", requirements=["sum of the prices"]),
        call(TOOL, draft=VAGUE, write=True),
        [call("Write", file_path=str(project / "ROADMAP.md"), content=VAGUE), call(TOOL, draft=DRAFT, write=True)],
        say("Start with the sum of a basket."),
    ]
    session = client.run(
        "/teach:plan-project a shop with a basket", script, project=project, plugin_dir=repository, wait_for=TOOL
    )
    planned, refused, by_hand, written = session.tool_results
    assert planned.text.startswith("# Plan: a shop with a basket")
    assert refused.is_error
    assert "verify" in refused.text
    assert by_hand.is_error
    assert not written.is_error
    assert "Written to ROADMAP.md: 1 new task." in written.text
    (task,) = parse((project / "ROADMAP.md").read_bytes()).tasks
    assert (task.id, task.state) == ("sum", "open")
