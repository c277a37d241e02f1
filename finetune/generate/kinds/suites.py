"""Small test suites, played: what a runner says of one piece of code under one set of tests."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from finetune.generate.play import lay, play
from finetune.generate.proofs import Job
from teaching.errors import BadInputError
from teaching.verification.tools.node_test import NODE_TEST
from teaching.verification.tools.pytest import PYTEST
from teaching.verification.tools.tool import Tool
from teaching.verification.tools.unittest import UNITTEST

Case = Mapping[str, Any]
_RAISED = re.compile(r"^(?:[A-Za-z_][\w.]*\.)?[A-Z]\w*(?:Error|Exception|Interrupt)\b.*$", re.MULTILINE)
_SUMMED = re.compile(r"^(?:FAILED|ERROR) \S+?(?:::\S+)? - (.*)$", re.MULTILINE)
_NODE = re.compile(r"failing tests:.*?\n✖[^\n]*\n\s*(.*?)\n\s+at ", re.DOTALL)
_EQUAL = re.compile(r"Expected (?:values to be|\"actual\" to be)[^\n]*:\s*\n\s*\n?\s*(\S[^\n]*)")
_RUN = {
    "unittest": ("python", "-m", "unittest"),
    "pytest": ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider"),
    "node": ("node", "--test", "--test-reporter=spec"),
}
_SAID: Final[Mapping[str, str]] = {
    "unittest": "python -m unittest",
    "pytest": "python -m pytest",
    "node": "node --test",
}
_TOOLS: Final[Mapping[str, Tool]] = {"unittest": UNITTEST, "pytest": PYTEST, "node": NODE_TEST}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a suite ended.

    Attributes:
        line: what the first failure says, in one line as the runner prints it; empty where all is green.
        name: of the first test that failed.
    """

    exit: int
    passed: int
    failed: int
    line: str
    name: str

    @property
    def green(self) -> bool:
        """Whether something ran and nothing failed."""
        return self.exit == 0 and self.failed == 0 and self.passed > 0


def test_file(path: str) -> str:
    """Where the tests of a file stand."""
    stem, _, end = path.rpartition(".")
    return f"test_{stem}.py" if end == "py" else f"{stem}.test.{end}"


def command(case: Case) -> str:
    """What the learner types to run the tests of a case."""
    place = test_file(case["path"])
    return f"{_SAID[case['runner']]} {place.removesuffix('.py') if case['runner'] == 'unittest' else place}"


def head(case: Case) -> str:
    """What stands above the tests of a case: its imports."""
    path, names = case["path"], case["names"]
    more = case.get("imports", "")
    if case["runner"] == "node":
        own = f'import {{ {names} }} from "./{path}";\n' if names else ""
        return f'import {{ test }} from "node:test";\nimport assert from "node:assert/strict";\n{more}{own}\n'
    own = f"from {path.removesuffix('.py')} import {names}\n" if names else ""
    unit = "import unittest\n" if case["runner"] == "unittest" else ""
    return f"{unit}{more}\n{own}\n\n".lstrip("\n")


def job(kind: str, case: Case, runs: Sequence[Mapping[str, Any]]) -> Job:
    """Runs of a case, one after the other; each has `code`, `test`, and perhaps more `files`, `env` and `only`."""
    inputs = {"runner": case["runner"], "path": case["path"], "runs": json.dumps(list(runs), sort_keys=True)}
    uses = ("node",) if case["runner"] == "node" else ("python",)
    return Job(kind, inputs, played, uses=uses, code=("teaching.verification.tools",))


def played(folder: Path, inputs: Mapping[str, str]) -> Mapping[str, Any]:
    """How every run ended."""
    runs = json.loads(inputs["runs"])
    runner, path = inputs["runner"], inputs["path"]
    return {"runs": [_played(folder / str(number), runner, path, run) for number, run in enumerate(runs)]}


def _played(folder: Path, runner: str, path: str, run: Mapping[str, Any]) -> Mapping[str, Any]:
    tests = test_file(path)
    lay(folder, {path: run["code"], tests: run["test"], **run.get("files", {})})
    target = tests.removesuffix(".py") if runner == "unittest" else tests
    if runner == "unittest" and run.get("only"):
        target = f"{target}.{run['only']}"
    words = [*_RUN[runner], target]
    if runner == "pytest" and run.get("only"):
        words[-1] = f"{target}::{run['only']}"
    env = {"COLUMNS": "300", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(folder), **run.get("env", {})}
    done = play(folder, words, **env)
    said = done.said.replace("… s", "0.00s")
    counted = _TOOLS[runner].count(said)
    if counted is None:
        raise BadInputError(f"{path}: {_SAID[runner]} counted nothing: {said[-400:]}")
    seen = _TOOLS[runner].first(said) if counted.failed else None
    line = _line(runner, said) if counted.failed else ""
    name = seen.name.rpartition("::")[2].removesuffix(" (0.00s)") if seen else ""
    return {"exit": done.exit, "passed": counted.passed, "failed": counted.failed, "line": line, "name": name}


def _line(runner: str, said: str) -> str:
    if runner == "pytest":
        found = _SUMMED.search(said)
        return found[1].strip() if found else ""
    if runner == "unittest":
        raised = _RAISED.search(said)
        return raised[0].strip() if raised else ""
    block = _NODE.search(said)
    if block is None:
        return ""
    equal = _EQUAL.search(block[1])
    return (equal[1] if equal else block[1].splitlines()[0]).strip().removesuffix("{").strip()


def outcomes(facts: Mapping[str, Any]) -> list[Outcome]:
    """The runs of a proof."""
    return [Outcome(**one) for one in facts["runs"]]


def expect(case: Case, outcome: Outcome, wanted: str) -> Outcome:
    """The outcome, if it is as the matter says.

    Raises:
        BadInputError: it is not.
    """
    if (wanted == "green") != outcome.green:
        raise BadInputError(f"{case['id']}: not {wanted}: {outcome}")
    if wanted == "red" and (not outcome.line or len(outcome.line) > 160 or outcome.line.startswith("+ actual")):
        raise BadInputError(f"{case['id']}: its red line cannot be quoted: {outcome}")
    return outcome
