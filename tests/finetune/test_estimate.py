"""What the presets for accelerators would take, said without any of what trains; and bases by name."""

import os
import re
from pathlib import Path

import pytest

from finetune.__main__ import main
from finetune.config import load
from finetune.estimate import estimate

REAL = ("gb10", "h100", "rtx-24gb")


@pytest.mark.parametrize("preset", REAL)
def test_plan_says_tokens_minutes_memory_disk_and_money(
    preset: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "--preset", preset, "--out", str(tmp_path / "r")]) == 0
    told = capsys.readouterr().out
    assert "Estimated, not measured: 3.8 M tokens (at 900 per example)" in told
    assert re.search(r"\d+ to \d+ minutes of training", told)
    assert re.search(
        r"\d+ GB of the accelerator's memory \(\d+ with all activations kept\), \d+ GB of disk, no money", told
    )


def test_what_a_preset_takes_fits_the_machine_that_it_is_for(tmp_path: Path) -> None:
    found = {preset: estimate(load(preset), tmp_path) for preset in REAL}
    assert all(found.values())
    least = {preset: one.memory[0] / 1e9 for preset, one in found.items() if one}
    # The weights alone are 16.1 GB in bf16 and 5.7 in four bits.
    assert 16.1 < least["h100"] < 80 and 16.1 < least["gb10"] < 128 and 5.7 < least["rtx-24gb"] < 22
    slow = {preset: one.minutes[1] for preset, one in found.items() if one and one.minutes}
    assert slow["h100"] < slow["gb10"] and slow["h100"] == pytest.approx(1400 * 900 * 3 / 6_000 / 60)


def test_tokens_are_those_of_the_examples_once_there_are_any(tmp_path: Path) -> None:
    (tmp_path / "combine").mkdir()
    (tmp_path / "combine" / "train.jsonl").write_text("x" * 8000, encoding="utf-8")
    one = estimate(load("h100"), tmp_path)
    assert one is not None and one.counted and one.tokens == 8000 / 4 * 3


@pytest.mark.parametrize("settings", [["machine.gpu=other"], ["machine.gpu=rtx-24gb"]])
def test_where_no_speed_is_known_none_is_made_up(settings: list[str], tmp_path: Path) -> None:
    one = estimate(load("h100", None, settings), tmp_path)
    assert one is not None and one.minutes is None and "no speed is known for it" in one.lines()[0]


def test_a_toy_has_no_estimate(tmp_path: Path) -> None:
    assert estimate(load("cpu-tiny"), tmp_path) is None


def test_a_folder_stands_above_the_name_on_the_hub(tmp_path: Path) -> None:
    config = load("h100", None, [f"base.path={tmp_path}"])
    one = estimate(config, tmp_path / "r")
    named = estimate(load("h100"), tmp_path / "r")
    assert one is not None and named is not None
    assert config.base.path == tmp_path and named.disk - one.disk == pytest.approx(16.06e9, rel=0.01)


def test_a_name_that_is_no_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "--preset", "h100", "--set", "base.hub=../../x"]) == 2
    assert "base.hub" in capsys.readouterr().err
    assert os.sep not in str(load("h100").name)
