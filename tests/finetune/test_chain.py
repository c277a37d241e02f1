"""`python -m finetune run` from nothing to a model that is served, and again after it was killed in any stage."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from finetune.__main__ import STAGES
from finetune.manifest import file_digest
from teaching.contracts.weights import Certificate, Promoted

pytestmark = [pytest.mark.torch, pytest.mark.local]
ROOT = Path(__file__).resolve().parents[2]
RUN_S = 1200
# The whole chain with every library, of a model that is made in a minute and has learnt little.
SMALL = {
    "base.vocab": 1024,
    "base.ffn": 256,
    "base.layers": 2,
    "base.steps": 40,
    "data.longest": 220,
    "data.held": 8,
    "train.epochs": 6,
    "check.strings": 300,
    "check.held": 0.0,
}


def settings(values: dict[str, float]) -> list[str]:
    return [word for name, value in values.items() for word in ("--set", f"{name}={value}")]


def started(out: Path, options: Sequence[str]) -> "subprocess.Popen[str]":
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "finetune", "run", "--preset", "cpu-tiny", "--allow-toy", "--out", str(out), *options],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def run(out: Path, *options: str) -> str:
    process = started(out, options)
    said, _ = process.communicate(timeout=RUN_S)
    assert process.returncode == 0, said
    return said


def teach(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mcp_server", *words], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def current() -> Promoted:
    file = Path(os.environ["XDG_DATA_HOME"]) / "teach" / "models" / "current.json"
    return Promoted.model_validate_json(file.read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


@pytest.mark.parametrize(
    ("values", "held"), [(SMALL, 0.0), pytest.param({}, 0.9, marks=pytest.mark.full)], ids=["small", "as the preset is"]
)
def test_one_command_makes_proves_and_promotes_a_model_that_then_answers(
    values: dict[str, float], held: float, tmp_path: Path
) -> None:
    said = run(tmp_path / "out", *settings(values))
    losses = re.search(r"loss ([\d.]+) to ([\d.]+)", said)
    assert losses and float(losses[2]) < float(losses[1]), said
    proof = (tmp_path / "out" / "check" / "certificate.json").read_text(encoding="utf-8")
    certificate = Certificate.model_validate_json(proof)
    found = {check.name: check.value or 0.0 for check in certificate.checks}
    assert certificate.passed and certificate.toy
    assert found["divergence F16"] < 1e-4 and found["top-1 F16"] > 0.995
    assert found["tokens F16"] == values.get("check.strings", 1000)
    assert found["answers Q8_0"] >= held and found["stops Q8_0"] >= held
    assert current().sha256 == certificate.gguf == file_digest(Path(current().path))
    again = run(tmp_path / "out", *settings(values))
    assert again.count("up to date") == len(STAGES), again
    empty = tmp_path / "empty"
    empty.mkdir()
    try:
        assert "toy" in teach("model", "status").stdout
        answer = json.loads(teach("ask", "What is a rule?", "--format", "json", "--root", str(empty)).stdout)
        # What so small a model says may be turned away; it has to have said it.
        (step,) = [step for step in answer["steps"] if step["tier"] == "local"]
        assert "toy" in step["model"] and step["outcome"] in {"answered", "rejected"}, answer
    finally:
        teach("model", "remove")


def digests(out: Path) -> dict[str, str]:
    """Of everything that carries weights or examples, and of what is proven about it."""
    files = [*out.rglob("*.safetensors"), *out.rglob("*.gguf"), *out.rglob("*.jsonl")]
    kept = [file for file in files if file.name != "events.jsonl"]
    return {str(file.relative_to(out)): file_digest(file) for file in sorted(kept)}


@pytest.mark.full
@pytest.mark.parametrize("moment", [0.0, 0.5, 2.0], ids=["at once", "soon", "later"])
def test_killed_in_every_stage_and_run_again_gives_the_same_bits(moment: float, tmp_path: Path) -> None:
    run(tmp_path / "whole", *settings(SMALL))
    whole = digests(tmp_path / "whole")
    assert len(whole) > 8
    for stage in STAGES:
        process = started(tmp_path / "killed", settings(SMALL))
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(stage.name) and "runs:" in line:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(moment or 0.01)
                break
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
    run(tmp_path / "killed", *settings(SMALL))
    assert digests(tmp_path / "killed") == whole
