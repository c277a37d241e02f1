"""`python -m finetune evaluate --model …`: models are asked, and the report says the same for the same seed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from finetune.__main__ import main
from finetune.evaluate import bank
from finetune.evaluate.contestants import messages
from finetune.evaluate.controls import oracle
from teaching.prompts.tasks import PROMPTS
from tests.fakes import anthropic_server, openai_server

NAMES = ("report.md", "report.json", "report.html", "answers.jsonl", "rating.html", "rating-key.json")
BY_QUESTION = {messages(item)[-1].content: item for item in bank.items()}


def evaluated(out: Path, *models: str, limit: int = 9) -> int:
    words = [word for model in models for word in ("--model", model)]
    return main(["evaluate", *words, "--limit", str(limit), "--out", str(out)])


def report(out: Path) -> dict[str, Any]:
    return json.loads((out / "report.json").read_text(encoding="utf-8"))


def knows(body: dict[str, Any]) -> str:
    """An engine that has the answers."""
    return oracle(BY_QUESTION[body["messages"][-1]["content"]])


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    models = ("one=oracle", "two=flatterer", "three=leaker")
    assert evaluated(tmp_path / "a", *models) == evaluated(tmp_path / "b", *models) == 0
    for name in NAMES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    assert report(tmp_path / "a")["models"]["one"]["overall"] == 1.0
    assert {(pair["one"], pair["other"]) for pair in report(tmp_path / "a")["pairs"]} == {
        ("one", "two"), ("one", "three"), ("two", "three"),
    }  # fmt: skip


def test_the_page_asks_for_nothing_and_names_no_place_of_this_machine(tmp_path: Path) -> None:
    assert evaluated(tmp_path / "a", "one=oracle", "two=null") == 0
    page = (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page and "<script" not in page and page.count("<svg") == 3
    assert not re.search(r"""(?:src|href)=|url\(|@import""", page.partition("<h2>Answers")[0])
    assert page.count("<details>") == 9
    assert str(tmp_path) not in "".join((tmp_path / "a" / name).read_text(encoding="utf-8") for name in NAMES)
    said = (tmp_path / "a" / "report.md").read_text(encoding="utf-8")
    assert "two is behind one by 100.0 points" in said


def test_an_engine_is_asked_what_serving_would_ask_and_its_tokens_are_counted(tmp_path: Path) -> None:
    with openai_server.serving(openai_server.says(knows, read=50, written=20)) as fake:
        assert evaluated(tmp_path / "a", f"far={fake.url}#tutor-8b", "none=null") == 0
        asked = [seen.body for seen in fake.seen if seen.body]
    far = report(tmp_path / "a")["models"]["far"]
    assert far["overall"] == 1.0 and (far["read"], far["written"], far["cost"]) == (450, 180, 0.0)
    assert {body["messages"][0]["content"] for body in asked} <= {prompt.system for prompt in PROMPTS.values()}
    assert "127.0.0.1" not in (tmp_path / "a" / "report.json").read_text(encoding="utf-8")


@pytest.mark.full  # importing the SDK takes seconds
def test_claude_is_asked_with_the_users_key_and_its_price_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with anthropic_server.serving(anthropic_server.says(knows)) as fake:
        monkeypatch.setenv("ANTHROPIC_API_KEY", anthropic_server.KEY)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", fake.url)
        assert evaluated(tmp_path / "a", "claude=claude:claude-opus-5-5", limit=2) == 0
    claude = report(tmp_path / "a")["models"]["claude"]
    assert claude["overall"] == 1.0 and claude["read"] == 24


def test_who_could_not_be_reached_was_neither_right_nor_wrong(tmp_path: Path) -> None:
    with openai_server.serving(openai_server.says(knows)) as fake:
        fake.then(openai_server.limited(), openai_server.fails(503))
        assert evaluated(tmp_path / "a", f"far={fake.url}#tutor-8b", "none=null") == 0
        found = report(tmp_path / "a")
        assert found["models"]["far"]["unanswered"] == 2 and found["models"]["far"]["overall"] == 1.0
        assert found["pairs"][0]["overall"]["n"] == 7
        asked = len(fake.seen)
        # The same command asks only what has no answer yet.
        assert evaluated(tmp_path / "a", f"far={fake.url}#tutor-8b", "none=null") == 0
        assert len(fake.seen) == asked + 2
    assert report(tmp_path / "a")["models"]["far"]["unanswered"] == 0


def test_a_refusal_is_an_answer_and_a_bad_one(tmp_path: Path) -> None:
    with openai_server.serving(openai_server.refuses()) as fake:
        assert evaluated(tmp_path / "a", f"far={fake.url}#tutor-8b") == 0
    assert report(tmp_path / "a")["models"]["far"]["overall"] == 0.0
    assert report(tmp_path / "a")["models"]["far"]["unanswered"] == 0


@pytest.mark.parametrize(
    ("models", "said"),
    [
        (["x=nobody"], "nobody is called nobody"),
        (["oracle"], "write --model NAME=SPEC"),
        (["x=oracle", "x=null"], "each name once"),
        (["x=run:nowhere"], "no folder of a run"),
    ],
)
def test_a_model_that_is_not_there_is_said_with_the_next_move(
    models: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(tmp_path / "a", *models) == 2
    assert said in capsys.readouterr().err
