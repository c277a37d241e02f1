"""What of the machine a sandboxed command may see: everything but homes and other people's places, and toolchains."""

import os
import pwd
from collections.abc import Iterable
from pathlib import Path

from teaching.repository.private import own_folders

_HIDDEN = ("/tmp", "/var/tmp", "/run", "/home", "/root", "/mnt", "/media")
# Parts of a home that hold programs and packages, and nothing that is secret.
_TOOLCHAINS = (
    *(".pyenv", ".nvm", ".rustup", ".volta", ".asdf", ".fnm", ".local/share/fnm", ".local/share/mise", ".rbenv"),
    *(".sdkman", ".deno/bin", ".bun/bin", ".bun/install", ".cargo/bin", ".cargo/registry", ".cargo/git", ".cargo/env"),
    *("go/bin", "go/pkg", "sdk", ".local/bin", ".local/lib", ".local/pipx", ".local/share/pipx", ".local/share/uv"),
    *(".local/share/pnpm", ".local/share/virtualenvs", ".cache/pypoetry/virtualenvs", ".cache/node/corepack"),
    *(".cache/ms-playwright", ".cache/puppeteer", ".gradle/wrapper", ".gradle/caches", ".m2/repository", ".npm-global"),
    *(".poetry", "miniconda3", "anaconda3", "miniforge3", ".conda/envs"),
)
# A folder of programs has its libraries beside it, but these hold other things as well.
_MIXED = (".", ".local", ".cargo", ".gradle", ".m2", ".config", ".cache", ".deno", ".bun", "go")
_PROGRAMS = {"bin", "sbin", "shims", "scripts"}
_LINKED = (".venv", "venv", "node_modules")


def homes() -> tuple[Path, ...]:
    """The user's home by the environment and by the system's list, real paths."""
    named = [Path.home()]
    try:
        named.append(Path(pwd.getpwuid(os.geteuid()).pw_dir))
    except KeyError:  # a user without an entry, as in containers
        named += []
    return tuple(dict.fromkeys(Path(os.path.realpath(home)) for home in named if str(home) not in ("", "/")))


def hidden() -> tuple[str, ...]:
    """Folders that are empty in the sandbox, outer ones first; only those that there are."""
    wanted = sorted({*_HIDDEN, *(str(home) for home in homes()), *own_places()})
    return tuple(place for place in wanted if os.path.isdir(place) and os.path.realpath(place) == place)


def toolchains(root: Path, programs: Iterable[str]) -> tuple[str, ...]:
    """Folders and files below hidden ones that are shown all the same, so that the project's tools run.

    Args:
        root: the project's; what its `.venv` and `node_modules` lead to is shown, and so are other `node_modules` that
            single packages lead to.
        programs: folders of programs, as on PATH.
    """
    found: set[str] = set()
    for home in homes():
        found.update(str(home / name) for name in _TOOLCHAINS)
    for folder in programs:
        found.update({folder, _prefix(Path(os.path.realpath(folder)))})
        found.update(_interpreters(Path(folder)))
    found.update(os.path.realpath(root / name) for name in _LINKED if (root / name).is_symlink())
    found.update(_packages_elsewhere(root / "node_modules"))
    kept = {place for place in found if os.path.exists(place) and _is_hidden(place) and not reveals(place)}
    # What lies in another one is shown with it.
    return tuple(sorted(place for place in kept if not any(str(up) in kept for up in Path(place).parents)))


def _packages_elsewhere(folder: Path) -> Iterable[str]:
    """The other folders of this name in which packages of one lie."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for entry in os.scandir(folder):
        target = Path(folder, os.readlink(entry.path)).parent if entry.is_symlink() else None
        if target is not None and target.name == folder.name:
            yield os.path.realpath(target)


def _interpreters(folder: Path) -> Iterable[str]:
    """The prefix of the Python that a virtual environment's folder of programs leads to."""
    if not (folder.parent / "pyvenv.cfg").is_file():
        return
    yield str(folder.parent)
    real = Path(os.path.realpath(folder / "python"))
    if real.exists():
        yield _prefix(real.parent)


def _prefix(programs: Path) -> str:
    """`/opt/node` for `/opt/node/bin`; the folder itself where its surroundings hold more than a toolchain."""
    mixed = {os.path.normpath(home / name) for home in homes() for name in _MIXED}
    above = str(programs.parent)
    return str(programs) if programs.name.casefold() not in _PROGRAMS or above in mixed else above


def _is_hidden(place: str) -> bool:
    return any(place == top or place.startswith(top + os.sep) for top in hidden())


def reveals(place: str, but: Iterable[str] = ()) -> bool:
    """Whether showing it would show a hidden folder as a whole, or a folder of ours.

    Args:
        but: folders that are hidden again.
    """
    tops = {*hidden(), *own_places()} - set(but)
    return any(top == place or top.startswith(place.rstrip(os.sep) + os.sep) for top in tops)


def own_places() -> tuple[str, ...]:
    """The real paths of our own folders that there are."""
    return tuple(real for folder in own_folders() if os.path.isdir(real := os.path.realpath(folder)))
