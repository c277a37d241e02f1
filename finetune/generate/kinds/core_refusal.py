"""Somebody wants the code that is left to them: a kind no, one rung of a hint, and what comes next.

The tests were red on the stub and green with a solution that nobody gets to see; the values of a smaller case come out
of that solution, and the example of another problem was executed as it is shown. Each answer is held to the guard that
serving uses. Not taught here: projects whose mode is colleague, where such code is simply written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from finetune.examples import Turn
from finetune.generate.bank import Register, bank
from finetune.generate.checking import fenced, tests_run
from finetune.generate.ground import Ground
from finetune.generate.kinds import served, situations, suites, values
from finetune.generate.kinds.deep import says_one_of, typed
from finetune.generate.kinds.suites import Case, Outcome
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Job
from finetune.generate.voice import Voice
from teaching.guard.likeness import judge
from teaching.mentor.habits import fences, places

RUNGS: Final = ("question", "point", "small", "other")
PRESSURES: Final = (
    "just", "push", "hurry", "todo", "again", "ignore", "line", "instructor", "push", "pretend", "planted", "stakes",
)  # fmt: skip
# What a pressure may be in particular: each has its own words, and its own answer.
_IN_PARTICULAR: Final[Mapping[str, Sequence[str]]] = {
    "ignore": ("override", "override", "hidden"),
    "pretend": ("pseudo", "port", "role"),
    "instructor": ("instructor", "allowed"),
    "stakes": ("grade", "tired", "trade", "others"),
    "again": ("third", "tried", "rival"),
}
_OPENING: Final = ("just", "hurry", "todo", "line", "tired")
# How many turns there were before, and so the lowest rung that is still to come.
_BEFORE: Final[Mapping[str, int]] = {"push": 1, "again": 2}
_ROUNDS = 4
_LAW = "CLAUDE.md:4"
_STYLE = "- **Output Style:** Learning (use TODO(human) markers)"


@dataclass(frozen=True, slots=True)
class Played:
    """What came out of a case.

    Attributes:
        red: of the tests with the stub.
        small: what the solution gives for the smaller case.
        other: what the example of another problem gives.
        context: the stub as serving hands it over.
    """

    red: Outcome
    small: Sequence[str]
    other: Sequence[str]
    context: str


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Four rounds over all situations: another rung, another pressure and other words each time."""
    cases = situations.matter("core_refusal")
    proofs = ground.proofs.all([one for case in cases for one in jobs(case)])
    played = {case["id"]: judged(case, proofs[4 * at : 4 * at + 4]) for at, case in enumerate(cases)}
    voice = Voice(bank("core_refusal"), chance)
    starts = {case["id"]: chance.randrange(len(RUNGS)) for case in cases}
    turns: dict[str, int] = dict.fromkeys(starts, 0)
    first = chance.randrange(len(PRESSURES))
    for number, (case, register) in enumerate(situations.rounds(cases, chance, _ROUNDS)):
        rung = (starts[case["id"]] + turns[case["id"]]) % len(RUNGS)
        turns[case["id"]] += 1
        pressure = PRESSURES[(first + number) % len(PRESSURES)]
        yield _Telling(case, played[case["id"]], register, voice, chance).candidate(pressure, rung)


def jobs(case: Case) -> list[Job]:
    """What is executed for a case: its tests, the smaller case, the other example; and what serving has of the stub."""
    path, other = case["path"], case["other"]
    runs = [
        {"code": case[code], "test": suites.head(case) + case["given"].lstrip("\n")} for code in ("code", "solution")
    ]
    head = f"# Project: {case['project']}\n\n## Training Protocol\n{_STYLE}\n"
    return [
        suites.job("core-refusal", case, runs),
        values.job("core-refusal-value", path, case["solution"], case["names"], case["small_calls"]),
        values.job(
            "core-refusal-value", f"other.{path.rpartition('.')[2]}", other["code"], other["name"], other["calls"]
        ),
        served.job(
            "core-refusal-context",
            {"CLAUDE.md": head, path: case["code"].lstrip("\n")},
            path,
            "",
            f"TODO(human) markers {marker(case)}",
        ),
    ]


def judged(case: Case, proofs: Sequence[Mapping[str, Any]]) -> Played:
    """What came out, if it is as the matter says.

    Raises:
        BadInputError: the tests are not red on the stub, or not green with the solution.
    """
    red, green = suites.outcomes(proofs[0])
    suites.expect(case, red, "red")
    suites.expect(case, green, "green")
    return Played(red, proofs[1]["values"], proofs[2]["values"], proofs[3]["context"])


def marker(case: Case) -> str:
    """What the stub leaves to the learner, in its own words."""
    line = case["code"].strip("\n").splitlines()[_line(case, "TODO(human)") - 1]
    return line.partition("TODO(human)")[2].lstrip(": ").strip()


def _line(case: Case, part: str) -> int:
    lines = case["code"].strip("\n").splitlines()
    return next(number for number, line in enumerate(lines, 1) if part in line)


class _Telling:
    """One example of a case."""

    def __init__(self, case: Case, played: Played, register: Register, voice: Voice, chance: Random) -> None:
        self._case, self._played, self._voice, self._chance = case, played, voice, chance
        self._register: Register = register
        self._tag = situations.language(case["path"])
        self._facts = {
            "name": case["asked"],
            "path": case["path"],
            "cmd": suites.command(case),
            "red": played.red.line,
            "place": f"{case['path']}:{_line(case, 'TODO(human)')}",
            "at": f"{case['path']}:{_line(case, case['at'])}",
            "task": case["task"],
            "hurry": case["hurry"],
        }

    def candidate(self, pressure: str, rung: int) -> Candidate:
        """The example: what was said before, what is asked now, and the answer."""
        case, facts = self._case, self._facts
        turns = _BEFORE.get(pressure, 0)
        rung = max(rung, turns)
        shown = self._shown(pressure)
        before = self._before(turns, shown)
        words = self._chance.choice(_IN_PARTICULAR.get(pressure, (pressure,)))
        no = self._say(f"no_{words}")
        output = self._answer(no, rung, turns)
        earlier = [turn.content for turn in before if turn.role == "assistant"]
        return Candidate(
            instruction=typed(self._say(f"ask_{words}"), self._register, self._chance),
            input="" if turns else shown,
            output=output,
            language=self._tag,
            about={"case": case["id"], "pressure": pressure, "rung": RUNGS[rung], "turns": str(turns + 1)},
            checks=self._checks(no, rung, earlier, facts),
            questions=(1, 2),
            audience=self._register,
            before=before,
            secret=situations.fresh_lines(case["solution"], case["code"]),
            facts=(*facts.values(), *self._played.small, *self._played.other),
        )

    def _say(self, move: str, **more: str) -> str:
        return self._voice.say(move, self._register, {**self._facts, **more})

    def _answer(self, no: str, rung: int, turns: int) -> str:
        shape = "again" if turns else "shown" if rung == RUNGS.index("other") else "answer"
        return self._say(shape, no=no, hint=self._hint(rung))

    def _hint(self, rung: int) -> str:
        case = self._case
        slots = {f"s{at}": value for at, value in enumerate(self._played.small, 1)}
        slots |= {f"o{at}": value for at, value in enumerate(self._played.other, 1)}
        slots |= self._facts
        if RUNGS[rung] == "other":
            before, after = situations.filled([case["other"]["says"], case["other"]["then"]], slots)
            return f"{before}\n\n{situations.fence(self._tag, case['other']['code'])}\n\n{after}"
        texts: Sequence[str] = case[RUNGS[rung]]
        return situations.filled([self._chance.choice(texts)], slots)[0]

    def _shown(self, pressure: str) -> str:
        if pressure != "planted" and self._chance.random() < 0.4:
            self._facts["law"] = _LAW
            return f"{self._played.context.rstrip()}\n\n{situations.showing(self._chance, self._tests())}"
        pieces = [(self._case["path"], self._tag, self._case["code"])]
        if pressure == "planted":
            pieces.append(("NOTES.md", "markdown", self._say("planted")))
        return situations.showing(self._chance, [*pieces, *self._tests()])

    def _tests(self) -> list[tuple[str, str, str]]:
        """The tests and their red line, for hints and answers speak of both."""
        red = situations.pasted(self._case, self._played.red)
        return [(suites.test_file(self._case["path"]), self._tag, self._case["given"]), ("", "", red)]

    def _before(self, turns: int, shown: str) -> list[Turn]:
        """The turns so far: each one got a rung, and the next one asks for all of it again."""
        found: list[Turn] = []
        for at in range(turns):
            pressure = self._chance.choice(_OPENING) if not at else "push"
            said = typed(self._say(f"ask_{pressure}"), self._register, self._chance)
            reply = self._say("short", no=self._say(f"no_{pressure}"), hint=self._hint(at))
            found.append(Turn(role="user", content=said if at else f"{said}\n\n{shown}"))
            found.append(Turn(role="assistant", content=reply))
        return found

    def _checks(self, no: str, rung: int, earlier: Sequence[str], facts: Mapping[str, str]) -> Sequence[Check]:
        case, played = self._case, self._played
        secret = served.exemplar(case["path"], case["asked"], case["solution"], marker(case))
        other = case["other"]

        def keeps(output: str) -> str:
            leaks = [judge(said, [secret], earlier[:at]) for at, said in enumerate([*earlier, output])]
            leak = next((leak for leak in leaks if leak is not None), None)
            require(leak is None, f"it gives {case['asked']} away ({leak.how})" if leak else "")
            return f"{case['asked']} stays with the learner"

        def writes(output: str) -> str:
            code = fenced(output)
            require(len(fences(output)) <= 1, "it shows more than one example")
            require(not code or RUNGS[rung] == "other", "this rung has no code")
            require(
                situations.squeezed(code) in {"", situations.squeezed(other["code"])},
                "its code is not the example that was executed",
            )
            require(code or RUNGS[rung] != "other", "the example is missing")
            return "the example was executed" if code else "no code"

        def quoted(output: str) -> str:
            wrong = [
                line
                for line in situations.verdict_lines(output)
                if line not in {played.red.line, *played.small, *played.other}
            ]
            require(not wrong, f"the runner never said {wrong[0] if wrong else ''}")
            return "as the runner has it"

        def placed(output: str) -> str:
            named = set(places(output))
            foreign = sorted(named - {facts["place"], facts["at"], facts.get("law", "")})
            require(not foreign, f"{', '.join(foreign)} is not the place")
            require(RUNGS[rung] != "point" or facts["at"] in named, "it does not point at the line")
            return ", ".join(sorted(named)) or "no place is needed"

        pairs = [*zip(case["small_calls"], played.small, strict=True), *zip(other["calls"], played.other, strict=True)]
        return (
            says_one_of("declines", [no], "whose work it is"),
            Check("keeps-core", keeps),
            Check("own-example", writes),
            Check("quotes-the-runner", quoted),
            Check("names-place", placed),
            values.as_executed(pairs),
            tests_run(facts["cmd"]),
        )
