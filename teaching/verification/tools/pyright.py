"""pyright and basedpyright: `2 errors, 0 warnings, 0 informations`."""

import re

from teaching.verification.tools.tool import Counted, Seen, Tool

_FOUND = re.compile(r"^(\d+) errors?, \d+ warnings?, \d+ (?:informations?|notes?)", re.MULTILINE)
_ERROR = re.compile(r"^ *(?P<path>[^\s:][^:\n]*):(?P<line>\d+):\d+ - error: (?P<text>.*(?:\n    .*)*)", re.MULTILINE)
_RULE = re.compile(r"\((report\w+)\)\s*$")


def _count(text: str) -> Counted | None:
    found = _FOUND.findall(text)
    return Counted(failed=sum(map(int, found))) if found else None


def _first(text: str) -> Seen | None:
    error = _ERROR.search(text)
    if error is None:
        return None
    rule = _RULE.search(error["text"])
    return Seen(rule[1] if rule else "", error["path"], int(error["line"]), error["text"].strip())


PYRIGHT = Tool("pyright", "problems", (("pyright",), ("basedpyright",)), _count, _first)
