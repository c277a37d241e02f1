"""Rules that no tool decides, in the terminal: questions to ask oneself, or judged by the model that was chosen."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from teaching.models import choosing, unchosen, voice
from teaching.models.protocol import Completion, ModelError, Schema
from teaching.models.scripted import Scripted
from teaching.prompts.tasks import PROMPTS, REVIEW_JUDGING
from tests.teaching.models.conftest import Served, served

__all__ = ["served"]

CLAUDE_MD = """\
# Project: Rates

## Rules
- Money must be a `Decimal`, never a float
- Names must say what they mean
- React components must stay small
"""
CODE = '''\
"""Rates."""


def load_rates(reply):
    data = reply.json()
    return float(data["price"])
'''
MONEY = {"breaks": True, "quote": 'return float(data["price"])', "line": 6, "fact": "The price becomes a float."}
NAMES = {"breaks": True, "quote": "data = reply.json()", "line": 5, "fact": "The name data could hold anything."}
KEPT = {"breaks": False, "quote": "", "line": 0, "fact": ""}


@pytest.fixture
def project(make_repo: Callable[..., Any]) -> Path:
    """A change that two rules speak of, and that breaks nothing which a tool checks."""
    made = make_repo({"CLAUDE.md": CLAUDE_MD})
    made.write({"rates.py": CODE})
    return made.root


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Scripted]:
    """Has a scripted model answer with these."""
    monkeypatch.setattr(unchosen, "nothing_is", lambda: False)

    def chosen(*answers: dict[str, Any] | str | ModelError) -> Scripted:
        said = (json.dumps(answer) if isinstance(answer, dict) else answer for answer in answers)
        model = Scripted(*said)
        monkeypatch.setattr(choosing, "local_model", lambda: model)
        return model

    return chosen


def review(root: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["review", str(root), *words]) == code
    return capsys.readouterr().out


def read(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    return json.loads(review(root, capsys, "--format", "json", *words))


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("words", [[], ["--no-model"]], ids=["none chosen", "none wanted"])
def test_without_a_model_the_reader_gets_questions_to_ask_themselves(
    project: Path, form: str, words: list[str], capsys: pytest.CaptureFixture[str], speak: Callable[..., Scripted]
) -> None:
    model = speak() if words else None
    text = folded(review(project, capsys, "--format", form, *words))
    assert (
        "Ask yourself: Does `load_rates` keep to “Money must be a `Decimal`, never a float” (CLAUDE.md:4)? rates.py:6"
        in text
    )
    assert "Ask yourself: Does `load_rates` keep to “Names must say what they mean” (CLAUDE.md:5)? rates.py:5" in text
    assert "React" not in text
    assert "For you to judge" not in text
    assert "call review_code" not in text
    assert "1 other rule that no tool decides bears on this code less, or not at all" in text
    assert model is None or model.asked == []


def test_programs_get_what_was_handed_over_with_places(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = read(project, capsys)
    assert found["opinions"] is None
    money, names = found["handed_over"]
    assert money["rule"]["source"] == "CLAUDE.md:4"
    assert money["places"][0] == {
        "path": "rates.py",
        "line": 6,
        "end_line": 6,
        "excerpt": 'return float(data["price"])',
    }
    assert names["ask"] == "Does `load_rates` keep to “Names must say what they mean” (CLAUDE.md:5)?"


def test_the_chosen_model_judges_each_rule_and_what_holds_is_shown_apart(
    project: Path, capsys: pytest.CaptureFixture[str], speak: Callable[..., Scripted]
) -> None:
    model = speak(MONEY, KEPT)
    text = folded(review(project, capsys))
    assert "No findings." in text
    assert "The model's opinion (no tool confirms it). From scripted; 1 of 1 kept" in text
    assert "should rates.py:6 return float" in text
    assert "Opinion: The price becomes a float." in text
    # What was judged to be broken is told; the other is still worth a thought.
    assert "Ask yourself: Does `load_rates` keep to “Money" not in text
    assert "Ask yourself: Does `load_rates` keep to “Names" in text
    first, second = model.asked
    assert first[0].content == PROMPTS[REVIEW_JUDGING].system
    assert (
        first[1].content
        == 'Rule [CLAUDE.md:4]: Money must be a `Decimal`, never a float\n\nrates.py\n6: return float(data["price"])'
    )
    assert "5: data = reply.json()\n6: return float" in second[1].content


def test_opinions_never_count_as_findings(
    project: Path, capsys: pytest.CaptureFixture[str], speak: Callable[..., Scripted]
) -> None:
    speak(MONEY, NAMES)
    found = read(project, capsys)
    assert [(one["tier"], one["check"], one["severity"]) for one in found["findings"]] == [
        ("opinion", "opinion", "should"),
        ("opinion", "opinion", "should"),
    ]
    assert found["opinions"] == {"by": "scripted", "kept": 2, "dropped": []}
    assert found["suppressed"] == 0
    speak(MONEY, NAMES)
    assert "\nNo findings.\n" in review(project, capsys, "--format", "markdown")


def test_an_opinion_keeps_its_id_when_lines_shift(
    project: Path, capsys: pytest.CaptureFixture[str], speak: Callable[..., Scripted]
) -> None:
    speak(MONEY, KEPT)
    before = read(project, capsys)["findings"][0]
    (project / "rates.py").write_text("import os\n" + CODE, encoding="utf-8")
    speak({**MONEY, "line": 7}, KEPT)
    after = read(project, capsys)["findings"][0]
    assert (before["id"], before["line"] + 1) == (after["id"], after["line"])


def test_what_a_model_invents_is_dropped_with_its_reason(
    project: Path, capsys: pytest.CaptureFixture[str], speak: Callable[..., Scripted]
) -> None:
    speak({**MONEY, "quote": "return Decimal(total)"}, {**NAMES, "fact": "Rename data to reply_body."})
    text = folded(review(project, capsys, "--format", "markdown"))
    assert "From scripted; 0 of 2 kept" in text
    assert "rates.py:6: its quote does not stand in that file." in text
    assert "rates.py:5: its fact names `reply_body`, which stands neither in the file nor in the rule." in text


@pytest.mark.parametrize("answer", ["It is fine.", "{}", '{"breaks": "perhaps"}', json.dumps({**MONEY, "more": 1})])
def test_an_answer_of_another_form_costs_its_opinion_only(
    project: Path, answer: str, capsys: pytest.CaptureFixture[str], speak: Callable[..., Scripted]
) -> None:
    speak(answer, NAMES)
    found = read(project, capsys)
    assert found["opinions"] == {"by": "scripted", "kept": 1, "dropped": []}
    assert "1 rule not judged by scripted: its answer has not the form that was asked for." in found["notes"]


def test_a_model_that_failed_is_not_asked_again_and_the_questions_stay(
    project: Path, capsys: pytest.CaptureFixture[str], speak: Callable[..., Scripted]
) -> None:
    model = speak(ModelError("the process died"), NAMES)
    text = folded(review(project, capsys))
    assert "2 rules not judged by scripted: the process died." in text
    assert text.count("Ask yourself: ") == 2
    assert len(model.asked) == 1


def test_wording_and_judging_share_one_time(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow:
        name = "slow"
        now, left = 0.0, 0.0

        def monotonic(self) -> float:
            return self.now

        def within(self, seconds: float, cancelled: object = None) -> "Slow":
            self.left = seconds
            return self

        def complete(self, messages: object, schema: Schema | None = None, *_: object) -> Completion:
            self.now += min(15.0, self.left)
            if self.left < 15:
                raise ModelError("not done")
            return Completion(json.dumps(KEPT) if schema else "words", 1, 0.0, self.name)

    rules = CLAUDE_MD.replace(
        "## Rules\n", "- **Output Style:** Learning\n\n## Rules\n- Functions are at most 2 lines\n"
    )
    (project / "CLAUDE.md").write_text(rules, encoding="utf-8")
    model = Slow()
    monkeypatch.setattr(unchosen, "nothing_is", lambda: False)
    monkeypatch.setattr(choosing, "local_model", lambda: model)
    monkeypatch.setattr(voice, "time", model)
    found = json.loads(review(project, capsys, "--format", "json", code=1))
    assert found["wording"]["of"] == 1
    assert model.now == 20.0
    assert "2 rules not judged by slow: it took longer than the 20 s that a reply has for it." in found["notes"]


def test_opinions_that_the_guard_would_hold_back_do_not_take_the_review_along(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, speak: Callable[..., Scripted]
) -> None:
    monkeypatch.setattr("teaching.mentor.reviewing.is_held", lambda text, root: "becomes a float" in text)
    speak(MONEY, NAMES)
    found = read(project, capsys)
    assert found["findings"] == []
    reason = "all of them: its words would have given a solution away"
    assert found["opinions"] == {"by": "scripted", "kept": 0, "dropped": [reason]}


def test_a_machine_that_reads_sarif_asks_no_model(
    project: Path, capsys: pytest.CaptureFixture[str], speak: Callable[..., Scripted]
) -> None:
    model = speak(MONEY, NAMES)
    assert json.loads(review(project, capsys, "--format", "sarif"))["runs"][0]["results"] == []
    assert model.asked == []


def test_a_real_process_is_held_to_the_form_of_a_judgement(
    project: Path, served: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchosen, "nothing_is", lambda: False)
    monkeypatch.setattr(choosing, "local_model", served.model)
    found = read(project, capsys)  # its engine says what it is given, which is no JSON
    assert any(note.startswith("2 rules not judged by llama-teach (local, unproven): ") for note in found["notes"])
    assert found["findings"] == []
