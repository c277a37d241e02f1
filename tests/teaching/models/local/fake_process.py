"""The process of the local model with an engine that needs no weights: what the prompt says is what it does.

Run as the process is, `python fake_process.py --run … --ready-fd N`: its `main` takes another loader, and nothing
else can choose this engine.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from teaching.contracts.weights import Promoted
from teaching.models.local import process
from teaching.models.local.engine import Answer, Facts, Request
from teaching.models.protocol import ModelError


def _fails(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


_FATES = {
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "refuse": _fails(ModelError("the prompt is too long: shorten it")),
    "break": _fails(RuntimeError("llama_decode returned -1")),
    "bug": _fails(KeyError("a mistake")),
}


class Fake:
    """Obeys the first word of the last message."""

    def __init__(self, promoted: Promoted) -> None:
        self._promoted = promoted
        self._order = 0
        self._free = threading.Lock()

    @property
    def facts(self) -> Facts:
        p = self._promoted
        return Facts(p.name, Path(p.path), p.sha256, 4096, "", "", p.proven, p.toy)

    def generate(self, request: Request, on_text: Callable[[str], None], cancelled: Callable[[], bool]) -> Answer:
        assert self._free.acquire(blocking=False), "two requests in the engine at once"
        try:
            return self._obey(request, on_text, cancelled)
        finally:
            self._free.release()

    def _obey(self, request: Request, on_text: Callable[[str], None], cancelled: Callable[[], bool]) -> Answer:
        self._order += 1
        word, _, rest = request.messages[-1].content.partition(" ")
        _FATES.get(word, lambda: None)()
        if word == "die":
            on_text("half an ")
            time.sleep(0.1)  # the piece shall be out
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "hang":
            on_text("hanging")
            while not cancelled():
                time.sleep(0.005)
            Path(rest).write_text("cancelled", encoding="utf-8")
            return Answer("hanging", 1, 1, 0, "cancelled", 0.0, 0.0)
        while word == "hold" and not Path(rest).exists() and not cancelled():
            time.sleep(0.005)
        text = "".join(f"{piece} " for piece in self._words(word, rest, request).split(" "))
        for piece in text.split(" ")[:-1]:
            on_text(f"{piece} ")
        return Answer(text, len(word), len(rest), 0, "stop", 0.0, 0.0)

    def _words(self, word: str, rest: str, request: Request) -> str:
        match word:
            case "environment":
                return json.dumps({"env": dict(os.environ), "session": os.getsid(0), "cwd": os.getcwd()})
            case "order":
                return f"{self._order} {rest}"
            case "roles":
                return " ".join(message.role for message in request.messages)
            case _:
                return rest

    def close(self) -> None:
        print("closed", file=sys.stderr, flush=True)


def load(promoted: Promoted) -> Fake:
    """The model's file says what loading it is like."""
    what = Path(promoted.path).read_bytes().decode("utf-8", "replace")
    if "corrupt" in what:
        raise ModelError("tensor 'blk.0' is not within the file bounds: download it again")
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if what.startswith("slow"):
        gate = Path(what.removeprefix("slow "))
        while not gate.exists():
            time.sleep(0.005)
    return Fake(promoted)


if __name__ == "__main__":
    sys.exit(process.main(None, load))
