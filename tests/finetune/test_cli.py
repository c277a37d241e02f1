"""`python -m finetune` says what it would do without any heavy library, and every mistake has its next move."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from finetune.__main__ import STAGES, main
from finetune.config import load, presets

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"torch", "transformers", "peft", "llama_cpp", "bitsandbytes", "numpy", "gguf", "safetensors", "accelerate"}


@pytest.mark.parametrize(
    "words", [["--help"], ["plan"], [], ["plan", "--show"], ["run", "--help"], ["train", "--help"]]
)
def test_help_and_plan_load_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    code = (
        "import sys, finetune.__main__ as program\n"
        f"try: program.main({words!r})\nexcept SystemExit: pass\n"
        f"print('LOADED', *sorted(set(sys.modules) & {HEAVY!r}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "LOADED"
    assert not list(tmp_path.iterdir())


def test_without_a_command_it_plans(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", str(tmp_path / "r")]) == 0
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told.splitlines()[1:-1]] == [stage.name for stage in STAGES]
    assert "--allow-toy" in told


def test_a_stage_needs_only_what_stands_before_it_and_reads_fields_that_exist() -> None:
    known: set[str] = set()
    for stage in STAGES:
        assert set(stage.needs) <= known
        known.add(stage.name)
        load().part(*stage.reads)


def test_a_toy_is_not_promoted_by_its_name_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["promote", "--out", str(tmp_path / "r")]) == 1
    assert "--allow-toy" in capsys.readouterr().err
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize("preset", presets())
def test_every_preset_is_a_configuration(preset: str) -> None:
    assert load(preset).name


def test_a_file_stands_above_the_preset_and_a_setting_above_both(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("seed = 3\n[train]\nrank = 8\nlr = 1e-5\n", encoding="utf-8")
    config = load("cpu-tiny", tmp_path / "mine.toml", ["train.rank=4", "name=mine", "export.quantisations=['Q4_0']"])
    assert (config.seed, config.train.rank, config.train.lr, config.name) == (3, 4, 1e-5, "mine")
    assert config.base.toy and config.export.quantisations == ("Q4_0",)


MISTAKES = {
    "an unknown field": (["--set", "train.lrate=1"], "no field train.lrate"),
    "a wrong value": (["--set", "train.rank=0"], "train.rank"),
    "no value": (["--set", "train.rank"], "section.field=value"),
    "an unknown preset": (["--preset", "h900"], "cpu-tiny"),
    "an unknown section": (["--set", "trian.rank=2"], "no field trian"),
    "a file that is not there": (["--config", "nowhere.toml"], "nowhere.toml cannot be read"),
    "a base and a toy": (["--set", "base.path=x"], "one of both"),
    "an example file that is not there": (["--with", "nowhere.jsonl"], "no file nowhere.jsonl"),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_ends_with_2_and_its_next_move(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["plan", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_is_no_toml_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.toml").write_text("seed = = 3", encoding="utf-8")
    assert main(["plan", "--config", str(tmp_path / "bad.toml")]) == 2
    assert "bad.toml is not TOML" in capsys.readouterr().err


def test_show_prints_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "--show", "--set", "seed=5"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["seed"] == 5 and shown["check"]["kl"] == 1e-4


def test_doctor_gives_the_command_for_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("finetune.doctor.version", lambda part: None)
    assert main(["doctor", "--out", str(tmp_path)]) == 3
    lines = capsys.readouterr().out.splitlines()
    missing = [line for line in lines if line.startswith("missing")]
    assert missing[0].endswith(f"{sys.executable} -m pip install 'torch==2.13.0'")
    assert any(line.endswith("[local]'") or line.endswith("[local]") for line in missing)
    assert any(line.startswith("without  bitsandbytes") for line in lines)


def test_doctor_says_when_there_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("finetune.doctor.version", lambda part: "1" if part.module != "torch" else None)
    monkeypatch.setattr("finetune.doctor.shutil.disk_usage", lambda _: type("Usage", (), {"free": 1024})())
    assert main(["doctor", "--out", str(tmp_path)]) == 3
    assert "a toy needs 2: pass another with --out" in capsys.readouterr().out
