"""Where the `teach` command begins: what cannot wait for imports is done first, the rest is the command line's.

A client's first question is answered while the server still loads, and a hook must not cost what a review costs.
"""

from __future__ import annotations

import gc
import os
import signal
import sys

from mcp_server.dispatch import load

TYPE_CHECKING = False  # only a server needs what these lead to
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from mcp_server.launcher.front import Front


def main(argv: Sequence[str] | None = None) -> int:
    """Runs `teach` and returns its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    # A review makes objects by the hundred thousand, and hardly any is part of a cycle: look for those less often.
    gc.set_threshold(50_000, 20, 100)
    # pydantic looks through every package of the environment for plugins of its own, and nothing here is one.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if words[:2] == ["hook", "said"]:
        return int(load("mcp_server.said:main")(words[2:]))
    if words[:1] == ["hook"]:
        return int(load("mcp_server.hooks:main")(words[1:]))
    front = _front() if _is_stdio_server(words) else None
    try:
        return int(load("mcp_server.cli:main")(words))
    except Exception as error:
        if front is None:
            raise
        return _explain(front, error)


def _is_stdio_server(words: list[str]) -> bool:
    plain = words[:1] == ["serve"] and not any(word in {"-h", "--help"} or word.startswith("--http") for word in words)
    return plain and sys.stdin is not None and not os.isatty(0)


def _front() -> Front | None:
    try:
        front: Front = load("mcp_server.launcher.front:stdio")()
    except OSError:
        return None  # a closed stream, which the subcommand complains of
    signal.signal(signal.SIGINT, stop)
    return front


def stop(number: int, frame: FrameType | None) -> None:
    """Ends at once on a signal: the thread that reads standard input would outlive any exception."""
    os._exit(130)


def _explain(front: Front, error: Exception) -> int:
    """Answers every call with what kept the server from starting, until the client gives up."""
    reason = f"The Teaching Assistant's server could not start ({type(error).__name__}: {error})."
    if os.environ.get("TEACH_CALLED_AS", "teach") != "teach":  # the plugin's launcher made the environment
        move = f"Delete {sys.prefix} and restart Claude Code, which installs it again."
    else:
        move = f"Its installation in {sys.prefix} is damaged: install it again, then restart Claude Code."
    print(f"teach serve: {reason} {move}", file=sys.stderr, flush=True)
    front.fail(f"{reason} {move}")
    while front.wait_for_call():
        front.fail(f"{reason} {move}")
    return 3
