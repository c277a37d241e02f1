"""`teach roadmap`: shows where the project stands, or holds the roadmap's ticks against their evidence."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from mcp_server.commands.places import root_and_path
from mcp_server.output import roadmap as output
from mcp_server.output.text import say
from teaching.contracts.verification import Audit
from teaching.errors import BadInputError, TeachingError
from teaching.evidence.audit import audit
from teaching.guard import release
from teaching.program import teach
from teaching.repository.files import printable
from teaching.repository.git import find_top, open_git
from teaching.roadmap.reading import parse
from teaching.roadmap.store import read
from teaching.standing.page import html
from teaching.standing.standing import standing
from teaching.tasks.render import audited
from teaching.tasks.rerun import rerun


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when an audit finds a tick that is not carried by its evidence."""
    root, _ = root_and_path(options.root or ".", options.root)
    if options.html is not None and options.action == "audit":
        raise BadInputError(f"--html belongs to show: {teach('roadmap', 'show', '--html', 'roadmap.html')}")
    return _audit(root, options) if options.action == "audit" else _show(root, options)


def _show(root: Path, options: argparse.Namespace) -> int:
    if options.rerun:
        raise BadInputError(f"--rerun belongs to an audit: {teach('roadmap', 'audit', '--rerun')}")
    found = standing(root)
    if options.html is not None:
        _write(options.html, html(found, root.name))
    if options.format == "json":
        print(json.dumps(found.model_dump(), indent=2, ensure_ascii=False))
    elif options.html is not None:
        say(f"Wrote {options.html}: open it in a browser.")
    else:
        output.show(found)
    return 0


def _write(named: str, page: str) -> None:
    file = Path(named)
    if file.suffix.lower() not in (".html", ".htm"):
        raise BadInputError(
            f"{printable(named)} does not end in .html: name the page to write, as in `--html roadmap.html`"
        )
    try:
        file.write_text(page, encoding="utf-8", errors="replace")
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a file name here").lower()
        raise BadInputError(f"{printable(named)} cannot be written ({reason}): name another file") from error


def _audit(root: Path, options: argparse.Namespace) -> int:
    found = audit(root, parse(read(root)), _knows(root))
    if options.rerun:
        red = rerun(root)
        found = Audit(
            problems=[*found.problems, *red.problems], proved=found.proved, attested=found.attested,
            notes=[*found.notes, *red.notes],
        )  # fmt: skip
    if options.format == "json":
        print(json.dumps(found.model_dump(), indent=2, ensure_ascii=False))
    else:
        sys.stdout.write(release(audited(found), root))
    return 1 if found.problems else 0


def _knows(root: Path) -> Callable[[str], bool] | None:
    """Whether git knows a commit; None where there is no git that can be asked."""
    top = find_top(root)
    try:
        git = open_git(top) if top is not None else None
    except TeachingError:
        return None
    if git is None:
        return None

    def knows(commit: str) -> bool:
        try:
            return git.commit(commit) == commit
        except TeachingError:
            return False

    return knows
