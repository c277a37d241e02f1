"""Test-driven flows: which test first, red for the right reason, the smallest step, and tests that prove nothing.

Every red line that is quoted was printed by the runner, and every test that is shown was run: red with the learner's
code, green with a solution that nobody gets to see.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, Final

from finetune.generate.bank import REGISTERS, Register, bank
from finetune.generate.checking import fenced, tests_run
from finetune.generate.ground import Ground
from finetune.generate.kinds import situations, suites
from finetune.generate.kinds.suites import Case, Outcome
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice

# Scene -> what is run, and how it has to end: (code, tests, outcome).
SCENES: Final[Mapping[str, Sequence[tuple[str, str, str]]]] = {
    "first": (("code", "shown", "red"), ("solution", "shown", "green")),
    "green": (("code", "given", "red"), ("solution", "given", "green")),
    "wrong-red": (("code", "shown", "red"), ("solution", "shown", "green"), ("code", "given", "red")),
    "cannot-fail": (("broken", "given", "green"), ("code", "given", "green")),
    "mock": (("broken", "given", "green"), ("code", "given", "green")),
    "boundary": (("code", "both", "red"), ("solution", "both", "green"), ("code", "given", "green")),
    "legacy": (("code", "shown", "green"),),
    "property": (("code", "shown", "red"), ("solution", "both", "green"), ("code", "given", "green")),
    "refactor": (("code", "given", "green"), ("solution", "given", "green")),
}
_BETTER: Final = (("broken", "shown", "red"), ("code", "shown", "green"))
_FLAKY: Final = ("green", "red")
_MOVES: Final = {"wrong-red": "wrong_red", "cannot-fail": "hollow", "mock": "hollow"}
_PASTES: Final = frozenset({"green", "wrong-red", "refactor", "cannot-fail", "mock", "boundary"})


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Three rounds over all situations, each time for another audience."""
    cases = situations.matter("tdd")
    proofs = ground.proofs.all([suites.job("tdd", case, runs(case)) for case in cases])
    played = {case["id"]: judged(case, suites.outcomes(proof)) for case, proof in zip(cases, proofs, strict=True)}
    voice = Voice(bank("tdd"), chance)
    for case, register in situations.rounds(cases, chance):
        yield _of(case, played[case["id"]], register, voice, chance)


def runs(case: Case) -> list[Mapping[str, Any]]:
    """What is run for a case."""
    if case["scene"] == "flaky":
        return [{**world, "code": case["code"], "test": _tests(case, "given")} for world in case["worlds"]]
    return [{"code": case[code], "test": _tests(case, tests)} for code, tests, _ in _plan(case)]


def judged(case: Case, found: Sequence[Outcome]) -> Sequence[Outcome]:
    """The outcomes, each as the scene wants it.

    Raises:
        BadInputError: one is not; the matter has a mistake.
    """
    wanted = _FLAKY if case["scene"] == "flaky" else [end for _, _, end in _plan(case)]
    return [suites.expect(case, one, end) for one, end in zip(found, wanted, strict=True)]


def _plan(case: Case) -> Sequence[tuple[str, str, str]]:
    better = _BETTER if "broken" in case and "shown" in case else ()
    return (*SCENES[case["scene"]], *better)


def _tests(case: Case, which: str) -> str:
    body = f"{case['given'].strip()}\n\n\n{case['shown'].strip()}\n" if which == "both" else case[which].lstrip("\n")
    return suites.head(case) + body


def _of(case: Case, found: Sequence[Outcome], register: Register, voice: Voice, chance: Random) -> Candidate:
    facts = _facts(case, found)
    tag = situations.language(case["path"])
    number = REGISTERS.index(register)
    # What is seen first answers what was asked: both stand at the same place of their lists.
    facts["see"] = situations.filled([case["see"][number]], facts)[0]
    texts = {name: situations.filled(case[name], facts) for name in ("why", "ask")}
    block = {"shown": situations.fence(tag, case["shown"])} if "shown" in case else {}
    output = voice.say(_move(case, chance), register, {**facts, **texts, **block})
    (instruction,) = situations.filled([case["asks"][number]], facts)
    return Candidate(
        instruction=instruction,
        input=_input(case, found, tag, chance),
        output=output,
        language=tag,
        about={"case": case["id"], "scene": case["scene"], "runner": case["runner"]},
        checks=_checks(case, found, facts),
        audience=register,
        secret=situations.fresh_lines(case.get("solution", ""), case["code"]),
        facts=tuple(facts.values()),
    )


def _move(case: Case, chance: Random) -> str:
    if "broken" in case and "shown" in case and chance.random() < 0.6:
        return "hollow_better"
    scene: str = case["scene"]
    return _MOVES.get(scene, scene)


def _facts(case: Case, found: Sequence[Outcome]) -> dict[str, str]:
    red = found[-2] if "broken" in case and "shown" in case else next((one for one in found if not one.green), found[0])
    facts = {
        "cmd": suites.command(case),
        "path": case["path"],
        "test": suites.test_file(case["path"]),
        "red": red.line,
        "name": red.name,
        "passed": str(found[-1].passed if case["scene"] == "boundary" else found[0].passed),
        "total": str(found[0].passed + found[0].failed),
    }
    if case["scene"] == "wrong-red":
        facts["wrong"] = found[2].line
    if case["scene"] == "flaky":
        facts |= {"cause": case["cause"], "one": case["when"][0], "other": case["when"][1]}
    for name in ("breaking", "rule"):
        if name in case:
            facts[name] = case[name]
    return facts


def _input(case: Case, found: Sequence[Outcome], tag: str, chance: Random) -> str:
    pieces = [(case["path"], tag, case["code"])]
    if "given" in case:
        whole = suites.head(case) if chance.random() < 0.5 else ""
        pieces.append((suites.test_file(case["path"]), tag, whole + case["given"].strip("\n")))
    if case["scene"] in _PASTES:
        pieces.append(("", "", situations.pasted(case, _pasted(case, found))))
    if "rule" in case and "{rule}" not in "".join(case["asks"]):
        pieces.append(("", "", case["rule"]))
    return situations.showing(chance, pieces)


def _pasted(case: Case, found: Sequence[Outcome]) -> Outcome:
    place = {"wrong-red": 2, "boundary": 2, "cannot-fail": 1, "mock": 1}.get(case["scene"], 0)
    return found[place]


def _checks(case: Case, found: Sequence[Outcome], facts: Mapping[str, str]) -> Sequence[Check]:
    said = {one.line for one in found if one.line}
    shown = case.get("shown", "")

    def quoted(output: str) -> str:
        wrong = [line for line in situations.verdict_lines(output) if line not in said]
        require(not wrong, f"the runner never said {wrong[0] if wrong else ''}")
        return f"{len(said)} lines of the runner"

    def ran(output: str) -> str:
        code = fenced(output)
        require(
            not code or situations.squeezed(code) == situations.squeezed(shown), "its test is not the one that was run"
        )
        ends = ", ".join("green" if one.green else "red" for one in found)
        return f"ran: {ends}"

    def counted(output: str) -> str:
        known = {str(one.passed) for one in found}
        told = situations.passed_counts(output)
        require(all(one in known for one in told), f"the runner did not count {', '.join(told)}")
        return f"{len(told)} counts"

    def shows(output: str) -> str:
        require(not _must_show(case) or fenced(output), "it shows no test")
        return "the test is shown" if _must_show(case) else "none is needed"

    return (
        Check("quotes-the-runner", quoted),
        Check("test-was-run", ran),
        Check("counts", counted),
        Check("shows-test", shows),
        tests_run(facts["cmd"]),
    )


def _must_show(case: Case) -> bool:
    return case["scene"] in {"first", "boundary", "legacy", "property"}
