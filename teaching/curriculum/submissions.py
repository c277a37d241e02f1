"""What of a submission is taken, and what is ours all the same: tests, their set-up and every configuration.

Not covered: code of the student's that, imported by a test, rewrites the test runner in its process. What looks like
that is named beside the marks, for a person to see.
"""

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from teaching.curriculum import states
from teaching.curriculum.shelf import Project, Tree
from teaching.curriculum.starting import begun_here
from teaching.errors import BadInputError
from teaching.repository.files import Root, Skip, Unreadable, printable

_MARKS = ("ROADMAP.md", ".teaching", "CLAUDE.md")
_MOST_BYTES = 1_000_000
_MOST_FILES = 2_000
_MOST_HISTORY = 200_000_000
# What Python, a test runner or a linter runs or obeys without being asked.
_NEVER = re.compile(
    r"(?:conftest|sitecustomize|usercustomize)\.py|.*\.pth|\.?pytest\.(?:ini|toml)|tox\.ini|setup\.(?:cfg|py)|"
    r"\.?ruff\.toml|pyrightconfig\.json|\.coveragerc|(?:vitest|vite|jest|eslint|playwright)\.config\.\w+|"
    r"tsconfig.*\.json|package\.json|.*\.(?:so|pyd|pyc|node)"
)
_SUSPICIOUS = (
    (
        re.compile(rb"\b_?pytest\b|\bpluggy\b|TEACH_HOLLOW|teach_hollow|node:test\b|NODE_OPTIONS"),
        "speaks of the test runner",
    ),
    (re.compile(rb"\bos\._exit\b|\bos\.kill\b|process\.exit\b"), "can end the process of the tests"),
    (re.compile(rb"\bsys\.(?:modules|settrace|meta_path)\b|\bgc\.get_objects\b"), "reaches into the interpreter"),
)
_CODE = (".py", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_ONLY_READ = (".md", ".yml", ".yaml")  # a plan may speak of anything
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's folder."""

    name: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Taken:
    """What runs for a submission.

    Attributes:
        files: theirs, with our tests and configuration over them.
        flags: what a person should look at.
    """

    files: Tree
    flags: tuple[str, ...]


def submissions(directories: Sequence[Path]) -> list[Submission]:
    """The submissions that these folders are, or hold.

    Raises:
        BadInputError: a folder is none and holds none.
    """
    found: list[Submission] = []
    for directory in directories:
        if _is_one(directory):
            found.append(Submission(directory.name, directory))
            continue
        below = [Path(entry.path) for entry in os.scandir(directory) if entry.is_dir(follow_symlinks=False)]
        inside = [Submission(path.name, path) for path in sorted(below) if not path.name.startswith(".")]
        if not inside:
            raise BadInputError(
                f"{printable(str(directory))} is no submission and holds none: pass a student's folder, or the folder "
                "that holds all of them"
            )
        found += inside
    return found


def project_of(submission: Submission, named: str | None) -> str:
    """Which project a submission belongs to.

    Raises:
        BadInputError: nothing says so.
    """
    slug = named or begun_here(submission.folder)
    if slug is None:
        raise BadInputError(f"{printable(submission.name)} does not say which project it is: pass --project SLUG")
    return slug


def take(project: Project, submission: Submission) -> Taken:
    """The files that are run for a submission."""
    ours = states.whole(project, ())
    folders = _folders(project)
    named = {path for task in project.spec.tasks for path in (*task.files, *task.adds)}
    named -= {path for task in project.spec.tasks for path in task.tests}
    files = dict(ours)
    edited: list[str] = []
    left_out: list[str] = []
    odd: list[str] = []
    for path, content in _read(submission.folder):
        if path in named or (_is_below(path, folders) and not _NEVER.fullmatch(PurePosixPath(path).name)):
            files[path] = content
            looked_at = () if path.endswith(_ONLY_READ) else _SUSPICIOUS
            odd += [f"{path} {words}" for pattern, words in looked_at if _is_new(pattern, content, ours.get(path))]
        elif path in ours and content != ours[path] and path not in project.base:
            edited.append(path)
        elif path not in ours and (_NEVER.fullmatch(PurePosixPath(path).name) or path.endswith(_CODE)):
            left_out.append(path)
    flags = [
        *([f"edited, ours ran instead: {_some(edited)}"] if edited else []),
        *([f"left out: {_some(left_out)}"] if left_out else []),
        *([f"look at it: {_some(odd)}"] if odd else []),
    ]
    return Taken(files, tuple(flags))


def copy_history(project: Project, submission: Submission, target: Path) -> None:
    """Lays git's own folder of a submission in place, where a task is about commits."""
    source = submission.folder / ".git"
    if not any(task.history for task in project.spec.tasks) or source.is_symlink() or not source.is_dir():
        return
    size = sum(path.stat().st_size for path in source.rglob("*") if path.is_file() and not path.is_symlink())
    if size <= _MOST_HISTORY:
        shutil.copytree(source, target / ".git", symlinks=True)


def _is_one(directory: Path) -> bool:
    return any((directory / mark).exists() for mark in _MARKS)


def _folders(project: Project) -> tuple[str, ...]:
    """Folders of source code: whatever a student adds there is the student's."""
    tests = {path.partition("/")[0] for task in project.spec.tasks for path in task.tests}
    cuts = {str(PurePosixPath(one.path).parent) for task in project.spec.tasks for one in task.cuts}
    return tuple(sorted(folder for folder in {*cuts, ".claude"} if folder != "." and folder not in tests))


def _is_below(path: str, folders: Sequence[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)


def _is_new(pattern: re.Pattern[bytes], content: bytes, before: bytes | None) -> bool:
    return pattern.search(content) is not None and (before is None or pattern.search(before) is None)


def _read(folder: Path) -> list[tuple[str, bytes]]:
    root = Root(folder)
    found: list[tuple[str, bytes]] = []
    for path in root.walk():
        if isinstance(path, Skip):
            continue
        if len(found) >= _MOST_FILES:
            raise BadInputError(f"it has more than {_MOST_FILES} files: take out what is no source")
        if any(part.endswith((".dist-info", ".egg-info")) for part in path.split("/")):
            continue
        try:
            found.append((path, root.read(path, _MOST_BYTES)))
        except Unreadable:
            continue
    return found


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(printable(name) for name in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
