"""What `teach start` and `start_project` say."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from teaching.curriculum.environment import Need
from teaching.curriculum.starting import Begun, Listed
from teaching.program import teach
from teaching.repository.files import printable

_LANGUAGES = {"python": "Python", "typescript": "TypeScript"}


def listing(found: Sequence[Listed]) -> str:
    """The projects for people."""
    if not found:
        return "No curriculum project is installed: install claude-code-teaching-assistant again.\n"
    lines = ["## Projects", ""]
    for one in found:
        lines += [
            f"- **{one.slug}**: {one.title}, {_LANGUAGES[one.language]}, {one.tasks} tasks, about {one.hours} hours",
            f"  - teaches {'; '.join(one.teaches)}",
            *(f"  - {line}" for line in _machine(one.needs)),
        ]
    lines += ["", f"To begin one: `{teach('start')} {found[0].slug} DIR`"]
    return "\n".join(lines) + "\n"


def begun(made: Begun) -> str:
    """A folder that was made, or is gone on with, for people."""
    folder = "this folder" if made.shown == "." else printable(made.shown)
    if made.resumed:
        lines = [f"## {made.title} goes on in {folder}"]
    else:
        lines = [f"## {made.title} begins in {folder}", "", "A git repository with one commit; task 1 is in progress."]
        lines.append("README.md says what it will be, ROADMAP.md in which order, `lessons/` has a page for each task.")
        if made.granted:
            commands = ", ".join(f"`{command}`" for command in made.granted)
            lines.append(f"Verification may run these here: {commands}. `{teach('deny')}` takes that back.")
    told = [*_machine(made.needs, only_missing=True), *made.notes]
    lines += ["", *(f"- {line}" for line in told)] if told else []
    if made.steps:
        lines += ["", "First, in a terminal (the last line fetches packages, which can take minutes):"]
        lines += ["", "```sh", *made.steps, "```"]
    lines += ["", made.standing.strip(), *_moves(made)]
    install = f"Without the plugin, run `{teach('install')}` there first."
    lines += ["", f"To work with a mentor, open Claude Code in {folder}. {install}"]
    return "\n".join(lines) + "\n"


def _moves(made: Begun) -> list[str]:
    """What a student does first, in order."""
    if not made.task:
        return []
    first = f"Read `{made.lesson}`, then write" if made.lesson else "Write"
    hint = f"`{teach('hint', made.task)}` gives a hint, " if made.hints else ""
    return ["", f"{first} what is asked for. {hint}`{teach('verify', made.task)}` proves the task and ticks it."]


def document(made: Begun) -> dict[str, Any]:
    """The same for programs."""
    return {**asdict(made), "folder": str(made.folder)}


def _machine(needs: Sequence[Need], only_missing: bool = False) -> list[str]:
    """What is here, and what to do about the rest."""
    lines: list[str] = []
    if not only_missing and (there := [need for need in needs if need.found]):
        lines.append("this machine has " + ", ".join(f"{need.name} ({need.found})" for need in there))
    lines += [f"missing: {need.name}: {need.get}" for need in needs if not need.found]
    return lines
