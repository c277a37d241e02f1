"""cargo test: a line `test result:` for each binary."""

import re

from teaching.verification.tools.tool import Counted, Seen, Tool

_RESULT = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;", re.MULTILINE)
_FAILED = re.compile(
    r"^---- (?P<name>.+?) stdout ----\n(?P<body>[\s\S]*?)(?=^stack backtrace:|^note: |^---- |^failures:)", re.MULTILINE
)
_PLACE = re.compile(r"panicked at (?P<path>[^\s:]+):(?P<line>\d+):\d+")
_BUILD = re.compile(
    r"^error(?:\[(?P<name>E\d+)\])?: (?P<text>.*)\n *--> (?P<path>[^\s:]+):(?P<line>\d+):\d+", re.MULTILINE
)


def _count(text: str) -> Counted | None:
    results = _RESULT.findall(text)
    if not results:
        return None
    passed, failed, skipped = (sum(int(result[column]) for result in results) for column in range(3))
    return Counted(passed, failed, skipped)


def _first(text: str) -> Seen | None:
    if failed := _FAILED.search(text):
        place = _PLACE.search(failed["body"])
        path, line = (place["path"], int(place["line"])) if place else (None, None)
        return Seen(failed["name"], path, line, failed["body"].strip())
    build = _BUILD.search(text)
    return Seen(build["name"] or "", build["path"], int(build["line"]), build["text"]) if build else None


CARGO_TEST = Tool("cargo test", "tests", (("cargo", "test"), ("cargo", "t")), _count, _first)
