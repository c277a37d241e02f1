"""node:test, as TAP or in its own form; both end with `tests n`, `pass n`, `fail n`.

A file without any test is counted as one test by node, under the file's name: those are taken out again.
"""

import re

from teaching.verification.tools.tool import Counted, Seen, Tool

_TOTALS = re.compile(r"^(?:#|ℹ) (tests|pass|fail|cancelled|skipped|todo) (\d+)$", re.MULTILINE)
_FILE = re.compile(r"^(?:ok \d+ - |✔ )(?:\S*/)?[\w.@-]+\.[cm]?[jt]sx?(?: \([\d.]+ms\))?$", re.MULTILINE)
_TAP = re.compile(r"^(?P<indent> *)not ok \d+ - (?P<name>.*)\n(?P<body>(?:(?P=indent)  .*\n)*)", re.MULTILINE)
_TAP_PLACE = re.compile(r"^ *location: '(?P<path>[^']+?):(?P<line>\d+):\d+'", re.MULTILINE)
_TAP_ERROR = re.compile(r"^(?P<indent> *)error: (?:\|-\n(?P<block>(?:(?P=indent)  .*\n)*)|(?P<one>.*)\n)", re.MULTILINE)
_SPEC = re.compile(
    r"^test at (?P<path>.+?):(?P<line>\d+):\d+\n✖ (?P<name>.*?)(?: \([\d.]+ms\))?\n(?P<body>(?:  .*\n?|\n)*)",
    re.MULTILINE,
)


def _count(text: str) -> Counted | None:
    numbers: dict[str, int] = {}
    for name, number in _TOTALS.findall(text):
        numbers[name] = numbers.get(name, 0) + int(number)
    if not {"tests", "pass", "fail"} <= set(numbers):
        return None
    empty = len(_FILE.findall(text))
    failed = numbers["fail"] + numbers.get("cancelled", 0)
    return Counted(max(0, numbers["pass"] - empty), failed, numbers.get("skipped", 0) + numbers.get("todo", 0))


def _first(text: str) -> Seen | None:
    if (spec := _SPEC.search(text)) is not None:
        body = "\n".join(line[2:] for line in spec["body"].splitlines() if not line.startswith("      at "))
        return Seen(spec["name"], spec["path"], int(spec["line"]), body.strip())
    for failed in _TAP.finditer(text):
        if "subtestsFailed" in failed["body"]:
            continue
        place, error = _TAP_PLACE.search(failed["body"]), _TAP_ERROR.search(failed["body"])
        said = (error["block"] or error["one"] or "") if error else ""
        path, line = (place["path"], int(place["line"])) if place else (None, None)
        return Seen(failed["name"], path, line, "\n".join(part.strip() for part in said.splitlines()).strip())
    return None


NODE_TEST = Tool("node:test", "tests", (("node", "--test"),), _count, _first)
