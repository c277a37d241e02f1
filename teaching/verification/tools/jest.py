"""jest: the line `Tests:  1 failed, 1 passed, 2 total`."""

import re

from teaching.verification.tools.summary import summed
from teaching.verification.tools.tool import Counted, Seen, Tool

_TESTS = re.compile(r"^Tests: +(?P<counts>.*\d+ total)$", re.MULTILINE)
_NONE = re.compile(r"^No tests found", re.MULTILINE)
_COUNT = re.compile(r"(\d+) (failed|passed|skipped|todo)")
_SUITES = re.compile(r"^Test Suites: +(\d+) failed", re.MULTILINE)
_FAILED = re.compile(r"^  ● (?P<name>.+)$\n(?P<body>(?:(?:    .*)?\n)*)", re.MULTILINE)
_PLACE = re.compile(r"^      at .*?\(?(?P<path>[^\s()]+?):(?P<line>\d+):\d+\)?$", re.MULTILINE)
_FILE = re.compile(r"^FAIL (?:\S+ )?(?P<path>\S+)$", re.MULTILINE)


def _count(text: str) -> Counted | None:
    return summed(text, _TESTS, _NONE, _COUNT, _SUITES)


def _first(text: str) -> Seen | None:
    failed = _FAILED.search(text)
    if failed is None:
        return None
    file = _FILE.search(text)
    places = [place for place in _PLACE.finditer(failed["body"]) if "node_modules" not in place["path"]]
    path, line = (places[0]["path"], int(places[0]["line"])) if places else (file["path"] if file else None, None)
    message = "\n".join(line[4:] for line in failed["body"].splitlines() if not line.startswith("      at "))
    return Seen(failed["name"], path, line, message.strip())


JEST = Tool("jest", "tests", (("jest",), ("react-scripts", "test")), _count, _first)
