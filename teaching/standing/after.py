"""What a verification says when it is over: what ran, and after a tick what comes next and what that will need."""

from pathlib import Path

from teaching.contracts.review import Mode
from teaching.contracts.standing import NextTask, Standing
from teaching.contracts.verification import Verification
from teaching.errors import TeachingError
from teaching.guard import Quoting
from teaching.modes import mode_of
from teaching.program import teach
from teaching.roadmap.lessons import lesson_of
from teaching.standing.standing import standing
from teaching.standing.words import how_proved
from teaching.tasks import render

_CRITERIA = 3
_MARKERS = 3
_MANNER: dict[Mode, str] = {
    "mentor": "(Mentor mode: offer to plan its steps, ask how they would begin, and leave the core of it to them.)",
    "colleague": "(Colleague mode: propose how to begin; once it is agreed, you may write the code, tests first.)",
}


def manner(root: Path) -> str:
    """How a model is to go on with the next task."""
    return _MANNER[mode_of(root)]


def told(root: Path, found: Verification, *more: str) -> Quoting:
    """The whole reply to a verification, as markdown.

    Its words are ours, but for what a program printed and what ROADMAP.md says of the next task: the guard is told.

    Args:
        more: paragraphs of our own words to end with; empty ones are left out.
    """
    text = render.markdown(found, mode_of(root))
    quoted = [found.failure.name, found.failure.text] if found.failure is not None else []
    if found.ticked and (known := _standing(root)) is not None:
        upcoming = known.next
        text += f"\n{_upcoming(root, upcoming) if upcoming is not None else 'Every task of the roadmap is done.'}\n"
        quoted += [upcoming.title, *upcoming.acceptance] if upcoming is not None else []
    return Quoting("\n".join((text, *filter(None, more))), "\n".join(quoted))


def _standing(root: Path) -> Standing | None:
    try:
        return standing(root)
    except TeachingError:  # the tick stands; what follows is no reason to fail
        return None


def _upcoming(root: Path, task: NextTask) -> str:
    lines = [f"Next: {task.title} (`{task.id}`): {task.why}."]
    if task.acceptance:
        lines += ["It will need:", *(f"- {one}" for one in task.acceptance[:_CRITERIA])]
        if len(task.acceptance) > _CRITERIA:
            lines.append(f"- and {len(task.acceptance) - _CRITERIA} more")
    if task.markers:
        more = f" and {len(task.markers) - _MARKERS} more" if len(task.markers) > _MARKERS else ""
        lines.append(f"TODO(human): {', '.join(f'`{one}`' for one in task.markers[:_MARKERS])}{more}")
    lines.append(f"Proved by: {how_proved(task)}")
    if lesson := lesson_of(root, task.id):
        lines.append(f"Its page: `{lesson}`")
    plan = f"`{teach('plan', task.title)}` plans its steps"
    bare = "It has no acceptance criteria yet: " if not task.acceptance else ""
    return "\n".join([*lines, f"{bare}{plan}; `{teach('next', '--start')}` marks it (In Progress)."])
