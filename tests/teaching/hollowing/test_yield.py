"""How many exercises `teach hollow` makes of code that nobody wrote for it: at least thirty, all proven both ways."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from teaching.hollowing.runners.choice import fallback
from teaching.verification import sandbox
from teaching.verification.commands import commands_of, parse
from teaching.verification.consent import grant
from tests.npm import node_of_the_wheel

ROOT = Path(__file__).resolve().parents[3]
PINS = ROOT / "tests" / "pins" / "vitest"
TEACH = [sys.executable, "-m", "mcp_server"]
WANTED = 30

pytestmark = pytest.mark.full


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch, require_part: Callable[[object, str], None]) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    node = node_of_the_wheel()
    folders = [str(Path(sys.executable).parent), *([str(node.parent)] if node else []), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(folders))


def hollow(root: Path, *words: str) -> dict[str, Any]:
    done = subprocess.run(
        [*TEACH, "hollow", *words, "--format", "json"], cwd=root, stdin=subprocess.DEVNULL, capture_output=True,
        encoding="utf-8", timeout=3000, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def told(name: str, found: dict[str, Any]) -> int:
    """The report: what was made, what was refused and why."""
    exercises = found["exercises"]
    assert all(one["proven"] and one["red_tests"] for one in exercises)
    print(f"{name}: {len(exercises)} exercises, {len(found['refused'])} refused, {found['runs']} runs")
    for one in found["refused"]:
        print(f"  refused {one['symbol']}: {one['reason']}")
    print(f"  passed over: {found['passed_over']}")
    return len(exercises)


def test_thirty_exercises_come_of_three_code_bases(
    make_repo: Callable[..., Any],
    npm_installed: Callable[..., Path],
    require_part: Callable[[object, str], None],
    tmp_path: Path,
) -> None:
    made = told("this repository", of_this_repository(tmp_path))
    made += told("an installed Python package", of_an_installed_package(tmp_path, require_part))
    made += told("a TypeScript library", of_a_library(make_repo, npm_installed, tmp_path))
    assert made >= WANTED


def of_this_repository(tmp_path: Path) -> dict[str, Any]:
    # A copy, for the tree may change meanwhile; `make test` installs and checks much more than this needs.
    clone = tmp_path / "clone"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone / name)
    tests = "python -m pytest -q tests/teaching/roadmap/test_reading.py tests/teaching/roadmap/test_merge.py"
    grant(clone, parse("test", tests, "--tests", clone)[0], "terminal")
    place = str(clone / "teaching" / "roadmap")
    return hollow(tmp_path, place, "--root", str(clone), "--auto", "8", "--tests", tests, *to(tmp_path / "of-this"))


def to(target: Path) -> tuple[str, str]:
    return "--to", str(target)


def of_an_installed_package(tmp_path: Path, require_part: Callable[[object, str], None]) -> dict[str, Any]:
    spec = find_spec("referencing")
    require_part(spec is not None and spec.origin is not None, "referencing, which jsonschema needs, is not installed")
    assert spec is not None and spec.origin is not None
    # Its tests lie within the package, nothing declares how they run, and there is no git.
    root = tmp_path / "package"
    shutil.copytree(Path(spec.origin).parent, root / "referencing", ignore=shutil.ignore_patterns("__pycache__"))
    command = fallback(root, ["referencing/tests/test_core.py"])
    assert command is not None
    grant(root, [command], "terminal")
    return hollow(root, "--auto", "20", *to(tmp_path / "of-package"))


def of_a_library(make_repo: Callable[..., Any], npm_installed: Callable[..., Path], tmp_path: Path) -> dict[str, Any]:
    installed = npm_installed("vitest", PINS)
    folder = Path(__file__).parent / "library"
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    library = make_repo({**files, ".gitignore": "node_modules\n"}, name="library")
    (library.root / "node_modules").symlink_to(installed / "node_modules")
    grant(library.root, commands_of(library.root).commands, "terminal")
    return hollow(library.root, "--auto", "20", *to(tmp_path / "of-library"))
