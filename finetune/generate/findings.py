"""What a review says of a seeded defect: as a talk with the learner, and as the wording of one finding."""

from collections.abc import Iterator
from random import Random

from finetune.generate.checking import cites, names, says
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Check, require
from teaching.contracts.review import Finding
from teaching.curriculum.model import Defect
from teaching.prompts.tasks import REVIEW_WORDING
from teaching.review.wording import acceptable, asking

_AROUND = 4
_ASKED = ("Review what I changed in {path}", "Please look over {path}", "I am done with {path}, is it fine?")
_LEADS = (
    "The rule [{rule}] speaks about exactly this place: {fact} {why}",
    "Here your project's rule [{rule}] is not kept. {fact} {why}",
    "Before this is done, look at [{rule}] again. {fact} Remember why it is there: {why}",
)


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """A talk for each defect that our review finds."""
    defects = [defect for defect in ground.courses[0].project.spec.defects if defect.found_by_review]
    chance.shuffle(defects)
    for defect in defects:
        if told := ground.courses[0].found(defect):
            yield _talk(ground, defect, *told, chance)


def wordings(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """The wording of a finding, in the very prompt that serving sends."""
    defects = [defect for defect in ground.courses[0].project.spec.defects if defect.found_by_review]
    chance.shuffle(defects)
    for defect in defects:
        if told := ground.courses[0].found(defect):
            yield _wording(defect, told[0], chance)


def _talk(ground: Ground, defect: Defect, finding: Finding, text: str, chance: Random) -> Candidate:
    rule, place = finding.rule, f"{finding.path}:{finding.line}"
    lines = text.splitlines()
    first, last = max(1, finding.line - _AROUND), min(len(lines), finding.line + _AROUND)
    shown = "\n".join(f"{number}: {lines[number - 1]}".rstrip() for number in range(first, last + 1))
    task = ground.courses[0].task_of(defect.path)
    command = f"python -m pytest {' '.join(task.tests)}" if task else ground.courses[0].project.spec.commands["test"]
    output = (
        f"Your {rule.source} says: “{rule.quote}”. At `{place}` it is not so: {_ended(finding.fact)} "
        f"{_ended(finding.why)}\n\n{finding.question}\n\nRun `{command}` after your change; it is done when that is "
        "green."
    )

    def verdict(output: str) -> str:
        require(finding.path == defect.path, "another file is meant")
        require(defect.line == 0 or finding.line <= defect.line <= finding.end_line, "another line is meant")
        require(finding.hint not in output, "it gives the direction of the fix away")
        return f"{finding.check} at {place}"

    return Candidate(
        instruction=chance.choice(_ASKED).format(path=finding.path),
        input=f"{finding.path}\n{shown}",
        output=output,
        language=ground.courses[0].project.spec.language,
        about={"defect": defect.id, "check": finding.check, "tier": finding.tier},
        checks=(
            Check("defect-is-found", verdict),
            cites(place),
            names(rule.quote),
            says([command]),
        ),
    )


def _wording(defect: Defect, finding: Finding, chance: Random) -> Candidate:
    given = asking(finding)
    lead = chance.choice(_LEADS).format(rule=finding.rule.id, fact=_ended(finding.fact), why=_ended(finding.why))
    output = f"{lead} {finding.question}"

    def verdict(output: str) -> str:
        require(acceptable(output, given.user, finding.rule.id), "serving would not take these words")
        return "serving takes these words"

    return Candidate(
        instruction="Word this finding for a learner",
        input=given.user,
        output=output,
        language="",
        about={"defect": defect.id, "check": finding.check},
        checks=(Check("acceptable", verdict),),
        prompt=REVIEW_WORDING,
    )


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
