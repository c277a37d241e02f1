"""Runs `teach` for a plugin that nothing was installed for by hand.

It uses, in this order: the environment that it made before, the `teach` on PATH, an environment that it makes now.
While that is made, a client's questions are answered and its calls wait, with progress. Where none can be made, every
call is told so and what to do, and the next call tries again.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import FrameType

from mcp_server.dispatch import load
from mcp_server.launcher.environment import CannotInstall, Environment
from mcp_server.launcher.front import Front, stdio
from mcp_server.launcher.program import installed

PLUGIN = Path(__file__).resolve().parents[2]
LAUNCHER = Path(__file__).resolve().parent
INSTALLING = "Installing the Teaching Assistant, about 40 s, only this once"


def main(words: list[str]) -> int:
    """Runs `teach` with these words and returns its exit code."""
    environment = Environment(PLUGIN, _data_folder())
    if Path(sys.prefix).resolve() == environment.folder.resolve():
        return int(load("mcp_server.entry:main")(words))
    needs_all = words[:2] == ["hook", "said"]
    if words[:1] == ["hook"] and not needs_all:
        return int(load("mcp_server.hooks:main")(words[1:]))
    os.environ["TEACH_CALLED_AS"] = f"python3 {shlex.quote(str(LAUNCHER))}"
    if environment.exists():
        return _become(_argv(environment, words))
    teach = installed(_version())
    if teach is not None:
        os.environ["TEACH_CALLED_AS"] = "teach"
        return _become([teach, *words])
    if needs_all:  # nothing is installed for a hook
        return 0
    if words[:1] == ["serve"] and sys.stdin is not None and not sys.stdin.isatty():
        return _serve(environment, words)
    return _install_and_become(environment, words)


def _data_folder() -> Path:
    """What the client keeps for this plugin across updates.

    Only what the client starts as a server or hook is told where that is; a command typed by a person or run by the
    model's shell finds it by the note that the server left.
    """
    share = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    own = Path(share) / "teach" / "plugin"
    note = own / "data-folder"
    given = os.environ.get("CLAUDE_PLUGIN_DATA")
    try:
        if not given:
            noted = Path(note.read_text(encoding="utf-8"))
            return noted if noted.is_dir() else own
        own.mkdir(parents=True, exist_ok=True)
        if own.parent.stat().st_mode & 0o077:
            # What else we keep there counts only while it is nobody else's to read.
            own.parent.chmod(0o700)
        if not note.exists() or note.read_text(encoding="utf-8") != given:
            note.write_text(given, encoding="utf-8")
    except OSError:
        return Path(given) if given else own
    return Path(given)


def _version() -> str:
    return str(json.loads((PLUGIN / ".claude-plugin" / "plugin.json").read_text(encoding="utf-8"))["version"])


def _argv(environment: Environment, words: list[str]) -> list[str]:
    return [str(environment.python), str(LAUNCHER), *words]


def _become(argv: list[str]) -> int:
    """Goes on as that program, on the same streams."""
    if os.name == "nt":  # where exec ends the process that the client waits for
        return subprocess.call(argv)
    os.execv(argv[0], argv)


def _install_and_become(environment: Environment, words: list[str]) -> int:
    print(f"{INSTALLING} …", file=sys.stderr, flush=True)
    try:
        environment.make()
    except CannotInstall as problem:
        print(_sentence(problem, "Then run this again."), file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        environment.stop()
        return 130
    return _become(_argv(environment, words))


def _serve(environment: Environment, words: list[str]) -> int:
    """Serves a client that is already there, while its server is being installed."""
    client = stdio()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    threading.Thread(target=_end_with, args=[client, environment], daemon=True).start()
    while True:
        client.say(INSTALLING)
        try:
            environment.make()
            break
        except CannotInstall as problem:
            reason = _sentence(problem, "Then call this tool again.")
            print(reason, file=sys.stderr, flush=True)
            client.fail(reason)
        if not client.wait_for_call():
            return 3
    server = subprocess.Popen(_argv(environment, words), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return _connect(client, server)


def _connect(client: Front, server: subprocess.Popen[bytes]) -> int:
    """Carries lines between the client and a server that is a process of its own, until either ends."""
    to_server, from_server = server.stdin, server.stdout
    if to_server is None or from_server is None:
        raise AssertionError("both were asked for")

    def deliver(line: str) -> None:
        try:
            to_server.write(line.encode("utf-8", "surrogatepass") + b"\n")
            to_server.flush()
        except OSError:
            return  # it has ended, which the loop below sees

    def close() -> None:
        try:
            to_server.close()
        except OSError:
            return

    client.attach(deliver, close)
    for line in from_server:
        client.send(line.decode("utf-8", "replace"))
    return server.wait()


def _end_with(client: Front, environment: Environment) -> None:
    """Ends the installation when the client is gone: nobody would wait for it."""
    client.wait_for_end()
    environment.stop()


def _sentence(problem: CannotInstall, move: str) -> str:
    return f"The Teaching Assistant could not install what it needs: {str(problem).rstrip('.')}. {move}"


def _stop(number: int, frame: FrameType | None) -> None:
    # The server's end of the pipe closes with this process, and it ends by itself.
    os._exit(128 + number)
