"""Where an exercise goes: into the working tree, or into a folder of its own without the history that holds the code.

Exported is what git knows or would take in; outside git everything but what is vendored or built. The new folder is a
repository with one commit.
"""

import contextlib
import os
import re
import shutil
from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path

from teaching.errors import BadInputError, MissingPartError, RefusedError
from teaching.program import teach
from teaching.repository import processes
from teaching.repository.files import VENDORED, Root, Unreadable, is_git_name, printable
from teaching.repository.git import Content, find_top, open_git

_LEFT_OUT = (".teaching/evidence/", ".teaching/hints.json", ".teaching/exercises.json")
_GIT = ("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-c", "init.defaultBranch=main")
_AUTHOR = ("-c", "user.name=teach", "-c", "user.email=teach@localhost")
_TELLING = 25
_MOST_BYTES = 1_000_000


def require_target(root: Path, target: Path) -> None:
    """Look whether a folder may be made and filled.

    Raises:
        BadInputError: it holds something, or lies in the project.
    """
    real = Path(os.path.realpath(target))
    if real.is_relative_to(root) or root.is_relative_to(real):
        raise BadInputError(f"{printable(str(target))} and the project lie within each other: pass a folder elsewhere")
    if real.exists() and (not real.is_dir() or any(real.iterdir())):
        raise BadInputError(f"{printable(str(target))} is not empty: pass a folder that is, or a new one")


def require_clean(root: Path, paths: Iterable[str]) -> None:
    """Look whether git can bring these files back.

    Raises:
        RefusedError: it could not; the message names the files.
    """
    top = find_top(root)
    if top is None:
        raise RefusedError(
            "there is no git here that could bring the code back: pass --to with a new folder, or `git init` and commit"
        )
    git = open_git(top)
    prefix = "" if top == root else f"{root.relative_to(top).as_posix()}/"
    known = set(git.tracked())
    head = git.head()
    changed = {change.path for change in git.diff(head, Content.WORKING_TREE)} if head else known
    bad = sorted(path for path in paths if prefix + path not in known or prefix + path in changed)
    if bad:
        raise RefusedError(
            f"{', '.join(map(printable, bad[:5]))} has changes that git does not hold yet: commit them, or pass --to"
        )


def write(root: Path, texts: Mapping[str, bytes], originals: Mapping[str, bytes]) -> None:
    """Replaces files of the working tree.

    Raises:
        RefusedError: a file is not what it was when it was read; nothing is written then.
    """
    for path, content in originals.items():
        if (root / path).is_symlink() or (root / path).read_bytes() != content:
            raise RefusedError(f"{printable(path)} changed while it was worked on: nothing was written, run it again")
    for path, text in texts.items():
        place = root / path
        aside = place.with_name(f".{place.name}.{os.getpid()}.tmp")
        try:
            aside.write_bytes(text)
            shutil.copymode(place, aside)
            os.replace(aside, place)
        finally:
            aside.unlink(missing_ok=True)


_HEAD = 300
_GENERATED = re.compile(rb"^#.*\bgenerated\b", re.IGNORECASE | re.MULTILINE)


@contextlib.contextmanager
def taken_back(target: Path | None) -> Generator[None, None, None]:
    """A new folder that is not finished, for whatever reason, does not stay behind."""
    try:
        yield
    except BaseException:
        if target is not None:
            shutil.rmtree(target, ignore_errors=True)
        raise


def export(root: Path, target: Path, texts: Mapping[str, bytes]) -> None:
    """Writes the project without its history, with these files in their new form.

    Raises:
        RefusedError: a file cannot be written.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        for path in _listed(root):
            place, old = target / path, root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if path in texts:
                place.write_bytes(texts[path])
                shutil.copymode(old, place)
            elif old.is_symlink():
                os.symlink(os.readlink(old), place)
            elif old.is_file():
                shutil.copy2(old, place)
    except OSError as error:
        raise RefusedError(f"{printable(str(target))} cannot be written ({error.strerror}): see to it") from error


def _listed(root: Path) -> list[str]:
    top = find_top(root)
    if top is None:
        found = list(_walked(root))
    else:
        git = open_git(top)
        prefix = "" if top == root else f"{root.relative_to(top).as_posix()}/"
        every = sorted({*git.tracked(), *git.untracked()})
        found = [path.removeprefix(prefix) for path in every if path.startswith(prefix)]
        found += _generated(root, found)
    return [path for path in found if not path.startswith(_LEFT_OUT) and os.path.lexists(root / path)]


def _generated(root: Path, listed: Iterable[str]) -> list[str]:
    """Modules that a build wrote beside the code, as `_version.py`: git ignores them, and nothing is imported without.

    Whatever else git ignores may be somebody's secret, and stays.
    """
    modules = {path for path in listed if path.endswith(".py")}
    folders = sorted({os.path.dirname(path) for path in modules})
    beside = {os.path.join(folder, name) for folder in folders for name in _names(root / folder)}
    found: list[str] = []
    for path in sorted(beside - modules):
        if path.endswith(".py") and not (root / path).is_symlink() and (root / path).is_file():
            with (root / path).open("rb") as file:
                if _GENERATED.search(file.read(_HEAD)):
                    found.append(path)
    return found


def _names(folder: Path) -> list[str]:
    return os.listdir(folder) if folder.is_dir() else []


def _walked(root: Path) -> Iterable[str]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in VENDORED and not is_git_name(name))
        for name in sorted(files):
            yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")


def commit(target: Path, message: str = "Exercises") -> str:
    """Makes the folder a repository with one commit; returns what the reader should know, or ""."""
    for words in (
        (*_GIT, "init", "--quiet", "--template="),
        (*_GIT, "add", "--all"),
        (*_GIT, *_AUTHOR, "commit", "--quiet", "--no-verify", "--message", message),
    ):
        try:
            done = processes.run(["git", *words], cwd=target, timeout_s=120)
        except MissingPartError:
            return f"git is not installed, so the folder is no repository yet: {teach('verify')} works all the same"
        if done.exit:
            said = done.stderr.decode("utf-8", "replace").strip()[:200]
            return f"git did not make the folder a repository ({said}): do it by hand"
    return ""


def elsewhere(root: Path, but: Iterable[str], bodies: Sequence[str]) -> list[str]:
    """Files of a folder that still hold the telling lines of a body: built output, copies, documents.

    Args:
        but: files whose own bodies were taken out.
    """
    telling = [
        lines
        for body in bodies
        if len(lines := {line.strip() for line in body.split("\n") if len(line.strip()) >= _TELLING}) > 1
    ]
    left_out = set(but)
    found: list[str] = []
    for path in Root(root).walk() if telling else ():
        if not isinstance(path, str) or path in left_out:
            continue
        try:
            text = Root(root).read(path, _MOST_BYTES).decode("utf-8", "replace")
        except Unreadable:
            continue
        if any(sum(line in text for line in lines) * 3 > len(lines) * 2 for lines in telling):
            found.append(path)
    return found
