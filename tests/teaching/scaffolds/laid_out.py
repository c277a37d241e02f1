"""The Python scaffolds of the library in one project, in any of their states, and what pytest says of it."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from teaching.scaffolds import library
from teaching.scaffolds.model import Scaffold, VariantLanguage
from teaching.scaffolds.rendering import Place, render

COMPONENTS = tuple(library.components())
SETTINGS = """\
[tool.pytest.ini_options]
pythonpath = ["src"]

[tool.ruff]
line-length = 88

[tool.ruff.lint]
select = ["E", "F", "I", "UP", "B", "C90", "D2", "SIM", "RET"]
ignore = ["D203", "D205", "D213"]

[tool.pyright]
typeCheckingMode = "strict"
extraPaths = ["src"]
"""


def placed(scaffold: Scaffold, language: VariantLanguage = "python") -> Place:
    """In `src/app` and `tests`, with the component's id as the task."""
    source, root = ("src/app", "src") if language == "python" else ("src", "")
    paths = {
        name: file.target.replace("{source}", source).replace("{tests}", "tests")
        for name, file in scaffold.variant.files.items()
    }
    return Place(paths, import_root=root, task=scaffold.id)


def lay_out(root: Path, number: int | None) -> dict[str, set[str]]:
    """Writes every Python scaffold with one of its cuts open, all (None), or none (-1).

    Returns:
        by the stem of a test file, the tests that are expected to be red.
    """
    expected: dict[str, set[str]] = {}
    (root / "src/app").mkdir(parents=True)
    (root / "tests").mkdir()
    (root / "src/app/__init__.py").write_text('"""An app."""\n', encoding="utf-8")
    (root / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    for component in COMPONENTS:
        scaffold = library.scaffold(component, "python")
        cuts = (
            scaffold.variant.cuts
            if number is None
            else scaffold.variant.cuts[number : number + 1]
            if number >= 0
            else []
        )
        for file in render(scaffold, placed(scaffold), only=[cut.symbol for cut in cuts]):
            (root / file.path).write_text(file.text, encoding="utf-8")
            if file.role == "test" and cuts:
                expected[Path(file.path).stem] = {name for cut in cuts for name in cut.tests}
    return expected


def run_tests(root: Path) -> tuple[int, dict[str, dict[str, list[str]]]]:
    """How many tests ran, and by test file the red ones with their messages."""
    report = root / "report.xml"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", "tests"],
        cwd=root, capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert report.exists(), done.stdout + done.stderr
    ran, red = 0, dict[str, dict[str, list[str]]]()
    for case in ElementTree.parse(report).iter("testcase"):
        ran += 1
        for child in case:
            if child.tag in {"failure", "error"}:
                file = (case.get("classname") or "").rpartition(".")[2]
                name = (case.get("name") or "").partition("[")[0]
                red.setdefault(file, {}).setdefault(name, []).append(child.get("message") or "")
    return ran, red
