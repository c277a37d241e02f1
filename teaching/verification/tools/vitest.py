"""vitest: the line `Tests  1 failed | 1 passed (2)`."""

import re

from teaching.verification.tools.summary import summed
from teaching.verification.tools.tool import Counted, Seen, Tool

_TESTS = re.compile(r"^\s*Tests  (?P<counts>(?:\d+ \w+(?: \| )?)+|no tests)", re.MULTILINE)
_NONE = re.compile(r"^No test files found", re.MULTILINE)
_COUNT = re.compile(r"(\d+) (failed|passed|skipped|todo|expected fail)")
_BROKEN_FILES = re.compile(r"^\s*Test Files  (\d+) failed", re.MULTILINE)
# Tests that fail in one way at one place stand one under the other, with one body; a file that cannot be read has its
# name twice.
_FAILED = re.compile(r"^ FAIL  (?P<path>\S+)(?: > (?P<name>.*)| \[ .* \])?$(?:\n FAIL  .*$)*", re.MULTILINE)
_UNREADABLE = re.compile(r"^ *File: (?P<path>[^\s:]+)(?::(?P<line>\d+))?", re.MULTILINE)
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
    places = list(_PLACE.finditer(body))
    # Where the test wants it; what it called is named above that.
    place = next((one for one in places if one["path"] == failed["path"]), places[0] if places else None)
    place = _UNREADABLE.search(body) or place
    path = place["path"] if place else failed["path"]
    line = int(place["line"]) if place and place["line"] else None
    message = body[: places[0].start()] if places else body
    return Seen(failed["name"] or failed["path"], path, line, message.strip())


VITEST = Tool("vitest", "tests", (("vitest",),), _count, _first)
