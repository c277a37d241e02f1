"""`teach mode`: shows whether a mentor or a colleague speaks here, and lets a person choose."""

import argparse
import json
from pathlib import Path

from mcp_server.commands.places import root_and_path
from mcp_server.output.text import say
from mcp_server.terminal import require_person
from teaching.errors import BadInputError, RefusedError
from teaching.guard import visible
from teaching.modes import PLACE, Choice, Temper, choose, chosen, temper
from teaching.program import teach

_MEANS = {
    "mentor": "findings come as questions, without a patch",
    "colleague": "findings come with the direction of a fix, which Claude may apply",
}


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand; only a person changes anything, for a guard that Claude can switch off is none."""
    root, _ = root_and_path(options.root or ".", options.root)
    if options.mode is not None or options.marker_guard is not None:
        if options.format == "json":
            raise BadInputError("--format json only shows the mode: choose it without --format")
        require_person(teach("mode", *_words(options)))
        choose(root, _changed(options, _before(root)))
    found = temper(root)
    if options.format == "json":
        shown = {"mode": found.mode, "source": found.source, "guards_markers": found.guards_markers}
        print(json.dumps(shown | ({"note": found.note} if found.note else {}), ensure_ascii=False))
    else:
        for line in _lines(found):
            say(visible(line))
    return 0


def _before(root: Path) -> Choice:
    try:
        return chosen(root)
    except RefusedError:  # what nobody can read is replaced by the new choice
        return Choice()


def _changed(options: argparse.Namespace, before: Choice) -> Choice:
    mode = before.mode if options.mode is None else None if options.mode == "auto" else options.mode
    guard = before.guard_markers if options.marker_guard is None else options.marker_guard
    return Choice(mode=mode, guard_markers=guard)


def _words(options: argparse.Namespace) -> list[str]:
    words = [options.mode] if options.mode else []
    if options.marker_guard is not None:
        words.append("--marker-guard" if options.marker_guard else "--no-marker-guard")
    return words + (["--root", options.root] if options.root else [])


def _lines(found: Temper) -> list[str]:
    lines = [f"{found.mode}: {_MEANS[found.mode]}", f"because {_reason(found)}"]
    if found.mode == "mentor":
        held = "Claude may not fill a TODO(human)" if found.guards_markers else "not guarded: Claude may fill them"
        lines.append(f"TODO(human) markers: {held}")
    if found.note:
        lines.append(f"Note: {found.note}")
    return lines


def _reason(found: Temper) -> str:
    if found.source == PLACE:
        return f"it was chosen ({PLACE}); `{teach('mode', 'auto')}` leaves it to CLAUDE.md again"
    if found.source:
        return f"{found.source} says: Output Style: {found.said[:80]}"
    return "CLAUDE.md names no output style (`Output Style: Learning` makes it a mentor)"
