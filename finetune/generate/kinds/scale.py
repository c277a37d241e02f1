"""Questions of scale: the sum that answers them, what to measure first, and what not to build."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from finetune.generate.bank import Register, bank
from finetune.generate.ground import Ground
from finetune.generate.kinds.deep import (
    Case,
    Values,
    asking,
    drawn,
    filled,
    matter,
    prompt_of,
    recalculated,
    rounds,
    says_one_of,
    typed,
    uses,
)
from finetune.generate.model import Candidate
from finetune.generate.voice import Voice
from teaching.prompts.tasks import ASK_DEEP

_ROUNDS = 6
_PARTS = ("sums", "first", "advice", "q")
_SHORT_ALL_THE_SAME = 0.2


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Each situation again in every round, with other numbers, other words and another listener."""
    voice = Voice(bank("scale"), chance)
    for case, own in rounds(matter("scale", "case"), (*_PARTS, "to"), _ROUNDS, chance):
        yield _candidate(case, own, voice, chance)


def _candidate(case: Case, turns: Mapping[str, int], voice: Voice, chance: Random) -> Candidate:
    asks: Mapping[Register, Sequence[str]] = case["ask"]
    to = list(asks)[turns["to"] % len(asks)]
    values = drawn(case, chance)
    said, context = (filled(text, values) for text in asks[to])
    said = typed(said, to, chance)
    prompt = prompt_of(said, context)
    facts = {part: filled(case[part][turns[part] % len(case[part])], values) for part in _PARTS}
    facts |= {part: filled(case[part], values) for part in ("plain", "trade")}
    deep = prompt == ASK_DEEP and chance.random() > _SHORT_ALL_THE_SAME
    return Candidate(
        instruction=said,
        input=context,
        output=_after(
            filled(case.get("reply", {}).get(to, ""), values), voice.say("long" if deep else "short", to, facts)
        ),
        language="",
        about={"situation": case["id"], **_given(case, values)},
        checks=(
            recalculated(case, values, said, context),
            uses(case["show"], values),
            says_one_of("measures-or-advises", [facts["first"], facts["advice"]], "what to measure or to leave alone"),
            says_one_of("asks-about-the-case", [facts["q"]], "its question"),
            asking(),
        ),
        prompt=prompt,
        audience=to,
    )


def _after(reply: str, rest: str) -> str:
    """Who asks yes or no gets that first; a list begins on a line of its own."""
    if not reply:
        return rest
    return f"{reply}\n\n{rest}" if rest[0] in "-*1" and rest[1] in " *." else f"{reply} {rest}"


def _given(case: Case, values: Values) -> dict[str, str]:
    return {name: f"{values[name]:g}" for name in case["draw"]}
