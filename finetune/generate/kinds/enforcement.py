"""Enforcement: a rule of a project's CLAUDE.md and the learner's code, as our own review sees them.

A scene says what the review has to find: a rule that is broken (and one that somebody wants to be let off), one that is
kept (and a spoiled copy in which it is not), one that nobody can check, two that contradict each other, and a
constitution that is yet to be written.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final

from finetune.generate.bank import REGISTERS, Register, bank
from finetune.generate.checking import cites, fenced, fences, names, places, says, tests_run
from finetune.generate.ground import Ground
from finetune.generate.kinds import seeded, situations
from finetune.generate.kinds.reviewing import reviewed
from finetune.generate.kinds.suites import Case
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Facts, Job
from finetune.generate.voice import Voice
from teaching.errors import BadInputError

HEADINGS: Final = ("Training Protocol", "Architectural Standards", "Grading Rubric", "Common Commands")
_OPEN: Final = frozenset({"opinion", "vague", "needs-answer"})
_SPAN = re.compile(r"`([^`\n]+)`")
_HONEST = re.compile(
    r"\b(?:opinion|judge|taste|no (?:check|tool|machine|program)|cannot (?:check|tell|measure|decide|be checked)|"
    r"nobody can|nothing can|no one can|not something that|vague|reader|measure|tell|prove|nothing that)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:keeps?|kept|holds?|fine|nothing to|no finding|as the rule|right|clean|met|satisfied|good|have|did|does)\b",
    re.I,
)
_TAGS: Final = {**situations.LANGUAGES, "tsx": "tsx", "sql": "sql", "md": "markdown"}


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Rounds over all situations, each time for another audience, mixed with the defects of the curriculum."""
    cases = situations.matter("enforcement")
    proofs = ground.proofs.all([job(case) for case in cases])
    proven = {case["id"]: judged(case, proof) for case, proof in zip(cases, proofs, strict=True)}
    voice = Voice(bank("enforcement"), chance)
    others = seeded.candidates(ground, voice, chance)
    for number, (case, register) in enumerate(situations.rounds(cases, chance)):
        yield _of(case, proven[case["id"]], register, voice, chance)
        if number % 2:
            yield from _next(others)
    yield from others


def _next(others: Iterator[Candidate]) -> Iterator[Candidate]:
    one = next(others, None)
    if one is not None:
        yield one


def constitution(case: Case) -> str:
    """The CLAUDE.md of a situation."""
    if case["scene"] == "write":
        return written(case)
    rules = "\n".join(f"- {rule}" for rule in case["rules"])
    head = f"# Project: {case['project']}\n\n## Architectural Standards\n{rules}\n"
    return f"{head}\n## Common Commands\n- test: {case['test']}\n"


def written(case: Case) -> str:
    """A whole CLAUDE.md under the template's headings; one line is left to the learner."""
    parts = {
        "Training Protocol": [
            f"**Role:** {case['role']}",
            "**Output Style:** Learning (use TODO(human) markers)",
            f"**Verification:** {case['verification']}",
            f"**Constraint:** {case['constraint']}",
        ],
        "Architectural Standards": [*case["rules"], f"TODO(human): {case['yours']}"],
        "Grading Rubric": case["rubric"],
        "Common Commands": [f"test: {case['test']}", f"lint: {case['lint']}"],
    }
    blocks = [f"## {heading}\n" + "".join(f"- {line}\n" for line in parts[heading]) for heading in HEADINGS]
    return f"# Project: {case['project']}\n\n" + "\n".join(blocks)


def job(case: Case) -> Job:
    """The review of a situation, and of its spoiled copy where it has one."""
    code = case.get("code", "")
    spoiled = _spoiled(case) if case["scene"] == "keeps" else ""
    inputs = {"path": case["path"], "code": code, "spoiled": spoiled, "constitution": constitution(case)}
    return Job("enforcement", inputs, reviewed, code=("teaching.review", "teaching.documents"))


def _spoiled(case: Case) -> str:
    text: str = case["code"]
    for old, new in case["spoil"]:
        if text.count(old) != 1:
            raise BadInputError(f"{case['id']}: {old!r} stands {text.count(old)} times in its code")
        text = text.replace(old, new)
    return text


def judged(case: Case, proof: Facts) -> Facts:
    """What the review found, if it is as the scene wants it.

    Raises:
        BadInputError: it is not; the matter has a mistake.
    """
    problem = _problem(case, proof)
    if problem:
        raise BadInputError(f"{case['id']}: {problem}: {json.dumps(proof, ensure_ascii=False)[:1500]}")
    return proof


def _problem(case: Case, proof: Facts) -> str:
    scene = case["scene"]
    stands = {rule["source"]: rule["status"] for rule in proof["rules"]}
    if scene == "write":
        bad = [quote for quote in case["rules"] if _status(proof, quote) not in {"checked", "verify"}]
        return f"no check holds {bad[0]!r}" if bad else ""
    source = _source(case, case["rules"][case.get("rule", 0)])
    if scene in {"breaks", "drop"}:
        lines = [one["line"] for one in proof["code"] if one["source"] == source]
        return "" if _line(case) in lines else f"nothing found at line {_line(case)}"
    if scene == "keeps":
        quiet = not any(one["source"] == source for one in proof["code"])
        heard = any(one["source"] == source for one in proof["spoiled"])
        return "" if quiet and heard else "it is not kept here and broken in the spoiled copy"
    if scene == "conflict":
        both = [stands.get(_source(case, rule)) for rule in case["rules"][:2]]
        return "" if both == ["conflict", "conflict"] else f"they are {both}"
    return "" if stands.get(source) in _OPEN else f"it is {stands.get(source)}"


def _status(proof: Facts, quote: str) -> str:
    return next((rule["status"] for rule in proof["rules"] if rule["quote"] == quote), "")


def _source(case: Case, rule: str) -> str:
    lines = constitution(case).splitlines()
    return f"CLAUDE.md:{lines.index(f'- {rule}') + 1}"


def _line(case: Case) -> int:
    lines = case["code"].strip("\n").splitlines()
    spots = [number for number, line in enumerate(lines, 1) if case["spot"] in line]
    if len(spots) != 1:
        raise BadInputError(f"{case['id']}: {case['spot']!r} stands on {len(spots)} lines")
    return spots[0]


def _of(case: Case, proof: Facts, register: Register, voice: Voice, chance: Random) -> Candidate:
    facts = _facts(case)
    number = REGISTERS.index(register)
    facts["see"] = situations.filled([case["see"][number]], facts)[0]
    near = slice(max(0, number - 1), number + 2)
    texts = {name: situations.filled(case[name][near], facts) for name in ("why", "ask")}
    output = voice.say(case["scene"], register, {**facts, **texts})
    tag = _TAGS[str(case["path"]).rpartition(".")[2]]
    return Candidate(
        instruction=case["asks"][number],
        input=_input(case, tag, chance),
        output=output,
        language=tag,
        about={"case": case["id"], "scene": case["scene"]},
        checks=_checks(case, proof, facts),
        audience=register,
    )


def _facts(case: Case) -> dict[str, str]:
    facts = {"path": case["path"], "cmd": case["test"], "project": case["project"]}
    if case["scene"] == "write":
        return facts | {"block": situations.fence("markdown", written(case)), "yours": case["yours"]}
    rules = case["rules"]
    quote = rules[case.get("rule", 0)]
    facts |= {"quote": quote.rstrip("."), "source": f"`{_source(case, quote)}`"}
    if case["scene"] == "conflict":
        facts |= {"other": rules[1].rstrip("."), "other_source": f"`{_source(case, rules[1])}`"}
    if "spot" in case:
        facts |= {"line": str(_line(case)), "place": f"`{case['path']}:{_line(case)}`"}
    return facts


def _input(case: Case, tag: str, chance: Random) -> str:
    if case["scene"] == "write":
        return case.get("given", "")
    pieces = [("CLAUDE.md", "markdown", constitution(case))]
    if case.get("code"):
        pieces.append((case["path"], tag, case["code"]))
    return situations.showing(chance, pieces)


def _checks(case: Case, proof: Facts, facts: Mapping[str, str]) -> Sequence[Check]:
    scene = case["scene"]
    known = "\n".join([constitution(case), case.get("code", ""), *facts.values(), *case.get("terms", ())])
    hints = [one["hint"] for one in proof.get("code", ())]

    def spans(output: str) -> str:
        told = _SPAN.findall(situations.prose_only(output))
        strange = [span for span in told if span not in known]
        require(not strange, f"`{strange[0] if strange else ''}` stands nowhere")
        return f"{len(told)} names"

    def only(output: str) -> str:
        own = {facts[name].strip("`") for name in ("place", "source", "other_source") if name in facts}
        strange = [one for one in places(output) if one not in own]
        require(not strange, f"{strange[0] if strange else ''} is not what was found")
        return "no other place"

    def no_patch(output: str) -> str:
        require(scene == "write" or not fences(output), "it shows code, and the change is the learner's")
        require(not any(hint in output for hint in hints), "it gives the direction of the fix away")
        return "no patch"

    found = [Check("names-exist", spans), Check("places-found", only), Check("no-patch", no_patch)]
    if scene == "write":
        return (*found, *_written(case, proof))
    found += [cites(*(facts[name].strip("`") for name in ("source", "place", "other_source") if name in facts))]
    found += [names(facts["quote"])]
    if scene in {"breaks", "drop", "keeps"}:
        found.append(tests_run(facts["cmd"]))
    if scene == "keeps":
        found.append(_spoken("says-kept", _KEPT, "it does not say that the rule is kept"))
    if scene == "opinion":
        found.append(_spoken("says-opinion", _HONEST, "it does not say that nothing can check it"))
    if scene == "conflict":
        found.append(names(facts["other"]))
    return found


def _spoken(name: str, pattern: re.Pattern[str], reason: str) -> Check:
    def verdict(output: str) -> str:
        require(pattern.search(output), reason)
        return "said"

    return Check(name, verdict)


def _written(case: Case, proof: Facts) -> Sequence[Check]:
    def template(output: str) -> str:
        code = fenced(output)
        at = [code.find(f"## {heading}\n") for heading in HEADINGS]
        require(code.startswith("# Project: ") and -1 not in at and at == sorted(at), "its headings are others")
        return "the template's headings"

    def proven(output: str) -> str:
        require(situations.squeezed(fenced(output)) == situations.squeezed(written(case)), "it is not what was read")
        states = [_status(proof, quote) for quote in case["rules"]]
        return f"{states.count('checked')} checked, {states.count('verify')} by a command"

    return (Check("template", template), Check("rules-checked", proven), says(["TODO(human)"], "leaves-core"))
