"""`teach install`: puts the bare `/review` and its like into a project or the user's folder, and what they need."""

import argparse
import os
import shlex
from pathlib import Path

from mcp_server.hooks.quick import is_chosen
from mcp_server.hooks.session import active_review
from mcp_server.identity import product_version
from mcp_server.install import answering, servers
from mcp_server.install.draft import Draft, Policy, install
from mcp_server.install.jsontext import digest
from mcp_server.install.places import Place, place_of
from mcp_server.install.plugin import plugin_is_enabled
from mcp_server.install.receipt import Receipt, read
from mcp_server.install.tree import Change, applied
from mcp_server.install.wanted import Wanted, bare_commands, called, wanted
from mcp_server.output.text import say
from teaching.errors import RefusedError
from teaching.program import teach


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand; exit code 3 where the user's server is left to be added by hand."""
    place = place_of("user" if options.user else "project", options.root)
    plugin = plugin_is_enabled(place) if options.plugin == "auto" else options.plugin == "yes"
    answers = answering.is_on(place) if options.local_answers is None else bool(options.local_answers)
    goal = wanted(place, plugin, answers)
    draft = Draft(place, read(place) or Receipt(place=place.mark))
    policy: Policy = "force" if options.force else "keep" if options.keep else "refuse"
    install(draft, goal, policy)
    asked = _server(draft, goal, policy)
    if not draft.receipt.empty:
        draft.receipt.program = product_version()
    changes = draft.changes()
    if options.dry_run:
        _tell_files(draft, changes, dry=True)
        _tell_commands(asked, "Would run")
        _tell_answers(options.local_answers, answering.is_on(place) != answers, dry=True)
        return 0
    with applied(changes):
        for argv in asked if servers.is_there() else []:
            servers.ask(argv)
    _tell_files(draft, changes, dry=False)
    _tell_answers(options.local_answers, answering.switch(place, answers), dry=False)
    return _tell_next(draft, goal, asked, plugin, bool(changes))


def _server(draft: Draft, goal: Wanted, policy: Policy) -> list[list[str]]:
    """What to ask Claude Code for, so that the user's server is as wanted; noted in the receipt where it can be."""
    now, old = servers.registered(), draft.receipt.server
    if draft.place.scope == "project" or now == goal.server or (now is None and goal.server is None):
        return []
    ours = now is not None and digest(now) == old
    if now is not None and not ours:
        if goal.server is None:
            return []
        if policy == "keep":
            draft.kept.append("the server `assistant`")
            return []
        raise RefusedError(
            "nothing was changed: you have another server named `assistant`. Rename it, or run "
            f"`{shlex.join(servers.removing())}` first"
        )
    asked = [servers.removing()] if ours else []
    asked += [servers.adding(goal.server)] if goal.server else []
    if servers.is_there():
        draft.receipt.server = digest(goal.server) if goal.server else None
    return asked


def _tell_files(draft: Draft, changes: list[Change], *, dry: bool) -> None:
    where = draft.place.root.name if draft.place.scope == "project" else str(draft.place.root)
    if not changes:
        say(f"Nothing to change in {where}: it is all there.")
    else:
        say(f"{'Would change' if dry else 'Changed'} in {where}:")
    for change in changes:
        verb = "remove" if change.after is None else "write" if change.before is None else "update"
        at = change.tree.root / change.path if change.tree.root != draft.place.root else change.path
        say(f"  {verb:<7} {at}")
    for path in draft.kept:
        say(f"  left    {path} (not ours)")


def _tell_answers(wanted_now: bool | None, changed: bool, *, dry: bool) -> None:
    if wanted_now is None:
        return
    verb = "would be" if dry and changed else "are now" if changed else "are already"
    if not wanted_now:
        say(f"Simple questions {verb} left to Claude.")
        return
    say(f"Simple questions {verb} answered by the model on this machine, `??` in front of one sends it to Claude.")
    if not is_chosen():
        say(f"No GGUF is chosen yet, so Claude still gets them all: {teach('model', 'use', 'FILE')} chooses one.")


def _tell_commands(asked: list[list[str]], verb: str) -> None:
    for argv in asked:
        say(f"{verb}: {shlex.join(argv)}")


def _tell_next(draft: Draft, goal: Wanted, asked: list[list[str]], plugin: bool, changed: bool) -> int:
    if plugin:
        say("The plugin brings the server, so no second one was added.")
    elif changed and os.path.isabs(called()[0]):
        folder = Path(called()[0]).parent
        say(f"Server and hook name a path of this machine ({folder}): elsewhere `teach` has to be on PATH.")
    if asked and not servers.is_there():
        _tell_commands(asked, "`claude` is not on PATH here, so the server is not added. Where it is, run")
        return 3
    _tell_commands(asked, "Ran")
    if not plugin and draft.place.servers is not None and changed:
        say("At its next start Claude Code asks about the server `assistant`: choose “Use this MCP server”.")
    whose, where = active_review(str(draft.place.root if draft.place.scope == "project" else Path.cwd()))
    if whose == "other":
        also = " (or type /teach:review)" if plugin else ""
        say(f"Next: /review is still another command: {where} comes first here. Rename it{also}.")
        return 0
    names = ", ".join(f"/{file.stem}" for file in bare_commands())
    scope = "in this project" if draft.place.scope == "project" else "in any project"
    say(f"Next: restart Claude Code, then type {names} {scope}. `{_undo(draft.place, plugin)}` takes it all back.")
    return 0


def _undo(place: Place, plugin: bool) -> str:
    user = place.scope == "user"
    if plugin:
        return "/teach:setup undo user" if user else "/teach:setup undo"
    return teach("uninstall", "--user") if user else teach("uninstall")
