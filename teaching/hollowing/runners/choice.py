"""Which runner a test command ends in, and which command there is where nobody declared one."""

import json
import re
import shlex
import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from teaching.contracts.exercises import Language
from teaching.hollowing.runners import python, web
from teaching.hollowing.runners.report import Notes, Report
from teaching.hollowing.staging import Stage
from teaching.repository.files import Root, Unreadable
from teaching.verification.commands import Command
from teaching.verification.tools.pytest import PYTEST

_Prepare = Callable[[Stage, Collection[str] | None], None]
_Command = Callable[[Command, Stage, Collection[str] | None], Command]
WEB: frozenset[Language] = frozenset({"typescript", "tsx", "javascript"})
_TAKE_A_VALUE = {"--import", "--require", "-r", "--loader", "--experimental-loader", "--conditions", "-C"}
_MANAGERS = {"npm", "pnpm", "yarn", "bun"}
_TEST_FILE = re.compile(r"(?:test_[\w]+|[\w]+_test)\.py")
_FILES_OF_TESTS = {"test.py", "tests.py"}
_WEB_TEST_FILE = re.compile(r"[\w.-]+[.-]test\.[cm]?[jt]s|test-[\w.-]+\.[cm]?js")


@dataclass(frozen=True, slots=True)
class Runner:
    """One test runner.

    Attributes:
        plainly: the shortest command that runs it.
        languages: whose functions it runs.
        prepare: puts what it needs into a copy; is given the tests to run, or None for all.
        chooses: whether it runs these tests alone, and not all of their files.
        command: the project's command, so that it reports.
        probe: the statement that notes which test runs function number n.
    """

    name: str
    plainly: str
    languages: frozenset[Language]
    prepare: _Prepare
    command: _Command
    probe: Callable[[int, Stage], str]
    report: Callable[[Stage, str], Report]
    notes: Callable[[Stage, Report], Notes]
    chooses: bool = False


PYTEST_RUNNER = Runner(
    "pytest",
    "python -m pytest",
    frozenset({"python"}),
    python.prepare,
    python.command,
    python.probe,
    python.report,
    python.notes,
    chooses=True,
)
VITEST = Runner("vitest", "npx vitest run", WEB, web.prepare, web.vitest_command, web.probe, web.json_report, web.notes)
JEST = Runner("jest", "npx jest", WEB, web.prepare, web.jest_command, web.probe, web.json_report, web.notes)
NODE_TEST = Runner(
    "node:test", "node --test", WEB, web.prepare, web.node_command, web.probe, web.node_report, web.notes
)


def runner_of(root: Path, command: Command) -> Runner | None:
    """The runner that the command ends in; None where nothing tells."""
    words = " ".join(command.argv)
    if PYTEST.is_called_by(command.argv) is not None:
        return PYTEST_RUNNER
    if Path(command.argv[0]).name in _MANAGERS:
        words = _script(root, command)
    if re.search(r"\bvitest\b", words):
        return VITEST
    if re.search(r"\bjest\b", words):
        return JEST
    if re.search(r"\b(?:node|tsx)\b.*\s--test\b", words):
        return NODE_TEST
    # `make test`, `nox`, `hatch test`: whatever they call finds the plugin in its environment.
    return None if Path(command.argv[0]).name in _MANAGERS or "unittest" in words else PYTEST_RUNNER


def _script(root: Path, command: Command) -> str:
    names = [word for word in command.argv[1:] if not word.startswith("-")]
    name = names[1] if names[:1] == ["run"] and len(names) > 1 else names[0] if names else "test"
    scripts = _package(root, command.folder).get("scripts")
    return str(cast("dict[str, Any]", scripts).get(name, "")) if isinstance(scripts, dict) else ""


def script_without_files(root: Path, command: Command) -> list[str]:
    """The words of a package's script that runs node's tests, without the files it names; [] where it does more."""
    script = _script(root, command)
    if re.search(r"[;&|<>$`()]", script):
        return []
    try:
        words = shlex.split(script)
    except ValueError:
        return []
    if words[:1] not in (["node"], ["tsx"]):
        return []
    pairs = zip([*words[1:]], words, strict=False)
    return [*words[:1], *(word for word, before in pairs if word.startswith("-") or before in _TAKE_A_VALUE)]


def _package(root: Path, folder: str) -> dict[str, Any]:
    try:
        value: Any = json.loads(Root(root).read(f"{folder}/package.json" if folder else "package.json"))
    except (Unreadable, ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def fallback(root: Path, paths: Collection[str]) -> Command | None:
    """A command for a project that declares none and has tests all the same.

    Args:
        paths: all files of the project.
    """
    package = _package(root, "")
    for group in ("devDependencies", "dependencies"):
        named: Any = package.get(group)
        for name, argv in (("vitest", ("vitest", "run")), ("jest", ("jest",))):
            if isinstance(named, dict) and name in named:
                return Command("test", ("npx", "--no-install", *argv), f"detected: package.json {group}.{name}")
    for path in sorted(paths):
        name = path.rpartition("/")[2]
        if _TEST_FILE.fullmatch(name):
            python = "python" if (root / ".venv").exists() or shutil.which("python") else "python3"
            return Command("test", (python, "-m", "pytest"), f"detected: {path}")
        if name in _FILES_OF_TESTS:
            # pytest finds it by its name only.
            return Command(
                "test", ("python" if shutil.which("python") else "python3", "-m", "pytest", path), f"detected: {path}"
            )
        if _WEB_TEST_FILE.fullmatch(name):
            return Command("test", ("node", "--test"), f"detected: {path}")
    return None
