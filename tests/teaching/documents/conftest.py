"""A repository on disk, made from a table of files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from teaching.documents.constitution import Constitution, read_constitution

Write = Callable[[dict[str, str | bytes]], Path]
Read = Callable[..., Constitution]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files below a fresh directory `repo`; text goes as UTF-8 with its line ends kept."""
    top = tmp_path / "repo"
    top.mkdir()

    def _write(files: dict[str, str | bytes]) -> Path:
        for path, content in files.items():
            target = top / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return top

    return _write


@pytest.fixture
def read(write: Write) -> Read:
    """Write files and read the constitution of that repository."""

    def _read(files: dict[str, str | bytes], root: str = "", folders: tuple[str, ...] = ()) -> Constitution:
        top = write(files)
        return read_constitution(top / root, top, folders)

    return _read
