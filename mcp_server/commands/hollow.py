"""`teach hollow`: functions of tested code become exercises, proven both ways; at a terminal it asks for consent."""

import argparse
import contextlib
import json
import os
import signal
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from types import FrameType

from mcp_server.commands.places import root_and_path
from mcp_server.consenting import given, lasts, surroundings, told
from mcp_server.output.text import say
from mcp_server.terminal import is_person, says_yes
from teaching.errors import BadInputError
from teaching.guard import release, visible
from teaching.hollowing.commanding import Ask
from teaching.hollowing.exercise import Made, Wanted, Way, hollow
from teaching.hollowing.words import document, markdown
from teaching.repository.git import find_top
from teaching.verification import detect
from teaching.verification.consent import Allowed, NotAllowed

_PROJECT = ("package.json", "pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini")


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when no exercise came of it."""
    root, places = _places(options.places, options.root)
    wanted = Wanted(
        places=places,
        diff=options.diff,
        most=options.auto,
        to=None if options.to is None else Path(options.to).expanduser().absolute(),
        task=_task(options.task),
        tests=options.tests,
        plan_only=options.dry_run,
        minutes=options.minutes,
    )
    with _ending_tidily():
        made = hollow(root, wanted, Way(_asker(root) if is_person() else None, _progress))
    if options.format == "json":
        print(json.dumps(document(made), indent=2, ensure_ascii=False))
    else:
        sys.stdout.write(release(markdown(made), root))
    return 0 if _came(made) else 1


@contextlib.contextmanager
def _ending_tidily() -> Generator[None]:
    """A signal to end is taken as Ctrl-C is, so that no copy and no program of ours outlives this one."""

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    except KeyboardInterrupt:
        print("\nteach hollow: stopped, and nothing was made", file=sys.stderr)
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _came(made: Made) -> bool:
    return bool(made.exercises)


def _places(given_places: Sequence[str], root: str | None) -> tuple[Path, tuple[str, ...]]:
    """The project's root, and the places relative to it."""
    split = [_split(place) for place in given_places]
    first = split[0][0] if split else root or "."
    top, _ = root_and_path(first, root)
    if root is None:
        top = _project(Path(first).expanduser().absolute(), _around(top))
    found: list[str] = []
    for path, names in split:
        _, inside = root_and_path(path, str(top))
        found.append(f"{inside}:{names}" if names else inside)
    return top, tuple(found)


def _split(place: str) -> tuple[str, str]:
    path, sign, names = place.rpartition(":")
    return (path, names) if sign and path and not os.path.exists(place) else (place, "")


def _around(top: Path) -> Path:
    """Where there is no git: the nearest folder that looks like a project, up to the one in which this was typed."""
    here = Path(os.path.realpath(os.getcwd()))
    if find_top(top) is not None or not top.is_relative_to(here):
        return top
    folder = top
    while folder != here and not any((folder / name).is_file() for name in (*_PROJECT, "setup.py", "CLAUDE.md")):
        folder = folder.parent
    return folder


def _project(start: Path, top: Path) -> Path:
    """The nearest folder below the repository's top whose own files tell how its tests run: a part of a monorepo."""
    folder = start if start.is_dir() else start.parent
    folder = Path(os.path.realpath(folder))
    while folder != top and folder.is_relative_to(top) and find_top(folder) == find_top(top):
        if any((folder / name).is_file() for name in _PROJECT) and list(detect.find(folder, "test")):
            return folder
        folder = folder.parent
    return top


def _task(name: str | None) -> str | None:
    if name is not None and (not name.strip() or any(char.isspace() or char in "[]" for char in name)):
        raise BadInputError(f"{name!r} is no id of a task: pass one word without brackets, such as auth-jwt")
    return name


def _asker(root: Path) -> Ask:
    def ask(missing: Sequence[NotAllowed]) -> list[Allowed] | None:
        say(f"To prove the exercises, these commands run in a copy of {visible(str(root))}:")
        for one in missing:
            say(visible(told(one)))
        say(surroundings())
        lasting = "Run them, and do not ask again while nothing about them changes?"
        if not says_yes(lasting if lasts() else "Run them?"):
            return None
        return given(root, missing, "terminal", keep=True)

    return ask


def _progress(words: str) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r\x1b[K{visible(words)[:100]}", end="", file=sys.stderr, flush=True)
