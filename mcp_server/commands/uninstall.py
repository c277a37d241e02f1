"""`teach uninstall`: takes back exactly what `teach install` put there; what was changed since is left."""

import argparse
import contextlib
import os
import shlex
from pathlib import Path

from mcp_server.hooks.session import active_review
from mcp_server.install import answering, servers
from mcp_server.install.draft import Draft, uninstall
from mcp_server.install.jsontext import digest
from mcp_server.install.places import Place, Scope, place_of
from mcp_server.install.receipt import Receipt, read
from mcp_server.install.tree import Change, applied, prune
from mcp_server.output.text import say
from teaching.program import teach


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when something was left because it was changed, 3 when the user's server is left to be removed."""
    place = place_of("user" if options.user else "project", options.root)
    receipt = read(place)
    if not options.dry_run and answering.switch(place, on=False):
        say("Simple questions are left to Claude again.")
    if receipt is None:
        _tell_nothing(place)
        return 0
    draft = Draft(place, receipt)
    folders = receipt.folders
    uninstall(draft, options.force)
    asked = _server(draft, receipt, options.force)
    changes = draft.changes()
    if options.dry_run:
        _tell(draft, changes, asked, "Would take back")
        return 0
    with applied(changes):
        for argv in asked if servers.is_there() else []:
            servers.ask(argv)
    prune(place.tree, folders)
    if place.scope == "user" and receipt.empty:
        with contextlib.suppress(OSError):  # others may keep something there
            os.rmdir(place.receipts.root / "teach")
    _tell(draft, changes, asked if servers.is_there() else [], "Took back")
    if draft.kept:
        move = teach("uninstall", *(["--user"] if place.scope == "user" else []), "--force")
        say(f"Changed since it was installed, so left: {', '.join(draft.kept)}. `{move}` removes it.")
        return 1
    if asked and not servers.is_there():
        say(f"`claude` is not on PATH here, so the server is left. Where it is, run: {shlex.join(asked[0])}")
        return 3
    whose, where = active_review(str(place.root if place.scope == "project" else Path.cwd()))
    words = {"bundled": "is its own again", "ours": f"is still ours ({where})"}.get(whose, f"is that of {where}")
    say(f"Next: restart Claude Code; /review {words}.")
    return 0


def _server(draft: Draft, receipt: Receipt, force: bool) -> list[list[str]]:
    if receipt.server is None:
        return []
    now = servers.registered()
    if now is None:
        draft.gone.append("the server `assistant`")
        receipt.server = None
        return []
    if digest(now) != receipt.server and not force:
        draft.kept.append("the server `assistant`")
        return []
    if servers.is_there():
        receipt.server = None
    return [servers.removing()]


def _tell(draft: Draft, changes: list[Change], asked: list[list[str]], title: str) -> None:
    say(f"{title} in {draft.place.root.name}:")
    for change in changes:
        say(f"  {'remove' if change.after is None else 'restore':<7} {change.path}")
    for argv in asked:
        say(f"  run     {shlex.join(argv)}")
    for name in draft.gone:
        say(f"  gone    {name} (was removed already)")


def _tell_nothing(place: Place) -> None:
    other: Scope = "project" if place.scope == "user" else "user"
    words = "in this project" if place.scope == "project" else "for you"
    if other == "user" and read(place_of("user")) is not None:
        move = teach("uninstall", "--user")
        say(f"Nothing is installed {words}; in your own folder there is something: `{move}`")
        return
    say(f"Nothing is installed {words}.")
