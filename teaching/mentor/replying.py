"""One question and whoever answers it: the prompt is put together, the answer checked, and templates stand behind.

Used by `answering` (questions) and `explaining` (code).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from teaching.contracts.mentor import Answered, Fallback, Routing, Tokens, Tried
from teaching.guard.holding import is_held
from teaching.mentor.checking import Wanted, problem
from teaching.mentor.level import Level
from teaching.mentor.saying import markdown
from teaching.mentor.tiers import Asker
from teaching.models.ladder import Reply, Step
from teaching.models.protocol import Message
from teaching.models.tiers import TierName
from teaching.prompts.tasks import ASK_DEEP, question
from teaching.routing import Route

WORDS = "words"
SECONDS = 60.0  # that all models together have for one answer
DEEP_SECONDS = 150.0
_DEEP_WORDS, _DEEP_TOKENS = 900, 1800
_SLACK = 1.5  # a model does not count its words
_GIVEN_AWAY = "its answer would have given away what is left to the learner"
_UNSET = "no model is set"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked, and what it stands on.

    Attributes:
        text: the question.
        prompt: of `teaching.prompts.tasks`; an architecture question that goes to a dear tier has its own.
        context: what the project says, and the code, as a model gets it.
        code: the part of it that is code.
        below: what follows a model's answer: the places that it stands on.
        template: the answer without a model.
        places: what may be cited, as path:line.
        cites: whether an answer has to.
        open: what is left to the learner in it, as path:line.
        purpose: in a word, for the ledger of costs.
    """

    text: str
    route: Route
    level: Level
    prompt: str
    context: str
    template: str
    purpose: str
    code: str = ""
    below: str = ""
    places: Sequence[str] = ()
    cites: bool = False
    open: Sequence[str] = ()


def replied(root: Path, asking: Asking, who: Asker) -> Answered:
    """The answer of a tier, or the template; nothing that a model does raises."""
    start = who.start(asking.route.kind)
    if who.ladder is None:
        return _in_words(asking, start, Reply("", "words", WORDS), who.problem)
    deep = asking.route.kind == "planning" and start != "local"
    words = _DEEP_WORDS if deep else asking.level.words
    prompt = question(asking.text, asking.context, _manner(asking.level, words), ASK_DEEP if deep else asking.prompt)
    if who.is_anybody():
        who.watching(start)
    wanted = Wanted(root, int(words * (1 if deep else _SLACK)), asking.places, asking.cites)
    reply = who.ladder(DEEP_SECONDS if deep else SECONDS).ask(
        start,
        [Message("system", prompt.system), Message("user", prompt.user)],
        purpose=asking.purpose,
        max_tokens=_DEEP_TOKENS if deep else 4 * words,
        check=lambda said: problem(said, wanted),
    )
    if reply.tier == "host":
        return _handed_over(root, asking, start, reply, prompt.system)
    if reply.tier == WORDS:
        return _in_words(asking, start, reply)
    made = _answered(asking, start, reply, f"{reply.text.strip()}{asking.below}")
    if not is_held(markdown(made), root):
        return made
    steps = [*reply.steps[:-1], _rejected(reply.steps[-1])]
    return _in_words(asking, start, Reply("", "words", WORDS, reply.cost, reply.usage, reply.seconds, steps))


def _manner(level: Level, words: int) -> str:
    return f"{level.manner} At most {words} words."


def _rejected(step: Step) -> Step:
    return Step(step.tier, step.model, "rejected", _GIVEN_AWAY, step.seconds, step.cost)


def _handed_over(root: Path, asking: Asking, start: TierName, reply: Reply, system: str) -> Answered:
    """Guidance for the model that asked; without the code where that would give a core away."""
    for code in (asking.code, ""):
        made = _answered(asking, start, reply, _guidance(asking, code, system, start))
        if not is_held(markdown(made), root):
            return made
    return _in_words(asking, start, reply)


def _guidance(asking: Asking, code: str, system: str, start: TierName) -> str:
    deep = asking.route.kind == "planning" and start != "local"
    lines = [
        "This one is yours to answer, in the mentor's voice:",
        "",
        f"- How: {system}",
        f"- To whom: {_manner(asking.level, _DEEP_WORDS if deep else asking.level.words)}",
    ]
    if asking.open:
        lines.append(f"- Left to the learner, so say nothing of how: {', '.join(f'`{one}`' for one in asking.open)}")
    lines += ["- What it stands on, with the places to cite, stands below.", "", asking.template]
    if code:
        mark = "`" * max(3, 1 + _longest_run(code))
        lines += ["", mark, code, mark]
    return "\n".join(lines)


def _longest_run(text: str) -> int:
    """How many backticks stand in a row at most, so that a fence of one more holds the text."""
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest


def _in_words(asking: Asking, start: TierName, reply: Reply, problem: str = "") -> Answered:
    plain = Reply("", "words", WORDS, reply.cost, reply.usage, reply.seconds, reply.steps, reply.priced, reply.note)
    made = _answered(asking, start, plain, asking.template)
    if not problem:
        return made
    return made.model_copy(update={"fallbacks": [Fallback(tier=start, model="", reason=problem)]})


def _answered(asking: Asking, start: TierName, reply: Reply, text: str) -> Answered:
    route = asking.route
    return Answered(
        text=text,
        tier=reply.tier,
        model=reply.model,
        cost=reply.cost if reply.priced else None,
        route=start,
        fallbacks=[
            Fallback(tier=step.tier, model=step.model, reason=step.reason)
            for step in reply.steps
            if step.outcome != "answered" and not (step.outcome == "absent" and step.reason.startswith(_UNSET))
        ],
        routing=Routing(
            kind=route.kind,
            tier=start,
            because=route.because,
            certainty=round(route.certainty, 3),
            abstained=route.abstained,
            work=route.work,
        ),
        steps=[
            Tried(
                tier=step.tier,
                model=step.model,
                outcome=step.outcome,
                reason=step.reason,
                seconds=round(step.seconds, 3),
                cost=step.cost,
            )
            for step in reply.steps
        ],
        level=f"{asking.level.name}: {asking.level.because}",
        seconds=round(reply.seconds, 3),
        tokens=Tokens(
            read=reply.usage.read + reply.usage.cache_read + reply.usage.cache_written, written=reply.usage.written
        ),
        note=reply.note,
    )
