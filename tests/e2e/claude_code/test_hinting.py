"""`/teach:hint` in the real client: three times climb three rungs, and nothing is edited."""

from pathlib import Path
from typing import Any

from teaching.scaffolds.making import make
from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import call, say

TOOL = "mcp__plugin_teach_assistant__give_hint"
MENTOR = "# Rules\n\n## Training Protocol\n- Output Style: Learning\n"
ROADMAP = "# Roadmap\n\n- [ ] Issue and check access tokens <!-- id: auth-access -->\n"


def test_three_times_climb_three_rungs(client: Client, repository: Path, project: Path) -> None:
    (project / "CLAUDE.md").write_text(MENTOR, encoding="utf-8")
    (project / "ROADMAP.md").write_text(ROADMAP, encoding="utf-8")
    made = make(project, "auth-access", "python", write=True)
    source = project / made.solutions[0].path
    before = source.read_bytes()
    heads: list[str] = []
    for _ in range(3):
        script: list[Any] = [
            call(TOOL, target="auth-access"),
            call("Write", file_path=str(source), content="# solved\n"),
            say("That is the hint."),
        ]
        session = client.run("/teach:hint auth-access", script, project=project, plugin_dir=repository, wait_for=TOOL)
        hint, by_hand = session.tool_results
        assert not hint.is_error, hint.text
        assert by_hand.is_error
        heads.append(hint.text.splitlines()[0].partition(":")[0])
        assert "auth-access" in session.api.conversation[0].user_text
    assert heads == ["## Hint 1 of 4, question", "## Hint 2 of 4, concept", "## Hint 3 of 4, place"]
    assert source.read_bytes() == before
