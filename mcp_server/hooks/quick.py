"""Asks the local model that runs already, over its socket, and judges the form of what it says.

A short copy of what `teaching/models/local` does exactly (`place.py`, `wire.py`, `client.py`), whose imports would take
longer than all of a hook; its tests hold the two together. Nothing is started or waited for here: a model that is
absent, loading or busy is as good as none.
"""

from __future__ import annotations

import json
import os
import re
import socket
import struct
import time

from mcp_server.dispatch import load
from mcp_server.hooks.saying import mapping

PROTOCOL = 1
_STATUS_S = 0.1
_LONGEST_CODE = 12  # lines
_LONGEST = 1600  # characters
_MOST_BYTES = 1 << 20
_FENCE = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^\n]*\n(.*?)^[ \t]*\1[`~]*[ \t]*$", re.DOTALL | re.MULTILINE
)
_LITERALS = re.compile(
    r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_PYTHON = {"python", "py", "python3"}
_UNBALANCED = {"", "text", "txt", "console", "output", "diff", "markdown", "md", "regex"}  # what need not have pairs


class Said:
    """What the model said.

    Attributes:
        model: its name, with what has to be known about it.
        usage: tokens, by the ledger's names.
    """

    def __init__(self, text: str, model: str, usage: dict[str, int]) -> None:
        self.text, self.model, self.usage = text, model, usage


class Line:
    """One request on its way to the process."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._unread = b""

    def send(self, message: dict[str, object]) -> None:
        """Sends one message."""
        self._connection.sendall(json.dumps(message).encode("ascii") + b"\n")

    def read(self, until: float) -> dict[str, object]:
        """The next message; empty where none came in time."""
        while b"\n" not in self._unread:
            left = until - time.monotonic()
            if left <= 0 or len(self._unread) > _MOST_BYTES:
                return {}
            self._connection.settimeout(left)
            try:
                chunk = self._connection.recv(65536)
            except OSError:  # the time is over, or the process is gone
                return {}
            if not chunk:
                return {}
            self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\n")
        try:
            return mapping(json.loads(line))
        except ValueError:  # no process of ours
            return {}


def is_chosen() -> bool:
    """Whether a GGUF is chosen, which a process of ours would serve."""
    return os.path.isfile(os.path.join(_data(), "models", "current.json"))


def asked(messages: list[tuple[str, str]], most: int) -> Line | None:
    """A request on its way, where the process runs, has loaded its model and is not busy; closing it takes it back."""
    path = listening()
    status = _connected(path)
    if status is None:
        return None
    status.send({"do": "status"})
    if status.read(time.monotonic() + _STATUS_S).get("state") != "ready":
        return None
    line = _connected(path)
    if line is not None:
        turns = [{"role": role, "content": content} for role, content in messages]
        fixed: dict[str, object] = {"schema": None, "stop": [], "temperature": 0.0, "seed": 0, "max_tokens": most}
        request = {**fixed, "messages": turns}
        client = f"hook {os.getpid()}"
        line.send({"do": "complete", "protocol": PROTOCOL, "client": client, "stream": False, "request": request})
    return line


def said(line: Line, until: float) -> Said | None:
    """The whole answer; None where there is none in time, or it was cut off."""
    while True:
        event = line.read(until)
        if event.get("event") == "begun":
            continue
        answer = mapping(event.get("answer"))
        if event.get("event") != "done" or answer.get("finish") != "stop":
            return None
        reused, read = int(answer["reused"]), int(answer["read"])
        usage = {"read": read - reused, "written": int(answer["written"]), "cache_read": reused, "cache_written": 0}
        return Said(_clean(str(answer["text"])), str(event["model"]), usage)


def fault(text: str, refusal: str) -> str:
    """What is wrong with the form of an answer; empty where nothing is."""
    if not text or refusal in text.split():
        return "no answer"
    if len(text) > _LONGEST:
        return "too long"
    for _, language, code in _FENCE.findall(text):
        if code.count("\n") > _LONGEST_CODE:
            return "too much code"
        if not _parses(code, language.lower()):
            return "code that does not parse"
    return (
        "a fence that is not closed" if re.search(r"^[ \t]*(?:`{3,}|~{3,})", _FENCE.sub("", text), re.MULTILINE) else ""
    )


def _parses(code: str, language: str) -> bool:
    """Python and JSON exactly; of other languages, whether the brackets fit."""
    try:
        if language in _PYTHON:
            compile(code, "answer", "exec", dont_inherit=True, flags=0x400)  # PyCF_ONLY_AST: nothing runs
        elif language == "json":
            json.loads(code)
    except (SyntaxError, ValueError):
        return False
    if language in _UNBALANCED or language in _PYTHON:
        return True
    waiting: list[str] = []
    for sign in _LITERALS.sub("", code):
        if sign in "([{":
            waiting.append(sign)
        elif sign in _PAIRS and (not waiting or waiting.pop() != _PAIRS[sign]):
            return language in {"sh", "bash", "shell", "zsh"}  # `case` has its own
    return not waiting


def _clean(text: str) -> str:
    """Without what a terminal would obey and what no reader sees."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join("".join(sign for sign in line if sign == "\t" or sign.isprintable()) for line in lines).strip()


def _connected(path: str) -> Line | None:
    if not path:
        return None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(_STATUS_S)
    try:
        connection.connect(path)
        return Line(connection) if _is_ours(connection) else None
    except OSError:  # missing, or left behind by a process that is gone
        return None


def _is_ours(connection: socket.socket) -> bool:
    """Whether the process at the other end is this user's, as far as the system says."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True  # the folder is this user's alone
    packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return struct.unpack("3i", packed)[1] == os.geteuid()


def listening() -> str:
    """Where the process listens; empty where no place for it is this user's alone."""
    if not hasattr(socket, "AF_UNIX") or not hasattr(os, "geteuid"):
        return ""
    data, uid = _data(), os.geteuid()
    digest: str = load("hashlib:sha256")(os.fsencode(data)).hexdigest()[:12]
    named, usual = os.environ.get("XDG_RUNTIME_DIR", ""), f"/run/user/{uid}"
    runtime = [named] if os.path.isabs(named) else [usual] if os.path.isdir(usual) else []
    state = os.path.join(_home("XDG_STATE_HOME", ".local/state"), "teach", "model")
    temporary = os.path.join(os.environ.get("TMPDIR") or "/tmp", f"teach-{uid}-{digest}")  # looked at below
    folders = [os.path.join(folder, "teach", digest) for folder in runtime]
    for folder in (*folders, os.path.join(state, "run"), os.path.join(temporary, "run")):
        try:
            above, own = os.lstat(os.path.dirname(folder)), os.lstat(folder)
        except OSError:  # the process would have made it
            continue
        if all(status.st_uid == uid and not status.st_mode & 0o077 for status in (above, own)):
            return os.path.join(folder, "model.sock")
    return ""


def _data() -> str:
    return os.path.join(_home("XDG_DATA_HOME", ".local/share"), "teach")


def _home(variable: str, below: str) -> str:
    named = os.environ.get(variable, "")
    return named if os.path.isabs(named) else os.path.join(os.path.expanduser("~"), below)
