"""Creates files in a project: never over anything, never through a link, all of them or none."""

import contextlib
import os
from collections.abc import Generator, Iterable
from pathlib import Path

from teaching.errors import RefusedError

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@contextlib.contextmanager
def created(root: Path, files: Iterable[tuple[str, str]]) -> Generator[None, None, None]:
    """Writes new files; an error on the way, or inside the `with`, removes what was written.

    Args:
        root: the project's.
        files: path relative to the root, and text.

    Raises:
        RefusedError: something is there already, or cannot be written.
    """
    done: list[tuple[str, bool]] = []
    try:
        for path, text in files:
            _create(root, path, text, done)
        yield
    except BaseException:
        for path, is_folder in reversed(done):
            with contextlib.suppress(OSError):
                os.rmdir(root / path) if is_folder else os.unlink(root / path)
        raise


def _create(root: Path, path: str, text: str, done: list[tuple[str, bool]]) -> None:
    *folders, name = path.split("/")
    opened = [os.open(os.path.realpath(root), _FOLDER)]
    try:
        for count, folder in enumerate(folders, 1):
            with contextlib.suppress(FileExistsError):
                os.mkdir(folder, dir_fd=opened[-1])
                done.append(("/".join(folders[:count]), True))
            opened.append(os.open(folder, _FOLDER, dir_fd=opened[-1]))
        with os.fdopen(os.open(name, _NEW, 0o666, dir_fd=opened[-1]), "w", encoding="utf-8", newline="\n") as file:
            done.append((path, False))
            file.write(text)
    except FileExistsError as error:
        raise RefusedError(f"nothing was written: {path} is there already; move it, or name another file") from error
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise RefusedError(f"nothing was written: {path} cannot be made ({reason})") from error
    finally:
        for descriptor in reversed(opened):
            os.close(descriptor)
