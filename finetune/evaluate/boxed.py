"""Runs code that a model wrote, and its tests behind it: without network, in an empty folder, with little of anything.

It runs in bubblewrap where that is there, and under the process's own limits anyway. Not covered: an answer that reads
its own tests out of the interpreter's memory.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from teaching.repository import processes
from teaching.repository.processes import TimedOutError, TooMuchOutputError
from teaching.verification import sandbox
from teaching.verification.sandbox import Box

_LIMITS: Final = {"RLIMIT_CPU": 3, "RLIMIT_AS": 1 << 30, "RLIMIT_FSIZE": 1 << 20, "RLIMIT_NOFILE": 64, "RLIMIT_CORE": 0}
_WALL_S: Final = 60.0  # a busy machine is no fault of the answer: what counts is the processor's time above
_MOST_OUTPUT: Final = 1 << 16
# The answer runs first and cannot know what is printed when the tests behind it have run: leaving early is no pass.
_PROGRAM: Final = """\
import json, resource, sys
given = json.load(sys.stdin)
for name, most in given["limits"].items():
    resource.setrlimit(getattr(resource, name), (most, most))
space = {"__name__": "answer"}
try:
    exec(compile(given["code"], "answer", "exec"), space)
    exec(compile(given["tests"], "tests", "exec"), space)
except BaseException as problem:
    print("\\nfailed: " + type(problem).__name__)
else:
    print("\\n" + given["sign"])
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How it went, in a few words that are the same every time."""

    passed: bool
    words: str


def kind() -> str:
    """What keeps the code from the rest of the machine here: `bwrap`, `unshare` or `none`."""
    return sandbox.probe()


@lru_cache(maxsize=4096)
def run(code: str, tests: str) -> Ran:
    """Whether these tests hold after this code."""
    sign = hashlib.sha256(f"{len(code)} {tests}".encode("utf-8", "surrogatepass")).hexdigest()
    given = {"code": code, "tests": tests, "sign": sign, "limits": _LIMITS}
    with TemporaryDirectory(prefix="evaluate-") as name:
        folder, reports = Path(name).resolve() / "work", Path(name).resolve() / "reports"
        folder.mkdir()
        reports.mkdir()
        programs = (str(Path(sys.executable).parent),)
        box = Box(root=folder, top=None, folder=folder, reports=reports, programs=programs, network=False)
        argv = sandbox.wrap(sandbox.probe(), [sys.executable, "-I", "-S", "-c", _PROGRAM], box)
        try:
            ended = processes.run(
                argv, cwd=folder, stdin=json.dumps(given).encode(), timeout_s=_WALL_S, max_bytes=_MOST_OUTPUT
            )
        except TimedOutError:
            return Ran(False, "it did not end")
        except TooMuchOutputError:
            return Ran(False, "it wrote without end")
    last = ended.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if ended.exit == 0 and last == sign:
        return Ran(True, "passes")
    return Ran(False, last if last.startswith("failed: ") else "it ended before its tests did")
