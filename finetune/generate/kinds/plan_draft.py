"""A goal of the matter as a roadmap: its tasks in the house form, whole or in part, and with one vague criterion."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from finetune.generate.kinds.deep import Case
from finetune.generate.model import Wrong
from teaching.planning.words import content
from teaching.roadmap.model import slug
from teaching.roadmap.reading import parse
from teaching.roadmap.render import NewPhase, NewTask, render

_ID_WORDS = 2
_SMALL = frozenset(
    "a an the and or of for in on by to at with its one from as per until not no that their into without when each "
    "every any what how after before behind between or than".split()
)


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A task of the matter."""

    phase: str
    title: str
    acceptance: str

    @property
    def id(self) -> str:
        """Short enough to be typed."""
        words = [word for word in slug(self.title).split("-") if word not in _SMALL]
        return "-".join(words[:_ID_WORDS])


def tasks_of(goal: Case) -> list[PlanTask]:
    """All tasks of a goal, in their order."""
    return [PlanTask(phase["name"], title, accepts) for phase in goal["phases"] for title, accepts in phase["tasks"]]


def joined(asked: Sequence[str]) -> str:
    """Instruction and input as serving sends them."""
    return "\n\n".join(part for part in asked if part)


def draft_of(goal: Case, titles: Collection[str] | None = None, vague: bool = True) -> str:
    """The goal's roadmap.

    Args:
        goal: of the matter.
        titles: the tasks that are in it; None for all.
        vague: whether the goal's vague criterion stands in place of the one that is nearest to it.
    """
    tasks = [task for task in tasks_of(goal) if titles is None or task.title in titles]
    nearest = _nearest(goal, tasks) if vague else ""
    phases: list[NewPhase] = []
    for number, phase in enumerate(goal["phases"], 1):
        own = [task for task in tasks if task.phase == phase["name"]]
        if own:
            new = tuple(_new(goal, task, goal["vague"]["crit"] if task.title == nearest else "") for task in own)
            phases.append(NewPhase(f"Phase {number}: {phase['name']}", new))
    return render(phases).decode("utf-8")


def _nearest(goal: Case, tasks: Sequence[PlanTask]) -> str:
    """The task that the matter names by its number, else the one that has most words in common."""
    if "task" in goal["vague"]:
        return tasks[goal["vague"]["task"]].title
    wanted = content(f"{goal['vague']['crit']} {goal['vague']['q']}")
    return max(tasks, key=lambda task: len(wanted & content(f"{task.title} {task.acceptance}"))).title


def _new(goal: Case, task: PlanTask, instead: str = "", file: str = "") -> NewTask:
    name = file or task.id.replace("-", "_")
    python = goal["stack"] == "python"
    test = f"tests/test_{name}.py" if python else f"tests/{name.replace('_', '-')}.test.ts"
    source = f"src/{name}.py" if python else f"src/{name.replace('_', '-')}.ts"
    command = f"python -m pytest {test}" if python else f"npx vitest run {test}"
    return NewTask(
        title=task.title,
        id=task.id,
        acceptance=(instead or task.acceptance,),
        files=(source, test),
        verify=(command,),
    )


def fragment_of(goal: Case, whole: bool) -> str:
    """The phase that the answers change, with its new task; alone, or with the tasks that stood there."""
    turn = goal["turn"]
    phase = goal["phases"][turn["phase"] - 1]
    title, accepts, file = turn["task"]
    old = [task for task in tasks_of(goal) if task.phase == phase["name"]]
    shown = old if whole else old[-1:]
    tasks = [_new(goal, task) for task in shown]
    tasks.append(_new(goal, PlanTask(phase["name"], title, accepts), file=file))
    return render([NewPhase(f"Phase {turn['phase']}: {phase['name']}", tuple(tasks))]).decode("utf-8").rstrip("\n")


def vague_place(draft: str, criterion: str) -> tuple[str, int]:
    """The task with the criterion, and the line in which the criterion stands.

    Raises:
        Wrong: no task has it.
    """
    for task in parse(draft.encode()).tasks:
        if criterion in task.acceptance:
            lines = draft.splitlines()
            return task.title, next(at for at, text in enumerate(lines, 1) if at > task.line and criterion in text)
    raise Wrong("no task has the vague criterion")


def shown_tasks(draft: str, line: int) -> str:
    """The phase around a line, as it stands in the file."""
    first, last = _around(draft, line)
    return "\n".join(draft.splitlines()[first:last]) + "\n"


def _around(draft: str, line: int) -> tuple[int, int]:
    """Where the phase of a line begins and ends, counted from nought."""
    lines = draft.splitlines()
    first = max(number for number in range(line) if lines[number].startswith("## "))
    behind = (number for number in range(line, len(lines)) if lines[number].startswith("## "))
    return first, next(behind, len(lines))


def placed(draft: str, line: int) -> str:
    """The phase around a line, as it is quoted from the file: each line with its number."""
    lines = draft.splitlines()
    first, last = _around(draft, line)
    shown = [f"{number + 1}: {lines[number]}" for number in range(first, last) if lines[number].strip()]
    return re.sub(r" <!-- id: [^>]*-->", "", "\n".join(shown))
