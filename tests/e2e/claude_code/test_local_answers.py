"""Simple questions in the real client: answered on this machine without one request, and everything else untouched.

The local model's process is the real one with a fake engine, started beside the session as an earlier one would have
left it. Not covered: the terminal interface, which shows the reason of a block as a warning.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.claude_code.client import Client, Session
from tests.e2e.claude_code.fake_api import say

SAYING = Path(__file__).resolve().parents[2] / "mcp_server" / "saying_process.py"
QUESTION = "what is a closure in JavaScript?"
ANSWER = "A closure is a function that remembers the variables around it."
WORK = "what is a mutex, and add one to app.py"
ROADMAP = "# Roadmap\n\n- [ ] Parse <!-- id: parse -->\n  - Acceptance: reads ten feeds\n"
START = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from teaching.contracts.weights import Promoted
from teaching.models import installed
from teaching.models.local import client
from teaching.models.local.client import LocalModel
from teaching.models.local.lifecycle import Launch
from teaching.models.local.place import place
from teaching.models.protocol import Message
if sys.argv[1] == "stop":
    client.stop(place())
else:
    made = Promoted(path=sys.argv[2], sha256="0" * 64, name="tiny", promoted=datetime.now(UTC))
    installed.write(made)
    LocalModel(made, None, Launch((sys.argv[3],), 300.0), 120.0).complete([Message("user", "hello")])
"""

Run = Callable[..., Session]


@pytest.fixture
def home(client: Client, tmp_path: Path) -> Iterator[Path]:
    """A home whose user has a model, which runs and says one thing."""
    folder = client.new_home()
    script, file = tmp_path / "script.txt", tmp_path / "tiny.gguf"
    script.write_text(ANSWER, encoding="utf-8")
    file.write_text(str(script), encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="run-") as run:
        (folder / "run").write_text(run, encoding="utf-8")
        python(folder, "-c", START, "start", str(file), str(SAYING))
        yield folder
        python(folder, "-c", START, "stop")


def python(home: Path, *words: str, cwd: Path | None = None) -> str:
    """Runs our own Python as the user of this home would."""
    env = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.defpath]),
        "HOME": str(home),
        "XDG_RUNTIME_DIR": (home / "run").read_text(encoding="utf-8"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, *words], cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def install(home: Path, project: Path) -> Callable[..., str]:
    """Runs `teach install` in the project; the machine of the tests is busy, so the hook gets a minute."""

    def run(*words: str) -> str:
        said = python(home, "-m", "mcp_server", "install", *words, cwd=project)
        file = home / ".local" / "state" / "teach" / "local-answers"
        if file.exists():
            interpreter, kept = file.read_text(encoding="utf-8").splitlines()
            text = f"{interpreter}\n{json.dumps({**json.loads(kept), 'within_s': 60})}\n"
            file.write_text(text, encoding="utf-8")
        return said

    return run


@pytest.fixture
def ask(client: Client, project: Path, home: Path) -> Run:
    """One prompt in a session of its own; `answers` is what Claude says where it is asked."""

    def run(prompt: str, *answers: str, plugin: Path | None = None) -> Session:
        env = {"XDG_RUNTIME_DIR": (home / "run").read_text(encoding="utf-8")}
        return client.run(
            prompt, [say(answer) for answer in answers], project=project, plugin_dir=plugin, home=home, env=env
        )

    return run


def prompts_sent(session: Session) -> list[str]:
    """What Claude was asked, without what the client and hooks put beside it."""
    return [json.dumps(request.body["messages"][0], ensure_ascii=False) for request in session.api.conversation]


def test_with_the_plugin_a_simple_question_costs_no_request_and_work_passes_untouched(
    repository: Path, install: Callable[..., str], ask: Run, home: Path, project: Path
) -> None:
    before = ask(QUESTION, "From Claude.", plugin=repository)
    assert before.result["result"] == "From Claude."
    assert "are now answered by the model on this machine" in install("--plugin", "yes", "--local-answers")

    answered = ask(QUESTION, plugin=repository)
    assert answered.api.requests == []
    assert answered.result["total_cost_usd"] == 0
    assert f"\n{ANSWER}\n\n[tiny (local, unproven) answered on this machine" in answered.result["result"]

    work = ask(WORK, "Done.", plugin=repository)
    assert work.result["result"] == "Done."
    (sent,) = prompts_sent(work)
    assert WORK in sent
    assert "Teaching Assistant" not in sent

    past = ask(f"?? {QUESTION}", "From Claude.", plugin=repository)
    assert past.result["result"] == "From Claude."
    assert "only sent it past a hook" in json.dumps(past.api.conversation[0].body)

    costs = home / ".local" / "state" / "teach" / "costs"
    rows = [json.loads(line) for file in costs.glob("*.jsonl") for line in file.read_text().splitlines()]
    assert [row["purpose"] for row in rows if row["tier"] == "local"] == ["prompt"]

    install("--plugin", "yes", "--no-local-answers")
    assert ask(QUESTION, "From Claude.", plugin=repository).result["result"] == "From Claude."


def test_next_and_costs_cost_no_request(repository: Path, install: Callable[..., str], ask: Run, project: Path) -> None:
    (project / "ROADMAP.md").write_text(ROADMAP, encoding="utf-8")
    install("--plugin", "yes", "--local-answers")
    for prompt in ("/teach:next", "/next"):
        shown = ask(prompt, plugin=repository)
        assert shown.api.requests == []
        assert "Next: “Parse” (parse), ROADMAP.md:3.\n  - Acceptance: reads ten feeds" in shown.result["result"]
    for prompt in ("/teach:costs", "/costs"):
        shown = ask(prompt, plugin=repository)
        assert shown.api.requests == []
        assert "Answered on this machine, at no cost" in shown.result["result"]


def test_without_the_plugin_the_settings_bring_the_hook_and_take_it_back(
    install: Callable[..., str], ask: Run, project: Path, home: Path
) -> None:
    install("--plugin", "no", "--local-answers")
    assert "hook prompt --from project" in (project / ".claude" / "settings.json").read_text(encoding="utf-8")
    answered = ask(QUESTION)
    assert answered.api.requests == []
    assert ANSWER in answered.result["result"]
    python(home, "-m", "mcp_server", "uninstall", cwd=project)
    assert not (home / ".local" / "state" / "teach" / "local-answers").exists()
    assert ask(QUESTION, "From Claude.").result["result"] == "From Claude."
