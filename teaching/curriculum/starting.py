"""Begins a curriculum project: a git repository with its first task ready, and its exemplars out of reach.

What is written is the starter, CLAUDE.md, ROADMAP.md and the lessons. Nothing is installed and nothing is run but git.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from teaching.curriculum import states
from teaching.curriculum.environment import Need, first_steps, needs_of
from teaching.curriculum.shelf import Project, slugs, spec_of
from teaching.errors import BadInputError, RefusedError
from teaching.exemplars import store
from teaching.hollowing.exporting import commit
from teaching.learning.states import works
from teaching.program import teach
from teaching.repository import trust
from teaching.repository.files import Root, Unreadable, printable
from teaching.repository.git import find_top
from teaching.roadmap.lessons import lesson_of
from teaching.roadmap.reading import parse
from teaching.standing.beginning import begin as begin_task
from teaching.standing.standing import standing
from teaching.standing.words import markdown as standing_words
from teaching.tasks.commands import proof_of
from teaching.verification.commands import Command, commands_of
from teaching.verification.consent import grant, granted

PLACE = ".teaching/curriculum.json"
# What an editor or git leaves in a folder that nobody has worked in.
_NOTHING = frozenset({".git", ".claude", ".DS_Store", ".idea", ".vscode"})
_MOST_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One project, as it is offered.

    Attributes:
        needs: what the machine has to have, and whether it has.
    """

    slug: str
    title: str
    language: str
    hours: int
    tasks: int
    teaches: tuple[str, ...]
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """A student's folder.

    Attributes:
        shown: the folder as a person would type it.
        resumed: it was there already, and nothing was written.
        granted: the commands that verification may run there.
        steps: what to type first.
        standing: where the student stands, in words.
        task, lesson: the id of the task to work at, and its page; "" where there is none.
        hints: whether there are hints for that task.
        notes: what the reader should know.
    """

    slug: str
    title: str
    folder: Path
    shown: str
    resumed: bool
    granted: tuple[str, ...]
    needs: tuple[Need, ...]
    steps: tuple[str, ...]
    standing: str
    task: str
    lesson: str
    hints: bool
    notes: tuple[str, ...]


def listed() -> list[Listed]:
    """The projects that ship."""
    found: list[Listed] = []
    for slug in slugs():
        spec = spec_of(slug)
        found.append(
            Listed(
                spec.slug, spec.title, spec.language, spec.hours, len(spec.tasks), spec.teaches, tuple(needs_of(spec))
            )
        )
    return found


def begun_here(folder: Path) -> str | None:
    """Which project was begun in a folder; None where none was, or nothing readable says so."""
    try:
        value: object = json.loads(Root(folder).read(PLACE, _MOST_BYTES))
    except (Unreadable, ValueError, RecursionError):
        return None
    slug: object = value.get("slug") if isinstance(value, dict) else None  # pyright: ignore
    return slug if isinstance(slug, str) else None


def place_of(slug: str, base: Path) -> Path:
    """Where a project goes that is named without a folder: where it was begun around this one, else a new one here."""
    real = Path(os.path.realpath(base))
    around = _around(real)
    return around if around is not None and begun_here(around) == slug else real / slug


def placed(root: Path, directory: str, slug: str) -> Path:
    """Where a project goes that a model asks for: a folder inside the root, or the root where that is empty.

    Raises:
        RefusedError: the folder lies elsewhere.
    """
    top = Path(os.path.realpath(root))
    if not directory and (_is_free(top) or begun_here(top) == slug):
        return top
    place = Path(os.path.realpath(top / (directory or slug)))
    if not place.is_relative_to(top):
        raise RefusedError(
            f"{printable(directory)} lies outside {printable(str(top))}: pass a folder inside it, or let a person type "
            f"`{teach('start', slug)}` with any folder in a terminal"
        )
    return place


def begin(project: Project, folder: Path, base: Path) -> Begun:
    """Makes the student's folder, or says where the student stands in one that was made before.

    Args:
        base: the folder that paths are shown from.

    Raises:
        RefusedError: the folder holds something else, lies in a project that was begun, or cannot be written.
    """
    folder = Path(os.path.realpath(folder))
    slug = project.spec.slug
    if begun_here(folder) == slug:
        return _resumed(project, folder, base)
    if (around := _around(folder.parent)) is not None:
        raise RefusedError(
            f"{printable(str(folder))} lies in {printable(str(around))}, where {begun_here(around)} was begun: pass a "
            f"folder outside of it, or `{teach('start', begun_here(around) or '', str(around))}` to go on there"
        )
    files = {**_front(project), **states.whole(project, ())}
    if folder.exists() and not (folder.is_dir() and _is_free(folder, files)):
        other = begun_here(folder)
        holds = f"holds {printable(other)} already" if other else "is not empty"
        raise RefusedError(
            f"{printable(str(folder))} {holds}: pass a new folder, such as `{teach('start', slug, f'{slug}-2')}`"
        )
    # What would refuse later on refuses before anything is written.
    store.ready()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        granted(folder)
        states.write(files, folder)
        store.keep(folder, states.exemplars(project))
        # Last: a folder that was only half written is not taken for a project.
        states.write({PLACE: (json.dumps({"slug": slug}) + "\n").encode()}, folder)
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise RefusedError(f"{printable(str(folder))} cannot be written ({reason}): pass another folder") from error
    begin_task(folder)
    said = commit(folder, f"chore: start {slug}")
    grant(folder, _own_commands(folder), "init")
    # As stored: without what only selects tests.
    shown = sorted({" ".join(record.argv) for record in granted(folder)})
    return _made(project, folder, base, tuple(shown), tuple(filter(None, (said, *_git_notes(folder)))))


def _resumed(project: Project, folder: Path, base: Path) -> Begun:
    notes: tuple[str, ...] = ()
    if not store.of_root(folder):
        # Cloned onto another machine: hints and guard need the solutions here too.
        store.keep(folder, states.exemplars(project))
        notes = ("hints work here again: what they rest on was not on this machine",)
    return _made(project, folder, base, (), notes, resumed=True)


def _made(
    project: Project,
    folder: Path,
    base: Path,
    allowed: tuple[str, ...],
    notes: tuple[str, ...],
    resumed: bool = False,
) -> Begun:
    spec = project.spec
    shown = _shown(folder, base)
    steps = tuple(first_steps(spec, shown))
    if resumed and (folder / (".venv" if spec.language == "python" else "node_modules")).is_dir():
        steps = ()
    found = standing(folder)
    upcoming = found.next.id if found.next is not None else ""
    if found.next is not None:
        # Those of later tasks only frighten here; `teach roadmap show` has them.
        found = found.model_copy(update={"markers": [one for one in found.markers if one.place in found.next.markers]})
    return Begun(
        slug=spec.slug,
        title=spec.title,
        folder=folder,
        shown=shown,
        resumed=resumed,
        granted=allowed,
        needs=tuple(needs_of(spec)),
        steps=steps,
        standing=standing_words(found),
        task=upcoming,
        lesson=lesson_of(folder, upcoming),
        hints=any(one.task == upcoming for one in works(folder)),
        notes=notes,
    )


def _front(project: Project) -> dict[str, bytes]:
    """The project's README and the pictures in it."""
    page = project.folder / "README.md"
    pictures = [path for ending in ("*.svg", "*.png") for path in project.folder.glob(ending)]
    return {path.name: path.read_bytes() for path in (page, *pictures) if path.is_file()}


def _git_notes(folder: Path) -> list[str]:
    """What git lacks for the student's own commits, and whose rules reach in from around."""
    notes: list[str] = []
    if missing := [name for name in ("user.name", "user.email") if name not in trust.global_config()]:
        lines = " and ".join(f'`git config --global {name} "…"`' for name in missing)
        notes.append(f"git does not know who you are, which your own commits will need: {lines}")
    if (outer := find_top(folder.parent)) is not None:
        notes.append(
            f"{printable(str(outer))} around it is a git repository too: Claude Code also reads the CLAUDE.md there, "
            "so a folder outside of it is the better place"
        )
    return notes


def _around(folder: Path) -> Path | None:
    """The nearest folder, this one or above it, in which a project was begun."""
    return next((one for one in (folder, *folder.parents) if begun_here(one) is not None), None)


def _own_commands(folder: Path) -> list[Command]:
    """Every command that proves a task of a folder that was just written."""
    roadmap = parse((folder / "ROADMAP.md").read_bytes())
    found = list(commands_of(folder).commands)
    for task in roadmap.tasks:
        found += proof_of(folder, roadmap, task).commands
    return list({(one.argv, one.folder): one for one in found}.values())


def _is_free(folder: Path, files: states.Tree | None = None) -> bool:
    """Whether nobody has worked in a folder, and nothing in it has a name of these."""
    try:
        names = {entry.name for entry in os.scandir(folder)}
    except FileNotFoundError:
        return True
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise BadInputError(f"{printable(str(folder))} cannot be read ({reason}): pass another folder") from error
    return names <= _NOTHING and not any(os.path.lexists(folder / path) for path in files or ())


def _shown(folder: Path, base: Path) -> str:
    real = Path(os.path.realpath(base))
    return str(folder.relative_to(real)) if folder.is_relative_to(real) else str(folder)
