"""A training that was interrupted goes on, and its bits are those of one that was left alone."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.torch

ROOT = Path(__file__).resolve().parents[2]
INTERRUPTED = ("killed between checkpoints", "killed within a checkpoint", "asked to end")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.finetune.interrupted", str(tmp_path_factory.mktemp("interrupted"))],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("way", INTERRUPTED)
def test_an_interrupted_training_gives_the_same_bits_when_it_is_run_again(report: dict[str, Any], way: str) -> None:
    assert report["left alone"]["status"] == report[way]["again"] == 0
    assert report[way]["weights"] == report["left alone"]["weights"]


@pytest.mark.parametrize("way", INTERRUPTED)
def test_every_step_is_told_once_whatever_was_done_twice(report: dict[str, Any], way: str) -> None:
    assert report[way]["events"] == report["left alone"]["events"]


def test_sigkill_leaves_the_last_whole_checkpoint_to_go_on_from(report: dict[str, Any]) -> None:
    assert report["killed between checkpoints"]["status"] == -9
    assert report["killed between checkpoints"]["left"] == ["checkpoint-2", "checkpoint-4"]
    assert report["killed within a checkpoint"]["status"] == -9


def test_sigterm_makes_a_checkpoint_first_and_says_how_to_go_on(report: dict[str, Any]) -> None:
    assert report["asked to end"]["status"] == 1
    assert report["words"].startswith("training was asked to end after step 6 of 16: the same command")
    assert "checkpoint-6" in report["asked to end"]["left"]


def test_a_toy_whose_making_was_killed_gets_the_same_bits(report: dict[str, Any]) -> None:
    assert report["toy killed"]["status"] == -9
    assert report["toy killed"]["weights"] == report["toy left alone"]["weights"]
    assert "model.safetensors" in report["toy killed"]["weights"]
