"""Submissions of the sample project: finished, half, cheating in every way we know, and hostile."""

import itertools
import json
from collections.abc import Mapping
from pathlib import Path

from teaching.curriculum import states
from teaching.curriculum.proving import build
from teaching.curriculum.shelf import project_at
from tests.teaching.curriculum import sample

COUNTING = "src/tally/counting.py"
GREEN = "def test_{}() -> None:\n    assert True\n"
SKIPPING = "import pytest\n\n\n@pytest.hookimpl(hookwrapper=True)\ndef pytest_runtest_makereport(item, call):\n" + (
    "    out = yield\n    report = out.get_result()\n    report.outcome = 'passed'\n    report.longrepr = None\n"
)
LOOP = sample.COUNTING.replace("    counts: dict", "    while True:\n        pass\n    counts: dict")
BOMB = sample.COUNTING.replace(
    "    counts: dict", "    import os\n\n    while True:\n        os.fork()\n    counts: dict"
)
HALF = sample.COUNTING.replace(
    "    counts = count(text)\n    return sorted(counts, key=lambda word: (-counts[word], word))[:most]",
    '    raise NotImplementedError("TODO(human): top")',
)

# Kind -> what it writes over the starter, and the tasks about code that it really does.
KINDS: dict[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "finished": ({COUNTING: sample.COUNTING}, ("count-words", "top-words")),
    "half": ({COUNTING: HALF}, ("count-words",)),
    "nothing": ({}, ()),
    "edited-tests": (
        {"tests/test_count_words.py": GREEN.format("a"), "tests/test_top_words.py": GREEN.format("b")},
        (),
    ),
    "conftest": ({"conftest.py": SKIPPING, "tests/conftest.py": SKIPPING, "src/tally/conftest.py": SKIPPING}, ()),
    "plugin": (
        {
            "cheat.py": SKIPPING,
            "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "-p cheat"\npythonpath = ["src", "."]\n',
            "cheat-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: cheat\nVersion: 1.0\n",
            "cheat-1.0.dist-info/entry_points.txt": "[pytest11]\ncheat = cheat\n",
        },
        (),
    ),
    "sitecustomize": ({"sitecustomize.py": "import os\nos._exit(0)\n", "pytest.py": "raise SystemExit(0)\n"}, ()),
    "loop": ({COUNTING: LOOP}, ()),
    "bomb": ({COUNTING: BOMB}, ()),
}


def project(folder: Path) -> Path:
    """The sample with its tasks about code alone."""
    made = sample.make(folder)
    place = made / ".meta" / "project.json"
    document = json.loads(place.read_text(encoding="utf-8"))
    document["tasks"], document["defects"] = document["tasks"][:2], []
    place.write_text(json.dumps(document), encoding="utf-8")
    for name in ("tests/test_own_rule.py", "tests/test_own_command.py", "tests/test_own_branch.py", "CLAUDE.md"):
        (made / ".meta" / "exemplar" / name).unlink()
    text = sample.ROADMAP[: sample.ROADMAP.index("## Phase 2")]
    (made / "ROADMAP.md").write_text(text, encoding="utf-8")
    build(made)
    return made


def named(count: int) -> dict[str, str]:
    """A class of this size: the kind of each submission by its name, all kinds in turn."""
    kinds = itertools.islice(itertools.cycle(KINDS), count)
    return {f"{number:02}-{kind}": kind for number, kind in enumerate(kinds, start=1)}


def make(project: Path, folder: Path, names: Mapping[str, str]) -> Path:
    """Writes submissions.

    Args:
        names: the kind of each, by its name.
    """
    known = project_at(project)
    for name, kind in names.items():
        place = folder / name
        states.write(states.whole(known, ()), place)
        changed = dict(KINDS[kind][0])
        # Whoever loops or forks does not get any further.
        sample.write(place, changed)
    return folder
