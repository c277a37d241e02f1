"""Digests of a task's files: what a record says that its task was when it was proved."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from teaching.documents.globs import matches
from teaching.repository.files import Root, Skip, Unreadable

_MAX_BYTES = 20_000_000


def digests(root: Path, patterns: Iterable[str]) -> dict[str, str]:
    """SHA-256 by path of the files that these paths, folders and globs name; what is not there is left out.

    Line ends are taken as one kind, so that a checkout on another system is not another work.
    """
    wanted = [pattern.strip().removeprefix("./").rstrip("/") for pattern in patterns]
    top = Root(root)
    found: dict[str, str] = {}
    exact = [path for path in wanted if path and not any(mark in path for mark in "*?[{")]
    globs = [pattern for pattern in wanted if pattern and pattern not in exact]
    for path in exact:
        content = _read(top, path)
        if content is not None:
            found[path] = _digest(content)
    folders = tuple(f"{path}/" for path in exact if path not in found)
    if folders or globs:
        for path in top.walk():
            if isinstance(path, Skip) or path in found:
                continue
            if path.startswith(folders) or any(matches(pattern, path) for pattern in globs):
                content = _read(top, path)
                if content is not None:
                    found[path] = _digest(content)
    return dict(sorted(found.items()))


def _read(top: Root, path: str) -> bytes | None:
    try:
        return top.read(path, _MAX_BYTES)
    except Unreadable:
        return None


def _digest(content: bytes) -> str:
    if b"\0" not in content[:8000]:
        content = content.replace(b"\r\n", b"\n")
    return hashlib.sha256(content).hexdigest()
