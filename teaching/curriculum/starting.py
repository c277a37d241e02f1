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
from teaching.program import teach
from teaching.repository.files import Root, Unreadable, printable
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
        RefusedError: the folder holds something else, or cannot be written.
    """
    folder = Path(os.path.realpath(folder))
    slug = project.spec.slug
    if begun_here(folder) == slug:
        return _resumed(project, folder, base)
    files = states.whole(project, ())
    if folder.exists() and not (folder.is_dir() and _is_free(folder, files)):
        other = begun_here(folder)
        holds = f"holds {printable(other)} already" if other else "is not empty"
        raise RefusedError(
            f"{printable(str(folder))} {holds}: pass a new folder, such as `{teach('start', slug, f'{slug}-2')}`"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        states.write(files, folder)
        # Last: a folder that was only half written is not taken for a project.
        states.write({PLACE: (json.dumps({"slug": slug}) + "\n").encode()}, folder)
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise RefusedError(f"{printable(str(folder))} cannot be written ({reason}): pass another folder") from error
    store.keep(folder, states.exemplars(project))
    begin_task(folder)
    said = commit(folder, f"chore: start {slug}")
    grant(folder, _own_commands(folder), "init")
    # As stored: without what only selects tests.
    shown = sorted({" ".join(record.argv) for record in granted(folder)})
    return _made(project, folder, base, tuple(shown), (said,) if said else ())


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
    return Begun(
        slug=spec.slug,
        title=spec.title,
        folder=folder,
        shown=shown,
        resumed=resumed,
        granted=allowed,
        needs=tuple(needs_of(spec)),
        steps=steps,
        standing=standing_words(standing(folder)),
        notes=notes,
    )


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
