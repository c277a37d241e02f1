"""Open cores: structure, types and promise stand, tests are red, and what is worth learning is left to the learner.

A situation is a folder of `matter/open_core`:

    about.toml          path, symbol and runner; what the learner asks, what is said of it; `tree` where it has one
    stub.<end>          what the learner gets, with one TODO(human); nothing but this is ever shown
    solution.<end>      the same with its core, never shown
    test_<stem>.py      its tests (`<stem>.test.<end>` in TypeScript and JavaScript): red with the stub, else green
    also/…              files of the project that are complete

A query in SQL has its tests in Python, over sqlite3. `<end>` is that of `path`: py, ts, js or sql.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from random import Random
from typing import Any, Final

from finetune.generate.bank import REGISTERS, Register, bank
from finetune.generate.checking import fences, leaves_core, tests_run
from finetune.generate.ground import Ground
from finetune.generate.kinds import open_frames, situations, suites
from finetune.generate.kinds.suites import Outcome
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Job
from finetune.generate.voice import Voice
from teaching.errors import BadInputError
from teaching.markers.bodies import Body, bodies_of

_ROUNDS = 3
_EVERY = 3  # after so many of the matter comes one of the curriculum or the library
_SPAN = re.compile(r"`([^`\n]+)`")
_OF = re.compile(r"\b(\d+) of (\d+)\b")
_DEFINED = re.compile(r"^    def (test_\w+)", re.MULTILINE)
_TESTS = re.compile(r"\btests?\b", re.IGNORECASE)
_EMPTY_QUERY = re.compile(r"SELECT NULL AS \w+(?:, NULL AS \w+)* WHERE [^;]+;\Z")
_TAGS: Final = {**situations.LANGUAGES, "sql": "sql"}


@dataclass(frozen=True)
class Opening:
    """A situation.

    Attributes:
        about: the texts of `about.toml`.
        also: the complete files, by path.
    """

    name: str
    about: Mapping[str, Any]
    stub: str
    solution: str
    tests: str
    also: Mapping[str, str]

    @property
    def path(self) -> str:
        """Where the learner writes."""
        return self.about["path"]

    @property
    def case(self) -> suites.Case:
        """The same as a case of a suite: a file at the top, next to its tests."""
        stem, _, end = self.path.rpartition("/")[2].rpartition(".")
        return {"id": self.name, "runner": self.about["runner"], "path": f"{stem}.{'py' if end == 'sql' else end}"}

    @property
    def test_file(self) -> str:
        """Where its tests stand."""
        return suites.test_file(self.case["path"])

    @property
    def tag(self) -> str:
        """Its language."""
        return _TAGS[self.path.rpartition(".")[2]]


@cache
def matter() -> Sequence[Opening]:
    """All situations, by name."""
    folder = files("finetune.generate") / "matter" / "open_core"
    return [_read(one) for one in sorted(folder.iterdir(), key=lambda one: one.name) if one.is_dir()]


def _read(folder: Traversable) -> Opening:
    about = tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))
    end = about["path"].rpartition(".")[2]
    also = folder / "also"
    rest = dict(_below(also, "")) if also.is_dir() else {}
    texts = [(folder / f"{name}.{end}").read_text(encoding="utf-8") for name in ("stub", "solution")]
    bare = Opening(folder.name, about, *texts, tests="", also=rest)
    tests = (folder / bare.test_file).read_text(encoding="utf-8")
    return Opening(folder.name, about, *texts, tests=tests, also=rest)


def _below(folder: Traversable, before: str) -> Iterator[tuple[str, str]]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.name == "__pycache__":
            continue  # pip compiles whatever ends in .py
        if one.is_dir():
            yield from _below(one, f"{before}{one.name}/")
        else:
            yield f"{before}{one.name}", one.read_text(encoding="utf-8")


def job(one: Opening) -> Job:
    """Its tests with the stub, and with the solution."""
    case = one.case
    runs: list[Mapping[str, Any]] = []
    for code in (one.stub, one.solution):
        laid = {case["path"]: "", **one.also, one.path: code}
        runs.append({"code": laid.pop(case["path"]), "test": one.tests, "files": laid})
    return suites.job("open-core", case, runs)


def judged(one: Opening, found: Sequence[Outcome]) -> Outcome:
    """How the tests end with the stub.

    Raises:
        BadInputError: they are not red with the stub and green with the solution, or nothing is left open.
    """
    suites.expect(one.case, found[1], "green")
    bodies = bodies_of(one.stub, one.path)
    if len(bodies) != 1 or not is_open(bodies[0][1], one.tag):
        raise BadInputError(f"{one.name}: it has no open core, or more than one")
    return _first(one, suites.expect(one.case, found[0], "red"))


def _first(one: Opening, red: Outcome) -> Outcome:
    """The red test to begin with: where all fail with the same words, the first of the file, not of the alphabet."""
    if one.about["runner"] == "unittest" and not red.passed and red.line.startswith("NotImplementedError"):
        found = _DEFINED.search(one.tests)
        return replace(red, name=found[1]) if found else red
    # What pytest puts behind the name is the values of that one run.
    return replace(red, name=red.name.partition("[")[0]) if one.about["runner"] == "pytest" else red


def is_open(body: Body, tag: str) -> bool:
    """Whether a body waits for the learner: a stub, or a query that has its columns and no row."""
    return body.is_stub or (tag == "sql" and _EMPTY_QUERY.match(" ".join(body.text.split())) is not None)


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Rounds over all situations, each time for another audience, mixed with what the product leaves open itself."""
    all_of = {one.name: one for one in matter()}
    proofs = ground.proofs.all([job(one) for one in all_of.values()])
    red = {one.name: judged(one, suites.outcomes(proof)) for one, proof in zip(all_of.values(), proofs, strict=True)}
    voice = Voice(bank("open_core"), chance)
    others = open_frames.candidates(ground, voice, chance)
    forms = {name: chance.sample(_forms(one), len(_forms(one))) for name, one in all_of.items()}
    rounds = situations.rounds([one.case for one in all_of.values()], chance, _ROUNDS)
    for number, (case, register) in enumerate(rounds):
        one = all_of[case["id"]]
        form = forms[one.name][number // len(all_of) % len(forms[one.name])]
        yield _of(one, red[one.name], form, register, voice, chance)
        if number % _EVERY == _EVERY - 1:
            yield from open_frames.one_of(others)
    yield from others


def _forms(one: Opening) -> Sequence[str]:
    return ("project",) if "tree" in one.about else ("given", "both")


def _of(one: Opening, red: Outcome, form: str, register: Register, voice: Voice, chance: Random) -> Candidate:
    facts = _facts(one, red)
    number = REGISTERS.index(register)
    if form == "given" and _TESTS.search(one.about["asks"][number]):
        form = "both"  # nobody asks for tests that they have
    near = slice(max(0, number - 1), number + 2)
    texts = {"lead": one.about["lead"], "why": one.about["why"], "ask": one.about["ask"][near]}
    shown: dict[str, str] = {"block": situations.fence(one.tag, one.stub)}
    if form == "both":
        shown["tests"] = situations.fence("python" if one.tag == "sql" else one.tag, one.tests)
    if form == "project":
        shown["tree"] = "\n".join(f"- `{path}`: {purpose}" for path, purpose in one.about["tree"])
    return Candidate(
        instruction=one.about["asks"][number],
        input=_input(one, form, chance),
        output=voice.say(form, register, {**facts, **texts, **shown}),
        language=one.tag,
        about={"case": one.name, "form": form, "runner": one.about["runner"]},
        checks=_checks(one, red, form, facts["cmd"]),
        audience=register,
        secret=situations.fresh_lines(one.solution, one.stub),
        facts=tuple(facts.values()),
    )


def _facts(one: Opening, red: Outcome) -> dict[str, str]:
    return {
        "path": one.path,
        "symbol": one.about["symbol"],
        "test": one.test_file,
        "cmd": suites.command(one.case),
        "name": red.name,
        "red": red.line,
        "failed": str(red.failed),
        "total": str(red.failed + red.passed),
    }


def _input(one: Opening, form: str, chance: Random) -> str:
    if form == "given":
        tag = "python" if one.tag == "sql" else one.tag
        return situations.showing(chance, [(one.test_file, tag, one.tests)])
    return one.about.get("given", "")


def _checks(one: Opening, red: Outcome, form: str, command: str) -> Sequence[Check]:
    known = "\n".join(
        [one.stub, one.tests, one.path, one.test_file, command, red.name, red.line, one.about["symbol"]]
        + [*one.also, *one.also.values(), *one.about.get("terms", ())]
    )
    blocks = [one.stub, one.tests] if form == "both" else [one.stub]

    def same(output: str) -> str:
        shown = [situations.squeezed(code) for _, code in fences(output)]
        require(sorted(shown) == sorted(map(situations.squeezed, blocks)), "its code is not what was run")
        return f"{len(blocks)} files"

    def is_left(output: str) -> str:
        code = next((code for _, code in fences(output) if "TODO(human)" in code), "")
        bodies = bodies_of(code, one.path)
        require(len(bodies) == 1, f"{len(bodies)} cores are open, not one")
        require(is_open(bodies[0][1], one.tag), "its core does something")
        return "one core is open"

    def told(output: str) -> str:
        require(f"`{red.name}`" in output or f"`{red.line}`" in output, "it names no test that is red")
        counts = _OF.findall(situations.prose_only(output))
        wrong = [pair for pair in counts if pair != (str(red.failed), str(red.failed + red.passed))]
        require(not wrong, f"not {' of '.join(wrong[0]) if wrong else ''} were red")
        return f"{red.failed} of {red.failed + red.passed} red"

    def spans(output: str) -> str:
        said = _SPAN.findall(situations.prose_only(output))
        strange = [span for span in said if span not in known]
        require(not strange, f"`{strange[0] if strange else ''}` stands nowhere")
        return f"{len(said)} names"

    return (
        Check("shows-stub", same),
        Check("core-left-open", is_left),
        Check("names-red", told),
        Check("names-exist", spans),
        leaves_core(),
        tests_run(command),
    )
