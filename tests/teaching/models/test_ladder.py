"""The ladder: who is asked in which order, what that costs, and what the reply says of it."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.usage import Usage
from teaching.costs import ledger
from teaching.errors import RefusedError
from teaching.models.ladder import Ladder, Reply
from teaching.models.protocol import Completion, Failure, Message, Model, ModelError, Schema
from teaching.models.tiers import Config, TierName, understood

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ASKED = [Message("system", "be kind"), Message("user", "what is a tuple?"), Message("words", "a template")]
PAID: dict[str, Any] = {"fallback": {"backend": "anthropic"}, "deep": {"backend": "anthropic"}}
FAILURES: list[Failure] = ["slow", "limited", "refused", "broken", "absent"]


class Told:
    """A model that does what it was told, and remembers what it was given."""

    def __init__(self, name: str, does: str | Exception, usage: Usage | None = None) -> None:
        self.name, self.does = name, does
        self.usage = Usage(1000, 100) if usage is None else usage
        self.seconds: list[float] = []
        self.most: list[int] = []

    def within(self, seconds: float, cancelled: object = None) -> "Told":
        self.seconds.append(seconds)
        return self

    def complete(
        self,
        messages: Sequence[Message],
        schema: Schema | None = None,
        max_tokens: int = 512,
        stop: Sequence[str] = (),
    ) -> Completion:
        self.most.append(max_tokens)
        if isinstance(self.does, Exception):
            raise self.does
        return Completion(self.does, self.usage.total, 0.0, self.name, self.usage)


class Tiers:
    """The models of the three tiers; None has nobody behind it."""

    def __init__(self, **models: Told | None) -> None:
        self.models = models
        self.asked: list[str] = []

    def build(self, name: TierName, config: Config, cancelled: object) -> Model | None:
        return self.models.get(name)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def ladder(models: Tiers, said: dict[str, Any] | None = None, **more: Any) -> Ladder:
    config = understood({"tiers": PAID, **(said or {})})
    return Ladder(config, Path("/shop"), more.pop("seconds", 30), build=models.build, **more)


def asked(models: Tiers, start: TierName = "local", said: dict[str, Any] | None = None, **more: Any) -> Reply:
    wanted = {key: more.pop(key) for key in ("check", "max_tokens") if key in more}
    return ladder(models, said, **more).ask(start, ASKED, purpose="ask", **wanted)


def outcomes(reply: Reply) -> list[tuple[str, str]]:
    return [(step.tier, step.outcome) for step in reply.steps]


def written() -> list[tuple[str, str, str, float | None]]:
    """What the ledger holds: tier, model, outcome, cost."""
    return [(one.tier, one.model, one.outcome, one.cost) for one in ledger.read(LONG_AGO).entries]


def three(**does: str | Exception) -> Tiers:
    return Tiers(**{name: Told(f"{name} model", what) for name, what in does.items()})


def test_the_tier_where_it_begins_answers_and_nobody_else_is_asked() -> None:
    models = three(local="a tuple", fallback="no", deep="no")
    reply = asked(models)
    assert (reply.text, reply.tier, reply.model) == ("a tuple", "local", "local model")
    assert (reply.cost, reply.priced, reply.usage) == (0.0, True, Usage(1000, 100))
    assert outcomes(reply) == [("local", "answered")]
    assert written() == [("local", "local model", "answered", 0.0)]


@pytest.mark.parametrize("failure", FAILURES)
def test_each_kind_of_failure_goes_up_one_tier_and_is_told(failure: Failure) -> None:
    reply = asked(three(local=ModelError("it is gone", failure), fallback="a tuple", deep="no"))
    assert (reply.text, reply.tier) == ("a tuple", "fallback")
    assert outcomes(reply) == [("local", failure), ("fallback", "answered")]
    assert reply.steps[0].reason == "it is gone"
    # 1000 tokens read at $0.10 and 100 written at $0.50 a million
    assert reply.cost == pytest.approx(0.00015)
    assert [row[:3] for row in written()] == [
        ("local", "local model", failure),
        ("fallback", "claude-haiku-5-5", "answered"),
    ]


def test_a_rejected_answer_goes_up_and_costs_what_it_costs() -> None:
    models = three(local="sum(prices)", fallback="sum(prices) too", deep="think of a loop")
    reply = asked(models, check=lambda text: "it gives the core away" if "sum" in text else "")
    assert (reply.text, reply.tier) == ("think of a loop", "deep")
    assert outcomes(reply) == [("local", "rejected"), ("fallback", "rejected"), ("deep", "answered")]
    assert reply.steps[1].reason == "it gives the core away"
    assert reply.cost == pytest.approx(0.00015 + 1000 * 4e-6 + 100 * 20e-6)
    assert reply.usage == Usage(3000, 300)


@pytest.mark.parametrize("said", ["", " \n"])
def test_an_empty_answer_is_none(said: str) -> None:
    assert asked(three(local=said, deep="x"), said={"tiers": {"deep": PAID["deep"]}}).tier == "deep"


def test_when_all_answers_are_rejected_the_template_speaks() -> None:
    reply = asked(three(local="x", fallback="x", deep="x"), check=lambda _: "no")
    assert (reply.text, reply.tier, reply.model) == ("", "words", "words")


def test_where_the_deepest_fails_a_cheaper_one_is_asked() -> None:
    reply = asked(three(local="near enough", fallback=ModelError("busy", "limited"), deep=ModelError("x")), "deep")
    assert (reply.tier, reply.text) == ("local", "near enough")
    assert outcomes(reply) == [("deep", "broken"), ("fallback", "limited"), ("local", "answered")]


def test_an_answer_that_the_deepest_gave_in_vain_is_not_asked_of_a_cheaper_one() -> None:
    reply = asked(three(local="y", fallback="y", deep="x"), "deep", check=lambda text: "no" if text == "x" else "")
    assert (reply.tier, outcomes(reply)) == ("words", [("deep", "rejected")])


def test_inside_claude_code_its_own_model_answers_where_no_tier_was_set() -> None:
    nobody = {"tiers": {}}
    assert asked(Tiers(), "deep", nobody, inside_claude=True).tier == "host"
    reply = asked(three(local=ModelError("gone")), "local", nobody, inside_claude=True)
    assert (reply.tier, outcomes(reply)) == ("host", [("local", "broken")])
    assert asked(Tiers(), "deep", nobody).tier == "words"


def test_nobody_set_is_told_and_not_written_into_the_ledger() -> None:
    reply = asked(Tiers(), "local", {"tiers": {}})
    assert outcomes(reply) == [("local", "absent"), ("fallback", "absent"), ("deep", "absent")]
    assert "no model is set for the tier local" in reply.steps[0].reason
    assert written() == []


@pytest.mark.parametrize(
    "error", [OSError("disk"), ValueError("x"), KeyError("y"), RefusedError("cannot be understood")]
)
def test_whatever_a_model_raises_there_is_a_reply(error: Exception) -> None:
    reply = asked(three(local=error, fallback="fine"))
    assert (reply.tier, reply.steps[0].outcome) == ("fallback", "broken")

    def build(name: TierName, config: Config, cancelled: object) -> Model | None:
        raise error

    broken = Ladder(Config(), Path("/shop"), 30, build=build).ask("local", ASKED, purpose="ask")
    assert (broken.tier, {step.outcome for step in broken.steps}) == ("words", {"absent"})


@pytest.mark.parametrize("limit", ["day_usd", "project_day_usd", "reply_usd"])
def test_over_budget_means_the_tier_below_and_is_told(limit: str) -> None:
    models = three(local="cheap words", fallback="some words", deep="deep words")
    # deep: 6 tokens read and 4608 written at most are $0.0922; fallback: $0.0023.
    reply = asked(models, "deep", {"budget": {limit: 0.05}})
    assert (reply.text, reply.tier) == ("some words", "fallback")
    assert outcomes(reply) == [("deep", "over budget"), ("fallback", "answered")]
    assert "it may cost $0.09, and $0.00 of $0.05" in reply.steps[0].reason
    assert models.models["deep"].seconds == []  # type: ignore[union-attr]
    reply = asked(models, "deep", {"budget": {limit: 0.0001}})
    assert outcomes(reply) == [("deep", "over budget"), ("fallback", "over budget"), ("local", "answered")]
    reply = asked(three(fallback="x", deep="x"), "deep", {"budget": {limit: 0}})
    assert reply.tier == "words"


def test_over_budget_nobody_above_is_asked_either() -> None:
    models = three(local="some words", fallback="x", deep="dear words")
    free = {"claude-opus-5-5": {"read": 0, "written": 0}}
    reply = asked(models, "fallback", {"budget": {"day_usd": 0.001}, "prices": free})
    assert outcomes(reply) == [("fallback", "over budget"), ("local", "answered")]


def test_what_was_spent_before_counts_for_its_day_and_its_project(monkeypatch: pytest.MonkeyPatch) -> None:
    models = three(fallback="x", deep="x")
    day = {"budget": {"day_usd": 0.1}}
    assert asked(models, "deep", day).tier == "deep"  # $0.006
    assert asked(models, "deep", day).tier == "deep"
    assert asked(models, "deep", day).tier == "fallback"
    here = {"budget": {"project_day_usd": 0.1}}
    assert asked(models, "deep", here).tier == "fallback"
    elsewhere = Ladder(understood({"tiers": PAID, **here}), Path("/other"), 30, build=models.build)
    assert elsewhere.ask("deep", ASKED, purpose="ask").tier == "deep"


def test_a_reply_has_its_own_limit_over_all_that_it_asks() -> None:
    one = ladder(three(fallback="x", deep="x"), {"budget": {"reply_usd": 0.095}})
    assert [one.ask("deep", ASKED, purpose="ask").tier for _ in range(2)] == ["deep", "fallback"]
    other = ladder(three(fallback="x", deep="x"), {"budget": {"reply_usd": 0.095}})
    assert other.ask("deep", ASKED, purpose="ask").tier == "deep"


def test_an_answer_that_never_came_may_have_been_billed(monkeypatch: pytest.MonkeyPatch) -> None:
    models = three(local="x", deep=ModelError("took too long", "slow"))
    reply = asked(models, "deep", {"tiers": {"deep": PAID["deep"]}})
    assert reply.cost == pytest.approx(6 * 5e-6 + (512 + 4096) * 20e-6)
    models = three(local="x", deep=ModelError("come back later", "limited"))
    assert asked(models, "deep", {"tiers": {"deep": PAID["deep"]}}).cost == 0


def test_an_unknown_price_is_told_and_held_by_no_budget() -> None:
    said = {"tiers": {"deep": {"backend": "anthropic", "model": "claude-next"}}}
    reply = asked(three(deep="fine"), "deep", said)
    assert (reply.tier, reply.cost, reply.priced, reply.steps[0].cost) == ("deep", 0.0, False, None)
    reply = asked(three(local="x", deep="fine"), "deep", {**said, "budget": {"day_usd": 100}})
    assert reply.tier == "local"
    assert 'write it under [prices."claude-next"]' in reply.steps[0].reason
    own = {"prices": {"claude-next": {"read": 1, "written": 1}}}
    assert asked(three(deep="fine"), "deep", {**said, **own, "budget": {"day_usd": 100}}).tier == "deep"


def test_what_cannot_be_written_down_is_not_spent(state: Path) -> None:
    asked(three(local="x"))
    (file,) = (state / "state" / "teach" / "costs").glob("*.jsonl")
    file.chmod(0o666)
    models = three(local="x", deep="x")
    reply = asked(models, "deep", {"tiers": {"deep": PAID["deep"]}})
    assert outcomes(reply)[0] == ("deep", "over budget")
    assert reply.tier == "local"
    assert "could not be written down, so it was not asked" in reply.steps[0].reason
    assert "is not in the ledger of costs" in reply.note
    assert models.models["deep"].seconds == []  # type: ignore[union-attr]


def test_what_failed_once_is_not_asked_again_for_the_same_reply() -> None:
    models = three(local=ModelError("gone"), fallback="fine")
    one = ladder(models)
    replies = [one.ask("local", ASKED, purpose="words") for _ in range(3)]
    assert [reply.tier for reply in replies] == ["fallback"] * 3
    assert len(models.models["local"].seconds) == 1  # type: ignore[union-attr]
    assert replies[2].cost == pytest.approx(0.00015)


def test_a_tier_behind_which_another_waits_leaves_it_time() -> None:
    models = three(local="x", fallback="x", deep="x")
    asked(models, check=lambda _: "no", seconds=100)
    local, fallback, deep = (models.models[name] for name in ("local", "fallback", "deep"))
    assert local and fallback and deep
    assert [round(one.seconds[0]) for one in (local, fallback, deep)] == [60, 60, 100]
    alone = three(local="x")
    asked(alone, said={"tiers": {}}, seconds=100)
    assert round(alone.models["local"].seconds[0]) == 100  # type: ignore[union-attr]


def test_a_tiers_own_limits_hold() -> None:
    models = three(local="x", deep="x")
    tier = {"backend": "anthropic", "timeout_s": 5, "max_tokens": 100}
    asked(models, "deep", {"tiers": {"deep": tier}})
    deep = models.models["deep"]
    assert deep
    assert (deep.seconds, deep.most) == ([5], [100])


def test_without_time_or_a_reader_nobody_is_asked() -> None:
    models = three(local="x", fallback="x", deep="x")
    reply = asked(models, seconds=0.1)
    assert (reply.tier, {step.outcome for step in reply.steps}) == ("words", {"slow"})
    assert "nothing was left of the 0.1 s" in reply.steps[0].reason
    reply = asked(models, cancelled=lambda: True)
    assert (reply.tier, reply.steps[0].reason) == ("words", "the question was taken back")
    assert all(model and model.most == [] for model in models.models.values())
    assert written() == []


def test_a_check_that_refuses_by_raising_rejects() -> None:
    def check(text: str) -> str:
        raise RefusedError("it holds a secret")

    reply = asked(three(local="x"), said={"tiers": {}}, check=check)
    assert (reply.steps[0].outcome, reply.steps[0].reason) == ("rejected", "it holds a secret")


def test_neither_the_question_nor_the_answer_stands_in_the_ledger(state: Path) -> None:
    asked(three(local="the answer of all"), "local")
    (file,) = (state / "state" / "teach" / "costs").glob("*.jsonl")
    text = file.read_text(encoding="ascii")
    assert "tuple" not in text
    assert "answer of all" not in text
    assert os.path.realpath("/shop") in text
