"""`/next` and `/costs`, answered without Claude and without a model, where the command of that name is ours.

What comes next is read as the start of a session reads it; the costs are those of `teach costs`, which needs the whole
program. With anything behind the name it is Claude's.
"""

from __future__ import annotations

import os
import re
import sys

from mcp_server.dispatch import load
from mcp_server.hooks.path import way
from mcp_server.hooks.saying import Event, folders_above, shown, text_of, user_settings
from mcp_server.hooks.standing import lines
from mcp_server.hooks.temper import is_mentor
from mcp_server.hooks.ticks import unproved

_OURS = re.compile(r"^allowed-tools:.*(?:assistant__roadmap_status|teach costs)", re.MULTILINE)
_PREFIX = "teach:"
_MOST_LINES = 12


def told(event: Event, typed: str, project: str) -> str:
    """What is shown for a command; empty where it is another one, or Claude's."""
    name = typed.strip()[1:]
    bare = name[len(_PREFIX) :] if name.startswith(_PREFIX) else name
    if bare not in ("next", "costs") or not (name != bare or _is_ours(bare, event, project)):
        return ""
    text = _next(project) if bare == "next" else _costs(project)
    return f"{text}\n\n[Answered on this machine, at no cost. Claude was not asked.]" if text else ""


def _is_ours(name: str, event: Event, project: str) -> bool:
    """Whether the bare name is that of our command, or of nobody's."""
    if event.get("command_source") in ("builtin", "bundled"):
        return False
    folders = [user_settings(), *(os.path.join(folder, ".claude") for folder in folders_above(project))]
    for folder in folders:
        for file in (os.path.join(folder, "skills", name, "SKILL.md"), os.path.join(folder, "commands", f"{name}.md")):
            if os.path.isfile(file):
                return _OURS.search(text_of(file)) is not None
    return True


def _next(project: str) -> str:
    text = text_of(os.path.join(project, "ROADMAP.md"))
    said = lines(project, unproved(project))
    step = way(text).next
    if step is not None:
        said[1:1] = _nested(text.split("\n"), step.box.line, step.box.indent)
        if is_mentor(project):
            said.append("How would you begin?")
    return "\n".join(said)


def _nested(lines_: list[str], line: int, indent: int) -> list[str]:
    """What stands below a task, up to the next one: its acceptance criteria and what proves it."""
    found: list[str] = []
    for text in lines_[line:]:
        bare = text.strip()
        columns = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
        if bare and (columns <= indent or re.match(r"[-*+] \[[ xX]\]", bare)):
            break
        if bare:
            found.append(f"  {shown(bare, 160)}")
    more = len(found) - _MOST_LINES
    return [*found[:_MOST_LINES], f"  … and {more} lines more"] if more > 0 else found


def _costs(project: str) -> str:
    if sys.flags.no_site:  # it needs packages of the environment
        load("site:main")()
    os.chdir(project)
    out = load("io:StringIO")()
    with load("contextlib:redirect_stdout")(out):
        code = load("mcp_server.cli:main")(["costs"])
    said: str = out.getvalue()
    return said.strip() if code == 0 else ""
