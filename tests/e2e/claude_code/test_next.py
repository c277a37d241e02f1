"""`/teach:next` in the real client: it says what is next, edits nothing by hand, and its command begins the task."""

import re
from pathlib import Path
from typing import Any

from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import call, say

TOOL = "mcp__plugin_teach_assistant__roadmap_status"
ROADMAP = "- [x] A ✅ 2026-11-20 <!-- id: a -->\n- [ ] B <!-- id: b -->\n  - depends: a\n"
BEGUN = ROADMAP.replace("- [ ] B <", "- [ ] B (In Progress) <")


def test_it_names_the_next_task_and_the_command_that_begins_it(client: Client, repository: Path, project: Path) -> None:
    roadmap = project / "ROADMAP.md"
    roadmap.write_text(ROADMAP, encoding="utf-8")
    script: list[Any] = [
        call(TOOL),
        call("Write", file_path=str(roadmap), content=BEGUN),
        say("B comes next. How would you begin?"),
    ]
    session = client.run("/teach:next", script, project=project, plugin_dir=repository, wait_for=TOOL)
    told, by_hand = session.tool_results
    assert not told.is_error
    assert "## Next: B\n\n`b` (ROADMAP.md:2): what it depends on is done (“A”)" in told.text
    assert by_hand.is_error
    assert roadmap.read_text(encoding="utf-8") == ROADMAP

    begin = re.search(r"To begin: `(.+)` marks it", told.text)
    assert begin is not None
    script = [call(TOOL), call("Bash", command=begin[1]), say("It is yours.")]
    session = client.run(
        "/teach:next", script, project=project, plugin_dir=repository, wait_for=TOOL, args=["--allowedTools", "Bash"]
    )
    assert session.tool_results[1].text.startswith("Next: B (In Progress)")
    assert roadmap.read_text(encoding="utf-8") == BEGUN
