"""go test: with `-v` each test has a line; without, only packages do, and those are counted.

`-v` is added where the command is `go test` itself.
"""

import re
from collections.abc import Sequence

from teaching.verification.tools.tool import Counted, Seen, Tool

_TEST = re.compile(r"^ *--- (PASS|FAIL|SKIP): (\S+)", re.MULTILINE)
_PACKAGE = re.compile(r"^(ok|FAIL|\?) *\t(?P<name>\S+)(?P<rest>.*)$", re.MULTILINE)
_FAILED = re.compile(r"^(?P<indent> *)--- FAIL: (?P<name>\S+).*\n(?P<body>(?:(?P=indent)    .*\n)*)", re.MULTILINE)
_PLACE = re.compile(r"^ *(?P<path>\S+\.go):(?P<line>\d+): (?P<text>.*)", re.MULTILINE)
_RUN_OUTPUT = re.compile(r"^ *(?P<path>\S+_test\.go):(?P<line>\d+): (?P<text>.*)", re.MULTILINE)
_BUILD = re.compile(r"^(?P<path>\S+\.go):(?P<line>\d+):\d+: (?P<text>.*)", re.MULTILINE)


def _count(text: str) -> Counted | None:
    packages = list(_PACKAGE.finditer(text))
    if not packages:
        return None
    tests = [(state, name) for state, name in _TEST.findall(text)]
    # A test with subtests is one line more, and passes or fails with them.
    leaves = [state for state, name in tests if not any(other.startswith(f"{name}/") for _, other in tests)]
    failed = max(leaves.count("FAIL"), sum(package[1] == "FAIL" for package in packages) if not tests else 0)
    broken = sum("[build failed]" in package["rest"] or "[setup failed]" in package["rest"] for package in packages)
    if any(state == "PASS" for state, _ in tests):
        return Counted(leaves.count("PASS"), failed + broken if tests else failed, leaves.count("SKIP"))
    fine = [one for one in packages if one[1] == "ok" and "no test" not in one["rest"]]
    return Counted(len(fine), max(failed, broken), leaves.count("SKIP"))


def _first(text: str) -> Seen | None:
    for failed in _FAILED.finditer(text):
        place = _PLACE.search(failed["body"])
        if place is None and f"--- FAIL: {failed['name']}/" in text:
            continue  # its subtest says where
        place = place or _logged(text, failed["name"])
        path, line = (place["path"], int(place["line"])) if place else (None, None)
        return Seen(failed["name"], path, line, (failed["body"] or (place["text"] if place else "")).strip())
    build = _BUILD.search(text)
    return Seen("", build["path"], int(build["line"]), build["text"]) if build else None


def _logged(text: str, name: str) -> re.Match[str] | None:
    """With `-v` a test's messages stand between the line that starts it and the one that ends it."""
    start = text.find(f"=== RUN   {name}\n")
    return _RUN_OUTPUT.search(text, start) if start >= 0 else None


def _add(argv: Sequence[str], reports: str) -> list[str]:
    del reports
    words = GO_TEST.is_called_by(argv)
    if words is None or {"-v", "-json", "--json", "-v=true"} & set(argv):
        return list(argv)
    return [*argv[:words], "-v", *argv[words:]]


GO_TEST = Tool("go test", "tests", (("go", "test"),), _count, _first, add=_add)
