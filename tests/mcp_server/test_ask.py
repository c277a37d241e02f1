"""`teach ask` and `ask_mentor`: who answers, what it stands on, and what a model that fails costs (its words only)."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server.cli import main
from mcp_server.server import build
from teaching.errors import RefusedError
from teaching.exemplars.store import keep
from teaching.mentor import replying
from teaching.models import choosing
from teaching.models.protocol import ModelError
from teaching.models.scripted import Scripted
from tests.teaching.guard.conftest import EXEMPLAR, LEAK, STUB
from tests.teaching.models.conftest import Served, served

__all__ = ["served"]

CLAUDE_MD = """\
# Project: Shop
## Training Protocol
- **Output Style:** Learning
## Error handling
- Raise `ShopError` for what a caller can mend
## Standards
- Functions are at most 3 lines long
- Names say what they mean
"""
ROADMAP = """\
## Phase 1
- [x] Set up <!-- id: setup -->
- [ ] Give a discount <!-- id: discount -->
  - Acceptance: whole cents
"""
OPEN = '''\
def off(price: int) -> int:
    """Ten percent off."""
    # TODO(human)[discount]: take ten percent off
    raise NotImplementedError("TODO(human): off")
'''


@pytest.fixture
def shop(make_repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    files = {"CLAUDE.md": CLAUDE_MD, "ROADMAP.md": ROADMAP, "src/cart.py": OPEN, "lessons/discount.md": "# Discount\n"}
    return make_repo(files, name="shop").root


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Chooses what answers."""
    return lambda model: monkeypatch.setattr(choosing, "local_model", lambda: model)


@pytest.fixture
def ask(shop: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., dict[str, Any]]]:
    def asked(*words: str) -> dict[str, Any]:
        assert main(["ask", *words, "--root", str(shop), "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    yield asked


def tool(root: Path, question: str, **more: Any) -> Any:
    async def session() -> Any:
        async with Client(build(root)) as client:
            return await client.call_tool("ask_mentor", {"question": question, **more})

    return anyio.run(session)


def test_without_a_model_the_project_answers_in_its_own_words_and_says_so(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "How do we handle errors?", "--root", str(shop)]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("The project says:\n\n- `CLAUDE.md:5` “Raise `ShopError` for what a caller can mend”\n")
    assert "CLAUDE.md:7" not in shown.out
    assert "Answered in the project's own words (tier words), cost $0.00. No model is chosen: `" in shown.out
    assert shown.err == ""


def test_without_a_model_a_client_s_own_model_gets_what_to_answer_from_and_how(shop: Path) -> None:
    reply = tool(shop, "How do we handle errors?")
    assert not reply.is_error
    text = reply.content[0].text
    assert text.startswith("This one is yours to answer, in the mentor's voice:\n\n- How: You mentor somebody")
    assert "- To whom: The learner is new to this" in text
    assert "- `CLAUDE.md:5` “Raise `ShopError` for what a caller can mend”" in text
    assert "CLAUDE.md:7" not in text
    assert text.endswith("(tier host), cost $0.00: the words are the asking model's.\n")


def test_what_is_left_to_the_learner_is_named_to_a_client_s_own_model_as_such(shop: Path) -> None:
    text = tool(shop, "How would I do the discount?", path="src/cart.py").content[0].text
    assert "- Left to the learner, so say nothing of how: `src/cart.py:3`" in text


def test_what_shares_only_a_common_word_with_the_question_is_left_out(ask: Callable[..., dict[str, Any]]) -> None:
    text = ask("May functions raise ShopError where the caller mends it?")["text"]
    assert "CLAUDE.md:5" in text
    assert "CLAUDE.md:7" not in text


def test_a_task_its_lesson_and_its_marker_are_named_with_the_next_move(ask: Callable[..., dict[str, Any]]) -> None:
    found = ask("what", "is", "the", "discount?")
    assert list(found)[:6] == ["text", "tier", "model", "cost", "route", "fallbacks"]
    assert (found["tier"], found["model"], found["cost"], found["fallbacks"]) == ("words", "words", 0.0, [])
    assert (
        "`ROADMAP.md:3` task: Give a discount (discount, open) – its lesson is `lessons/discount.md`" in found["text"]
    )
    assert "verify discount` proves it" in found["text"]
    assert "`src/cart.py:3` left to the learner: take ten percent off" in found["text"]


def test_what_a_path_leaves_open_is_named_whatever_the_question_says(
    shop: Path, ask: Callable[..., dict[str, Any]]
) -> None:
    for path in ("src/cart.py", "src"):
        assert "src/cart.py:3" in ask("now what?", "--path", str(shop / path))["text"]
    assert "src/cart.py:3" not in ask("now what?", "--path", str(shop / "lessons"))["text"]


@pytest.mark.parametrize("question", ["now what?", "Was gibt es heute?", "?", "🙂"])
def test_where_nothing_is_said_it_says_what_it_looked_through(
    ask: Callable[..., dict[str, Any]], question: str
) -> None:
    assert "looked through: 4 statements of CLAUDE.md, 2 tasks of ROADMAP.md and 1 open" in ask(question)["text"]


def test_in_a_bare_folder_it_says_what_could_not_be_looked_through(tmp_path: Path) -> None:
    text = tool(tmp_path, "How do we handle errors?").content[0].text
    assert "0 statements of CLAUDE.md" in text
    assert "there is no ROADMAP.md here" in text


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"question": ""}, "say what you want to know"),
        ({"question": "  "}, "say what you want to know"),
        ({"question": "x" * 2001}, "It takes: question, path"),
        ({"question": "x", "path": "../outside"}, "is outside"),
        ({"question": "x", "path": "missing.py"}, "does not exist"),
        ({"question": "x", "path": ".git/config"}, "is never read"),
        ({"question": "x", "path": ".env"}, "is never read (may hold secrets)"),
        ({"question": "x", "path": ".env:KEY"}, "is never read (may hold secrets)"),
        ({"question": "x", "path": "src/cart.py:on"}, "src/cart.py has no on: pass one of off"),
        ({"question": "x", "path": "src:off"}, "src is a folder"),
    ],
)
def test_what_cannot_be_asked_gets_the_next_move(shop: Path, arguments: dict[str, Any], why: str) -> None:
    (shop / ".env").write_text("KEY=1\n", encoding="utf-8")
    reply = tool(shop, **arguments)
    assert reply.is_error
    assert why in reply.content[0].text


def test_the_chosen_model_answers_from_the_facts_of_the_project(shop: Path, speak: Callable[[object], None]) -> None:
    model = Scripted("The rule in CLAUDE.md:5 speaks of it. Who can mend it?")
    speak(model)
    text = tool(shop, "How do we handle errors?").content[0].text
    assert text.startswith(
        "The rule in CLAUDE.md:5 speaks of it. Who can mend it?\n\nThe project says:\n\n- `CLAUDE.md:5`"
    )
    assert text.endswith("Answered by scripted (tier local), cost $0.00.\n")
    (messages,) = model.asked
    assert [message.role for message in messages] == ["system", "user"]
    question, facts, manner = messages[1].content.split("\n\n")
    assert (question, facts) == (
        "How do we handle errors?",
        "CLAUDE.md:5: Raise `ShopError` for what a caller can mend",
    )
    assert manner.startswith("The learner is new to this")


@pytest.mark.parametrize("model", [Scripted(ModelError("out of memory")), Scripted("  \n")])
def test_a_model_that_says_nothing_costs_its_words_alone(
    ask: Callable[..., dict[str, Any]], speak: Callable[[object], None], model: Scripted
) -> None:
    plain = ask("errors?")["text"]
    speak(model)
    found = ask("errors?")
    assert (found["text"], found["tier"], found["route"]) == (plain, "words", "local")
    assert found["steps"][0]["tier"] == "local"
    assert found["fallbacks"][0]["model"] == "scripted"
    assert found["fallbacks"][0]["reason"] in ("out of memory", "it said nothing")


def test_a_choice_that_cannot_be_understood_costs_nothing_either(
    shop: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., dict[str, Any]]
) -> None:
    def broken() -> None:
        raise RefusedError("current.json cannot be understood: teach model remove forgets it")

    monkeypatch.setattr(choosing, "local_model", broken)
    assert ask("errors?")["fallbacks"][0]["reason"].startswith("current.json cannot be understood")
    text = tool(shop, "errors?").content[0].text
    assert "The chosen model did not answer: current.json cannot be understood: teach model remove forgets it." in text


def test_an_answer_that_gives_the_core_away_is_not_passed_on(
    shop: Path, ask: Callable[..., dict[str, Any]], speak: Callable[[object], None]
) -> None:
    (shop / "scores.py").write_text(STUB, encoding="utf-8")
    keep(shop, [EXEMPLAR])
    leak = f"{LEAK}\nscores.py:6 says so.\n"
    speak(Scripted(leak, leak))
    found = ask("how do I settle the scores?")
    assert "1009" not in json.dumps(found)
    assert found["tier"] == "words"
    assert "given away what is left to the learner" in found["fallbacks"][0]["reason"]
    text = tool(shop, "how do I settle the scores?").content[0].text
    assert "1009" not in text
    assert "scores.py" in text


def test_after_a_crash_in_mid_answer_words_come_within_2_seconds_and_the_next_call_works(
    shop: Path, served: Served, speak: Callable[[object], None]
) -> None:
    speak(served.model())
    assert tool(shop, "say warm").content[0].text.startswith("warm")
    begun = time.monotonic()
    text = tool(shop, "die now").content[0].text
    assert time.monotonic() - begun < 2
    assert "llama-teach (local, unproven) did not answer: the local model's process died while it answered" in text
    assert "(tier host)" in text
    assert tool(shop, "say well").content[0].text.startswith("well")


def test_a_model_that_takes_too_long_is_taken_back_and_words_stand_in(
    shop: Path, served: Served, speak: Callable[[object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(served.model())
    tool(shop, "say warm")
    monkeypatch.setattr(replying, "SECONDS", 1.0)
    gone = served.place.run.parent / "gone"  # a name that the project has no words of
    text = tool(shop, f"hang {gone}").content[0].text
    assert "llama-teach (local, unproven) did not answer: " in text
    monkeypatch.setattr(replying, "SECONDS", 60.0)
    assert tool(shop, "say well").content[0].text.startswith("well")
    assert list(gone.parent.glob("gone*"))
