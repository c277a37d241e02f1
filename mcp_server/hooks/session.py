"""At the start of a session: says where the learner stands and whose `/review` is active, and remembers which ticks had
no evidence before, and when the session began.

Not covered: folders that an administrator manages.

Whose `/review` it is was measured on Claude Code 2.1.197 and 2.1.330, first to last:

    the user's `skills/review/SKILL.md`          both
    the project's `.claude/skills/review/`       both; also one of a folder above, up to the repository's top
    the user's `commands/review.md`              both
    the project's `.claude/commands/review.md`   both; the nearest folder's before those above
    a skill elsewhere with `name: review`        2.1.330 (2.1.197 takes it before the commands)
    Claude Code's own                            both

`additionalContext` reaches the model and not the user, as a hook's plain output does; `systemMessage` is what the user
sees, and the model does not. So where the learner stands is said in both. Under `-p --output-format stream-json` both
come in the event `hook_response`.
"""

from __future__ import annotations

import json
import os
import re
import sys

from mcp_server.hooks import changes, spending, state
from mcp_server.hooks.saying import command, folders_above, is_said_elsewhere, opted_in, received, user_settings
from mcp_server.hooks.standing import lines
from mcp_server.hooks.ticks import remember, unproved

MARK = "hook session-start --from"  # in the settings that `teach install` wrote
OURS = re.compile(r"^allowed-tools:.*assistant__review_code", re.MULTILINE)
NAMED = re.compile(r"^name:[ \t]*[\"']?review[\"']?[ \t]*$", re.MULTILINE)
_FRONT = 4096  # bytes: frontmatter stands at the top
_MOST_SKILLS = 200


def session_start(source: str) -> None:
    """Prints what is said, unless the project did not opt in or another hook of ours says it."""
    event = received()
    project = opted_in(event)
    if project is None:
        return
    bare = unproved(project)
    try:
        remember(project, bare)
        changes.begin(event, project)
        spending.begin(event, project)
        state.sweep()
    except OSError as error:  # what is told of ticks later on is then more than is new
        print(f"teach hook: {error}", file=sys.stderr)
    if is_said_elsewhere(MARK, source, project):
        return
    where = "\n".join(lines(project, bare))
    review = words(*active_review(project), source == "plugin")
    context = {"hookEventName": "SessionStart", "additionalContext": f"Where the learner stands:\n{where}"}
    print(json.dumps({"systemMessage": f"{where}\n{review}", "hookSpecificOutput": context}))


def words(whose: str, where: str, plugin: bool) -> str:
    """The line for one outcome of `active_review`.

    Args:
        plugin: whether the plugin is loaded, which has its own command besides.
    """
    if whose == "ours":
        return f"/review is Teaching Assistant's here ({where})."
    bare = ""
    if plugin:
        move = "type /teach:review"
        bare = ", or /teach:setup once to get the bare name" if whose == "bundled" else ""
    else:
        move = f"`{command('install')}` brings Teaching Assistant's"
    if whose == "bundled":
        return f"/review is Claude Code's own here, not Teaching Assistant's: {move}{bare}."
    first = "" if plugin else "rename it, then "
    return f"/review is another command here ({where}), not Teaching Assistant's: {first}{move}."


def active_review(project: str) -> tuple[str, str]:
    """Whose `/review` Claude Code would run: `ours`, `other` or `bundled`, and where its file is, for a reader."""
    home = user_settings()
    above = _folders(project)
    join = os.path.join
    found = [
        (join(home, "skills/review/SKILL.md"), "your own skills/review/SKILL.md"),
        *((join(folder, ".claude/skills/review/SKILL.md"), "its .claude/skills/review/SKILL.md") for folder in above),
        (join(home, "commands/review.md"), "your own commands/review.md"),
        *((join(folder, ".claude/commands/review.md"), "its .claude/commands/review.md") for folder in above),
    ]
    for file, where in found:
        if os.path.isfile(file):
            return ("ours" if OURS.search(_front(file)) else "other"), where
    others = [(join(folder, ".claude/skills"), "its skills") for folder in above]
    for folder, where in [(join(home, "skills"), "your own skills"), *others]:
        if _has_skill_named_review(folder):
            return "other", f"{where}, one with `name: review`"
    return "bundled", ""


def _folders(project: str) -> list[str]:
    """The folders whose `.claude` counts, nearest first: up to the repository's top, and never the home folder."""
    home = os.path.expanduser("~")
    folders: list[str] = []
    for folder in folders_above(project):
        if folder == home and folders:
            break
        folders.append(folder)
        if os.path.exists(os.path.join(folder, ".git")):
            break
    return folders


def _has_skill_named_review(folder: str) -> bool:
    try:
        names = sorted(os.listdir(folder))[:_MOST_SKILLS]
    except OSError:  # no such folder
        return False
    return any(NAMED.search(_front(os.path.join(folder, name, "SKILL.md"))) for name in names)


def _front(file: str) -> str:
    """The frontmatter of a command or a skill; empty where there is none that can be read."""
    try:
        with open(file, "rb") as opened:
            text = opened.read(_FRONT).decode("utf-8", "replace").replace("\r\n", "\n").lstrip("\ufeff")
    except OSError:
        return ""
    return text[4:].partition("\n---")[0] if text.startswith("---\n") else ""
