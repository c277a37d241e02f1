"""mypy: `Found n errors` or `Success`."""

import re

from teaching.verification.tools.tool import Counted, Seen, Tool

_FOUND = re.compile(r"^Found (\d+) errors? in \d+ files?", re.MULTILINE)
_FINE = re.compile(r"^Success: (?:no issues found|\d+ source file)", re.MULTILINE)
_ERROR = re.compile(
    r"^(?P<path>[^\s:][^:\n]*):(?P<line>\d+)(?::\d+)?: error: (?P<text>.*?)(?:  \[(?P<name>[\w-]+)\])?$", re.MULTILINE
)


def _count(text: str) -> Counted | None:
    found = _FOUND.findall(text)
    if found:
        return Counted(failed=sum(map(int, found)))
    return Counted(failed=0) if _FINE.search(text) else None


def _first(text: str) -> Seen | None:
    error = _ERROR.search(text)
    return Seen(error["name"] or "", error["path"], int(error["line"]), error["text"]) if error else None


MYPY = Tool("mypy", "problems", (("mypy",),), _count, _first)
