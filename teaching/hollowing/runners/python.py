"""pytest, however it is called: a plugin is handed over in the environment, and the suite's own command stays."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from teaching.hollowing.runners.report import Notes, Outcome, Report, State, lines
from teaching.hollowing.staging import CACHE, Stage
from teaching.verification.commands import Command

PLUGIN = "teach_hollow_plugin"
_TEXT = Path(__file__).resolve().parents[1] / "injected" / "pytest_plugin.txt"


def prepare(stage: Stage, tests: Collection[str] | None) -> None:
    """Puts the plugin into the copy.

    Args:
        tests: ids of those to run; None for all.
    """
    stage.clear()
    (stage.ours / f"{PLUGIN}.py").write_text(_TEXT.read_text(encoding="utf-8"), encoding="utf-8")
    if tests is not None:
        (stage.ours / "only.json").write_text(json.dumps(sorted(tests)), encoding="utf-8")


def command(given: Command, stage: Stage, files: Collection[str] | None) -> Command:
    """The suite's command with the plugin in its environment."""
    del files  # the plugin reads them
    paths = [stage.ours_inside]
    if stage.inside != stage.root:
        # Not standing in the project's place: what was installed from there must not win.
        paths.append(stage.inside)
    if (stage.path / given.folder / "src").is_dir():
        # It need not be installed, and what is installed may be another version.
        paths.append(stage.inside / given.folder / "src")
    return replace(
        given,
        argv=(
            "env",
            f"PYTHONPATH={':'.join(map(str, paths))}",
            f"PYTHONPYCACHEPREFIX={stage.inside / CACHE}",
            f"PYTEST_PLUGINS={PLUGIN}",
            f"TEACH_HOLLOW={stage.ours_inside}",
            *given.argv,
        ),
    )


def probe(number: int, stage: Stage) -> str:
    """The statement that notes which test is running; a program that was started without the plugin goes on."""
    del stage
    # A program that the tests start may know nothing of the plugin.
    return f'try:\n    __import__("{PLUGIN}").note({number})\nexcept ImportError:\n    pass\n'


def report(stage: Stage, output: str) -> Report:
    """What the plugin wrote of the run."""
    tests: dict[str, Outcome] = {}
    for name, when, state, says, error in _valid(lines(stage.ours, "tests-"), 5):
        ended = _state(when, state)
        before = tests.get(name)
        if before is None or _weight(ended) >= _weight(before.state):
            kept = frozenset(map(str, says)) | (before.says if before else frozenset[str]())
            tests[name] = Outcome(name, name.partition("::")[0], ended, kept, error)
    broken = [(str(item[0]), str(item[1])) for item in _valid(lines(stage.ours, "broken-"), 2)]
    error = f"{broken[0][0]}: {' '.join(broken[0][1].split())[-300:]}" if broken else _internal(output)
    ended = any(True for _ in lines(stage.ours, "end-"))
    return Report(tests, tuple(name for name, _ in broken), ended, output, error)


def _internal(output: str) -> str:
    """The last line of an error of pytest itself, or of a plugin or conftest.py."""
    said = [line for line in output.splitlines() if line.startswith("INTERNALERROR>") and line[14:].strip()]
    return said[-1].removeprefix("INTERNALERROR>").strip()[:300] if said else ""


def notes(stage: Stage, told: Report) -> Notes:
    """Who ran which probe; what a shared fixture ran counts for every test that uses the fixture."""
    users: dict[str, set[str]] = {}
    for name, keys in _valid(lines(stage.ours, "shared-"), 2):
        for key in keys:
            users.setdefault(key, set()).add(name)
    found: dict[int, set[str]] = {}
    early: set[int] = set()
    for number, name, fixture in _valid(lines(stage.ours, "notes-"), 3):
        ran = {name} if name else set[str]()
        if fixture is not None:
            ran |= users.get(fixture, set())
        if not ran:
            early.add(number)
        found.setdefault(number, set()).update(ran & told.tests.keys())
    return Notes({number: frozenset(ran) for number, ran in found.items()}, frozenset(early))


def _valid(values: Any, length: int) -> Sequence[Any]:
    return [value for value in values if isinstance(value, list) and len(value) == length]  # pyright: ignore


def _state(when: str, outcome: str) -> State:
    if outcome == "failed":
        return "failed"
    if outcome == "passed":
        return "passed"
    return "other"


def _weight(state: State) -> int:
    """A test is red when any of its phases is, and skipped when one of them was."""
    return {"passed": 0, "other": 1, "failed": 2}[state]
