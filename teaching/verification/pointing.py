"""Where a command's output points: the files that a linter names, and the module that an interpreter lacks."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from teaching.guard import visible

# `src/a.py:3:5`, ` --> src/a.py:3:5`, `src/a.ts(3,5)`; ESLint writes a file's name on a line of its own.
_PLACE = re.compile(r"^[ \t]*(?:-->[ \t]*)?(?P<path>[^\s:()][^:()\n]*?)(?::\d+|\(\d+,\d+\))", re.MULTILINE)
_ALONE = re.compile(r"^(?P<path>/?[^\s:]\S*\.\w+)$", re.MULTILINE)
_NO_MODULE = re.compile(r"(?P<program>\S[^\n]*): No module named (?P<name>[\w.]+)")


def files_named(output: str, root: Path, folder: str) -> list[str]:
    """The files of the project that places in an output name, relative to the root and sorted."""
    real = os.path.realpath(root)
    found: set[str] = set()
    for path in {match["path"] for pattern in (_PLACE, _ALONE) for match in pattern.finditer(output)}:
        place = os.path.realpath(os.path.join(real, folder, path))
        if place.startswith(real + os.sep) and os.path.isfile(place):
            found.add(visible(os.path.relpath(place, real)))
    return sorted(found)


def module_missing(argv: Sequence[str], output: str) -> tuple[str, str] | None:
    """The module that `python -m MODULE` was to run, and the interpreter that lacks it; None where that is not it."""
    said = _NO_MODULE.fullmatch(output.strip())
    called = dict(zip(argv, argv[1:], strict=False)).get("-m")
    return (said["name"], visible(said["program"])) if said is not None and said["name"] == called else None
