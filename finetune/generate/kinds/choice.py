"""Choices between technologies: what the project's own facts say, what would change it, and how to find out."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from finetune.generate.bank import Register, bank
from finetune.generate.ground import Ground
from finetune.generate.kinds.deep import Case, asking, matter, prompt_of, rounds, says_one_of, typed
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice
from teaching.components.knowledge import components
from teaching.prompts.tasks import ASK_DEEP

_ROUNDS = 6
_SHORT_ALL_THE_SAME = 0.15
_PARTS = {"lean": "lean", "gain": "for", "against": "against", "change": "change", "undo": "undo", "test": "test"}
_SMALL = frozenset("a an the with one in of for and each call".split())


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Each decision again in every round, with other words and another listener."""
    voice = Voice(bank("choice"), chance)
    for case, own in rounds(matter("choice", "case"), (*_PARTS, "q", "to"), _ROUNDS, chance):
        yield _candidate(case, own, voice, chance)


def _candidate(case: Case, turns: Mapping[str, int], voice: Voice, chance: Random) -> Candidate:
    asks: Mapping[Register, Sequence[str]] = case["ask"]
    to = list(asks)[turns["to"] % len(asks)]
    said, context = typed(asks[to][0], to, chance), asks[to][1]
    prompt = prompt_of(said, context)
    facts = {name: case[key][turns[name] % len(case[key])] for name, key in _PARTS.items()}
    if to in case.get("reply", {}):  # who asks yes or no gets that first
        facts["lean"] = f"{case['reply'][to]} {facts['lean']}"
    facts |= {"q": case["q"][turns["q"] % len(case["q"])], "pick": case["pick"]}
    deep = prompt == ASK_DEEP and chance.random() > _SHORT_ALL_THE_SAME
    checks = [
        says_one_of("recommends", case["lean"], "what it recommends"),
        Check("names-its-choice", lambda output: _named(case["pick"], output)),
        Check("knowledge-base", lambda output: _known(case, output)),
        says_one_of(
            "change-or-experiment", [*case["change"], *case["test"]], "what would change it, or how to find out"
        ),
        says_one_of("asks-about-the-case", case["q"], "its question"),
        asking(),
    ]
    if deep:
        checks.append(says_one_of("for-and-against", [*case["for"], *case["against"]], "what speaks for or against it"))
    return Candidate(
        instruction=said,
        input=context,
        output=voice.say("long" if deep else "short", to, facts),
        language="",
        about={"decision": case["id"], "options": ", ".join(case["options"])},
        checks=checks,
        prompt=prompt,
        audience=to,
    )


def _named(pick: str, output: str) -> str:
    words = [word for word in pick.casefold().split() if word not in _SMALL]
    require(any(word in output.casefold() for word in words), f"{pick} is not named")
    return pick


def _known(case: Case, output: str) -> str:
    """What the knowledge base recommends for such a part is not another library than the one recommended here."""
    if "known" not in case:
        return "nothing is said of it there"
    component, library = case["known"]
    listed = [one.name for libraries in components()[component].libraries.values() for one in libraries]
    require(library in listed, f"{component} does not have {library}")
    rivals = [option for option in case["options"] if option != case["pick"] and option.casefold() in listed]
    taken = [f"{verb} {rival}" for rival in rivals for verb in ("would take", "recommend", "use")]
    said = next((words for words in taken if words.casefold() in output.casefold()), "")
    require(not said or case["pick"].casefold() in listed, f"“{said}” goes against the knowledge base")
    require(_named(case["pick"], output), "its choice is not named")
    return f"{component}: {library}"
