"""What a project's files tell of its test, lint and type-check commands, where nobody declared them."""

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

from teaching.contracts.verification import Step
from teaching.repository.files import Root, Unreadable

Found = tuple[tuple[str, ...], str]
_LOCKS = (("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"), ("bun.lockb", "bun"))
_SCRIPTS: dict[Step, tuple[str, ...]] = {
    "test": ("test",),
    "lint": ("lint",),
    "typecheck": ("typecheck", "type-check", "check-types", "types", "tsc"),
    "build": ("build",),
}
_TARGETS: dict[Step, tuple[str, ...]] = {
    "test": ("test", "tests"),
    "lint": ("lint",),
    "typecheck": ("typecheck", "type-check", "types", "mypy"),
}
_NO_TEST = "no test specified"
_PYTHON_RUNNERS = (("uv.lock", ("uv", "run")), ("poetry.lock", ("poetry", "run")), ("pdm.lock", ("pdm", "run")))


class _Project:
    """The few files that tell, each read once and never trusted to be well-formed."""

    def __init__(self, root: Path) -> None:
        self._files = Root(root)

    def has(self, *names: str) -> str:
        return next((name for name in names if self._files.problem(name) is None), "")

    def text(self, name: str) -> str:
        try:
            return self._files.read(name).decode("utf-8", "replace")
        except Unreadable:
            return ""

    def json(self, name: str) -> dict[str, Any]:
        try:
            read = json.loads(self.text(name) or "{}")
        except (ValueError, RecursionError):
            return {}
        return cast(dict[str, Any], read) if isinstance(read, dict) else {}

    def toml(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text(name))
        except (ValueError, RecursionError):
            return {}


def find(root: Path, step: Step) -> Iterable[Found]:
    """The first command for a step, with the place that told of it; empty when nothing tells."""
    project = _Project(root)
    for look in _LOOKS:
        if found := look(project, step):
            return (found,)
    return ()


def _package(project: _Project, step: Step) -> Found | None:
    package = project.json("package.json")
    scripts = package.get("scripts")
    if not isinstance(scripts, dict):
        return None
    said = cast(dict[str, Any], scripts)
    manager = next((name for lock, name in _LOCKS if project.has(lock)), "npm")
    for name in _SCRIPTS.get(step, ()):
        script = said.get(name)
        if isinstance(script, str) and script.strip() and _NO_TEST not in script:
            # `bun test` is bun's own runner; everywhere else `run` may be left out of this one word.
            plain = name == "test" and manager != "bun"
            return (manager, name) if plain else (manager, "run", name), f"package.json scripts.{name}"
    return None


def _typescript(project: _Project, step: Step) -> Found | None:
    if step == "typecheck" and project.has("package.json") and project.has("tsconfig.json"):
        return ("npx", "--no-install", "tsc", "--noEmit"), "tsconfig.json"
    return None


def _python(project: _Project, step: Step) -> Found | None:
    settings = project.toml("pyproject.toml")
    tools: Any = settings.get("tool")
    tools = cast(dict[str, Any], tools) if isinstance(tools, dict) else {}
    runner = next((argv for lock, argv in _PYTHON_RUNNERS if project.has(lock)), ())
    found = _PYTHON_STEPS[step](project, tools) if step in _PYTHON_STEPS else None
    if found is None:
        return None
    argv, place = found
    if argv[0] == "python" and not runner:
        argv = (_python_name(project), *argv[1:])
    return (*runner, *argv), place


def _python_name(project: _Project) -> str:
    return "python" if project.has(".venv/pyvenv.cfg", "venv/pyvenv.cfg") or shutil.which("python") else "python3"


def _python_test(project: _Project, tools: dict[str, Any]) -> Found | None:
    pytest = ("python", "-m", "pytest")
    if "pytest" in tools:
        return pytest, "pyproject.toml tool.pytest"
    for name, section in (("pytest.ini", "[pytest]"), ("tox.ini", "[pytest]"), ("setup.cfg", "[tool:pytest]")):
        if section in project.text(name):
            return pytest, name
    if name := project.has("conftest.py", "tests/conftest.py"):
        return pytest, name
    if project.has("tox.ini"):
        return ("tox",), "tox.ini"
    return None


def _python_lint(project: _Project, tools: dict[str, Any]) -> Found | None:
    if "ruff" in tools:
        return ("ruff", "check", "."), "pyproject.toml tool.ruff"
    name = project.has("ruff.toml", ".ruff.toml")
    return (("ruff", "check", "."), name) if name else None


def _python_types(project: _Project, tools: dict[str, Any]) -> Found | None:
    if "mypy" in tools:
        return ("mypy", "."), "pyproject.toml tool.mypy"
    if name := project.has("mypy.ini", ".mypy.ini"):
        return ("mypy", "."), name
    if "pyright" in tools:
        return ("pyright",), "pyproject.toml tool.pyright"
    name = project.has("pyrightconfig.json")
    return (("pyright",), name) if name else None


_PYTHON_STEPS: dict[Step, Callable[[_Project, dict[str, Any]], Found | None]] = {
    "test": _python_test,
    "lint": _python_lint,
    "typecheck": _python_types,
}


def _make(project: _Project, step: Step) -> Found | None:
    name = project.has("GNUmakefile", "makefile", "Makefile")
    text = project.text(name) if name else ""
    for target in _TARGETS.get(step, ()):
        if re.search(rf"^{target}\s*::?(?!=)", text, re.MULTILINE):
            return ("make", target), f"{name} target {target}"
    return None


def _cargo(project: _Project, step: Step) -> Found | None:
    commands: dict[Step, tuple[str, ...]] = {
        "test": ("cargo", "test"),
        "lint": ("cargo", "clippy", "--", "-D", "warnings"),
        "typecheck": ("cargo", "check"),
    }
    return (commands[step], "Cargo.toml") if step in commands and project.has("Cargo.toml") else None


def _go(project: _Project, step: Step) -> Found | None:
    commands: dict[Step, tuple[str, ...]] = {"test": ("go", "test", "./..."), "lint": ("go", "vet", "./...")}
    return (commands[step], "go.mod") if step in commands and project.has("go.mod") else None


_LOOKS: tuple[Callable[[_Project, Step], Found | None], ...] = (_package, _typescript, _python, _make, _cargo, _go)
