"""The plugin's mentor: an agent of its own that cannot change a file, `/teach:ask` and `/teach:explain`."""

from pathlib import Path
from typing import Any

from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import Request, call, say
from tests.fakes import openai_server
from tests.fakes.openai_server import MODEL, says

TOOL = "mcp__plugin_teach_assistant__ask_mentor"


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


def test_without_a_model_of_its_own_the_mentor_hands_a_question_to_claude_and_nothing_is_written(
    client: Client, repository: Path, project: Path
) -> None:
    before = (project / "app.py").read_bytes()
    script: list[Any] = [
        call(TOOL, question="May an error be swallowed here?", path="app.py"),
        call("Write", file_path=str(project / "app.py"), content="# solved\n"),
        say("No: CLAUDE.md says so. Who would find out?"),
    ]
    words = "/teach:ask May an error be swallowed here?"
    session = client.run(words, script, project=project, plugin_dir=repository, wait_for=TOOL)
    assert "May an error be swallowed here?" in session.api.conversation[0].user_text
    answer, by_hand = session.tool_results
    assert not answer.is_error, answer.text
    assert answer.text.startswith("This one is yours to answer, in the mentor's voice:")
    assert "`CLAUDE.md:" in answer.text
    assert "cost $0.00" in answer.text
    assert by_hand.is_error
    assert (project / "app.py").read_bytes() == before


def test_a_model_on_this_machine_answers_and_claude_is_given_its_words(
    client: Client, repository: Path, project: Path
) -> None:
    home = client.new_home()
    config = home / ".config" / "teach" / "config.toml"
    config.parent.mkdir(parents=True)
    said = "Nobody learns of it then (CLAUDE.md:1). Who would have to?"
    with openai_server.serving(says(said)) as engine:
        table = f'[tiers.local]\nbackend = "openai"\nurl = "{engine.url}"\nmodel = "{MODEL}"\n'
        config.write_text(table, encoding="utf-8")
        script = [call(TOOL, question="", path="app.py:4"), say(said)]
        words = "/teach:explain app.py:4"
        session = client.run(words, script, project=project, plugin_dir=repository, wait_for=TOOL, home=home)
        asked = [one.body for one in engine.seen if one.body]
    assert "app.py:4" in session.api.conversation[0].user_text
    (answer,) = session.tool_results
    assert not answer.is_error, answer.text
    assert answer.text.startswith(said)
    assert f"Answered by {MODEL} (at {engine.url}, unproven) (tier local), cost $0.00." in answer.text
    assert len(asked) == 1
    assert "4: " in asked[0]["messages"][-1]["content"]
