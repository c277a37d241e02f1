"""A review and a hint in the words of the chosen model: the facts stay, and a model that fails costs its words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server.cli import main
from mcp_server.server import build
from teaching.errors import RefusedError
from teaching.models import choosing, unchosen, voice
from teaching.models.protocol import Completion, ModelError
from teaching.models.scripted import Scripted
from tests.teaching.models.conftest import Served, served

__all__ = ["served"]

CLAUDE_MD = "# Project: Shop\n- **Output Style:** Learning\n## Standards\n- Functions are at most 3 lines long\n"
LONG = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "CLAUDE.md").write_text(CLAUDE_MD, encoding="utf-8")
    for name in ("a", "b", "c"):
        (root / f"{name}.py").write_text(LONG, encoding="utf-8")
    return root


@pytest.fixture
def good(shop: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a model may say of each finding there."""
    assert main(["rules", str(shop), "--format", "json"]) == 0
    (rule,) = [one for one in json.loads(capsys.readouterr().out)["rules"] if "3 lines" in one["quote"]]
    return (
        f"Your project holds in [{rule['id']}] that nobody has to scroll to see a whole function, and this one is "
        "longer than that. Which part of it could stand under a name of its own?"
    )


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    monkeypatch.setattr(unchosen, "nothing_is", lambda: False)
    return lambda model: monkeypatch.setattr(choosing, "local_model", lambda: model)


def tool(root: Path, name: str, **arguments: Any) -> str:
    async def session() -> Any:
        async with Client(build(root)) as client:
            return await client.call_tool(name, arguments)

    reply = anyio.run(session)
    assert not reply.is_error
    return reply.content[0].text


def review(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["review", str(root), "--format", "json", *words]) == 1
    return json.loads(capsys.readouterr().out)


def test_the_chosen_model_words_the_questions_and_the_facts_stay(
    shop: Path, good: str, speak: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    plain = review(shop, capsys)
    assert plain["wording"] is None
    speak(Scripted(good, f"{good}\n", good))
    found = review(shop, capsys)
    assert found["wording"] == {"model": "scripted", "worded": 3, "of": 3, "fallbacks": []}
    assert [one["question"] for one in found["findings"]] == [good] * 3
    for one in plain["findings"]:
        one["question"] = good
    assert found["findings"] == plain["findings"]
    speak(Scripted(good, good, good))
    text = tool(shop, "review_code")
    assert text.count(f"   - Ask: {good}\n") == 3
    assert "- Worded by scripted.\n" in text
    assert text.count(".py:1`") == 3


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_every_form_for_people_says_who_worded_it(
    shop: Path, good: str, form: str, speak: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    speak(Scripted(good, "Use `functools.reduce` here.", good))
    assert main(["review", str(shop), "--format", form]) == 1
    said = "2 of 3 worded by scripted, the others by templates: 1 answer did not hold to the facts (it does not"
    assert said in " ".join(capsys.readouterr().out.split())


def test_a_machine_and_who_says_so_get_the_templates_words(
    shop: Path, speak: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    model = Scripted()
    speak(model)
    assert review(shop, capsys, "--no-model")["wording"] is None
    assert main(["review", str(shop), "--format", "sarif"]) == 1
    assert model.asked == []


def test_a_colleague_asks_nothing_so_no_model_is_asked(
    shop: Path, speak: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "CLAUDE.md").write_text(CLAUDE_MD.replace("Learning", "Default"), encoding="utf-8")
    model = Scripted()
    speak(model)
    assert review(shop, capsys)["wording"] is None
    assert model.asked == []


def test_a_model_that_failed_once_is_not_asked_again_for_the_same_review(
    shop: Path, good: str, speak: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    plain = review(shop, capsys)["findings"]
    model = Scripted(good, ModelError("the process died"), good)
    speak(model)
    found = review(shop, capsys)
    assert [one["question"] for one in found["findings"]] == [good, *(one["question"] for one in plain[1:])]
    assert found["wording"] == {"model": "scripted", "worded": 1, "of": 3, "fallbacks": ["the process died"]}
    assert len(model.asked) == 2


@pytest.mark.parametrize("error", [OSError("broken pipe"), TypeError("not a text"), RecursionError(), KeyError("x")])
def test_whatever_a_broken_model_raises_the_review_stands(
    shop: Path, error: Exception, speak: Callable[[object], None]
) -> None:
    class Broken:
        name = "broken"

        def complete(self, *_: object) -> Completion:
            raise error

    speak(Broken())
    text = tool(shop, "review_code")
    assert text.count(".py:1`") == 3
    assert "Worded by templates; broken did not help: " in text


class Slow:
    """Takes 15 seconds of a clock for each answer, and gives up where it has less."""

    name = "slow"

    def __init__(self, answer: str) -> None:
        self.answer, self.now, self.left = answer, 0.0, [0.0]

    def monotonic(self) -> float:
        return self.now

    def within(self, seconds: float, cancelled: object = None) -> "Slow":
        self.left.append(seconds)
        return self

    def complete(self, *_: object) -> Completion:
        self.now += min(15.0, self.left[-1])
        if self.left[-1] < 15:
            raise ModelError("not done")
        return Completion(self.answer, 1, 0.0, self.name)


def test_all_wordings_of_a_review_together_have_20_seconds(
    shop: Path, good: str, speak: Callable[[object], None], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    model = Slow(good)
    monkeypatch.setattr(voice, "time", model)
    speak(model)
    found = review(shop, capsys)["wording"]
    assert model.left[1:] == [20.0, 5.0]
    assert model.now == 20.0
    assert (found["worded"], found["fallbacks"]) == (1, ["it took longer than the 20 s that a reply has for it"])


def test_a_choice_that_cannot_be_understood_is_said_and_the_review_stands(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RefusedError("config.toml is no TOML: correct it")

    monkeypatch.setattr(choosing, "local_model", broken)
    text = tool(shop, "review_code")
    assert text.count(".py:1`") == 3
    assert "- Worded by templates; the chosen model did not help: config.toml is no TOML: correct it.\n" in text


def test_words_that_the_guard_would_hold_back_do_not_take_the_facts_along(
    shop: Path, good: str, speak: Callable[[object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("teaching.mentor.reviewing.is_held", lambda text, root: good in text)
    speak(Scripted(good, good, good))
    text = tool(shop, "review_code")
    assert good not in text
    assert text.count(".py:1`") == 3
    assert "Worded by templates; scripted did not help: its words would have given a solution away." in text


def test_a_real_process_words_a_review_and_its_death_costs_the_words_alone(
    shop: Path, served: Served, speak: Callable[[object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(served.model())
    text = tool(shop, "review_code")  # its engine says what it is given
    assert "- Worded by llama-teach (local, unproven).\n" in text
    monkeypatch.setattr("teaching.review.wording.asked", lambda *_, **__: type("Asked", (), DIES)())
    text = tool(shop, "review_code")
    assert text.count(".py:1`") == 3
    assert "did not help: the local model's process died while it answered" in text


DIES = {"system": "", "user": "die now"}
OPEN = '''\
def off(price: int) -> int:
    """Ten percent off."""
    # TODO(human): ten percent off
    raise NotImplementedError("TODO(human): off")
'''


def test_a_hint_says_who_worded_it_and_climbs_without_a_model_too(
    shop: Path, speak: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "discount.py").write_text(OPEN, encoding="utf-8")
    speak(Scripted("What comes out for nothing at all?", ModelError("the process died")))
    first = tool(shop, "give_hint", target="discount.py:3")
    assert "\n\nWhat comes out for nothing at all?\n" in first
    assert first.endswith("\n\nWorded by scripted.\n")
    second = tool(shop, "give_hint", target="discount.py:3")
    assert second.startswith("## Hint 2 of 4, concept")
    assert "https://docs.python.org/" in second
    assert second.endswith("\n\nWorded by templates; scripted did not help: the process died.\n")
    speak(Scripted("Use a loop."))
    assert main(["hint", "discount.py:3", "--level", "1", "--root", str(shop), "--format", "json"]) == 0
    wording = json.loads(capsys.readouterr().out)["wording"]
    why = "its answer did not hold to the hint (it does not end with a question)"
    assert wording == {"model": "scripted", "worded": 0, "of": 1, "fallbacks": [why]}


AGAIN = ("hint", "discount.py:3", "--level", "2", "--root")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda hint: "What does it come to?", "it drops a link"),
        (lambda hint: f"{hint}\n\nWould Redis help?", "it adds a name"),
        (lambda hint: f"{hint}\n\nWould `reduce` help?", "it adds a name"),
        (lambda hint: f"{hint}\n\nWhat are 4711 of them?", "it adds a number"),
        (lambda hint: f"{hint}\n\nSo it is.", "it does not end with a question"),
        (lambda hint: f"{hint}\n\nWhat {'and so on ' * 80}?", "it is too long, or gives too much away"),
    ],
)
def test_words_of_a_hint_add_no_name_and_no_number_keep_its_links_and_ask(
    shop: Path, speak: Callable[[object], None], capsys: pytest.CaptureFixture[str], change: Any, why: str
) -> None:
    (shop / "discount.py").write_text(OPEN, encoding="utf-8")
    speak(None)
    tool(shop, "give_hint", target="discount.py:3")
    tool(shop, "give_hint", target="discount.py:3")
    assert main([*AGAIN, str(shop), "--format", "json"]) == 0
    plain = json.loads(capsys.readouterr().out)["text"]
    assert "https://docs.python.org/" in plain
    speak(Scripted(change(plain), f"{plain}\n\nWhat is that for you?"))
    for expected in (f"did not help: its answer did not hold to the hint ({why}).", "Worded by scripted."):
        assert main([*AGAIN, str(shop)]) == 0
        assert expected in capsys.readouterr().out


def test_a_hint_with_code_is_not_reworded(shop: Path, speak: Callable[[object], None]) -> None:
    (shop / "discount.py").write_text(OPEN, encoding="utf-8")
    speak(None)
    hints = [tool(shop, "give_hint", target="discount.py:3") for _ in range(3)]
    assert not any("Worded" in hint for hint in hints)
    model = Scripted()
    speak(model)
    assert "```" in tool(shop, "give_hint", target="discount.py:3")
    assert model.asked == []


def test_progress_goes_on_while_a_review_is_worded(shop: Path, good: str, speak: Callable[[object], None]) -> None:
    speak(Scripted(good, good, good))
    seen: list[tuple[float, str | None]] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, message))

    async def session() -> None:
        async with Client(build(shop)) as client:
            await client.call_tool("review_code", {}, progress_callback=on_progress)

    anyio.run(session)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert [done for done, message in seen if message == "asking scripted"] == [4, 5, 6]
