"""What the product leaves open itself: functions of the curriculum's tasks, and of the library of scaffolds.

Which tests are red is known from both: `teach curriculum check` and the tests of the library prove it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from finetune.generate.bank import REGISTERS, Register
from finetune.generate.checking import fenced, leaves_core, says, tests_run
from finetune.generate.ground import Ground
from finetune.generate.kinds import situations
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice
from teaching.curriculum.model import CutOut, TaskOf
from teaching.hollowing.cutting import functions, plain
from teaching.markers.bodies import bodies_of
from teaching.scaffolds import library
from teaching.scaffolds.model import Scaffold, ScaffoldCut
from teaching.scaffolds.rendering import Place, exemplars, render

_SUFFIX = {"python": "py", "typescript": "ts"}
_ALL = re.compile(r' "[^"]*\*[^"]*"(?= \S)')  # a pattern that names all tests is left out where a task has its own
_LONGEST = 60  # lines; what is longer shows more of a file than of its core


@dataclass(frozen=True)
class Frame:
    """A function that is left open.

    Attributes:
        work: what its marker says is to be done.
        code: the function around its marker, in its class where it has one.
        file: of its tests, which is red while it is open.
        tests: names of those that are red, where they are known.
        secret: lines of its solution.
    """

    source: str
    symbol: str
    path: str
    work: str
    code: str
    command: str
    language: str
    file: str
    tests: Sequence[str] = ()
    secret: Sequence[str] = ()


def candidates(ground: Ground, voice: Voice, chance: Random) -> Iterator[Candidate]:
    """Two rounds over all that is left open, for another audience each."""
    found = [*_of_courses(ground), *_of_library()]
    chance.shuffle(found)
    for turn in range(2):
        for number, frame in enumerate(found):
            yield _said(frame, REGISTERS[(number + turn) % len(REGISTERS)], voice, chance)


def one_of(others: Iterator[Candidate]) -> Iterator[Candidate]:
    """The next one, if there is one."""
    found = next(others, None)
    if found is not None:
        yield found


def _of_courses(ground: Ground) -> Iterator[Frame]:
    for course in ground.courses:
        for task in course.project.spec.tasks:
            for cut in task.cuts:
                text = plain(course.starter[cut.path].decode("utf-8"))
                code = _shown(text, cut.path, cut.symbol)
                if code:
                    command = _ALL.sub("", course.command(task))
                    yield _of_task(task, cut, code, command, course.project.spec.slug)


def _of_task(task: TaskOf, cut: CutOut, code: str, command: str, slug: str) -> Frame:
    end = cut.path.rpartition(".")[2]
    language = "tsx" if end == "tsx" else situations.LANGUAGES.get(end, "")
    return Frame(f"{slug} {task.id}", cut.symbol, cut.path, cut.text, code, command, language, task.tests[0])


def _of_library() -> Iterator[Frame]:
    for component in library.components():
        for language in library.languages(component):
            scaffold = library.scaffold(component, language)
            place = _place(scaffold)
            solutions = {one.symbol: one.text for one in exemplars(scaffold, place)}
            for cut in scaffold.variant.cuts:
                frame = _of_cut(scaffold, cut, place, solutions[cut.symbol])
                if frame is not None:
                    yield frame


def _place(scaffold: Scaffold) -> Place:
    flat = {name: re.sub(r"^\{\w+\}/", "", file.target) for name, file in scaffold.variant.files.items()}
    return Place(flat, suffix=".ts" if scaffold.language == "typescript" else ".js")


def _of_cut(scaffold: Scaffold, cut: ScaffoldCut, place: Place, solution: str) -> Frame | None:
    path = place.paths[cut.file]
    text = next(one.text for one in render(scaffold, place, only=[cut.symbol]) if one.path == path)
    code = _shown(text, path, cut.symbol)
    tests = next(place.paths[name] for name, file in scaffold.variant.files.items() if file.role == "test")
    command = f"python -m pytest {tests}" if scaffold.language == "python" else f"npx vitest run {tests}"
    if not code:
        return None
    work = cut.text[0].lower() + cut.text[1:]
    source, secret = f"library {scaffold.id}", situations.fresh_lines(solution, code)
    return Frame(source, cut.symbol, path, work, code, command, scaffold.language, tests, cut.tests, secret)


def _shown(text: str, path: str, symbol: str) -> str:
    """The function as it stands, in its class where it has one; empty where it is too long to be shown."""
    found = next((one for one in functions(text, path) if one.symbol == symbol), None)
    if found is None:
        return ""
    begin = text.rfind("\n", 0, found.start) + 1
    lines = text[begin : found.end].rstrip().split("\n")
    deep = len(lines[0]) - len(lines[0].lstrip())
    owner = symbol.rpartition(".")[0]
    if not owner:
        lines = [line[deep:] for line in lines]
    elif path.endswith(".py"):
        lines = [f"class {owner}:", *lines]
    else:
        lines = [f"class {owner} {{", *lines, "}"]
    return "\n".join(lines) if len(lines) <= _LONGEST else ""


def _said(frame: Frame, register: Register, voice: Voice, chance: Random) -> Candidate:
    facts: dict[str, str] = {
        "symbol": frame.symbol,
        "path": frame.path,
        "cmd": frame.command,
        "work": frame.work.rstrip("."),
        "block": situations.fence(frame.language, frame.code),
        **({"test": chance.choice(frame.tests)} if frame.tests else {"file": frame.file}),
    }
    facts["seen"] = voice.say("red_test" if frame.tests else "red_file", register, facts)
    return Candidate(
        instruction=_wish(frame, register, voice),
        input=_input(frame, facts.get("test", ""), chance),
        output=voice.say("frame", register, facts),
        language=frame.language,
        about={"source": frame.source, "symbol": frame.symbol},
        checks=_checks(frame, facts),
        audience=register,
        secret=frame.secret,
        facts=tuple(facts.values()),
    )


def _input(frame: Frame, test: str, chance: Random) -> str:
    """What the learner shows: the tests that are red, which the answer names, and at times the task."""
    if test:
        red = chance.choice((f"{frame.command} fails at {test}", f"$ {frame.command}\nred: {test}"))
    else:
        red = chance.choice((f"{frame.command} fails", f"tests: {frame.command} (red)"))
    return chance.choice((red, f"{frame.path}: {frame.work}\n\n{red}", f"`{frame.path}`, {frame.work}\n\n{red}"))


def _wish(frame: Frame, register: Register, voice: Voice) -> str:
    """What the learner asks; a name keeps its letters wherever it stands, and beginners begin in small ones."""
    named = {"symbol": "\1", "path": "\2"}
    said = voice.say("wants", register, {**named, "work": frame.work.rstrip(".")})
    said = said[0].lower() + said[1:] if register == "beginner" else said
    return said.replace("\1", frame.symbol).replace("\2", frame.path)


def _checks(frame: Frame, facts: Mapping[str, str]) -> Sequence[Check]:
    def same(output: str) -> str:
        require(situations.squeezed(fenced(output)) == situations.squeezed(frame.code), "its code is another one")
        return "the code of the project"

    def is_left(output: str) -> str:
        bodies = bodies_of(fenced(output), frame.path)
        require(len(bodies) == 1, f"{len(bodies)} cores are open, not one")
        require(bodies[0][1].is_stub, "its core does something")
        return "one core is open"

    return (
        Check("shows-stub", same),
        Check("core-left-open", is_left),
        says([facts["test"]], "names-red") if frame.tests else says([frame.command], "names-red"),
        leaves_core(),
        tests_run(frame.command),
    )
