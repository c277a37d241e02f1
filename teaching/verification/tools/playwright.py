"""Playwright: `1 failed`, `1 skipped`, `1 passed (4.0s)` on lines of their own at the end."""

import re

from teaching.verification.tools.tool import Counted, Seen, Tool

_RUNNING = re.compile(r"^Running \d+ tests? using \d+ workers?", re.MULTILINE)
_NONE = re.compile(r"^Error: No tests found", re.MULTILINE)
_COUNT = re.compile(r"^  (\d+) (failed|passed|skipped|flaky|interrupted|did not run)(?: \([\d.]+\w+\))?$", re.MULTILINE)
_FAILED = re.compile(
    r"^  1\) (?:\[[^\]]*\] › )?(?P<path>[^\s:]+):(?P<line>\d+):\d+ › (?P<name>.*?)[ ─]*$\n(?P<body>(?:(?:    .*)?\n)*)",
    re.MULTILINE,
)
_PLACE = re.compile(r"^        at (?:.*\()?(?P<path>[^\s()]+?):(?P<line>\d+):\d+\)?$", re.MULTILINE)


def _count(text: str) -> Counted | None:
    if not _RUNNING.search(text):
        return Counted(0, 0, 0) if _NONE.search(text) else None
    numbers: dict[str, int] = {}
    for number, what in _COUNT.findall(text):
        numbers[what] = numbers.get(what, 0) + int(number)
    failed = sum(numbers.get(name, 0) for name in ("failed", "interrupted", "did not run"))
    return Counted(numbers.get("passed", 0) + numbers.get("flaky", 0), failed, numbers.get("skipped", 0))


def _first(text: str) -> Seen | None:
    failed = _FAILED.search(text)
    if failed is None:
        return None
    place = _PLACE.search(failed["body"])
    path, line = (place["path"], place["line"]) if place else (failed["path"], failed["line"])
    message = failed["body"][: place.start()] if place else failed["body"]
    return Seen(failed["name"], path, int(line), "\n".join(part[4:] for part in message.splitlines()).strip())


PLAYWRIGHT = Tool("playwright", "tests", (("playwright", "test"),), _count, _first)
