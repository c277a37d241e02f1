"""A plan that the chosen model opens: the plan stays as it was made, and words that add to it are not taken."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server.cli import main
from mcp_server.server import build
from teaching.models import choosing
from teaching.models.protocol import ModelError
from teaching.models.scripted import Scripted

GOAL = "news aggregator with RSS feeds"
GOOD = (
    "We begin with a program that starts, then take in the feeds, and only then show them to anybody, because what "
    "comes in decides everything behind it. The hardest part is a feed that is broken. Which language do you want to "
    "learn in?"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    return lambda model: monkeypatch.setattr(choosing, "local_model", lambda: model)


@pytest.fixture
def planned(project: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    def run(*words: str) -> dict[str, Any]:
        assert main(["plan", GOAL, "--format", "json", *words]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_the_opening_stands_above_the_plan_which_is_the_same(
    project: Path, planned: Callable[..., dict[str, Any]], speak: Callable[[object], None]
) -> None:
    plain = planned()
    assert (plain["opening"], plain["wording"]) == ("", None)
    model = Scripted(f"{GOOD}\n", GOOD)
    speak(model)
    found = planned()
    assert found["wording"] == {"model": "scripted", "worded": 1, "of": 1, "fallbacks": []}
    assert found["opening"] == GOOD
    assert {**found, "opening": "", "wording": None} == plain
    assert f"Goal: {GOAL}" in model.asked[0][1].content

    async def session() -> Any:
        async with Client(build(project)) as client:
            return await client.call_tool("plan_project", {"goal": GOAL})

    text = anyio.run(session).content[0].text
    assert f"\n\n{GOOD}\n\n" in text
    assert "\n\nWorded by scripted.\n\n(" in text


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (GOOD.replace("a feed that is broken", "what Redis forgets"), "it adds a name"),
        (GOOD.replace("a feed that is broken", "`feedparser.parse`"), "it adds a name"),
        (GOOD.replace("a feed that is broken", "the 94321 articles"), "it adds a number"),
        (GOOD.replace("?", "."), "it does not end with a question"),
        ("Which language?", "it has not 20 to 120 words"),
        (f"```\n{GOOD}\n```\n{GOOD}", "it holds code"),
    ],
)
def test_an_opening_that_adds_to_the_plan_is_not_taken_and_the_reason_is_counted(
    planned: Callable[..., dict[str, Any]], speak: Callable[[object], None], answer: str, why: str
) -> None:
    speak(Scripted(answer))
    found = planned()
    assert found["opening"] == ""
    reason = f"its answer did not hold to the plan ({why})"
    assert found["wording"] == {"model": "scripted", "worded": 0, "of": 1, "fallbacks": [reason]}


def test_a_model_that_fails_costs_its_words_alone(
    project: Path, speak: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    speak(Scripted(ModelError("out of memory")))
    assert main(["plan", GOAL, "--write"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"# Plan: {GOAL}\n")
    assert shown.endswith("\n\nWorded by templates; scripted did not help: out of memory.\n")
    assert (project / "ROADMAP.md").exists()


def test_who_wants_no_model_gets_none(planned: Callable[..., dict[str, Any]], speak: Callable[[object], None]) -> None:
    model = Scripted()
    speak(model)
    assert planned("--no-model")["wording"] is None
    assert model.asked == []
