"""Matter as it lies in folders: tables of TOML, and texts with slots in guillemets, which no code has."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from teaching.errors import BadInputError

T = TypeVar("T")
_SLOT = re.compile(r"«(\w+)»")


def tables(kind: str, *names: str) -> list[Mapping[str, Any]]:
    """The tables of these files of a kind, or of all its files, each with `file`: the name of its file.

    Raises:
        BadInputError: a file is no TOML; the message names it.
    """
    place = files("finetune.generate") / "matter" / kind
    found: list[Mapping[str, Any]] = []
    for file in sorted((one for one in place.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name):
        name = file.name.removesuffix(".toml")
        if names and name not in names:
            continue
        try:
            given = tomllib.loads(file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise BadInputError(f"matter {kind}/{file.name}: {error}") from error
        found += [{**one, "file": name} for rows in given.values() for one in rows]
    return found


def folder(kind: str) -> Path:
    """Where the matter of a kind lies: a folder that is no project, for checks that want one."""
    return Path(str(files("finetune.generate") / "matter" / kind))


def filled(text: str, values: Mapping[str, str], rest: bool = False) -> str:
    """A text with its slots filled in.

    Args:
        rest: leaves slots that have no value for later.

    Raises:
        BadInputError: a slot has no value.
    """

    def value(match: re.Match[str]) -> str:
        if match[1] in values:
            return values[match[1]]
        if rest:
            return match[0]
        raise BadInputError(f"«{match[1]}» has no value in: {text[:80]}")

    return _SLOT.sub(value, text)


def shuffled(items: Sequence[T], chance: Random) -> list[T]:
    """The same in another order."""
    return chance.sample(items, len(items))
