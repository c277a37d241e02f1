"""What the real client spends: the hooks read it from its transcripts, and it is what the client itself counts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from teaching.contracts.costs import Costs
from tests.e2e.claude_code.client import Client, Session
from tests.e2e.claude_code.fake_api import Block, Request, call, say
from tests.e2e.claude_code.test_proving import teach

ROADMAP = "# Shop\n\n- [ ] Sum prices (In Progress) <!-- id: sum -->\n- [ ] Read file <!-- id: read -->\n"


def delegate(request: Request) -> list[Block]:
    """Speaks and calls a sub-agent in one answer, which the transcript tells in two lines."""
    tool = "Agent" if "Agent" in request.tool_names else "Task"
    asked = {"description": "look", "prompt": "look at it", "subagent_type": "general-purpose"}
    return [say("I have it looked at."), call(tool, **asked, run_in_background=False)]


def counted(done: Session) -> tuple[int, float]:
    """Tokens and dollars by the client's own count."""
    used = done.result["modelUsage"].values()
    tokens = ("inputTokens", "outputTokens", "cacheReadInputTokens", "cacheCreationInputTokens")
    return sum(one[name] for one in used for name in tokens), sum(one["costUSD"] for one in used)


def costs(home: Path, root: Path) -> Costs:
    done = teach("costs", "--format", "json", home=home, cwd=root)
    assert done.returncode == 0, done.stderr
    return Costs.model_validate(json.loads(done.stdout))


def test_the_ledger_has_what_the_client_counted_by_task_and_sub_agents_too(
    client: Client, repository: Path, make_repo: Callable[..., Any]
) -> None:
    shop = make_repo({"ROADMAP.md": ROADMAP, "basket.py": "a = 1\n"}, name="shop")
    (shop.root / ".teaching").mkdir()
    home = client.new_home()
    script = [
        delegate,
        call("Read", file_path=str(shop.root / "basket.py")),
        say("It holds one line."),
        [say("Now I look myself."), call("Bash", command="echo fine", description="echo")],
        say("Done."),
    ]
    done = client.run(
        "Go on.", script, project=shop.root, plugin_dir=repository, home=home,
        args=["--allowedTools", "Bash,Read,Agent,Task"],
    )  # fmt: skip
    found = costs(home, shop.root)
    tokens, dollars = counted(done)
    (row,) = found.periods[0].tiers
    assert (row.name, row.calls, row.unpriced) == ("claude-code", 5, 0)
    assert row.read + row.written + row.cache_read + row.cache_written == tokens == 5 * 110
    assert abs(row.usd - dollars) < 1e-9
    assert [(task.name, task.calls) for task in found.tasks] == [("sum", 5)]


def test_where_nobody_opted_in_nothing_is_counted(
    client: Client, repository: Path, make_repo: Callable[..., Any]
) -> None:
    shop = make_repo({"ROADMAP.md": ROADMAP}, name="shop")
    home = client.new_home()
    client.run("Go on.", [say("Done.")], project=shop.root, plugin_dir=repository, home=home)
    assert not (home / ".local" / "state" / "teach").exists()
    assert costs(home, shop.root).periods[0].tiers == []
