"""Asks the tiers of models for one reply: from where it begins upwards until an answer stands, within budget and time.

A tier that fails, or whose answer the caller rejects, hands over to the one above; one that the budget has no money for
hands over to the one below. At the end stand Claude Code's own model (`host`) or the caller's template (`words`). Every
call is written into the ledger, and one that costs money is made only where that works. Not covered: what a provider
bills for an answer that never came; the most that it can have cost counts as spent.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from teaching.contracts.usage import Usage
from teaching.costs import ledger
from teaching.costs.ledger import Entry
from teaching.costs.prices import price_of, tokens_in
from teaching.errors import TeachingError
from teaching.models import tiers
from teaching.models.anthropic_api import ROOM_FOR_THINKING
from teaching.models.protocol import Completion, Failure, Message, Model, ModelError, Schema
from teaching.models.spending import Budgeted, midnight, objection
from teaching.models.tiers import TIERS, Config, Tier, TierName
from teaching.models.voice import Bounded

Cancelled = Callable[[], bool]
Check = Callable[[str], str]
Build = Callable[[TierName, Config, Cancelled | None], Model | None]
Outcome = Literal["answered", "rejected", "over budget"] | Failure
# Of the time that is left, while another tier waits behind; the rest is for that one.
_SHARE = 0.6
_LEAST_S = 0.2
# What may have been billed though there is no answer to count.
_MAYBE_BILLED: frozenset[str] = frozenset({"slow", "broken"})
# What a broken model, or one in a broken place, may raise; none of it is the reply's.
_FAILURES = (TeachingError, OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Step:
    """One tier that was tried, or passed over.

    Attributes:
        model: its name; empty where none is behind the tier.
        reason: why it gave no answer that stands; empty where it did.
        cost: in US dollars; None where the price is not known.
    """

    tier: TierName
    model: str
    outcome: Outcome
    reason: str = ""
    seconds: float = 0.0
    cost: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of it.

    Attributes:
        text: empty where `tier` is `host` or `words`.
        tier: whose answer it is; `host` where Claude Code's own model is to answer, `words` where a template is.
        model: its name.
        cost: of all steps together, in US dollars, as far as prices are known.
        usage: tokens of all steps together.
        seconds: of all steps together.
        steps: in their order.
        priced: whether every price was known.
        note: what else the reader should know, as that the ledger could not be written; may be empty.
    """

    text: str
    tier: TierName | Literal["host", "words"]
    model: str
    cost: float = 0.0
    usage: Usage = Usage()
    seconds: float = 0.0
    steps: list[Step] = field(default_factory=list[Step])
    priced: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every tier is asked."""

    messages: Sequence[Message]
    purpose: str
    schema: Schema | None
    max_tokens: int
    check: Check | None


@dataclass(frozen=True, slots=True)
class _Call:
    """One tier that is asked.

    Attributes:
        purse: what it may cost; None where it costs nothing.
    """

    name: TierName
    model: str
    purse: Budgeted | None
    begun: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Since it was asked."""
        return time.monotonic() - self.begun


@dataclass(slots=True)
class _Climb:
    """One reply on its way."""

    steps: list[Step] = field(default_factory=list[Step])
    usage: Usage = Usage()
    text: str = ""


class Ladder:
    """The tiers for one reply, which may ask several times; what failed once is not asked again.

    Attributes:
        spent: US dollars that the reply has cost so far, and what may have been billed for answers that never came.
    """

    def __init__(
        self,
        config: Config,
        project: Path,
        seconds: float,
        cancelled: Cancelled | None = None,
        inside_claude: bool = False,
        build: Build | None = None,
    ) -> None:
        """Takes what may be asked, and asks nothing yet.

        Args:
            config: what the person set.
            project: whose budget it is.
            seconds: for all of the reply, from the first question on.
            cancelled: whether nobody waits any more.
            inside_claude: whether Claude Code's own model hears the reply, and can answer in a tier's place.
            build: what makes the model of a tier.
        """
        self.spent = 0.0
        self._config, self._project = config, str(project.resolve())
        self._seconds, self._cancelled, self._inside = seconds, cancelled, inside_claude
        self._build = build or tiers.build
        self._until: float | None = None
        self._failed: dict[TierName, Step] = {}
        self._models: dict[TierName, Model | None] = {}
        self._note = ""

    def ask(
        self,
        start: TierName,
        messages: Sequence[Message],
        *,
        purpose: str,
        schema: Schema | None = None,
        max_tokens: int = 512,
        check: Check | None = None,
    ) -> Reply:
        """Asks, from a tier on; whatever a model does, there is a reply.

        Args:
            start: where to begin.
            messages: the conversation.
            purpose: what it is for, in a word or two, for the ledger.
            schema: of the answer, where it is to be JSON.
            max_tokens: the longest answer; a tier may be set to less.
            check: says why an answer does not stand; empty where it does.
        """
        self._until = self._until or time.monotonic() + self._seconds
        asked = _Asked(messages, purpose, schema, max_tokens, check)
        climb, waiting, up = _Climb(), list(TIERS), True
        at: TierName | None = start
        while at is not None:
            waiting.remove(at)
            if self._tier(at).backend == "host":
                return self._reply(climb, "host", "host")
            step = self._try(at, asked, climb, [one for one in waiting if up and _above(one, at)])
            climb.steps.append(step)
            if step.outcome == "answered":
                return self._reply(climb, at, step.model)
            up = up and step.outcome != "over budget"
            at = _next(at, waiting, up, step)
        return self._reply(climb, "words", "words")

    def _try(self, name: TierName, asked: _Asked, climb: _Climb, behind: list[TierName]) -> Step:
        if name in self._failed:
            return replace(self._failed[name], seconds=0.0, cost=0.0)
        step = self._model(name)
        if isinstance(step, Step):
            self._failed[name] = step
            return step
        if self._is_cancelled():
            return Step(name, step.name, "slow", "the question was taken back")
        left = (self._until or 0.0) - time.monotonic()
        if left < _LEAST_S:
            return Step(name, step.name, "slow", f"nothing was left of the {self._seconds:g} s that a reply has")
        others = any(self._tier(one).backend not in {"words", "host"} for one in behind)
        done = self._call(name, step, asked, climb, left * _SHARE if others else left)
        if done.outcome not in {"answered", "rejected", "over budget"}:
            self._failed[name] = done
        return done

    def _model(self, name: TierName) -> Model | Step:
        """The model behind a tier, or why there is none."""
        if name not in self._models:
            try:
                self._models[name] = self._build(name, self._config, self._cancelled)
            except _FAILURES as error:
                return Step(name, self._tier(name).model, "absent", str(error) or type(error).__name__)
        return self._models[name] or Step(name, "", "absent", f"no model is set for the tier {name}")

    def _call(self, name: TierName, model: Model, asked: _Asked, climb: _Climb, seconds: float) -> Step:
        tier = self._tier(name)
        most = min(asked.max_tokens, tier.max_tokens)
        call = _Call(name, tier.model or model.name, self._purse(name, tier, asked, most))
        if why := self._refused(call):
            return Step(name, model.name, "over budget", why)
        seconds = min(seconds, tier.timeout_s or seconds)
        bounded = model.within(seconds, self._cancelled) if isinstance(model, Bounded) else model
        try:
            done = bounded.complete(asked.messages, asked.schema, most)
        except _FAILURES as error:
            failure: Failure = error.failure if isinstance(error, ModelError) else "broken"
            cost = call.purse.worst if call.purse is not None and failure in _MAYBE_BILLED else 0.0
            step = Step(name, model.name, failure, str(error) or type(error).__name__, call.seconds, cost)
            self._settle(call, step, Usage(), asked.purpose)
            return step
        usage = done.usage if done.usage.total else Usage(read=done.tokens)
        why = _objection(asked.check, done.text)
        step = Step(name, done.model, "rejected" if why else "answered", why, call.seconds, _cost(done, call.purse))
        self._settle(call, step, usage, asked.purpose)
        climb.usage += usage
        climb.text = "" if why else done.text
        return step

    def _purse(self, name: TierName, tier: Tier, asked: _Asked, most: int) -> Budgeted | None:
        """What a call may cost; None where it costs nothing: what is asked here is free, unless a person priced it."""
        if tier.backend in {"gguf", "words"} or (tier.is_here and tier.model not in self._config.own_prices):
            return None
        price = price_of(tier.model, self._config.prices)
        prompt = tokens_in(sum(len(message.content) for message in asked.messages if message.role != "words"))
        # What the back-end adds to the answer's length is paid for as well.
        room = ROOM_FOR_THINKING if tier.backend == "anthropic" else 0
        worst = price.at_most(prompt, most + room) if price is not None else None
        entry = self._entry(name, tier.model, Step(name, "", "answered", cost=worst), Usage(), asked.purpose)
        return Budgeted(replace(entry, outcome=ledger.ASKED, id=f"call-{uuid4().hex}"), price, worst)

    def _refused(self, call: _Call) -> str:
        """Sets the most that the call can cost aside; why not, where that cannot be done."""
        purse = call.purse
        if purse is None:
            return ""
        budget, spent, project = self._config.budget, self.spent, self._project
        try:
            return ledger.reserve(
                purse.entry, lambda before: objection(budget, purse, before, project, spent), midnight()
            )
        except (TeachingError, OSError) as error:
            return f"what it costs could not be written down, so it was not asked ({error})"

    def _settle(self, call: _Call, step: Step, usage: Usage, purpose: str) -> None:
        self.spent += step.cost or 0.0
        entry = self._entry(call.name, call.model, step, usage, purpose)
        try:
            ledger.record(replace(entry, id=call.purse.entry.id) if call.purse is not None else entry)
        except (TeachingError, OSError) as error:
            self._note = f"this call is not in the ledger of costs: {error}"

    def _entry(self, name: TierName, model: str, step: Step, usage: Usage, purpose: str) -> Entry:
        return Entry(
            at=datetime.now(UTC),
            project=self._project,
            tier=name,
            model=model,
            purpose=purpose,
            usage=usage,
            cost=step.cost,
            seconds=step.seconds,
            outcome=step.outcome,
        )

    def _reply(self, climb: _Climb, tier: TierName | Literal["host", "words"], model: str) -> Reply:
        return Reply(
            text=climb.text,
            tier=tier,
            model=model,
            cost=sum(step.cost or 0.0 for step in climb.steps),
            usage=climb.usage,
            seconds=sum(step.seconds for step in climb.steps),
            steps=climb.steps,
            priced=all(step.cost is not None for step in climb.steps),
            note=self._note,
        )

    def _tier(self, name: TierName) -> Tier:
        return self._config.tier(name, self._inside)

    def _is_cancelled(self) -> bool:
        return self._cancelled is not None and self._cancelled()


def _above(one: TierName, other: TierName) -> bool:
    return TIERS.index(one) > TIERS.index(other)


def _next(at: TierName, waiting: Sequence[TierName], up: bool, step: Step) -> TierName | None:
    """The tier to ask after this one; None where nobody is left.

    An answer that the dearest tier gave in vain is no reason to ask a cheaper one.
    """
    above: list[TierName] = [one for one in waiting if _above(one, at)]
    if up and above:
        return above[0]
    below: list[TierName] = [one for one in waiting if _above(at, one)]
    return below[-1] if below and step.outcome != "rejected" else None


def _objection(check: Check | None, text: str) -> str:
    if not text.strip():
        return "it said nothing"
    try:
        return check(text) if check is not None else ""
    except TeachingError as error:
        return str(error)


def _cost(done: Completion, purse: Budgeted | None) -> float | None:
    """In US dollars; None where it is not known."""
    if not done.priced:
        return None
    if done.cost or purse is None:
        return done.cost
    # Without the parts, what was written is not known, which costs the most.
    return purse.price.of(done.usage) if purse.price is not None and done.usage.total else None
