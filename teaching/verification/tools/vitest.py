"""vitest: the line `Tests  1 failed | 1 passed (2)`."""

import re

from teaching.verification.tools.summary import summed
from teaching.verification.tools.tool import Counted, Seen, Tool

_TESTS = re.compile(r"^\s*Tests  (?P<counts>(?:\d+ \w+(?: \| )?)+|no tests)", re.MULTILINE)
_NONE = re.compile(r"^No test files found", re.MULTILINE)
_COUNT = re.compile(r"(\d+) (failed|passed|skipped|todo|expected fail)")
_BROKEN_FILES = re.compile(r"^\s*Test Files  (\d+) failed", re.MULTILINE)
_FAILED = re.compile(r"^ FAIL  (?P<path>\S+)(?: > (?P<name>.*))?$", re.MULTILINE)
_BODY_END = re.compile(r"^(?:⎯{3,}.*| FAIL  .*)$", re.MULTILINE)
_PLACE = re.compile(r"^ ❯ (?:.* )?\(?(?P<path>[^\s:()]+):(?P<line>\d+):\d+\)?$", re.MULTILINE)


def _count(text: str) -> Counted | None:
    return summed(text, _TESTS, _NONE, _COUNT, _BROKEN_FILES)


def _first(text: str) -> Seen | None:
    failed = _FAILED.search(text)
    if failed is None:
        return None
    end = _BODY_END.search(text, failed.end())
    body = text[failed.end() : end.start() if end else len(text)].strip("\n")
    place = _PLACE.search(body)
    path, line = (place["path"], int(place["line"])) if place else (failed["path"], None)
    message = body[: place.start()] if place else body
    return Seen(failed["name"] or failed["path"], path, line, message.strip())


VITEST = Tool("vitest", "tests", (("vitest",),), _count, _first)
