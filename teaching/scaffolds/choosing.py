"""Which component of the library a roadmap task or a description asks for, by the words that planning knows it by."""

from collections.abc import Mapping
from dataclasses import dataclass

from teaching.components import knowledge
from teaching.errors import BadInputError
from teaching.planning.recognition import recognise
from teaching.planning.words import Words
from teaching.roadmap.model import Roadmap, Task, slug
from teaching.roadmap.reading import find
from teaching.scaffolds import library
from teaching.scaffolds.model import Shared


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be scaffolded.

    Attributes:
        name: the id that its markers carry.
        task: of the roadmap; None for a mere description.
    """

    title: str
    name: str
    task: Task | None = None

    @property
    def acceptance(self) -> tuple[str, ...]:
        """The criteria of the task."""
        return self.task.acceptance if self.task is not None else ()


def wish_of(roadmap: Roadmap | None, wanted: str) -> Wish:
    """The task that is called so, else the words as a description.

    Raises:
        BadInputError: it is one word, and no task or component is called so.
    """
    wanted = " ".join(wanted.split())
    if not wanted:
        raise BadInputError("name a task of ROADMAP.md, or describe in a few words what to scaffold")
    try:
        task = find(roadmap, wanted) if roadmap is not None and roadmap.tasks else None
    except BadInputError:
        if " " not in wanted and wanted not in library.components():
            raise
        task = None
    if task is not None:
        return Wish(task.title, task.id or slug(task.title), task)
    if " " not in wanted and wanted not in library.components():
        raise BadInputError(
            f"there is no task {wanted!r}, and no ROADMAP.md that could have it: describe it in a few words, or pass "
            f"one of {', '.join(library.components())}"
        )
    return Wish(wanted, slug(wanted))


def component_of(wish: Wish) -> str | None:
    """The id of the component that fits; None where none does."""
    known = library.components()
    if wish.title in known and wish.task is None:
        return wish.title
    for name, shared in known.items():
        if wish.name in shared.tasks:
            return name
    if wish.task is not None and wish.name in _planned():
        # The knowledge base of planning knows this task, and the library has nothing for it.
        return None
    return _by_words(wish.title, known) or (_by_planning(wish.title, known) if wish.task is None else None)


def _planned() -> set[str]:
    return {task.id for component in knowledge.components().values() for task in component.tasks}


def _by_words(title: str, known: Mapping[str, Shared]) -> str | None:
    """The component with the most and the longest phrases in the title."""
    words = Words(title)
    best: tuple[int, str] | None = None
    for name, shared in known.items():
        hits = [hit for hit in words.find_all(shared.recognise, shared.unless) if not hit.negated]
        weight = sum(hit.end - hit.start for hit in hits)
        if weight and (best is None or weight > best[0]):
            best = (weight, name)
    return best[1] if best else None


def _by_planning(text: str, known: Mapping[str, Shared]) -> str | None:
    named = recognise([text], knowledge.components()).named
    return next((name for name, shared in known.items() if shared.component in named), None)
