"""What a test run says about a task, from runs that took place: red with the core open, green with it written."""

import sys
from collections.abc import Iterator
from random import Random

from finetune.generate.checking import says
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Check, require
from teaching.curriculum.model import TaskOf
from teaching.errors import MissingPartError
from teaching.repository import processes
from teaching.verification.tools.pytest import PYTEST
from teaching.verification.tools.tool import Counted, Seen

_TASKS = ("sources-load", "duplicates", "extract-summary")  # their tests need pytest and PyYAML only
_PATIENCE_S = 600.0
_ASKED = ("Tick {task}, I think it works", "Is {task} done?")
_GREEN = ("What would make one of these tests red?", "Which case did you not think of until a test named it?")
_RED = ("What did its first line expect, and what came instead?", "Which line of it says what must come out?")


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """A red run and a green one of each task."""
    runs = [(name, done) for done in (False, True) for name in _TASKS]
    chance.shuffle(runs)
    for name, done in runs:
        yield _of(ground, ground.courses[0].project.spec.task(name), done, chance)


def _of(ground: Ground, task: TaskOf, done: bool, chance: Random) -> Candidate:
    command = f"python -m pytest {' '.join(task.tests)}"
    code, counted, first = _ran(ground, task, done)
    passed, failed = counted.passed or 0, counted.failed or 0
    if code == 0:
        output = (
            f"`{command}` ended with {code}: {passed} passed. That earns the tick, once lint and type check are green "
            f"too. {chance.choice(_GREEN)}"
        )
    else:
        name = first.name.rpartition("::")[2].partition("[")[0] if first else ""
        output = (
            f"Not yet: `{command}` ended with {code}, {failed} of {passed + failed} are red, and the box stays open. "
            f"The first is `{name}`. {chance.choice(_RED)}"
        )

    def verdict(output: str) -> str:
        require(f"ended with {code}" in output, "it tells of another run")
        require((code == 0) == done, f"it ended with {code}")
        require(failed == 0 if done else failed > 0, f"{failed} failed")
        return f"ran: exit code {code}, {passed} passed, {failed} failed"

    return Candidate(
        instruction=chance.choice(_ASKED).format(task=task.id),
        input=f"`{command}`: exit code {code}, {passed} passed, {failed} failed",
        output=output,
        language=ground.courses[0].project.spec.language,
        about={"task": task.id, "state": "written" if done else "open"},
        checks=(Check("ran", verdict), says([command])),
    )


def _ran(ground: Ground, task: TaskOf, done: bool) -> tuple[int, Counted, Seen | None]:
    names = [one.id for one in ground.courses[0].project.spec.tasks]
    before = names[: names.index(task.id) + (1 if done else 0)]
    place = ground.courses[0].laid("run", ground.courses[0].done(before))
    argv = [sys.executable, "-B", "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rf", *task.tests]
    env = {"PYTHONPATH": "src", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "100"}
    ran = processes.run(argv, cwd=place, env=env, timeout_s=_PATIENCE_S)
    text = ran.stdout.decode("utf-8", "replace")
    counted = PYTEST.count(text)
    if counted is None:
        raise MissingPartError(
            f"generate runs tests and needs pytest and PyYAML: {sys.executable} -m pip install 'pytest>=9,<10' pyyaml"
        )
    return ran.exit, counted, PYTEST.first(text)
