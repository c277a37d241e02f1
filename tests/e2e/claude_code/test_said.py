"""What Claude itself says in the real client: a solution in its last message is recorded, for it cannot be unsaid."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.exemplars.store import keep
from teaching.learning import record
from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import say
from tests.mcp_server.test_hook_said import MENTOR, SOLUTION, STUB, Exemplar


@pytest.mark.parametrize("leaks", [True, False])
def test_a_solution_in_claudes_last_message_is_recorded_as_shown_by_chat(
    client: Client, repository: Path, make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, leaks: bool
) -> None:
    root = make_repo({"CLAUDE.md": MENTOR, "basket.py": STUB}, name="shop").root
    home = client.new_home()
    monkeypatch.setenv("XDG_DATA_HOME", str(home / ".local" / "share"))
    keep(root, [Exemplar(path="basket.py", symbol="total", language="python", text=SOLUTION, task="sum")])
    told = f"Here you are:\n\n```python\n{SOLUTION}```" if leaks else "What is the sum of no prices?"
    done = client.run(
        "How do I add them up?", [say(told)], project=root, plugin_dir=repository, home=home,
        args=["--include-hook-events"],
    )  # fmt: skip
    said = "".join(str(event.get("output")) for event in done.events if event.get("subtype") == "hook_response")
    assert ("gave away the core of basket.py total" in said) == leaks
    assert [one.by for one in record.read(root).shown.values()] == (["chat"] if leaks else [])
