"""Exemplars that ship: `.meta` folders in a source tree, one compressed and encoded file in a wheel.

Encoding is no encryption: it keeps a solution from being met by searching or reading along, and from nobody who wants
to undo it. This module uses the standard library only, for the build calls it.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

FOLDER = ".meta"
PLACE = "data/exemplars.sealed"  # below the package `teaching`
_LEFT_OVER = frozenset({"__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".venv", "node_modules"})
_MOST = 50_000_000
_PACKAGE = Path(__file__).resolve().parents[1]


def seal(value: object) -> str:
    """A JSON value as one line that says nothing to who reads it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return base64.b85encode(zlib.compress(text.encode(), 9)).decode("ascii")


def unseal(line: str) -> object | None:
    """The value; None where the line is none of `seal`'s."""
    try:
        undone = zlib.decompressobj()
        content = undone.decompress(base64.b85decode(line.strip()), _MOST)
        return json.loads(content) if undone.eof else None
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return None


def shipped(folder: str) -> dict[str, str]:
    """The exemplar files of a folder below `teaching/`, by their paths below its `.meta`; empty where it has none.

    Args:
        folder: as `scaffolds/data/cli/python`.
    """
    beside = _PACKAGE.joinpath(*folder.split("/"), FOLDER)
    if beside.is_dir():
        return _texts(beside)
    prefix = f"{folder}/{FOLDER}/"
    return {path.removeprefix(prefix): text for path, text in _packed().items() if path.startswith(prefix)}


def gather(package: Path) -> dict[str, str]:
    """Every file of every `.meta` folder below a package's folder, by its path from there."""
    return {
        f"{folder.relative_to(package).as_posix()}/{path}": text
        for folder in sorted(package.rglob(FOLDER))
        if folder.is_dir()
        for path, text in _texts(folder).items()
    }


def public(folder: Path) -> list[str]:
    """The files of a folder that may be read by anybody: those in no `.meta`, and none that a tool left there."""
    return [path for path in _files(folder) if FOLDER not in path.split("/")]


def _files(folder: Path) -> list[str]:
    found = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.as_posix() for path in found if not any(map(_is_left_over, path.parts))]


def _is_left_over(name: str) -> bool:
    return name in _LEFT_OVER or name.endswith(".egg-info")


@cache
def _packed() -> Mapping[str, str]:
    try:
        value = unseal((_PACKAGE / PLACE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, str]", value) if isinstance(value, dict) else {}


def _texts(folder: Path) -> dict[str, str]:
    return {path: (folder / path).read_text(encoding="utf-8") for path in _files(folder)}
