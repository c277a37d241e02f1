"""Which stack a folder's files tell of."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, cast

from teaching.repository.files import Root, Skip, Unreadable

_WEB_SUFFIXES = (".ts", ".tsx", ".js", ".jsx", ".mjs")
_LOOK_AT = 20_000
_NAME = re.compile(r"[A-Za-z0-9_.@/-]+")

Names = frozenset[str]

# Stack -> whether the names of the dependencies tell of it; the first that does is taken.
_WEB: tuple[tuple[str, Callable[[Names], bool]], ...] = (
    ("react", lambda names: "react" in names),
    ("node", lambda names: bool(names & {"express", "fastify", "koa", "hono", "@nestjs/core"})),
    ("playwright", lambda names: bool(names & {"@playwright/test", "playwright"})),
)
_PYTHON: tuple[tuple[str, Callable[[Names], bool]], ...] = (("fastapi", lambda names: "fastapi" in names),)

STACKS = ("python", "fastapi", "typescript", "react", "node", "playwright")


def stack_of(root: Root) -> str | None:
    """The stack of a folder; None where there is no code yet.

    Raises:
        Unreadable: the folder cannot be listed.
    """
    entries = [entry for entry in islice(root.walk(), _LOOK_AT) if not isinstance(entry, Skip)]
    web = sum(path.endswith(_WEB_SUFFIXES) for path in entries)
    python = sum(path.endswith(".py") for path in entries)
    if web == python == 0 and not {"package.json", "pyproject.toml", "requirements.txt"} & set(entries):
        return None
    if web > python or (web == python and "package.json" in entries):
        return _first(_WEB, _web_names(root), "typescript")
    return _first(_PYTHON, _python_names(root), "python")


def _first(table: Iterable[tuple[str, Callable[[Names], bool]]], names: Names, otherwise: str) -> str:
    return next((stack for stack, tells in table if tells(names)), otherwise)


def _web_names(root: Root) -> Names:
    try:
        package: Any = json.loads(_text(root, "package.json") or "{}")
    except (ValueError, RecursionError):
        return frozenset()
    found: set[str] = set()
    for key in ("dependencies", "devDependencies"):
        names: Any = cast(dict[str, Any], package).get(key) if isinstance(package, dict) else None
        found |= set(cast(dict[str, Any], names)) if isinstance(names, dict) else set()
    return frozenset(found)


def _python_names(root: Root) -> Names:
    lines = _text(root, "requirements.txt").splitlines()
    try:
        project: Any = tomllib.loads(_text(root, "pyproject.toml")).get("project", {})
    except (ValueError, RecursionError):
        project = {}
    needs: Any = cast(dict[str, Any], project).get("dependencies") if isinstance(project, dict) else None
    lines += [str(need) for need in cast(list[Any], needs)] if isinstance(needs, list) else []
    names = [_NAME.match(line.strip()) for line in lines]
    return frozenset(name[0].lower() for name in names if name)


def _text(root: Root, name: str) -> str:
    try:
        return root.read(name).decode("utf-8", "replace")
    except Unreadable:
        return ""
