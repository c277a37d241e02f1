"""Refactoring: one smell, where it stands, why it will hurt, and the first small step under green tests.

A refactored version that nobody gets to see passes the same tests; lines, branches, depth and parameters are measured.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from ast_grep_py import SgNode

from finetune.generate.bank import Register, bank
from finetune.generate.checking import tests_run
from finetune.generate.ground import Ground
from finetune.generate.kinds import situations, suites
from finetune.generate.kinds.suites import Case, Outcome
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice
from teaching.errors import BadInputError
from teaching.guard.parsing import functions, name_of, parsed
from teaching.mentor.habits import fences, places

_BLOCKS: Final = frozenset({"if_statement", "for_statement", "while_statement", "for_in_statement", "switch_statement"})
_BRANCHES: Final = _BLOCKS | {
    "elif_clause", "conditional_expression", "ternary_expression", "boolean_operator", "if_clause", "switch_case",
}  # fmt: skip
_RUN_SHOWN, _TESTS_SHOWN = 0.6, 0.3
_ASKED: Final = ("first", "first", "first", "good", "smelly", "worth")
_LONGEST = 1  # lines of code in an answer: a signature at most


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted of one function or class."""

    lines: int
    branches: int
    depth: int
    parameters: int


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Five rounds over all situations, other words each time."""
    cases = situations.matter("refactoring")
    proofs = ground.proofs.all([suites.job("refactoring", case, runs(case)) for case in cases])
    passed = {case["id"]: judged(case, suites.outcomes(proof)) for case, proof in zip(cases, proofs, strict=True)}
    voice = Voice(bank("refactoring"), chance)
    for case, register in situations.rounds(cases, chance, 5):
        yield _of(case, passed[case["id"]], register, voice, chance)


def runs(case: Case) -> list[Mapping[str, Any]]:
    """The tests with the learner's code, and with the hidden better one."""
    test = suites.head(case) + case["given"].lstrip("\n")
    return [{"code": case[name], "test": test} for name in ("code", "solution")]


def judged(case: Case, found: Sequence[Outcome]) -> Outcome:
    """How the tests end, with both versions alike.

    Raises:
        BadInputError: the behaviour was not kept.
    """
    for one in found:
        suites.expect(case, one, "green")
    if found[0] != found[1]:
        raise BadInputError(f"{case['id']}: the better version does not behave as the first")
    return found[0]


def measure(code: str, path: str, name: str) -> Measure:
    """What a function has; a class counts as one, with the parameters of its first method."""
    root = parsed(code, situations.language(path))
    found = next((one for one in functions(root) if name_of(one) == name), root)
    inside = list(_below(found))
    return Measure(
        lines=len(found.text().strip().splitlines()),
        branches=sum(_branches(node) for node in inside),
        depth=_depth(found),
        parameters=_parameters(found),
    )


def _below(node: SgNode) -> Iterator[SgNode]:
    for child in node.children():
        yield child
        yield from _below(child)


def _branches(node: SgNode) -> bool:
    if node.kind() == "binary_expression":
        operator = node.field("operator")
        return operator is not None and operator.text() in {"&&", "||"}
    return node.kind() in _BRANCHES


def _depth(node: SgNode, above: str = "") -> int:
    kind = node.kind()
    # `else if` is no deeper than the `if` before it.
    step = kind in _BLOCKS and not (kind == "if_statement" and above == "else_clause")
    return step + max((_depth(child, kind) for child in node.children()), default=0)


def _parameters(node: SgNode) -> int:
    listed = next((one for one in _below(node) if one.kind() in {"parameters", "formal_parameters"}), None)
    return sum(child.is_named() for child in listed.children()) if listed is not None else 0


def line_of(case: Case) -> int:
    """The line where the smell shows.

    Raises:
        BadInputError: what the matter names is not in the code.
    """
    lines = case["code"].strip("\n").splitlines()
    found = next((number for number, line in enumerate(lines, 1) if case["at"].strip() in line), None)
    if found is None:
        raise BadInputError(f"{case['id']}: no line has {case['at']}")
    return found


def _of(case: Case, outcome: Outcome, register: Register, voice: Voice, chance: Random) -> Candidate:
    path, name = case["path"], case.get("symbol", case["names"].partition(",")[0])
    counts = measure(case["code"].strip("\n"), path, name)
    facts = {
        "cmd": suites.command(case),
        "path": path,
        "name": name,
        "smell": case["smell"],
        "place": f"{path}:{line_of(case)}",
        "lines": str(counts.lines),
        "branches": str(counts.branches),
        "depth": str(counts.depth),
        "parameters": str(counts.parameters),
    }
    if counts.branches < 2 or counts.depth < 1:
        del facts["branches"]
    if counts.depth < 2:
        del facts["depth"]
    tag = situations.language(path)
    pieces = [(path, tag, case["code"])]
    # How the tests are run is known from a run that is shown, or from the tests themselves.
    ran = chance.random() < _RUN_SHOWN
    if not ran or chance.random() < _TESTS_SHOWN:
        pieces.append((suites.test_file(path), tag, case["given"]))
    if ran:
        pieces.append(("", "", situations.pasted(case, outcome)))
        facts["tests"] = _all_tests(outcome.passed)
    texts = {part: situations.filled(case[part], facts) for part in ("see", "why", "step", "ask")}
    asked = chance.choice(_ASKED)
    verdict = {"verdict": voice.say(asked, register, facts)} if asked != "first" else {}
    output = voice.say("judged" if verdict else "first", register, {**facts, **texts, **verdict})
    quoted = {**facts, "name": f"`{name}`", "path": f"`{path}`"}
    said = voice.say(f"wants_{asked}", register, facts if register == "beginner" else quoted)
    return Candidate(
        # Beginners do not always begin with a capital.
        instruction=said[0].lower() + said[1:] if register == "beginner" else said,
        input=situations.showing(chance, pieces),
        output=output,
        language=tag,
        about={"case": case["id"], "smell": case["smell"]},
        checks=_checks(case, counts, outcome, facts),
        audience=register,
        secret=situations.fresh_lines(case["solution"], case["code"]),
        facts=tuple(facts.values()),
    )


def _all_tests(count: int) -> str:
    return {1: "the one test", 2: "both tests"}.get(count, f"all {count} tests")


_COUNT = re.compile(r"(\d+) (lines|branches|levels|parameters|tests)\b|branches (\d+) times|depth (\d+)")


def _checks(case: Case, counts: Measure, outcome: Outcome, facts: Mapping[str, str]) -> Sequence[Check]:
    known = {
        "lines": counts.lines, "branches": counts.branches, "levels": counts.depth,
        "parameters": counts.parameters, "tests": outcome.passed,
    }  # fmt: skip

    def counted(output: str) -> str:
        told = [(what, int(number)) for number, what, _, _ in _COUNT.findall(output) if what]
        told += [("branches", int(times)) for _, _, times, _ in _COUNT.findall(output) if times]
        told += [("levels", int(depth)) for _, _, _, depth in _COUNT.findall(output) if depth]
        wrong = [f"{number} {what}" for what, number in told if known[what] != number]
        require(not wrong, f"it was not measured so: {', '.join(wrong)}")
        return f"{len(told)} counts"

    def placed(output: str) -> str:
        named = set(places(output))
        require(named <= {facts["place"]}, f"{', '.join(sorted(named - {facts['place']}))} is not the place")
        require(named or facts["name"] in output, "it names no place")
        line = case["code"].strip("\n").splitlines()[line_of(case) - 1]
        require(case["at"].strip() in line, "the place does not show it")
        return facts["place"]

    def bare(output: str) -> str:
        longest = max((len(code.strip().splitlines()) for _, code in fences(output)), default=0)
        require(longest <= _LONGEST, f"{longest} lines of code")
        return "no code"

    return (
        Check("as-measured", counted),
        Check("names-place", placed),
        Check("no-code", bare),
        tests_run(facts["cmd"]),
    )
