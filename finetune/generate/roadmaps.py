"""A roadmap brought up to date after a command proved a task, and the task that comes next."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from finetune.generate.checking import fenced, says
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Check, require
from teaching.roadmap.edit import tick
from teaching.roadmap.model import Task
from teaching.roadmap.order import next_task
from teaching.roadmap.reading import find, parse

_FIRST_DAY = date(2026, 1, 5)
_ASKED = ("Update the roadmap, {title} is done", "Tick {id}", "I finished {id}, what now?")
_QUESTIONS = (
    "What will its first test want from you?",
    "Which of its acceptance criteria would you begin with?",
    "What do you have to know before you can write its first line?",
)


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """One for each task, those before it done."""
    names = [task.id for task in ground.courses[0].project.spec.tasks]
    text, day, states = ground.courses[0].roadmap, _FIRST_DAY, list[tuple[bytes, bytes, str, date]]()
    for name in names:
        after = tick(text, name, day)
        states.append((text, after, name, day))
        text, day = after, day + timedelta(days=2)
    chance.shuffle(states)
    for before, after, name, day in states:
        if candidate := _of(before, after, name, day, chance):
            yield candidate


def _of(before: bytes, after: bytes, name: str, day: date, chance: Random) -> Candidate | None:
    task, choice = find(parse(before), name), next_task(parse(after))
    line = parse(after).tasks[0].lines[find(parse(after), name).line - 1].decode().strip()
    if choice is None or not task.details.verify or not choice.task.details.verify:
        return None
    then: Task = choice.task
    command = task.details.verify[0]
    output = (
        f"`{command}` ended with 0, so the box is earned:\n\n```markdown\n{line}\n```\n\n"
        f"Next: {then.title}, as {choice.why}. `{then.details.verify[0]}` decides about it. {chance.choice(_QUESTIONS)}"
    )

    def ticked(output: str) -> str:
        require(tick(before, name, day) == after and fenced(output).strip() == line, "it is not the line of the edit")
        pairs = zip(before.splitlines(), after.splitlines(), strict=True)
        require(sum(one != other for one, other in pairs) == 1, "other lines changed too")
        return "one line changed"

    return Candidate(
        instruction=chance.choice(_ASKED).format(title=task.title, id=name),
        input=f"`{command}`: exit code 0, lint and type check too. Today is {day.isoformat()}.",
        output=output,
        language="markdown",
        about={"task": name, "next": then.title},
        checks=(Check("tick-as-the-edit-makes-it", ticked), says([command])),
    )
