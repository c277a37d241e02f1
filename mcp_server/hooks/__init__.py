"""What Claude Code's hooks call, one event each; the shell line in front ends where a project did not opt in.

Standard library only, on Python 3.9, and no error of its own ever fails a session or keeps a tool from running. A
command of the shell is never matched against patterns: what it did is looked at afterwards. What a hook imports is
most of the time that it takes, so each event loads its own module, what is seldom needed comes later, and none of them
loads typing, pathlib, hashlib or shutil. Not covered: a project that Claude Code was started in a subfolder of (it
reads no hooks of the top then).

On Windows the client runs a hook's line in Git Bash, where it works as it does elsewhere as far as `python3` is there.
Without Git Bash, Claude Code 2.1.330 hands the line to PowerShell, which cannot parse it, and counts that as a refusal
of the tool unless the hook says `"onFailure": "continue"`; so every hook says it, and there the guards are off and
nothing else is. (Read in the client, not run on Windows.) The form without a shell would work there too, and would cost
a start of Python for every tool in every project that did not opt in.
"""

from __future__ import annotations

import sys

from mcp_server.dispatch import load

EVENTS = {
    "session-start": "mcp_server.hooks.session:session_start",
    "before-tool": "mcp_server.hooks.edits:before_tool",
    "after-tool": "mcp_server.hooks.afterwards:after_tool",
    "stop": "mcp_server.hooks.work:stop",
    "session-end": "mcp_server.hooks.spending:session_end",
    "prompt": "mcp_server.hooks.prompts:prompt",
}
_TOLD_WHERE_FROM = ("session-start", "prompt")  # of several that are registered one speaks


def main(argv: list[str]) -> int:
    """Runs the hook of one event; always ends well."""
    event = argv[0] if argv else ""
    try:
        if event in _TOLD_WHERE_FROM:
            load(EVENTS[event])(argv[2] if argv[1:2] == ["--from"] and len(argv) > 2 else "plugin")
        elif event in EVENTS:
            load(EVENTS[event])()
        else:
            print(f"teach hook: only {', '.join(EVENTS)} are known", file=sys.stderr)
    except Exception as error:  # noqa: BLE001 - no work may be held up for an error of ours
        print(f"teach hook: {type(error).__name__}: {error}", file=sys.stderr)
    return 0
