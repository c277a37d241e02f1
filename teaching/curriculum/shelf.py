"""Where curriculum projects lie: beside the code in a checkout; in a wheel with their exemplars sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from teaching.assets import assets
from teaching.curriculum.model import Spec, read
from teaching.errors import BadInputError, MissingPartError
from teaching.exemplars import sealed
from teaching.repository.files import Root, Skip, Unreadable, printable

STARTER, META, EXEMPLAR = "starter", ".meta", "exemplar"
SPEC = "project.json"
BASE = ("CLAUDE.md", "ROADMAP.md")  # a student gets these and the lessons beside the starter
LESSONS = "lessons"
SEALED = "data/curriculum"  # where the sealed file has them, below the package
_MOST_BYTES = 1_000_000
_LEFT_OUT = frozenset(
    {"__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".venv", "node_modules", "dist", "coverage"}
)

Tree = Mapping[str, bytes]
"""Files of a folder by their path from there."""


@dataclass(frozen=True, slots=True)
class Project:
    """One curriculum project.

    Attributes:
        folder: where its public part lies.
        base: what a student gets beside the starter: CLAUDE.md, ROADMAP.md, lessons.
        exemplar: the finished project.
        patches: of the defects, by id.
    """

    folder: Path
    spec: Spec
    base: Tree
    exemplar: Tree
    patches: Tree


def project_at(folder: Path) -> Project:
    """The project in a folder of a source tree.

    Raises:
        BadInputError: it is none, or its `project.json` is wrong.
    """
    place = folder / META / SPEC
    if not place.is_file():
        raise BadInputError(f"{printable(str(folder))} is no curriculum project: {META}/{SPEC} is missing")
    return _made(folder, tree_of(folder / META))


def open_project(slug: str) -> Project:
    """One of the projects that ship.

    Raises:
        BadInputError: there is none of this name; the message has the names.
    """
    known = slugs()
    if slug not in known:
        raise BadInputError(f"there is no project {printable(slug)!r}: pass one of {', '.join(known) or 'none'}")
    folder = assets("curriculum") / slug
    return _made(folder, _meta(folder))


def slugs() -> tuple[str, ...]:
    """The names of the projects that ship, in the order in which they are meant."""
    try:
        folders = sorted(path for path in assets("curriculum").iterdir() if path.is_dir())
    except MissingPartError:
        return ()
    found: list[tuple[int, str]] = []
    for folder in folders:
        text = _spec(folder)
        if text is not None:
            found.append((read(text, f"{folder.name}/{META}/{SPEC}").order, folder.name))
    return tuple(name for _, name in sorted(found))


def project_named(name: str) -> Project:
    """A project that ships, or one that somebody keeps in a folder of their own, named by a path with a slash.

    Raises:
        BadInputError: there is none.
    """
    return project_at(Path(name).expanduser().absolute()) if "/" in name else open_project(name)


def spec_of(slug: str) -> Spec:
    """What the `project.json` of a project that ships says."""
    folder = assets("curriculum") / slug
    return read(_spec(folder) or b"", f"{slug}/{META}/{SPEC}")


def tree_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but for what tools left there.

    Raises:
        BadInputError: a file cannot be read.
    """
    root = Root(folder)
    found: dict[str, bytes] = {}
    for path in root.walk():
        if isinstance(path, Skip) or any(part in _LEFT_OUT or part.endswith(".egg-info") for part in path.split("/")):
            continue
        try:
            found[path] = root.read(path, _MOST_BYTES)
        except Unreadable as error:
            raise BadInputError(f"{printable(str(folder / path))} cannot be read: {error.reason}") from error
    return found


def _spec(folder: Path) -> bytes | None:
    place = folder / META / SPEC
    if place.is_file():
        return place.read_bytes()
    text = sealed.shipped(f"{SEALED}/{folder.name}").get(SPEC)
    return None if text is None else text.encode()


def _meta(folder: Path) -> dict[str, bytes]:
    if (folder / META).is_dir():
        return tree_of(folder / META)
    return {path: text.encode() for path, text in sealed.shipped(f"{SEALED}/{folder.name}").items()}


def _made(folder: Path, meta: Tree) -> Project:
    spec = read(meta[SPEC], f"{META}/{SPEC}")
    if spec.slug != folder.resolve().name:
        raise BadInputError(f"{META}/{SPEC}: slug: it is {spec.slug}, and the folder is {folder.resolve().name}")
    return Project(
        folder,
        spec,
        {path: (folder / path).read_bytes() for path in BASE if (folder / path).is_file()}
        | {f"{LESSONS}/{path}": text for path, text in _below(folder / LESSONS).items()},
        _part(meta, EXEMPLAR),
        {path.removesuffix(".patch"): text for path, text in _part(meta, "defects").items()},
    )


def _below(folder: Path) -> dict[str, bytes]:
    return tree_of(folder) if folder.is_dir() else {}


def _part(meta: Tree, name: str) -> dict[str, bytes]:
    return {path.removeprefix(f"{name}/"): text for path, text in meta.items() if path.startswith(f"{name}/")}
