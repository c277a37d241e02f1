"""ruff check: `Found n errors.` or `All checks passed!`."""

import re

from teaching.verification.tools.tool import Counted, Seen, Tool

_FOUND = re.compile(r"^Found (\d+) errors?(?: \(\d+ fixed, (\d+) remaining\))?\.$", re.MULTILINE)
_FINE = re.compile(r"^All checks passed!$", re.MULTILINE)
_CONCISE = re.compile(
    r"^(?P<path>[^\s:]+):(?P<line>\d+):\d+: (?P<name>[A-Z]+\d+|[a-z-]+:?) (?P<text>.*)$", re.MULTILINE
)
_FULL = re.compile(
    r"^(?P<name>[A-Z]+\d+|[a-z-]+:) (?P<text>.*)\n *--> (?P<path>[^\n]+?):(?P<line>\d+):\d+$", re.MULTILINE
)
_FORMAT = re.compile(r"^(\d+) files? would be reformatted", re.MULTILINE)


def _count(text: str) -> Counted | None:
    found = [int(left or number) for number, left in _FOUND.findall(text)]
    found += [int(number) for number in _FORMAT.findall(text)]
    if found:
        return Counted(failed=sum(found))
    return Counted(failed=0) if _FINE.search(text) else None


def _first(text: str) -> Seen | None:
    seen = _FULL.search(text) or _CONCISE.search(text)
    if seen is None:
        return None
    said = seen["text"].removeprefix("[*] ")
    return Seen(seen["name"].rstrip(":"), seen["path"], int(seen["line"]), said)


RUFF = Tool("ruff", "problems", (("ruff",),), _count, _first)
