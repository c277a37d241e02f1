"""Wording: the prompts of serving in which a model only says better what a template said, judged as serving does."""

import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from finetune.generate.bank import Register, bank
from finetune.generate.ground import Ground
from finetune.generate.kinds import seeded, slots
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice
from teaching.contracts.plan import Plan
from teaching.contracts.review import Finding
from teaching.hints import checks as hints
from teaching.hints.findings import texts
from teaching.mentor import planning
from teaching.models.protocol import Completion, Message, Schema
from teaching.planning.planner import plan
from teaching.planning.words import content
from teaching.prompts.tasks import HINT_WORDING, PLAN_WORDING, REVIEW_WORDING, asked
from teaching.review import wording

_ROUNDS = 3
_LONGEST = 20  # words of a rule that is quoted in a finding of a few sentences
_SHARED = 2  # words of content that a reason in other words has in common with the finding
_EVERY = 4  # of four candidates one is a hint
_FAMILIAR: Register = "junior"  # nobody in particular is spoken to


class _Said:
    """A model that has said what it will say."""

    name = "said"

    def __init__(self, text: str) -> None:
        self._text = text

    def complete(
        self, messages: Sequence[Message], schema: Schema | None = None, max_tokens: int = 512, stop: Sequence[str] = ()
    ) -> Completion:
        """The same answer to anything."""
        del messages, schema, max_tokens, stop
        return Completion(self._text, 0, 0.0, self.name)


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Findings in rounds, with a hint after every third and a plan after every sixth."""
    rows = seeded.jobs(ground)
    proofs = ground.proofs.all([job for _, _, job in rows])
    findings = [
        (defect.id, Finding(id=defect.id, **proof["finding"]))
        for (_, defect, _), proof in zip(rows, proofs, strict=True)
        if proof
    ]
    voice = Voice(bank("wording"), chance)
    plans = _plans(voice, chance)
    for turn in range(_ROUNDS):
        for number, (name, finding) in enumerate(chance.sample(findings, len(findings))):
            if (number + turn) % _EVERY == 1:
                yield _hint(name, finding, chance.choice((0, 2, 2)), voice)
                continue
            yield _review(name, finding, voice)
            if number % _EVERY == _EVERY - 1:
                one = next(plans, None)
                if one is not None:
                    yield one


def _words(finding: Finding) -> dict[str, Sequence[str]]:
    """The reason in other words where those are about the same, else its own first sentence; and its question."""
    first = finding.why.split(". ")[0].rstrip(".") + "."
    known = content(f"{finding.why} {finding.fact}")
    near = [text for text in seeded.spoken(finding.check)["why"] if len(content(text) & known) >= _SHARED]
    return {"said": [first, *near], "asked": [finding.question]}


def _review(name: str, finding: Finding, voice: Voice) -> Candidate:
    given = wording.asking(finding)
    facts: Mapping[str, str | Sequence[str]] = {
        "rule": f"[{finding.rule.id}]",
        "place": f"{finding.path}:{finding.line}",
        "fact": _ended(finding.fact),
        **_words(finding),
    }
    if len(finding.rule.quote.split()) <= _LONGEST:
        facts = {**facts, "quote": finding.rule.quote.rstrip(".")}
    output = voice.say("review", _FAMILIAR, facts)

    def verdict(output: str) -> str:
        why = wording.objection(output, given.user, finding.rule.id)
        require(not why, why)
        return "serving takes these words"

    about = {"defect": name, "check": finding.check}
    return _of(REVIEW_WORDING, given.user, output, verdict, about)


def _hint(name: str, finding: Finding, rung: int, voice: Voice) -> Candidate:
    given = texts(finding)
    facts: Mapping[str, str | Sequence[str]] = {
        "fact": _ended(finding.fact),
        "quote": finding.rule.quote.rstrip("."),
        "where": _where(given[2]),
        "asked": [given[0]],
    }
    output = voice.say("hint_place" if rung else "hint_question", _FAMILIAR, facts)

    def verdict(output: str) -> str:
        _, taken = hints.worded(given[rung], rung + 1, _Said(output), given[:rung], ())
        require(taken is not None and taken.worded == 1, "; ".join(taken.fallbacks) if taken else "it was not asked")
        return f"rung {rung + 1} holds"

    about = {"defect": name, "check": finding.check, "rung": str(rung + 1)}
    return _of(HINT_WORDING, asked(HINT_WORDING, hint=given[rung]).user, output, verdict, about)


def _where(place: str) -> str:
    """The first words of the rung that names the place."""
    found = re.match(r"The place is (`[^`]+`)", place)
    return f"Look at {found[1]}." if found else ""


def _plans(voice: Voice, chance: Random) -> Iterator[Candidate]:
    goals: Sequence[Mapping[str, Any]] = slots.tables("wording", "goals")
    for one in chance.sample(goals, len(goals)):
        made = plan(one["goal"], one["needs"])
        if made.risks and made.questions and len(made.phases) > 2:
            yield _opening(made, voice)


def _opening(made: Plan, voice: Voice) -> Candidate:
    given = planning.asking(made)
    names = [phase.name[0].lower() + phase.name[1:] for phase in made.phases]
    facts: Mapping[str, str | Sequence[str]] = {
        "goal": made.goal,
        "first": names[0],
        "second": names[1],
        "rest": ", ".join(f"the {name}" for name in names[1:-1]) + f" and the {names[-1]}",
        "last": names[-1],
        "purpose": _ended(made.phases[1].purpose[0].lower() + made.phases[1].purpose[1:]),
        "risk": made.risks[0].risk.rstrip("."),
        "question": [one.ask for one in made.questions[:2]],
    }
    output = voice.say("plan", _FAMILIAR, facts)

    def verdict(output: str) -> str:
        taken = planning.opened(made, _Said(output)).wording
        require(taken is not None and taken.worded == 1, "; ".join(taken.fallbacks) if taken else "it was not asked")
        return "serving takes this opening"

    return _of(PLAN_WORDING, given.user, output, verdict, {"goal": made.goal})


# For whoever reads the file; the model is given the prompt of serving, which is the input.
_INSTRUCTIONS = {
    REVIEW_WORDING: "Word this finding for a learner",
    HINT_WORDING: "Word this hint for a learner",
    PLAN_WORDING: "Word the opening of this plan for a learner",
}


def _of(prompt: str, given: str, output: str, verdict: Any, about: Mapping[str, str]) -> Candidate:
    return Candidate(
        instruction=_INSTRUCTIONS[prompt],
        input=given,
        output=output,
        language="",
        about=about,
        checks=(Check("acceptable", verdict),),
        prompt=prompt,
    )


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
