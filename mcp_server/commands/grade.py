"""`teach grade`: checks a class's submissions of a curriculum project, each in the sandbox."""

import argparse
import json
import sys
from pathlib import Path

from mcp_server.commands.places import folder_at
from mcp_server.output.text import say
from teaching.curriculum.classroom import Way, grade
from teaching.curriculum.environment import installed_in
from teaching.curriculum.page import html
from teaching.curriculum.table import csv_text, document, lines
from teaching.errors import BadInputError
from teaching.guard import visible
from teaching.repository.files import printable


def run(options: argparse.Namespace) -> int:
    """Exit code 1 where a submission could not be marked."""
    folders = [folder_at(named, "pass a student's folder, or one that holds them") for named in options.directories]
    way = Way(options.project, options.jobs, options.timeout, installed_in(options.venv), _progress)
    marks = grade(folders, way)
    if options.csv:
        _write(options.csv, csv_text(marks))
    if options.html:
        _write(options.html, html(marks))
    if options.format == "json":
        print(json.dumps(document(marks), indent=2, ensure_ascii=False))
    else:
        for line in lines(marks):
            say(line)
    return 1 if any(one.problem for one in marks) else 0


def _write(named: str, text: str) -> None:
    try:
        Path(named).expanduser().write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise BadInputError(
            f"{printable(named)} cannot be written ({reason}): pass a file in a folder of yours"
        ) from error


def _progress(done: int, total: int, words: str) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r\x1b[K{done} of {total}: {visible(words)[:80]}", end="", file=sys.stderr, flush=True)
