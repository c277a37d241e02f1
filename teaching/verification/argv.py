"""The text of a command becomes an argument list, or a reason why it is never run. No shell ever sees it.

`a && b` is two commands, the second in the first one's folder; a leading `cd folder &&` sets the folder. What else
a shell would have to understand is refused rather than guessed at.
"""

import os
import re
import shlex
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MAX_CHARACTERS = 400
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")
_SHELLS = {"sh", "bash", "dash", "zsh", "ksh", "fish", "csh", "tcsh", "cmd", "powershell", "pwsh"}
_BUILT_IN = {"eval", "exec", "source", ".", "export", "set", "sudo", "doas", "su"}
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_OPERATORS = {
    ";": "`;` needs a shell: write two commands, or a script",
    "|": "a pipe needs a shell: put it in a script",
    "&": "`&` needs a shell: put it in a script",
    "<": "a redirection needs a shell: put it in a script",
    ">": "a redirection needs a shell: put it in a script",
    "(": "brackets need a shell: put it in a script",
    ")": "brackets need a shell: put it in a script",
    "*": "`*` needs a shell to become file names: name the files or their folder",
    "?": "`?` needs a shell to become file names: name the files or their folder",
    "{": "braces need a shell: write the words out",
    "}": "braces need a shell: write the words out",
}
_EXPANSIONS = {
    "$": "`$` needs a shell to be replaced: write the value",
    "`": "a command inside a command needs a shell: put it in a script",
}
_AT_START = {
    "~": "`~` needs a shell to become a folder: write a path below the project",
    "#": "it has a comment: leave it out",
    "!": "`!` needs a shell: put it in a script",
}


class Refused(Exception):
    """A command that is never run.

    Attributes:
        reason: why, and what to write instead.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Plain:
    """One argument list.

    Attributes:
        folder: where it runs, relative to the root; "" is the root.
    """

    argv: tuple[str, ...]
    folder: str = ""


def read(text: str, root: Path) -> tuple[Plain, ...]:
    """The commands of one line, at least one.

    Raises:
        Refused: with the reason.
    """
    text = text.strip()
    if not text:
        raise Refused("there is no command")
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"it has more than {MAX_CHARACTERS} characters: put it in a script")
    if any(unicodedata.category(char) in _HIDDEN for char in text):
        raise Refused("it has characters that no reader sees: write it anew by hand")
    found: list[Plain] = []
    folder = ""
    for part in _parts(text):
        argv = _words(part)
        if argv[0] == "cd":
            folder = _changed(root, folder, argv)
        else:
            _require_program(root, folder, argv[0])
            found.append(Plain(tuple(argv), folder))
    if not found:
        raise Refused("it only changes the folder")
    return tuple(found)


def _parts(text: str) -> list[str]:
    """The text cut at each `&&` outside quotes; whatever else a shell would act on is refused."""
    parts, start, quote, index = [""], 0, "", 0
    while index < len(text):
        char = text[index]
        if char == "\\" and quote != "'":
            index += 2
            continue
        if quote:
            quote = "" if char == quote else quote
            if quote == '"' and char in _EXPANSIONS:
                raise Refused(_EXPANSIONS[char])
        elif char in "\"'":
            quote = char
        elif text.startswith("&&", index):
            parts[-1] = text[start:index]
            parts.append("")
            start = index = index + 2
            continue
        else:
            _refuse_shell(text, index, start)
        index += 1
    parts[-1] = text[start:]
    return parts


def _refuse_shell(text: str, index: int, start: int) -> None:
    char = text[index]
    if reason := _OPERATORS.get(char) or _EXPANSIONS.get(char):
        raise Refused(reason)
    begins_word = index == start or text[index - 1] == " "
    if begins_word and char in _AT_START:
        raise Refused(_AT_START[char])
    # `tests/test_a.py::test_b[case]` is how pytest names a test; elsewhere a bracket is a pattern of file names.
    if char == "[" and "::" not in text[max(text.rfind(" ", 0, index), 0) : index]:
        raise Refused("`[` needs a shell to become file names: name the files or their folder")


def _words(part: str) -> list[str]:
    try:
        words = shlex.split(part)
    except ValueError as error:
        raise Refused(f"its quotes do not close ({str(error).lower()}): close them") from error
    if not words or not words[0]:
        raise Refused("a command is missing beside `&&`")
    if _ASSIGNMENT.match(words[0]):
        raise Refused("it sets an environment variable: set it in a script or in the tool's configuration")
    program = os.path.basename(words[0])
    if program in _BUILT_IN or (program == "env" and any(_ASSIGNMENT.match(word) for word in words[1:])):
        raise Refused(f"`{program}` changes what everything after it means: put it in a script")
    if program in _SHELLS and any(re.match(r"[-/]\w*c", word, re.IGNORECASE) for word in words[1:]):
        raise Refused("it hands a text to a shell: put that text in a script")
    return words


def _changed(root: Path, folder: str, argv: list[str]) -> str:
    if len(argv) != 2:
        raise Refused("`cd` needs one folder below the project")
    target = os.path.normpath(os.path.join(folder, argv[1]))
    inside = not os.path.isabs(argv[1]) and target.split(os.sep)[0] != ".."
    real = Path(os.path.realpath(root / target))
    if not inside or not real.is_relative_to(os.path.realpath(root)):
        raise Refused(f"it leaves the project (cd {argv[1]}): run it from a folder inside")
    if not real.is_dir():
        raise Refused(f"there is no folder {argv[1]}")
    return "" if target == "." else PurePosixPath(target).as_posix()


def _require_program(root: Path, folder: str, program: str) -> None:
    if program.startswith("-"):
        raise Refused("it begins with an option: name the program first")
    if "/" not in program:
        return
    place = Path(os.path.normpath(root / folder / program))
    real_root = os.path.realpath(root)
    # The last part may be a link: that is how a virtual environment names its Python.
    if not place.is_relative_to(root) or not Path(os.path.realpath(place.parent)).is_relative_to(real_root):
        raise Refused(f"{program} is a program outside the project: name it without its folder")
    try:
        mode = place.stat().st_mode
    except OSError as error:
        raise Refused(f"there is no program {program}: build or install it first") from error
    if not stat.S_ISREG(mode) or not os.access(place, os.X_OK):
        raise Refused(f"{program} is not executable: chmod +x it, or name what runs it")
