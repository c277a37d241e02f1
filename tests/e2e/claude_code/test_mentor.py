"""The plugin's mentor: an agent of its own that answers and cannot change a file."""

from pathlib import Path

from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import Request, call, say


def test_the_mentor_helps_without_touching_a_file(client: Client, repository: Path, project: Path) -> None:
    asked: list[Request] = []

    def mentor(request: Request) -> object:
        asked.append(request)
        return call("Edit", file_path=str(project / "app.py"), old_string="a", new_string="b")

    before = (project / "app.py").read_bytes()
    script = [
        call("Agent", subagent_type="teach:mentor", description="help", prompt="I am stuck", run_in_background=False),
        mentor,
        say("What would an empty list give?"),
        say("Done."),
    ]
    args = ["--allowedTools", "Agent,Task,Edit,Write,Bash,Read"]
    session = client.run("I am stuck.", script, project=project, plugin_dir=repository, args=args)
    assert "teach:mentor" in session.init["agents"]
    offered = set(asked[0].tool_names)
    assert "Read" in offered
    assert not offered & {"Edit", "Write", "MultiEdit", "NotebookEdit", "Bash"}
    assert (project / "app.py").read_bytes() == before
    assert "What would an empty list give?" in str(session.api.conversation[-1].body["messages"])
