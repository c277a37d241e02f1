"""Every tool and every subcommand lets its words out through the guard, so that none of them can show a solution."""

import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server import server
from mcp_server.cli import COMMANDS, main
from mcp_server.server import TOOLS, ToolRow, build
from teaching.errors import BadInputError
from teaching.learning import record
from tests.teaching.guard.conftest import LEAK

HELD = "This reply was held back"
# The solution on one line, as a requirement, a rule or a task can have it.
LINE = (
    "`best = sorted(scores, reverse=True)[:3]; total = sum(score * 7 for score in best); "
    "return total // 4 if len(best) < 3 else total % 1009 + bonus`"
)
SECRET = "total % 1009 + bonus"

# Subcommand -> why its words need no guard: what they print stands in the tree already, or is our own.
OWN_WORDS = {
    "rules": "the learner's CLAUDE.md and our words about it",
    "init": "our templates",
    "next": "a task of the learner's ROADMAP.md",
    "mode": "our own words",
    "costs": "figures, names of models and of the learner's tasks",
    "model": "our own words, and a model's answer to a fixed greeting",
    "serve": "the protocol; its replies are those of the tools",
    "lint": "places and our own words",
    "doctor": "our own words",
    "install": "our own words",
    "uninstall": "our own words",
    "allow": "commands of the project",
    "deny": "commands of the project",
    "curriculum": "an author's own project, by its author",
    "grade": "an instructor's view of submissions",
}


def call(root: Path, name: str, arguments: dict[str, Any]) -> str:
    async def run() -> Any:
        async with Client(build(root)) as client:
            return await client.call_tool(name, arguments)

    return "\n".join(block.text for block in anyio.run(run).content)


def least_arguments(row: ToolRow) -> dict[str, Any]:
    """What a call cannot go without."""
    return {name: "settle" for name, info in row.contract.arguments.model_fields.items() if info.is_required()}


@pytest.fixture(params=TOOLS, ids=[row.contract.name for row in TOOLS])
def row(request: pytest.FixtureRequest) -> ToolRow:
    return request.param


def instead_of(row: ToolRow, body: Callable[..., str]) -> Callable[[str], Callable[..., Any]]:
    return lambda target: body if target == row.run else lambda *_: None


def test_what_a_tool_says_is_held_back_where_it_gives_a_solution_away(
    row: ToolRow, student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "load", instead_of(row, lambda *_: LEAK))
    reply = call(student, row.contract.name, least_arguments(row))
    assert reply.startswith(HELD)
    assert SECRET not in reply
    assert record.read(student).leaks == 1


def test_so_is_what_a_tool_complains_of(row: ToolRow, student: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> str:
        raise BadInputError(LEAK)

    monkeypatch.setattr(server, "load", instead_of(row, fails))
    reply = call(student, row.contract.name, least_arguments(row))
    assert HELD in reply
    assert SECRET not in reply


def planted(root: Path) -> None:
    """A repository that says the solution in a rule and in a task."""
    claude = (root / "CLAUDE.md").read_text(encoding="utf-8")
    rule = f"- Functions are at most 2 lines long: {LINE}\n"
    (root / "CLAUDE.md").write_text(claude + rule, encoding="utf-8")
    long = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"
    (root / "shop.py").write_text(long, encoding="utf-8")
    roadmap = f"# Roadmap\n\n## Phase 1\n\n- [ ] Settle with {LINE} <!-- id: settle -->\n  - Acceptance: {LINE}\n"
    (root / "ROADMAP.md").write_text(roadmap, encoding="utf-8")


WITH_A_PLANT: dict[str, dict[str, Any]] = {
    "review_code": {"path": "shop.py"},
    "plan_project": {"goal": f"A game that settles with {LINE}"},
    "roadmap_status": {},
    "ask_mentor": {"question": "How do I settle?"},
}


@pytest.mark.parametrize("name", WITH_A_PLANT)
def test_a_solution_that_the_repository_says_does_not_come_out_of_a_tool(name: str, student: Path) -> None:
    planted(student)
    reply = call(student, name, WITH_A_PLANT[name])
    assert HELD in reply
    assert SECRET not in reply


@pytest.mark.parametrize(
    "words",
    [
        ["review", "shop.py", "--scope", "all", "--max-findings", "0", "--format", "markdown"],
        ["plan", f"A game that settles with {LINE}"],
        ["ask", "How do I settle?"],
        ["ask", "How do I settle?", "--format", "json"],
    ],
    ids=lambda words: f"{words[0]} {words[-1]}"[:20],
)
def test_nor_out_of_a_subcommand(
    words: list[str], student: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    planted(student)
    monkeypatch.chdir(student)
    main(words)
    printed = capsys.readouterr().out
    assert HELD in printed
    assert SECRET not in printed


def test_every_subcommand_has_the_guard_or_a_reason() -> None:
    names = {command.name for command in COMMANDS}
    assert len(names) >= 15
    assert names >= set(OWN_WORDS), "a reason for a subcommand that is gone"
    for name in sorted(names - set(OWN_WORDS)):
        module = f"mcp_server.commands.{name}"
        spec = find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        source = Path(spec.origin).read_text(encoding="utf-8")
        assert re.search(r"^from teaching\.guard import .*\brelease\b", source, re.MULTILINE), f"{name} has no guard"
