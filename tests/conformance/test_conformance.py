"""The official MCP conformance suite against the product, at both protocol revisions, with a baseline for each.

The suite speaks HTTP only, so `serve.py` puts the product behind a loopback port; stdio has its own tests.
Not covered: scenarios that need the suite's own tools, prompts and resources (LEFT_OUT says which and why).
"""

import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pytest
import yaml

from tests import npm

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CLI = Path("node_modules/@modelcontextprotocol/conformance/dist/index.js")

SCENARIO_S = 60  # a whole process for one scenario; the suite's own limit within it is 30 s
START_S = 60
AT_ONCE = 3
COLOUR = re.compile(r"\x1b\[[0-9;]*m")

LISTS = ["tools-list", "resources-list", "prompts-list"]
HTTP = ["server-sse-multiple-streams", "dns-rebinding-protection"]

# Revision -> the scenarios that apply to any server.
APPLIES = {
    "2025-11-25": ["server-initialize", "server-session-lifecycle", "ping", *LISTS, *HTTP],
    "2026-07-28": [
        "server-stateless",
        *LISTS,
        *HTTP,
        "sep-2164-resource-not-found",
        "caching",
        "http-header-validation",
        "input-required-result-unsupported-methods",
    ],
}

# Revision -> how many checks must have passed, so that an empty or half-empty run fails.
CHECKS_AT_LEAST = {"2025-11-25": 19, "2026-07-28": 58}

# Why a scenario is left out -> which (a trailing * stands for the rest of the name).
LEFT_OUT = {
    "calls a tool of the suite's own": ["tools-call-*", "elicitation-sep*", "json-schema-2020-12"],
    "reconnects to a tool of the suite's own": ["server-sse-polling"],
    "reads a resource of the suite's own": ["resources-read-*", "resources-templates-read"],
    "gets a prompt of the suite's own": ["prompts-get-*"],
    "tests a capability that the product does not declare": [
        "completion-complete",
        "logging-set-level",
        "resources-subscribe",
        "resources-unsubscribe",
    ],
    "tests an extension that the product does not declare": ["tasks-*"],
    "needs a tool with x-mcp-header annotations": ["http-custom-header-server-validation"],
    "asks for input through a tool of the suite's own": [
        "input-required-result-basic-*",
        "input-required-result-request-state",
        "input-required-result-multi*",
        "input-required-result-missing-input-response",
        "input-required-result-non-tool-request",
        "input-required-result-result-type",
        "input-required-result-tampered-state",
        "input-required-result-capability-check",
        "input-required-result-ignore-extra-params",
        "input-required-result-validate-input",
    ],
}


@dataclass(frozen=True)
class Suite:
    """The installed suite and the node that runs it."""

    node: Path
    cli: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One bounded process of the suite, output and all."""
        return subprocess.run(
            [str(self.node), str(self.cli), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=SCENARIO_S,
            check=False,
        )


@dataclass(frozen=True)
class Outcome:
    """What one scenario came to: the exit status against the baseline, and every check by its identifier."""

    scenario: str
    code: int
    checks: list[dict[str, Any]]
    output: str

    @property
    def passed(self) -> int:
        """How many checks succeeded; skipped and informative ones do not count."""
        return Counter(check["status"] for check in self.checks)["SUCCESS"]


@pytest.fixture(scope="module")
def suite(npm_installed: Callable[..., Path]) -> Suite:
    """The pinned suite."""
    folder = npm_installed("conformance", HERE, str(CLI))
    node = npm.node_of_the_wheel()
    assert node is not None
    return Suite(node, folder / CLI)


@contextmanager
def serving(build: str, root: Path, log_path: Path) -> Iterator[str]:
    """The address of what `module:function` builds, over HTTP, looking at a folder."""
    with log_path.open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "serve.py"), "--root", str(root), "--build", build],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        )
        assert process.stdin is not None and process.stdout is not None
        too_late = threading.Timer(START_S, process.kill)
        too_late.start()
        first = process.stdout.readline().strip()
        too_late.cancel()
        try:
            assert first.startswith("http://127.0.0.1:"), f"serve.py did not start: {tail_of(log)}"
            yield first
        finally:
            process.stdin.close()
            stop(process)
            process.stdout.close()


@pytest.fixture
def address(make_repo: Callable[..., Any], tmp_path: Path) -> Iterator[str]:
    """The product over HTTP, looking at a small repository."""
    root = make_repo({"CLAUDE.md": "# Project\n- Functions stay under 40 lines.\n", "main.py": "x = 1\n"}).root
    with serving("mcp_server.server:build", root, tmp_path / "serve.log") as address:
        yield address


def tail_of(log: TextIO) -> str:
    """The end of what the server complained about."""
    log.seek(0)
    return log.read()[-2000:]


def stop(process: subprocess.Popen[str]) -> None:
    """Give the server a moment to end by itself, then end it."""
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def try_one(suite: Suite, address: str, revision: str, scenario: str, out: Path) -> Outcome:
    """One scenario in a process of its own, judged by the suite against the revision's baseline."""
    folder = out / scenario
    baseline = str(HERE / f"baseline-{revision}.yml")
    where = ["--url", address, "--scenario", scenario, "--spec-version", revision, "-o", str(folder)]
    run = suite.run("server", *where, "--expected-failures", baseline, "--timeout", "30000")
    files = list(folder.rglob("checks.json"))
    checks = [check for file in files for check in json.loads(file.read_text(encoding="utf-8"))]
    return Outcome(scenario, run.returncode, checks, COLOUR.sub("", run.stdout)[-3000:])


def baseline_of(revision: str) -> list[str]:
    """The entries of the committed baseline."""
    return yaml.safe_load((HERE / f"baseline-{revision}.yml").read_text(encoding="utf-8"))["server"]


@pytest.mark.parametrize("revision", APPLIES)
def test_the_product_conforms(revision: str, suite: Suite, address: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(
            pool.map(lambda scenario: try_one(suite, address, revision, scenario, tmp_path), APPLIES[revision])
        )
    failed = [f"{one.scenario} ended with {one.code}:\n{one.output}" for one in outcomes if one.code]
    assert not failed, "\n\n".join(failed)
    assert [one.scenario for one in outcomes if one.passed == 0] == []
    passed = sum(one.passed for one in outcomes)
    assert passed >= CHECKS_AT_LEAST[revision]
    seen = {f"{one.scenario}:{check['id']}" for one in outcomes for check in one.checks}
    assert set(baseline_of(revision)) - seen == set(), "the baseline names checks that nobody made"


@pytest.mark.parametrize("revision", APPLIES)
def test_every_scenario_of_the_suite_is_run_or_left_out_by_name(revision: str, suite: Suite) -> None:
    listed = suite.run("list", "--requirements", revision).stdout
    required = listed.partition("Server scenarios")[2].partition("Client scenarios")[0]
    names = set(re.findall(r"^ +- ([\w-]+)$", required, re.M))
    names |= set(re.findall(r"^ +- ([\w-]+) \[server\]$", listed, re.M))
    assert len(names) >= 30
    unknown = {name for name in names if name not in APPLIES[revision] and not left_out(name)}
    assert unknown == set(), "new in the suite: put it into APPLIES or LEFT_OUT"
    assert set(APPLIES[revision]) <= names


def left_out(name: str) -> bool:
    """Whether LEFT_OUT names the scenario."""
    patterns = [pattern for group in LEFT_OUT.values() for pattern in group]
    return any(name.startswith(p[:-1]) if p.endswith("*") else name == p for p in patterns)


def test_the_gate_shuts_on_an_unexpected_failure_and_on_a_stale_entry(suite: Suite, tmp_path: Path) -> None:
    stale = tmp_path / "stale.yml"
    stale.write_text("server:\n  - tools-list:wire-schema-valid\n", encoding="utf-8")
    with serving("stand_in:build", tmp_path, tmp_path / "serve.log") as address:
        where = ["--url", address, "--scenario", "tools-list", "--spec-version", "2026-07-28"]
        run = suite.run("server", *where, "--expected-failures", str(stale), "-o", str(tmp_path / "out"))
    assert run.returncode == 1
    assert "Stale baseline entries" in run.stdout
    assert "Unexpected failures" in run.stdout


def test_the_lock_file_pins_exactly_and_names_no_registry() -> None:
    assert npm.problems_of_pins(HERE) == []
    packages = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(packages) > 100
