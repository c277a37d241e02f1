"""`teach scaffold`: lays out a task with its core left open, or judges a scaffold that somebody else wrote."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from mcp_server.commands.places import root_and_path
from mcp_server.consenting import given, lasts, surroundings, told
from mcp_server.output.text import say
from mcp_server.terminal import is_person, says_yes
from teaching.errors import BadInputError
from teaching.guard import release, visible
from teaching.repository.files import Root, Unreadable, printable
from teaching.scaffolds import words
from teaching.scaffolds.checking import Ask, Way, check
from teaching.scaffolds.making import make
from teaching.verification.consent import Allowed, NotAllowed

_MOST = 3_000_000
_MOST_FILES = 50


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when somebody's scaffold is refused."""
    root, _ = root_and_path(options.root or ".", options.root)
    if options.files is None:
        made = words.view(make(root, options.task, options.language, write=options.write))
        _print(options.format, made.model_dump(), words.markdown(made), root)
        return 0
    files = _piped() if options.files == "-" else _of_folder(Path(options.files))
    way = Way(ask=_asker(root) if is_person() else None)
    found = check(root, options.task, files, way, write=options.write)
    _print(options.format, found.model_dump(), words.judgement(found), root)
    return 0 if found.accepted else 1


def _print(form: str, document: dict[str, Any], text: str, root: Path) -> None:
    if form == "json":
        print(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        sys.stdout.write(release(text, root))


def _asker(root: Path) -> Ask:
    def ask(missing: Sequence[NotAllowed]) -> list[Allowed] | None:
        say(f"To see that its tests are red, this runs in a copy of {visible(str(root))}:")
        for one in missing:
            say(visible(told(one)))
        say(surroundings())
        lasting = "Run it, and do not ask again while nothing about it changes?"
        if not says_yes(lasting if lasts() else "Run it?"):
            return None
        return given(root, missing, "terminal", keep=True)

    return ask


def _piped() -> dict[str, str]:
    try:
        found: object = json.loads(sys.stdin.read(_MOST))
    except (ValueError, RecursionError) as error:
        raise BadInputError("standard input is no JSON: pipe an object of texts by path") from error
    entries = cast("dict[str, object]", found) if isinstance(found, dict) else None
    if entries is None or not all(isinstance(text, str) for text in entries.values()):
        raise BadInputError("standard input is another JSON than expected: pipe an object of texts by path")
    return {path: str(text) for path, text in entries.items()}


def _of_folder(folder: Path) -> dict[str, str]:
    """The files below a folder, which are meant for the same places below the project's root."""
    if not folder.is_dir():
        raise BadInputError(f"{printable(str(folder))} is no folder: pass one that holds the files, or - for a pipe")
    root, files = Root(folder), dict[str, str]()
    for path in root.walk():
        if not isinstance(path, str):
            continue
        if len(files) == _MOST_FILES:
            raise BadInputError(f"{printable(str(folder))} holds too many files: pass a folder with the scaffold alone")
        try:
            files[path] = root.read(path).decode("utf-8")
        except (Unreadable, UnicodeDecodeError) as error:
            raise BadInputError(f"{printable(path)} is no text that can be read: leave it out") from error
    return files
