"""System design interviews: the mentor asks for scope, sums, parts, data and failures, one turn at a time."""

from collections.abc import Iterator, Sequence
from random import Random

from finetune.examples import Turn
from finetune.generate.bank import Register, bank
from finetune.generate.ground import Ground
from finetune.generate.kinds.deep import (
    Case,
    Values,
    asking,
    drawn,
    filled,
    matter,
    numbers,
    prompt_of,
    recalculated,
    says_one_of,
    spelled,
    typed,
)
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice
from teaching.prompts.tasks import ASK_DEEP

_ROUNDS = 5
_COACHED = 0.35
_DEEP = 0.7
_MOST_BEFORE = 2  # turns that are repeated in full before the last one


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Each turn of each interview again in every round, with other numbers and words."""
    voice = Voice(bank("interview"), chance)
    systems = matter("interview", "system")
    places = [(system, number) for system in systems for number in range(len(system["turn"]))]
    starts = {(system["id"], number): chance.randrange(2) for system, number in places}
    for turn in range(_ROUNDS):
        chance.shuffle(places)
        for system, number in places:
            yield _candidate(system, number, starts[system["id"], number] + turn, voice, chance)


def _candidate(system: Case, number: int, turn: int, voice: Voice, chance: Random) -> Candidate:
    to = voice.register()
    values = drawn(system, chance)
    step = system["turn"][number]
    coached = number > 0 and chance.random() < _COACHED
    if coached:
        said = typed(voice.say("coach", to, {"name": system["name"]}), to, chance)
        context = _quoted(system, number, turn, values)
        before: list[Turn] = []
    else:
        said, context = typed(_text(system, step["said"], turn, values), to, chance), ""
        before = _before(system, number, turn, voice, to, values)
    facts = {name: _text(system, step[name], turn, values) for name in ("reply", "more", "q")}
    facts["deep"] = _text(system, [step["deep"]], turn, values)
    prompt = prompt_of(before[0].content if before else said, context)
    deep = coached and prompt == ASK_DEEP and chance.random() < _DEEP
    shape = "begin" if step["kind"] == "scope" else "long" if deep else "turn"
    return Candidate(
        instruction=said,
        input=context,
        output=voice.say(shape, to, facts),
        language="",
        about={"system": system["id"], "turn": step["kind"], "form": "coach" if coached else "interview"},
        checks=(
            recalculated(_known(system, step), values, said, context),
            Check("has-estimate", lambda output: _estimated(system, step, values, output)),
            says_one_of("answers-the-turn", [facts["reply"]], "what holds of the answer and what is missing"),
            says_one_of("asks-the-next", [facts["q"]], "the next question"),
            asking(),
        ),
        prompt=prompt,
        questions=(1, 3),
        audience=to,
        before=tuple(before),
    )


def _text(system: Case, texts: Sequence[str], turn: int, values: Values) -> str:
    return filled(texts[turn % len(texts)].replace("{name}", system["name"]), values)


def _known(system: Case, step: Case) -> Case:
    """The system's sums, with the figures that its turn names beside them."""
    return {**system, "also": [*system.get("also", ()), *step.get("also", ())]}


def _before(system: Case, number: int, turn: int, voice: Voice, to: Register, values: Values) -> list[Turn]:
    """The interview so far: each turn ends with the question that opens the next one."""
    steps = system["turn"]
    shown = [0, *range(max(1, number - _MOST_BEFORE + 1), number)] if number else []
    found: list[Turn] = []
    for place, at in enumerate(shown):
        following = shown[place + 1] if place + 1 < len(shown) else number
        said = _text(system, steps[at]["said"], turn, values)
        reply = _text(system, steps[at]["reply"], turn, values)
        opens = voice.say(f"open_{steps[following]['kind']}", to, {})
        found += [Turn(role="user", content=said), Turn(role="assistant", content=f"{reply} {opens}")]
    return found


def _quoted(system: Case, number: int, turn: int, values: Values) -> str:
    """A learner's account: the task as it was given, and the answer."""
    task = _text(system, system["turn"][0]["reply"], turn, values)
    said = _text(system, system["turn"][number]["said"], turn, values)
    return f"Interviewer: “{task}”\nMe, about {_ABOUT[system['turn'][number]['kind']]}: “{said}”"


_ABOUT = {"estimate": "the size", "part": "the parts", "data": "the data", "failure": "failures"}


def _estimated(system: Case, step: Case, values: Values, output: str) -> str:
    """A turn about size has a result that was calculated."""
    results = {spelled(value).replace(",", "") for name, value in values.items() if name not in system["draw"]}
    found = [one for one in numbers(output) if one in results]
    least = 1 if step["kind"] == "estimate" else 0
    require(len(found) >= least, f"{len(found)} calculated numbers, {least} at least")
    return f"{len(found)} calculated numbers"
