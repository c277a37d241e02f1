"""What Claude Code's hooks call, one event each; the shell line in front ends where a project did not opt in.

Standard library only, on Python 3.9, and no error of its own ever fails a session or keeps a tool from running. A
command of the shell is never matched against patterns: what it did is looked at afterwards. Not covered: a project
that Claude Code was started in a subfolder of (it reads no hooks of the top then).
"""

from __future__ import annotations

import sys

from mcp_server.hooks.edits import before_tool
from mcp_server.hooks.session import active_review, session_start
from mcp_server.hooks.ticks import after_tool

__all__ = ["active_review", "main"]


def main(argv: list[str]) -> int:
    """Runs the hook of one event; always ends well."""
    event = argv[0] if argv else ""
    try:
        if event == "session-start":
            session_start(argv[2] if argv[1:2] == ["--from"] and len(argv) > 2 else "plugin")
        elif event == "before-tool":
            before_tool()
        elif event == "after-tool":
            after_tool()
        else:
            print("teach hook: only session-start, before-tool and after-tool are known", file=sys.stderr)
    except Exception as error:  # noqa: BLE001 - no work may be held up for an error of ours
        print(f"teach hook: {type(error).__name__}: {error}", file=sys.stderr)
    return 0
