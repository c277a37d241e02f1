"""Which task comes next: one that nothing stands before, and of those the one that somebody has begun."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from teaching.roadmap.model import Roadmap, Task, folded, slug


@dataclass(frozen=True, slots=True)
class Choice:
    """The next task.

    Attributes:
        begun: it, or a task that it is nested in, says (In Progress).
        after: titles of the done tasks that it depends on.
        waits_for: what it depends on and is not done; then every open task waits for something.
    """

    task: Task
    begun: bool
    after: tuple[str, ...]
    waits_for: tuple[str, ...]

    @property
    def why(self) -> str:
        """Why it is this one, in a sentence."""
        if self.waits_for:
            return f"every open task waits for another; this one waits for {_listed(self.waits_for)}"
        first = "it is in progress" if self.begun else "it is the first open task that waits for nothing"
        if self.after:
            done = f"what it depends on is done ({_listed(self.after)})"
            return f"{first}, and {done}" if self.begun else f"{done}, and no open task before it is ready"
        return first


def next_task(roadmap: Roadmap) -> Choice | None:
    """The task to work at; None where all is done.

    A task with open ones under it is not proposed: they come first.
    """
    by_name = _names(roadmap)
    waiting = [task for task in roadmap.tasks if not task.ticked and all(one.ticked for one in task.tasks)]
    choices = [_choice(task, by_name) for task in waiting]
    # `min` keeps the order of the roadmap among equals.
    return min(choices, key=lambda choice: (bool(choice.waits_for), not choice.begun), default=None)


def _choice(task: Task, by_name: dict[str, list[Task]]) -> Choice:
    begun = any(one.state == "in-progress" for one in _upwards(task))
    done: list[str] = []
    open_ones: list[str] = []
    for name in (name for one in _upwards(task) for name in one.depends):
        found = by_name.get(name) or by_name.get(folded(name)) or []
        if found and all(one.ticked for one in found):
            done.append(found[0].title)
        else:
            open_ones.append(found[0].title if found else name)
    return Choice(task, begun, tuple(dict.fromkeys(done)), tuple(dict.fromkeys(open_ones)))


def _upwards(task: Task) -> Iterator[Task]:
    """The task and those that it is nested in: what they wait for, it waits for."""
    current: Task | None = task
    while current is not None:
        yield current
        current = current.parent


def _names(roadmap: Roadmap) -> dict[str, list[Task]]:
    """The tasks by all that a `depends:` may call them."""
    found: dict[str, list[Task]] = defaultdict(list)
    for task in roadmap.tasks:
        for name in {task.id, task.position, task.title, folded(task.title), slug(task.title)} - {None, ""}:
            found[str(name)].append(task)
    return found


def _listed(titles: tuple[str, ...]) -> str:
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    return "“" + "”, “".join(titles[:3]) + f"”{more}"
