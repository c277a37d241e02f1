"""Existing code taken apart: what it is for, how it goes about it, why, and a question that reading again answers.

The code is handed over as serving does it, and what the answer says of its results was executed. Each answer is held to
what serving holds a model's answer to.
"""

import builtins
import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, Final

from finetune.generate.bank import REGISTERS, Register, bank
from finetune.generate.ground import Ground
from finetune.generate.kinds import served, situations, slots, values
from finetune.generate.kinds.deep import asking, typed
from finetune.generate.kinds.suites import Case
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Job
from finetune.generate.voice import Voice
from teaching.guard.likeness import judge
from teaching.mentor.checking import Wanted, problem
from teaching.mentor.habits import fences, places, prose
from teaching.prompts.tasks import EXPLAIN

PARTS: Final = ("what", "how", "why", "shows", "ask")
_AS_SERVED = 0.55
# How many words serving lets an explanation have, by who asks: the level's own number and its slack.
_WORDS: Final[Mapping[Register, int]] = {"beginner": 180, "junior": 165, "senior": 135}
_SPAN = re.compile(r"`([^`\n]+)`")
_ADVICE = re.compile(
    r"\b(?:you|it|one|we) (?:could|should|might|ought to)\b|\bI would\b|\bI'd\b|\bbetter to\b|\bconsider\b|\brefactor|"
    r"\brename\b|\binstead,? use\b",
    re.IGNORECASE,
)
_BUILT_IN = frozenset({*dir(builtins), "null", "undefined"})
_LAW_LINE = 4


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Three rounds over all situations, each time for another audience."""
    cases = situations.matter("explain")
    proofs = ground.proofs.all([one for case in cases for one in jobs(case)])
    played = {case["id"]: (proofs[2 * at], proofs[2 * at + 1]) for at, case in enumerate(cases)}
    voice = Voice(bank("explain"), chance)
    for case, register in situations.rounds(cases, chance):
        yield _of(case, played[case["id"]], register, voice, chance)


def jobs(case: Case) -> list[Job]:
    """What serving hands over of a case, and what its calls give."""
    path, code = case["path"], case["code"].lstrip("\n")
    head = f"# Project: {case['project']}\n\n## Architectural Standards\n- {case.get('rule', 'Small functions')}\n"
    files = {"CLAUDE.md": head, path: code, **case.get("also", {})}
    return [
        served.job("explain-context", files, path, case["name"], ""),
        values.job("explain-value", path, code, case["names"], case["calls"]),
    ]


def _of(
    case: Case, played: tuple[Mapping[str, Any], Mapping[str, Any]], register: Register, voice: Voice, chance: Random
) -> Candidate:
    shown, gave = played
    facts = _facts(case, gave["values"])
    number = REGISTERS.index(register)
    # The questions suit everybody, so the one that was asked least is taken.
    told = {part: situations.filled(case[part] if part == "ask" else [case[part][number]], facts) for part in PARTS}
    name = case["name"] or case["path"]
    asked = f"Explain {name}."
    if chance.random() > _AS_SERVED:
        about = {"name": name, "path": case["path"]} if case["name"] else {"name": name}
        asked = typed(voice.say("ask_name", register, about), register, chance)
    return Candidate(
        instruction=asked,
        input=shown["context"],
        output=voice.say("answer", register, told),
        language=situations.language(case["path"]),
        about={"case": case["id"], "form": "open" if shown["open"] else "whole"},
        checks=_checks(case, shown, gave["values"], register),
        prompt=EXPLAIN,
        audience=register,
        secret=situations.fresh_lines(case.get("solution", ""), case["code"]),
        facts=tuple(facts.values()),
    )


def _facts(case: Case, gave: Sequence[str]) -> dict[str, str]:
    lines = case["code"].strip("\n").splitlines()
    facts = {f"v{at}": value for at, value in enumerate(gave, 1)}
    facts["law"] = f"`CLAUDE.md:{_LAW_LINE}`"
    for key, part in case["at"].items():
        line = next(number for number, line in enumerate(lines, 1) if part in line)
        facts[key] = f"`{case['path']}:{line}`"
    return facts


def _checks(case: Case, shown: Mapping[str, Any], gave: Sequence[str], register: Register) -> Sequence[Check]:
    pairs = list(zip(case["calls"], gave, strict=True))
    known = {*case["calls"], *gave, *shown["places"], *_BUILT_IN}
    # What was handed over, without the numbers of its lines.
    code = "\n".join(re.sub(r"^\d+: ", "", line) for line in shown["context"].splitlines())

    def held(output: str) -> str:
        found = problem(output, Wanted(slots.folder("explain"), _WORDS[register], shown["places"], cites=True))
        require(not found, found)
        return f"{len(places(output))} places"

    def real(output: str) -> str:
        spans = _SPAN.findall(output)
        foreign = [one for one in spans if one not in known and one not in code]
        require(not foreign, f"{foreign[0] if foreign else ''} was not handed over")
        return f"{len(spans)} names and places"

    def changes(output: str) -> str:
        advice = _ADVICE.search(prose(output))
        require(advice is None, f"it proposes a change: {advice[0] if advice else ''}")
        require(not fences(output), "it shows code")
        return "nothing is proposed"

    def leaves(output: str) -> str:
        if not shown["open"]:
            return "nothing is open"
        secret = served.exemplar(case["path"], case["asked"], case["solution"], case["at"]["open"])
        require(judge(output, [secret]) is None, "it says how the open part is done")
        require(any(one in output for one in shown["open"]), "it does not name what is left to the learner")
        return ", ".join(shown["open"])

    return (
        Check("held-as-served", held),
        Check("names-are-real", real),
        values.as_executed(pairs),
        Check("proposes-nothing", changes),
        Check("leaves-open", leaves),
        asking(),
    )
