"""The defects that are seeded into the curriculum's projects, as a review tells a learner of them."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any, Final

from finetune.generate.bank import Register
from finetune.generate.checking import cites, fences, names, places, tests_run
from finetune.generate.ground import Course, Ground
from finetune.generate.kinds import situations, slots
from finetune.generate.kinds.reviewing import found_in
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Facts, Job
from finetune.generate.voice import Voice
from teaching.curriculum.model import Defect

_AROUND: Final = 6
_ROUNDS: Final = 2
_IN: Final = re.compile(r" in `(\w+)`(?= stands)")
_TAGS: Final = {"py": "python", "ts": "typescript", "tsx": "tsx", "js": "javascript", "sql": "sql"}


def jobs(ground: Ground) -> list[tuple[Course, Defect, Job]]:
    """A review of every defect that ours finds, in the file that has it."""
    found: list[tuple[Course, Defect, Job]] = []
    for course in ground.courses:
        for defect in course.project.spec.defects:
            if not defect.found_by_review or defect.path not in course.project.exemplar:
                continue
            inputs = {
                "path": defect.path,
                "code": course.project.exemplar[defect.path].decode(),
                "patch": _text(course.project.patches[defect.id]),
                "rule": defect.rule,
                "constitution": course.project.base["CLAUDE.md"].decode(),
            }
            job = Job("seeded", inputs, found_in, uses=("python", "git"), code=("teaching.review",))
            found.append((course, defect, job))
    return found


@cache
def spoken(check: str) -> Mapping[str, Sequence[str]]:
    """Why a check matters, and questions that lead there, in words that suit each of its findings."""
    text = (slots.folder("wording") / "checks.toml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(text)
    return found[check]


def _text(patch: bytes | str) -> str:
    return patch if isinstance(patch, str) else patch.decode()


def candidates(ground: Ground, voice: Voice, chance: Random) -> Iterator[Candidate]:
    """Two rounds over the defects, for different audiences."""
    rows = jobs(ground)
    proofs = ground.proofs.all([job for _, _, job in rows])
    found = [(course, defect, proof) for (course, defect, _), proof in zip(rows, proofs, strict=True) if proof]
    for _ in range(_ROUNDS):
        for course, defect, proof in chance.sample(found, len(found)):
            yield _of(course, defect, proof, voice.register(), voice, chance)


def _of(course: Course, defect: Defect, proof: Facts, register: Register, voice: Voice, chance: Random) -> Candidate:
    finding: Mapping[str, Any] = proof["finding"]
    rule = finding["rule"]
    place = f"{finding['path']}:{finding['line']}"
    words = spoken(finding["check"])
    around = _around(proof["text"], finding, chance)
    facts: dict[str, str] = {
        "path": finding["path"],
        "line": str(finding["line"]),
        "place": f"`{place}`",
        "source": f"`{rule['source']}`",
        "quote": clause(rule["quote"], defect.rule),
        "project": course.project.spec.title,
        "fact": _ended(_seen(finding["fact"], around)),
        "cmd": course.test if "*" in course.test else course.command(course.task_of(defect.path)),
    }
    tag = _TAGS.get(finding["path"].rpartition(".")[2], "")
    return Candidate(
        instruction=voice.say("seeded_asked", register, facts),
        input=situations.showing(chance, _pieces(course, finding, tag, around, facts)),
        output=voice.say("seeded", register, {**facts, "said": words["why"], "asked": words["ask"]}),
        language=tag,
        about={"defect": defect.id, "check": finding["check"], "tier": finding["tier"]},
        checks=_checks(finding, place, facts),
        audience=register,
        facts=tuple(facts.values()),
    )


def _pieces(
    course: Course, finding: Mapping[str, Any], tag: str, around: str, facts: Mapping[str, str]
) -> Sequence[tuple[str, str, str]]:
    """What the answer cites, as the learner shows it: the rule, the place, and how the tests are run."""
    path, _, number = str(finding["rule"]["source"]).rpartition(":")
    lines = course.project.base["CLAUDE.md"].decode().splitlines()
    first, last = max(1, int(number) - 1), min(len(lines), int(number) + 1)
    rules = "\n".join(f"{at}: {lines[at - 1]}".rstrip() for at in range(first, last + 1))
    return [(path, "markdown", rules), (finding["path"], tag, around), ("", "", f"Tests: {facts['cmd']}")]


def _seen(fact: str, shown: str) -> str:
    """A fact without the name of its function, where the lines that the learner shows do not have it."""
    return _IN.sub(lambda one: one[0] if one[1] in shown else "", fact)


def _around(text: str, finding: Mapping[str, Any], chance: Random) -> str:
    """Numbered lines around the finding."""
    lines = text.splitlines()
    first = max(1, finding["line"] - chance.randrange(3, _AROUND))
    last = min(len(lines), finding["line"] + chance.randrange(2, _AROUND))
    return "\n".join(f"{number}: {lines[number - 1]}".rstrip() for number in range(first, last + 1))


def _checks(finding: Mapping[str, Any], place: str, facts: Mapping[str, str]) -> Sequence[Check]:
    source = finding["rule"]["source"]

    def only(output: str) -> str:
        strange = [one for one in places(output) if one not in {place, source}]
        require(not strange, f"{strange[0] if strange else ''} is not what was found")
        return f"{finding['check']} at {place}"

    def no_patch(output: str) -> str:
        require(not fences(output), "it shows code, and the change is the learner's")
        require(finding["hint"] not in output, "it gives the direction of the fix away")
        return "no patch"

    own = (Check("places-found", only), Check("no-patch", no_patch))
    return (*own, cites(place, source), names(facts["quote"]), tests_run(facts["cmd"]))


def clause(quote: str, part: str) -> str:
    """The clause of a rule that has this part of it."""
    pieces = [piece.strip().rstrip(".;:") for piece in re.split(r"(?<=[;:.]) ", quote)]
    return next((piece for piece in pieces if part.rstrip(".;:") in piece), quote.rstrip("."))


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
