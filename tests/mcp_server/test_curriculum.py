"""`teach curriculum`: a project is proven both ways from the command line, and every real one is."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mcp_server.cli import main
from teaching.verification import sandbox
from tests.teaching.curriculum import sample

PROJECTS = Path(__file__).resolve().parents[2] / "curriculum"


@pytest.fixture(autouse=True)
def boxed(require_part: Callable[[object, str], None]) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is not installed")


def test_a_project_is_built_and_then_proven(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = sample.make(tmp_path)
    assert main(["curriculum", "build", str(folder)]) == 0
    assert not (folder / "starter" / "CLAUDE.md").exists()
    capsys.readouterr()

    code = main(["curriculum", "check", str(folder), "--format", "json"])

    proof = json.loads(capsys.readouterr().out)
    assert proof["problems"] == []
    assert (code, proof["proven"], proof["runs"], proof["found"], proof["defects"]) == (0, True, 7, 7, 8)


def test_a_defect_that_nothing_shows_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = sample.make(tmp_path)
    main(["curriculum", "build", str(folder)])
    (folder / ".meta" / "defects" / "printed.patch").write_text(
        sample.patch(sample.COUNTING.replace("Counts words.", "Counts words, all of them.")), encoding="utf-8"
    )
    (folder / ".meta" / "defects" / "long.patch").write_text(
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", encoding="utf-8"
    )
    capsys.readouterr()

    code = main(["curriculum", "check", str(folder)])

    said = capsys.readouterr().out
    assert code == 1
    assert "defect printed: our review does not find it" in said
    assert "defect printed: review does not show it" in said
    assert "defect long: it does not apply to the exemplar" in said
    assert "our review finds 5 of 8 defects: 80% are wanted" in said


REAL = sorted(path.name for path in PROJECTS.iterdir() if path.is_dir())


@pytest.fixture
def packages_of(npm_installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """`packages_of(name)`: the options that name a project's packages, installed by its own lock file."""

    def named(name: str) -> list[str]:
        exemplar = PROJECTS / name / ".meta" / "exemplar"
        if not (exemplar / "package-lock.json").is_file():
            return []
        # node, npm and npx of the test extra, whatever the machine has.
        monkeypatch.setenv("PATH", f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}")
        return ["--venv", str(npm_installed(name, exemplar) / "node_modules")]

    return named


@pytest.mark.long
@pytest.mark.parametrize("name", REAL)
def test_every_real_project_is_proven(
    name: str, packages_of: Callable[[str], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["curriculum", "check", str(PROJECTS / name), *packages_of(name), "--format", "json"]

    assert main(argv) == 0, capsys.readouterr().out
