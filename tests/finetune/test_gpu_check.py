"""`make gpu-check` without a GPU: it runs tiny, says what it lacks, and ends in time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.torch

ROOT = Path(__file__).resolve().parents[2]


def checked(*words: str, path: str = "") -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """One run, as `make gpu-check` does it; its result is where --out says."""
    out = Path(words[words.index("--out") + 1])
    run = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "gpu_check.py"), *words],
        cwd=out,
        env={**os.environ, "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": "", "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    file = out / "gpu_check_cpu.json"
    return run, json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


@pytest.mark.full
def test_without_a_gpu_it_runs_tiny_and_a_library_that_is_missing_is_said(tmp_path: Path) -> None:
    run, result = checked("--only", "lora,unsloth-lora", "--steps", "2", "--out", str(tmp_path))
    assert run.returncode == 0, run.stderr
    ours, unsloth = result["cases"]["lora"], result["cases"]["unsloth-lora"]
    assert result["complete"] and result["tiny"] and result["device"] == "cpu"
    assert result["versions"]["torch"] and result["machine"]["matrix_products_per_s"] > 1e8
    assert (ours["state"], ours["steps"]) == ("done", 2), ours
    assert ours["tokens_per_second"] > 0 and ours["mfu"] > 0 and ours["peak_memory"] > 10**7
    assert unsloth["state"] == "skipped: unsloth is not installed"
    assert "skipped: unsloth is not installed" in run.stdout and "tiny sizes" in run.stdout


def test_it_ends_in_time_and_a_case_that_does_not_is_said(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    run, result = checked("--seconds", "1.5", "--only", "lora", "--out", str(tmp_path), path=str(tmp_path))
    assert run.returncode == 1 and not result, "without its name a device has no file"
    assert [line.split(maxsplit=1)[1] for line in run.stdout.splitlines()[:2]] == ["out of time", "no time was left"]


def test_without_torch_it_says_so_and_ends(tmp_path: Path) -> None:
    text = "raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')\n"
    (tmp_path / "torch.py").write_text(text, encoding="utf-8")
    run, _ = checked("--only", "lora", "--out", str(tmp_path), path=str(tmp_path))
    assert run.returncode == 1
    assert "skipped: torch is not installed" in run.stdout and "Traceback" not in run.stderr


@pytest.mark.full
def test_every_case_makes_its_steps_and_a_tiny_model_learns(tmp_path: Path) -> None:
    run, result = checked("--tiny", "--out", str(tmp_path))
    assert run.returncode == 0, run.stderr
    for name, case in result["cases"].items():
        assert case["state"] in {"done", "skipped: unsloth is not installed"}, (name, case)
    learnt = result["cases"]["learn"]
    assert learnt["loss"][1] < learnt["loss"][0] / 10
    assert learnt["facts"]["loss_of_rows"] == pytest.approx(learnt["facts"]["loss_of_the_pack"], abs=1e-4)
    assert set(result["ratios"]) == {"lora by plain", "qlora by plain"}
