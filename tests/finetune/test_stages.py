"""Stages run when they must, appear whole, and come out the same after a kill at any instant."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from finetune.__main__ import main
from finetune.config import JSON, load
from finetune.run import run
from finetune.stages import Late, Stage, Work
from teaching.errors import MissingPartError, RefusedError

ROOT = Path(__file__).resolve().parents[2]


class Kitchen:
    """Three stages that write what they were given, and count how often they ran."""

    def __init__(self, folder: Path) -> None:
        self.ran: list[str] = []
        self.said: list[str] = []
        self.outside = "milk"
        self.fails: BaseException | None = None
        self.code = folder / "recipe.py"
        self.code.write_text("version = 1\n", encoding="utf-8")
        self.stages = (
            Stage("grind", "grind", (), self._doing("grind", "seed"), reads=("seed",), code=(str(self.code),)),
            Stage("brew", "brew", ("grind",), self._doing("brew", "rank"), reads=("train.rank",)),
            Stage("serve", "serve", ("brew",), self._doing("serve", "name"), ("name",), (), lambda _: self._beside()),
        )

    def _beside(self) -> Mapping[str, str]:
        return {"jug": self.outside}

    def _doing(self, name: str, what: str) -> Callable[[Work], Mapping[str, JSON]]:
        def do(work: Work) -> Mapping[str, JSON]:
            self.ran.append(name)
            known = {"seed": work.config.seed, "rank": work.config.train.rank, "name": work.config.name}
            (work.folder / f"{name}.txt").write_text(
                f"{known[what] if what != 'rank' else 'coffee'}\n", encoding="utf-8"
            )
            if self.fails:
                raise self.fails
            return {"words": f"{name} is done"}

        return do

    def run(self, out: Path, *settings: str) -> list[str]:
        """The stages that ran."""
        self.ran.clear()
        self.said.clear()
        run(self.stages, load(settings=settings), out, self.said.append)
        return list(self.ran)

    def command(self, *arguments: str) -> int:
        self.ran.clear()
        return main(arguments, self.stages)


@pytest.fixture
def kitchen(tmp_path: Path) -> Kitchen:
    return Kitchen(tmp_path)


def test_a_second_run_does_nothing(kitchen: Kitchen, tmp_path: Path) -> None:
    assert kitchen.run(tmp_path / "r") == ["grind", "brew", "serve"]
    assert any("grind is done" in line and " s," in line for line in kitchen.said)
    assert kitchen.run(tmp_path / "r") == []
    assert [line.split(None, 1)[1] for line in kitchen.said] == ["up to date"] * 3


def test_only_the_stages_that_read_a_changed_field_run_again(kitchen: Kitchen, tmp_path: Path) -> None:
    kitchen.run(tmp_path / "r")
    # What brew writes is the same for every rank, so nothing behind it has to run.
    assert kitchen.run(tmp_path / "r", "train.rank=5") == ["brew"]
    assert any("changed: train.rank" in line for line in kitchen.said)
    assert kitchen.run(tmp_path / "r", "train.rank=5", "name=other") == ["serve"]


def test_a_stage_whose_input_changed_runs_again(kitchen: Kitchen, tmp_path: Path) -> None:
    kitchen.run(tmp_path / "r")
    assert kitchen.run(tmp_path / "r", "seed=4") == ["grind", "brew"]


def test_a_stage_runs_again_when_its_code_or_what_lies_outside_changed(kitchen: Kitchen, tmp_path: Path) -> None:
    kitchen.run(tmp_path / "r")
    kitchen.code.write_text("version = 2\n", encoding="utf-8")
    assert kitchen.run(tmp_path / "r") == ["grind"]
    assert any("its code is another version" in line for line in kitchen.said)
    kitchen.outside = "cream"
    assert kitchen.run(tmp_path / "r") == ["serve"]
    assert any("changed: jug" in line for line in kitchen.said)


@pytest.mark.parametrize("harm", ["changed", "missing", "added", "manifest"])
def test_a_folder_that_is_not_as_its_manifest_says_is_made_again(kitchen: Kitchen, tmp_path: Path, harm: str) -> None:
    kitchen.run(tmp_path / "r")
    folder = tmp_path / "r" / "brew"
    if harm == "changed":
        (folder / "brew.txt").write_text("COFFEE\n", encoding="utf-8")
    elif harm == "missing":
        (folder / "brew.txt").unlink()
    elif harm == "added":
        (folder / "fly.txt").write_text("", encoding="utf-8")
    else:
        (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert kitchen.run(tmp_path / "r") == ["brew"]
    assert [path.name for path in sorted(folder.iterdir())] == ["brew.txt", "manifest.json"]
    assert (folder / "brew.txt").read_text(encoding="utf-8") == "coffee\n"


def test_a_copied_run_is_up_to_date(kitchen: Kitchen, tmp_path: Path) -> None:
    kitchen.run(tmp_path / "r")
    for path in (tmp_path / "r").rglob("*.txt"):
        os.utime(path, (1, 1))
    (tmp_path / "r").rename(tmp_path / "elsewhere")
    assert kitchen.run(tmp_path / "elsewhere") == []


def test_the_manifest_says_what_it_was_made_of(kitchen: Kitchen, tmp_path: Path) -> None:
    kitchen.run(tmp_path / "r", "train.rank=5")
    told = json.loads((tmp_path / "r" / "brew" / "manifest.json").read_text(encoding="utf-8"))
    before = json.loads((tmp_path / "r" / "grind" / "manifest.json").read_text(encoding="utf-8"))
    assert told["depends"]["config"] == {"train": {"rank": 5}}
    assert told["depends"]["inputs"] == {"grind": before["digest"]}
    assert list(told["outputs"]) == ["brew.txt"]
    assert told["seed"] == 0 and told["device"] == "cpu" and told["versions"]["python"]
    assert told["peak_memory"] > 1_000_000 and told["seconds"] >= 0


def test_a_run_killed_at_any_instant_and_run_again_gives_the_same_bits(tmp_path: Path) -> None:
    program = Path(__file__).with_name("killing.py")
    ran = subprocess.run(
        [sys.executable, str(program), str(tmp_path)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["different"] == []
    assert told["instants"] > 60
    assert told["resumed"] > 5


def test_two_runs_do_not_share_a_folder(kitchen: Kitchen, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\nfrom finetune.run import _lock\n"
        "with _lock(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "r")], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        with pytest.raises(RefusedError, match=f"process {other.pid}.*--out"):
            kitchen.run(tmp_path / "r")
        other.kill()
    assert kitchen.run(tmp_path / "r") == ["grind", "brew", "serve"]


def test_a_stage_that_fails_leaves_nothing_and_its_forerunners_stay(kitchen: Kitchen, tmp_path: Path) -> None:
    kitchen.run(tmp_path / "r")
    kitchen.fails = ValueError("spilt")
    with pytest.raises(ValueError, match="spilt"):
        kitchen.run(tmp_path / "r", "train.rank=9", "name=x")
    kitchen.fails = None
    assert sorted(path.name for path in (tmp_path / "r").iterdir() if path.is_dir() and "kept" not in path.name) == [
        "brew", "grind", "serve",
    ]  # fmt: skip
    assert kitchen.run(tmp_path / "r") == []


@pytest.mark.parametrize("wrapped", [False, True], ids=["by the system", "by a library"])
def test_a_full_disk_is_said_in_words(
    kitchen: Kitchen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrapped: bool
) -> None:
    kitchen.fails = RuntimeError("write failed") if wrapped else OSError(errno.ENOSPC, "No space left on device")
    if wrapped:
        monkeypatch.setattr("finetune.run.shutil.disk_usage", lambda _: type("Usage", (), {"free": 0})())
    with pytest.raises(RefusedError, match="is full: make room"):
        kitchen.run(tmp_path / "r")


def test_a_folder_that_cannot_be_written_is_said_in_words(
    kitchen: Kitchen, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert kitchen.command("run", "--out", str(tmp_path / "file" / "r")) == 1
    assert "--out" in capsys.readouterr().err


def test_a_stage_by_its_name_runs_what_it_needs_and_no_more(kitchen: Kitchen, tmp_path: Path) -> None:
    out = str(tmp_path / "r")
    assert kitchen.command("brew", "--out", out) == 0
    assert kitchen.ran == ["grind", "brew"]
    assert kitchen.command("brew", "--out", out, "--again") == 0
    assert kitchen.ran == ["brew"]


def test_from_and_to_run_a_stretch_on_what_is_there(
    kitchen: Kitchen, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "r")
    assert kitchen.command("run", "--out", out, "--from", "brew") == 1
    assert f"finetune grind --out {out}" in capsys.readouterr().err
    assert kitchen.command("run", "--out", out, "--to", "brew") == 0
    assert kitchen.ran == ["grind", "brew"]
    # What comes before is taken as it is, even where it is out of date.
    assert kitchen.command("run", "--out", out, "--set", "seed=9", "--from", "brew") == 0
    assert kitchen.ran == ["serve"]
    assert kitchen.command("run", "--out", out, "--from", "serve", "--to", "grind") == 2


def test_plan_says_what_would_run_and_why(kitchen: Kitchen, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "r")
    kitchen.command("run", "--out", out)
    capsys.readouterr()
    assert kitchen.command("plan", "--out", out, "--set", "train.rank=3") == 0
    told = capsys.readouterr().out.splitlines()
    assert kitchen.ran == []
    assert told[1].split(None, 1) == ["grind", "up to date  grind is done"]
    assert "runs" in told[2] and "changed: train.rank" in told[2]
    assert "waits" in told[3] and "brew writes something else" in told[3]
    assert told[4] == f"Run it: python -m finetune run --out {out} --set train.rank=3"


def test_a_missing_library_is_named_with_its_command(tmp_path: Path) -> None:
    def needs_torch(work: Work) -> Mapping[str, JSON]:
        raise ModuleNotFoundError("No module named 'torch'", name="torch")

    with pytest.raises(MissingPartError, match=r"train needs torch.*pip install 'torch==2\.13\.0'"):
        run((Stage("train", "train", (), needs_torch),), load(), tmp_path / "r", lambda _: None)
    with pytest.raises(MissingPartError, match="this version has no fly"):
        run((Stage("fly", "fly", (), Late("finetune.fly:run")),), load(), tmp_path / "r", lambda _: None)
