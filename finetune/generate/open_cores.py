"""A function whose core is the learner's: structure and TODO(human) stand, and the solution does not."""

import ast
from collections.abc import Iterator
from random import Random

from finetune.generate.checking import fenced
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Check, require
from teaching.curriculum.model import CutOut, TaskOf
from teaching.hollowing.cutting import functions, plain
from teaching.markers.bodies import bodies_of

_WISHES = (
    "Set up {symbol} for the task {task}",
    "Lay out {symbol} in {path}, I want to write its core myself",
    "Scaffold {symbol} ({task})",
)
_OPENINGS = (
    "Name, types and promise of `{symbol}` stand, and its core is yours:",
    "Here is the frame for `{path}`. What it has to do is left open for you:",
    "I set up what surrounds the work in `{path}`, and stop where the work begins:",
)
_CLOSINGS = (
    "`{verify}` is red until you have written it. Which of its tests do you want to see green first?",
    "Run `{verify}` before you begin: it fails, and says for what. Which case does its first test name?",
    "`{verify}` decides when it is done. What is the smallest input for which you know the answer?",
)


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """One for each function that a task leaves open."""
    found = [(task, cut) for task in ground.courses[0].project.spec.tasks for cut in task.cuts]
    chance.shuffle(found)
    for task, cut in found:
        yield _of(ground, chance, task, cut)


def _of(ground: Ground, chance: Random, task: TaskOf, cut: CutOut) -> Candidate:
    text = plain(ground.courses[0].starter[cut.path].decode("utf-8"))
    function = next(one for one in functions(text, cut.path) if one.symbol == cut.symbol)
    code = _dedented(text[function.start : function.end])
    words = {
        "symbol": cut.symbol,
        "path": cut.path,
        "task": task.id,
        "verify": f"python -m pytest {' '.join(task.tests)}",
    }
    output = "\n\n".join(
        (
            chance.choice(_OPENINGS).format(**words),
            f"```{ground.courses[0].project.spec.language}\n{code}\n```",
            chance.choice(_CLOSINGS).format(**words),
        )
    )
    return Candidate(
        instruction=chance.choice(_WISHES).format(**words),
        input=f"{cut.path}: {cut.text}",
        output=output,
        language=ground.courses[0].project.spec.language,
        about={"project": ground.courses[0].project.spec.slug, "task": task.id, "symbol": cut.symbol},
        checks=(Check("parses", _parses), Check("core-left-open", lambda output: _is_open(output, task.id))),
    )


def _parses(output: str) -> str:
    code = fenced(output)
    require(code, "it shows no code")
    try:
        ast.parse(code)
    except SyntaxError as error:
        require(False, f"line {error.lineno} is no Python")
    return "Python"


def _is_open(output: str, task: str) -> str:
    """One marker that names its task, over a body that holds nothing but the error of what is not written yet."""
    found = bodies_of(fenced(output).encode(), "answer.py")
    require(len(found) == 1, f"{len(found)} markers, not one")
    marker, body = found[0]
    require(marker.task == task, f"its marker names {marker.task}")
    require(body.is_stub, "its body does something")
    return f"TODO(human)[{task}] over a stub"


def _dedented(code: str) -> str:
    lines = code.split("\n")
    # The first line begins behind its indentation, which the last one still has.
    deep = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=4) - 4
    return "\n".join([lines[0], *(line[deep:] for line in lines[1:])]).rstrip()
