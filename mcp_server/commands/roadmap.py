"""`teach roadmap`: shows where the project stands, holds its ticks against their evidence, or takes a bare one off."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from mcp_server.commands.places import root_and_path
from mcp_server.output import roadmap as output
from mcp_server.output.text import say
from teaching.contracts.verification import Audit
from teaching.errors import BadInputError, RefusedError, TeachingError
from teaching.evidence.audit import audit, judge
from teaching.guard import release, visible
from teaching.program import teach
from teaching.repository.files import printable
from teaching.repository.git import find_top, open_git
from teaching.roadmap.edit import untick
from teaching.roadmap.reading import find, parse
from teaching.roadmap.store import change, read
from teaching.standing.page import html
from teaching.standing.standing import standing
from teaching.tasks.render import audited
from teaching.tasks.rerun import rerun


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when an audit finds a tick that is not carried by its evidence, or a tick is proved and stays."""
    root, _ = root_and_path(options.root or ".", options.root)
    if options.html is not None and options.action != "show":
        raise BadInputError(f"--html belongs to show: {teach('roadmap', 'show', '--html', 'roadmap.html')}")
    if options.rerun and options.action != "audit":
        raise BadInputError(f"--rerun belongs to an audit: {teach('roadmap', 'audit', '--rerun')}")
    if options.action == "untick":
        return _untick(root, options)
    if options.task is not None:
        raise BadInputError(f"{options.action} is about all tasks: {teach('roadmap', options.action)}")
    return _audit(root, options) if options.action == "audit" else _show(root, options)


def _untick(root: Path, options: argparse.Namespace) -> int:
    if not options.task:
        raise BadInputError(f"say which task: {teach('roadmap', 'untick', 'TASK')} ({teach('roadmap')} lists them)")
    if options.format == "json":
        raise BadInputError("--format json belongs to show and audit: untick without --format")
    said: list[str] = []

    def unticked(text: bytes) -> bytes:
        # Judged under the lock, so that a verification that ends meanwhile keeps its tick.
        roadmap = parse(text)
        task = find(roadmap, options.task)
        title, name = visible(task.title), visible(task.id or task.title)
        if not task.ticked:
            said.append(f"“{title}” has no tick: nothing to take off.")
            return text
        carried = judge(root, roadmap).carried.get(task.line)
        if carried is not None:
            how = "commands proved it" if carried.by == "proved" else "a person attested it"
            raise RefusedError(
                f"the tick of “{title}” stays, for {how}, and nothing of it changed since: "
                f"{teach('verify', name)} proves it again"
            )
        said.append(f"Took the tick off “{title}”, for no evidence carries it. {teach('verify', name)} earns it.")
        return untick(text, task)

    change(root, unticked)
    say(said[0])
    return 0


def _show(root: Path, options: argparse.Namespace) -> int:
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
        sys.stdout.write(release(audited(found) + _undo(found), root))
    return 1 if found.problems else 0


def _undo(found: Audit) -> str:
    if not any(problem.line is not None for problem in found.problems):
        return ""
    return f"`{teach('roadmap', 'untick', 'TASK')}` takes off a tick that was not earned.\n"


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
