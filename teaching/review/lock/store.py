"""Reads and changes `.claude/checks.lock.json`. What cannot be understood is never overwritten."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from teaching.errors import BadInputError
from teaching.repository.files import Root, Unreadable
from teaching.repository.kept import change as replace_file
from teaching.review.lock.form import NAME, PLACE, Lock

_MAX_BYTES = 4_000_000
_MEND = "mend it, or move it away (what was answered and accepted is in it)"
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def read(root: Path) -> Lock:
    """What was decided in a project; empty where there is no file.

    Raises:
        BadInputError: the file cannot be read or understood; the message names it and the place in it.
    """
    try:
        content = Root(root).read(PLACE, _MAX_BYTES)
    except Unreadable as problem:
        # Behind a `.claude` that is a link there may be none at all, which is no problem.
        if problem.reason == "not there" or not _is_there(root):
            return Lock()
        raise BadInputError(f"{PLACE} is not read ({problem.reason}): put a plain file in its place") from problem
    return parse(content)


def _is_there(root: Path) -> bool:
    try:
        return NAME in {entry.name for entry in (root / ".claude").iterdir()}
    except OSError:
        return False


def change(root: Path, function: Callable[[Lock], Lock]) -> Lock:
    """Replaces the file by what a function makes of it, and returns that.

    Raises:
        BadInputError: what is there cannot be understood, and stays as it is.
        RefusedError: the folder or the file cannot be used.
    """
    made: list[Lock] = []

    def changed(content: bytes | None) -> bytes:
        before = Lock() if content is None else parse(content)
        after = function(before)
        made.append(after)
        return content if content is not None and after == before else dumped(after)

    replace_file(root, NAME, changed, home=".claude")
    return made[-1]


def dumped(lock: Lock) -> bytes:
    """The text of the file: sorted, one value a line, so that two branches seldom meet in one line."""
    rules = {
        key: {name: value for name, value in kept.model_dump().items() if value} for key, kept in lock.rules.items()
    }
    for rule in rules.values():
        for name in ("accepted", "rejected"):
            if name in rule:
                rule[name] = sorted(set(rule[name]))
    ordered = json.loads(json.dumps(rules, sort_keys=True))
    whole = {"version": lock.version, "rules": ordered}
    return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()


def parse(content: bytes) -> Lock:
    """The lock that a file holds.

    Raises:
        BadInputError: it is none; the message names the line or the place.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInputError(f"{PLACE}:{line} is not UTF-8: save it as UTF-8, or {_MEND}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(_CONFLICT):
            raise BadInputError(f"{PLACE}:{number} holds the mark of a merge that is not finished: resolve it there")
    try:
        value: Any = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise BadInputError(f"{PLACE}:{error.lineno}:{error.colno} is no JSON ({error.msg}): {_MEND}") from error
    except _TwiceError as error:
        raise BadInputError(f"{PLACE} has {str(error)[:80]!r} twice in one place: {_MEND}") from error
    except ValueError as error:  # a number of more digits than Python converts
        raise BadInputError(f"{PLACE} holds a number that is too long: {_MEND}") from error
    except RecursionError as error:
        raise BadInputError(f"{PLACE} is nested too deeply: {_MEND}") from error
    if isinstance(value, dict) and cast("dict[str, Any]", value).get("version", 1) != 1:
        version = str(cast("dict[str, Any]", value)["version"])[:20]
        raise BadInputError(f"{PLACE} has version {version}, and this program reads version 1: update it")
    try:
        return Lock.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise BadInputError(f"{PLACE}: {where[:120]} is wrong ({first['msg']}): {_MEND}") from error


class _TwiceError(ValueError):
    """A key that stands twice in one object: of one of them nothing would be left."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise _TwiceError(key)
        seen[key] = value
    return seen
