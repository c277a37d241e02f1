"""unittest: `Ran n tests`, then `OK` or `FAILED` with numbers."""

import re

from teaching.verification.tools.tool import Counted, Seen, Tool

_RAN = re.compile(r"^Ran (\d+) tests? in .*\n\s*(?:OK|FAILED|NO TESTS RAN)(?: \((?P<numbers>.*)\))?$", re.MULTILINE)
_NUMBER = re.compile(r"(failures|errors|skipped|expected failures|unexpected successes)=(\d+)")
_FAILED = re.compile(r"^(?:FAIL|ERROR): (?P<name>\S+).*\n-{5,}\n(?P<body>[\s\S]*?)(?=^[=-]{5,}$|\Z)", re.MULTILINE)
_PLACE = re.compile(r'^  File "(?P<path>[^"]+)", line (?P<line>\d+)', re.MULTILINE)


def _count(text: str) -> Counted | None:
    total: Counted | None = None
    for ran in _RAN.finditer(text):
        numbers = {name: int(value) for name, value in _NUMBER.findall(ran["numbers"] or "")}
        failed = sum(numbers.get(name, 0) for name in ("failures", "errors", "unexpected successes"))
        skipped = numbers.get("skipped", 0) + numbers.get("expected failures", 0)
        before = total or Counted(0, 0, 0)
        passed = max(0, int(ran[1]) - failed - skipped)
        total = Counted((before.passed or 0) + passed, (before.failed or 0) + failed, (before.skipped or 0) + skipped)
    return total


def _first(text: str) -> Seen | None:
    failed = _FAILED.search(text)
    if failed is None:
        return None
    places = [place for place in _PLACE.finditer(failed["body"]) if "/unittest/" not in place["path"]]
    path, line = (places[0]["path"], int(places[0]["line"])) if places else (None, None)
    return Seen(failed["name"], path, line, failed["body"].strip())


UNITTEST = Tool("unittest", "tests", (("-m", "unittest"), ("manage.py", "test")), _count, _first)
