"""Writes the texts of a new CLAUDE.md and ROADMAP.md."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from teaching.assets import assets
from teaching.templates.working import Working


def constitution(stack: str, name: str, working: Working) -> str:
    """The text of a CLAUDE.md for this stack."""
    commands = [(command.step, " ".join(command.argv)) for command in working.commands]
    return (
        _environment()
        .get_template(f"{stack}/CLAUDE.md.j2")
        .render(name=name, commands=commands, missing=working.missing)
    )


def roadmap(name: str, working: Working) -> str:
    """The text of a ROADMAP.md with a first task."""
    test = next((" ".join(command.argv) for command in working.commands if command.step == "test"), "")
    return _environment().get_template("base/ROADMAP.md.j2").render(name=name, test=test)


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(assets("claude_templates")),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=False,
    )
