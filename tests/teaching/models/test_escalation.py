"""Engines on loopback that are slow, broken, refusing or rate-limited: each hands over to the next tier in its time."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from teaching.costs import ledger
from teaching.models.ladder import Ladder, Reply
from teaching.models.protocol import Message
from teaching.models.tiers import understood
from tests.fakes import anthropic_server, openai_server
from tests.fakes.loopback import Behaviour, Fake, closes, closes_in_the_middle, hangs, sends, talks_nonsense, trickles

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ASKED = [Message("system", "be kind"), Message("user", "what is a tuple?")]
TIMEOUT_S = 0.5
PRICES = {"claude-opus-5-5": {"read": 4, "written": 20}}


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


@pytest.fixture
def local() -> Iterator[Fake]:
    with openai_server.serving() as fake:
        yield fake


@pytest.fixture
def claude() -> Iterator[Fake]:
    with anthropic_server.serving(anthropic_server.says("a tuple is fixed")) as fake:
        yield fake


def asked(local: Fake, claude: Fake, start: Any = "local", **more: Any) -> Reply:
    said = {
        "tiers": {
            "local": {"backend": "openai", "url": local.url, "model": "llama-teach", "timeout_s": TIMEOUT_S},
            "deep": {"backend": "anthropic", "url": claude.url, "model": "claude-opus-5-5", "timeout_s": 20},
        },
        "prices": PRICES,
        **more,
    }
    return Ladder(understood(said), Path("/shop"), 30).ask(start, ASKED, purpose="ask")


FAILING: dict[str, tuple[Behaviour, str]] = {
    "hangs": (hangs, "slow"),
    "trickles": (trickles, "slow"),
    "hangs up": (closes, "absent"),
    "hangs up in the middle": (closes_in_the_middle, "broken"),
    "talks nonsense": (talks_nonsense, "absent"),
    "sends a page": (sends(b"<html>welcome</html>"), "broken"),
    "sends half a document": (sends(b'{"choices": ['), "broken"),
    "fails": (openai_server.fails(), "broken"),
    "complains in a success": (openai_server.complains(), "refused"),
    "asks for patience": (openai_server.limited(7), "limited"),
    "will not answer": (openai_server.refuses(), "refused"),
    "says nothing": (openai_server.says(""), "rejected"),
}


@pytest.mark.parametrize(("behaviour", "outcome"), FAILING.values(), ids=FAILING)
def test_a_failing_engine_hands_over_in_its_time(local: Fake, claude: Fake, behaviour: Behaviour, outcome: str) -> None:
    local.then(behaviour)
    begun = time.monotonic()
    reply = asked(local, claude)
    assert (reply.text, reply.tier) == ("a tuple is fixed", "deep")
    first, _, last = reply.steps
    assert (first.tier, last.outcome) == ("local", "answered")
    assert first.reason
    assert first.seconds < TIMEOUT_S + 5
    assert time.monotonic() - begun < 30
    assert first.outcome == outcome
    # 12 tokens read and 3 written
    assert reply.cost == pytest.approx(12 * 4e-6 + 3 * 20e-6)
    assert [(one.tier, one.outcome, one.model) for one in ledger.read(LONG_AGO).entries] == [
        ("local", outcome, "llama-teach"), ("deep", "answered", "claude-opus-5-5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        (anthropic_server.limited(60), "limited"),
        (anthropic_server.no_money(), "limited"),
        (anthropic_server.refuses(), "refused"),
        (anthropic_server.fails(401, "authentication_error"), "refused"),
        (anthropic_server.answers({"content": "no list"}), "broken"),
    ],
)
def test_where_claude_fails_the_local_model_answers(
    local: Fake, claude: Fake, behaviour: Behaviour, outcome: str
) -> None:
    claude.then(behaviour)
    reply = asked(local, claude, "deep")
    assert (reply.text, reply.tier, reply.steps[0].outcome) == ("fine", "local", outcome)


def test_over_budget_the_api_hears_nothing(local: Fake, claude: Fake) -> None:
    reply = asked(local, claude, "deep", budget={"day_usd": 0.01})
    assert (reply.tier, reply.steps[0].outcome) == ("local", "over budget")
    assert claude.seen == []
