"""vitest, jest and node:test: a report of their own is asked for, beside which probes note the test that runs."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from teaching.hollowing.runners.report import Notes, Outcome, Report, State, lines
from teaching.hollowing.staging import Stage
from teaching.hollowing.web_probe import probe as probe_text
from teaching.verification.commands import Command

_SAYS = re.compile(r"TODO\(human\): ([\w.$#]+)")
_INJECTED = Path(__file__).resolve().parents[1] / "injected"
_MOST = 200_000_000
_STATES: dict[str, State] = {"passed": "passed", "failed": "failed"}


def prepare(stage: Stage, tests: Collection[str] | None) -> None:
    """Puts what node is to load into the copy."""
    del tests
    stage.clear()
    for name, target in (("reporter.txt", "reporter.mjs"), ("preload.txt", "preload.cjs")):
        (stage.ours / target).write_text((_INJECTED / name).read_text(encoding="utf-8"), encoding="utf-8")


def vitest_command(given: Command, stage: Stage, files: Collection[str] | None) -> Command:
    """With a report as JSON, and without coverage."""
    place = f"--outputFile={stage.ours_inside}/report.json"
    more = ["--reporter=json", place, "--coverage.enabled=false", *_chosen(files)]
    return replace(given, argv=(*given.argv, *_between(given), *more))


def jest_command(given: Command, stage: Stage, files: Collection[str] | None) -> Command:
    """With a report as JSON, and without coverage."""
    more = ["--json", f"--outputFile={stage.ours_inside}/report.json", "--coverage=false", "--watchAll=false"]
    if files is not None:
        more += ["--runTestsByPath", *_chosen(files)]
    return replace(given, argv=(*given.argv, *_between(given), *more))


def node_command(given: Command, stage: Stage, files: Collection[str] | None) -> Command:
    """With a reporter of ours, which node takes from its environment; all files run, for the words choose them."""
    del files
    ours = stage.ours_inside
    options = (
        f"--require {ours}/preload.cjs --test-reporter={ours}/reporter.mjs "
        f"--test-reporter-destination={ours}/tests.jsonl"
    )
    return replace(given, argv=("env", f"NODE_OPTIONS={options}", *given.argv))


def probe(number: int, stage: Stage) -> str:
    """The statement that notes which test is running."""
    return probe_text(number, f"{stage.ours_inside}/notes.jsonl")


def json_report(stage: Stage, output: str) -> Report:
    """The report of vitest and jest."""
    path = stage.ours / "report.json"
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST:
        return Report(output=output)
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8", errors="replace"))
        files = list(_files(value))
    except (ValueError, TypeError, KeyError, RecursionError):
        return Report(output=output)
    tests: dict[str, Outcome] = {}
    broken: list[str] = []
    for name, results in files:
        file = _inside(name, stage)
        if not results:
            broken.append(file)
        for one in results:
            title = " > ".join([*one.get("ancestorTitles", []), one.get("title", "")])
            error = "\n".join(map(str, one.get("failureMessages") or []))
            identity = f"{file} > {title}"
            state = _STATES.get(str(one.get("status")), "other")
            tests[identity] = Outcome(identity, file, state, frozenset(_SAYS.findall(error)), error[:300])
    return Report(tests, tuple(broken), True, output)


def _files(value: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for result in cast("list[dict[str, Any]]", value["testResults"]):
        yield str(result["name"]), cast("list[dict[str, Any]]", result["assertionResults"])


def node_report(stage: Stage, output: str) -> Report:
    """What our reporter wrote; a test is red with what a test within it is red with."""
    tests: dict[str, Outcome] = {}
    broken: list[str] = []
    told = False
    for value in lines(stage.ours, "tests"):
        told = True
        file, name = _inside(str(value["file"]), stage), str(value["name"])
        if value["type"] == "suite":
            continue
        if name.endswith(file.rpartition("/")[2]) and " > " not in name:
            if not value["passed"]:
                broken.append(file)
            continue
        identity = f"{file} > {name}"
        state: State = "other" if value["skipped"] else "passed" if value["passed"] else "failed"
        says = frozenset(_SAYS.findall(value["error"]))
        for test in tests.values():
            if test.id.startswith(f"{identity} > "):
                says |= test.says
        tests[identity] = Outcome(identity, file, state, says, str(value["error"])[:300])
    return Report(tests, tuple(broken), told, output)


def notes(stage: Stage, told: Report) -> Notes:
    """Who ran which probe; a test that has tests within it runs what they run."""
    by_name = {identity.replace(" > ", " "): identity for identity in told.tests}
    found: dict[int, set[str]] = {}
    early: set[int] = set()
    for value in lines(stage.ours, "notes"):
        number, name, file = value
        wanted = f"{_inside(str(file), stage)} {name}".replace(" > ", " ")
        identity = by_name.get(wanted)
        if not name or identity is None:
            early.add(number)
            continue
        above = {one for one in told.tests if identity.startswith(f"{one} > ")}
        found.setdefault(number, set()).update({identity, *above})
    return Notes({number: frozenset(ran) for number, ran in found.items()}, frozenset(early))


def _inside(path: str, stage: Stage) -> str:
    for root in (stage.inside, stage.path, stage.root):
        if path.startswith(f"{root}/"):
            return path.removeprefix(f"{root}/")
    return path


def _between(given: Command) -> list[str]:
    """Npm takes what stands behind `--` for the script, the other package managers all of it."""
    return ["--"] if given.argv[0] == "npm" and "--" not in given.argv else []


def _chosen(files: Collection[str] | None) -> list[str]:
    return sorted(files or ())
