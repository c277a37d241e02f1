"""What a scaffold needs around it so that its tests run, where it is missing: a package, a path, a package.json."""

import json
import posixpath
import re
from collections.abc import Sequence

from teaching.scaffolds.placing import Layout, package_json
from teaching.scaffolds.rendering import Rendered

_CONFTEST = '''"""Lets the tests import what lies in {root}."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[{depth}] / "{root}"))
'''
_PACKAGE = {
    "private": True,
    "type": "module",
    "scripts": {"test": "vitest run"},
    "devDependencies": {"@types/node": "^22.12.0", "typescript": "^5.9.0", "vitest": "^3.2.0"},
}
_TSCONFIG = {
    "compilerOptions": {
        "target": "ES2022",
        "module": "NodeNext",
        "moduleResolution": "NodeNext",
        "strict": True,
        "noEmit": True,
        "skipLibCheck": True,
    },
}


def files(layout: Layout, own: Sequence[Rendered]) -> tuple[list[Rendered], list[str], list[str]]:
    """Files to add, steps for the learner, and notes."""
    return _python(layout, own) if layout.language == "python" else _web(layout)


def command(layout: Layout, tests: Sequence[str]) -> str:
    """The command that runs these tests."""
    named = " ".join(tests)
    declared = layout.project.commands.get("test", "")
    if layout.language == "python":
        return f"{declared} {named}" if re.fullmatch(r"(?:\S+ ){0,4}pytest", declared) else f"python -m pytest {named}"
    return f"npx vitest run {named}"


def _python(layout: Layout, own: Sequence[Rendered]) -> tuple[list[Rendered], list[str], list[str]]:
    found: list[Rendered] = []
    for file in own:
        folder = posixpath.dirname(file.path)
        is_new = folder and not any(path.startswith(f"{folder}/") for path in layout.project.files)
        if file.role == "source" and is_new and folder != layout.import_root:
            found.append(Rendered(f"{folder}/__init__.py", "other", f'"""{posixpath.basename(folder)}."""\n'))
    if not layout.imported_from_tests():
        tests = layout.tests or ""
        path = f"{tests}/conftest.py" if tests else "conftest.py"
        if path in layout.project.files:
            return found, [], [f"pytest has to find {layout.import_root}: add `pythonpath` to its settings."]
        depth = path.count("/")
        found.append(Rendered(path, "other", _CONFTEST.format(root=layout.import_root, depth=depth)))
    return found, [], []


def _web(layout: Layout) -> tuple[list[Rendered], list[str], list[str]]:
    package = package_json(layout)
    if package is None and "package.json" not in layout.project.files:
        texts = {"package.json": _PACKAGE, "tsconfig.json": _TSCONFIG}
        missing = {name: value for name, value in texts.items() if name not in layout.project.files}
        added = [Rendered(name, "other", json.dumps(value, indent=2) + "\n") for name, value in missing.items()]
        return added, ["npm install"], []
    if "vitest" not in layout.project.dependencies:
        return (
            [],
            ["npm install --save-dev vitest"],
            ["The tests are for vitest, which this project does not have yet."],
        )
    return [], [], []
