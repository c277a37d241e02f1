"""Plays a situation: files are laid out, commands run in them, and what came out is told without this machine in it."""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from finetune.generate import tools
from teaching.repository import processes

_PATIENCE_S = 180.0  # a command takes a second; a machine with much else to do may take long all the same
# How long something took, as test runners and our own verification print it; a name or a value may speak of time, too.
_TOOK = re.compile(
    r"(?:(?<= in )|(?<=took ))\d+\.\d+s\b|(?<=\()\d+(?:\.\d+)?m?s(?=\)$)|(?<=\()\d+\.\d+ s(?=\))", re.MULTILINE
)
# One author and one moment, so that a commit has the same digest everywhere.
_ALWAYS: Mapping[str, str] = {
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "NO_COLOR": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "2026-01-05T09:00:00Z",
    "GIT_COMMITTER_DATE": "2026-01-05T09:00:00Z",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_EDITOR": "true",
    "GIT_PAGER": "cat",
}


@dataclass(frozen=True, slots=True)
class Played:
    """How a command ended.

    Attributes:
        said: both outputs, without colours, times and the folder.
    """

    exit: int
    said: str


def lay(folder: Path, files: Mapping[str, str]) -> None:
    """Writes files below a folder."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def play(folder: Path, words: Sequence[str], stdin: str = "", **environment: str) -> Played:
    """Runs one command in a folder; `python`, `node` and `git` are those of `finetune.generate.tools`.

    Raises:
        TimedOutError: after three minutes.
    """
    program = sys.executable if words[0] == "python" else tools.found(words[0])
    done = processes.run(
        [program, *words[1:]],
        cwd=folder,
        stdin=stdin.encode(),
        timeout_s=_PATIENCE_S,
        env={**_ALWAYS, "HOME": str(folder), "PATH": tools.path(), **environment},
    )
    return Played(done.exit, plain(done.stdout + done.stderr, folder))


def plain(output: bytes, folder: Path) -> str:
    """Text without what another machine, or another moment, would say.

    Blanks at its beginning stay: ` M file` of git is not `M file`.
    """
    text = output.decode("utf-8", "replace").replace(f"{folder}/", "").replace(str(folder), ".")
    return _TOOK.sub("… s", text).rstrip().lstrip("\r\n")
