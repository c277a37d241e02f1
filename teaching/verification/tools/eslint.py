"""eslint: `✖ 4 problems (3 errors, 1 warning)`; nothing where nothing is wrong. Warnings do not fail it."""

import re

from teaching.verification.tools.tool import Counted, Seen, Tool

_FOUND = re.compile(r"^✖ \d+ problems? \((\d+) errors?, \d+ warnings?\)$", re.MULTILINE)
_FILE = re.compile(r"^(?P<path>/?[^\s:]\S*\.\w+)$", re.MULTILINE)
_ERROR = re.compile(r"^ +(?P<line>\d+):\d+ +error +(?P<text>.*?)(?:  +(?P<name>[@\w/-]+))?$", re.MULTILINE)


def _count(text: str) -> Counted | None:
    found = _FOUND.findall(text)
    return Counted(failed=sum(map(int, found))) if found else None


def _first(text: str) -> Seen | None:
    if not _FOUND.search(text) or (error := _ERROR.search(text)) is None:
        return None
    files = [file for file in _FILE.finditer(text, 0, error.start())]
    return Seen(error["name"] or "", files[-1]["path"] if files else None, int(error["line"]), error["text"])


ESLINT = Tool("eslint", "problems", (("eslint",),), _count, _first, silent=True)
