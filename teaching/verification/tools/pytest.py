"""pytest: the line that it ends with, else the report that it was asked for (with `-qq` there is no such line)."""

import re
from collections.abc import Sequence

from teaching.verification.tools.tool import Counted, Seen, Tool

_SUMMARY = re.compile(
    r"^(?:=+ )?((?:\d+ (?:failed|passed|skipped|errors?|xfailed|xpassed|deselected|warnings?|rerun|subtests passed)"
    r"(?:, )?)+|no tests ran) in [\d.]+s",
    re.MULTILINE,
)
_COUNT = re.compile(r"(\d+) (failed|passed|skipped|errors?|xfailed|xpassed)\b")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (?P<id>(?P<path>[^\s:]+)(?:::.*?)?)(?: - (?P<text>.*))?$", re.MULTILINE)
_SECTION = re.compile(r"^_{3,} (?P<name>.+?) _{3,}$", re.MULTILINE)
_SECTION_END = re.compile(r"^(?:_{3,} \S.* _{3,}|={3,} .*)$", re.MULTILINE)
_PLACE = re.compile(r"^(?P<path>[^\s:][^:\n]*):(?P<line>\d+):", re.MULTILINE)
_SAID = re.compile(r"^(?:>|E\s|[^\s:]+:\d+:).*$", re.MULTILINE)
_SUITE = re.compile(r"<testsuite (?P<attributes>[^<>]*)>")
_ATTRIBUTE = re.compile(r'(tests|failures|errors|skipped)="(\d+)"')
REPORT = "pytest.xml"


def _count(text: str) -> Counted | None:
    lines = list(_SUMMARY.finditer(text))
    if not lines:
        return None
    counts: dict[str, int] = {}
    for line in lines:
        for number, what in _COUNT.findall(line[1]):
            counts[what.rstrip("s")] = counts.get(what.rstrip("s"), 0) + int(number)
    return Counted(
        counts.get("passed", 0) + counts.get("xpassed", 0),
        counts.get("failed", 0) + counts.get("error", 0),
        counts.get("skipped", 0) + counts.get("xfailed", 0),
    )


def _first(text: str) -> Seen | None:
    failed = _FAILED.search(text)
    if failed is None:
        return None
    test = failed["id"].rpartition("::")[2].partition("[")[0]
    section = next((found for found in _SECTION.finditer(text) if test and test in found["name"]), None)
    if section is None:
        return Seen(failed["id"], failed["path"], None, failed["text"] or failed[0])
    end = _SECTION_END.search(text, section.end())
    body = text[section.end() : end.start() if end else len(text)]
    # Where the test itself stands: the learner starts from what was expected.
    places = [place for place in _PLACE.finditer(body) if place["path"].endswith(failed["path"])]
    said = "\n".join(line[0].rstrip() for line in _SAID.finditer(body))
    line = int(places[0]["line"]) if places else None
    return Seen(failed["id"], failed["path"], line, said or failed["text"] or failed[0])


def _add(argv: Sequence[str], reports: str) -> list[str]:
    if any("junit" in word for word in argv):
        return list(argv)
    # Right after the program: what the project says later wins.
    words = PYTEST.is_called_by(argv) or len(argv)
    return [*argv[:words], f"--junitxml={reports}/{REPORT}", *argv[words:]]


def _report(text: str) -> Counted | None:
    # Attributes of one element: a parser of XML would also follow what a document tells it to.
    suite = _SUITE.search(text)
    if suite is None:
        return None
    numbers = {name: int(value) for name, value in _ATTRIBUTE.findall(suite["attributes"])}
    failed = numbers.get("failures", 0) + numbers.get("errors", 0)
    skipped = numbers.get("skipped", 0)
    return Counted(max(0, numbers.get("tests", 0) - failed - skipped), failed, skipped)


PYTEST = Tool("pytest", "tests", (("pytest",), ("py.test",)), _count, _first, add=_add, report=(REPORT, _report))
