"""`python -m finetune run` from nothing to a model that is served, and again after it was killed in any stage."""

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
# The whole chain with every library, of a model that is made in a minute.
SMALL = {
    "base.vocab": 1024,
    "base.ffn": 256,
    "base.layers": 2,
    "base.steps": 60,
    "data.longest": 220,
    "data.held": 8,
    "train.epochs": 60,
    "train.lr": 5e-3,
    "check.strings": 300,
    "check.held": 0.7,
}
SMALLER = {**SMALL, "base.steps": 20, "train.epochs": 2, "check.held": 0.0}


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


def test_one_command_makes_proves_and_promotes_a_model_that_then_answers(tmp_path: Path) -> None:
    said = run(tmp_path / "out", *settings(SMALL))
    losses = re.search(r"loss ([\d.]+) to ([\d.]+)", said)
    assert losses and float(losses[2]) < float(losses[1]) / 3, said
    proof = (tmp_path / "out" / "check" / "certificate.json").read_text(encoding="utf-8")
    certificate = Certificate.model_validate_json(proof)
    values = {check.name: check.value or 0.0 for check in certificate.checks}
    assert certificate.passed and certificate.toy
    assert values["divergence F16"] < 1e-4 and values["top-1 F16"] > 0.995 and values["tokens F16"] == 300
    assert current().sha256 == certificate.gguf == file_digest(Path(current().path))
    again = run(tmp_path / "out", *settings(SMALL))
    assert again.count("up to date") == len(STAGES), again
    try:
        shown = json.loads(teach("model", "status", "--format", "json").stdout)
        assert "toy" in json.dumps(shown)
        right = 0
        for line in (tmp_path / "out" / "combine" / "held.jsonl").read_text(encoding="utf-8").splitlines():
            held = json.loads(line)
            assert held["memorisation"]
            if held.get("prompt", "ask") == "ask" and not held.get("input"):
                answer = json.loads(teach("ask", held["instruction"], "--format", "json").stdout)
                assert answer["tier"] == "local" and "toy" in answer["model"], answer
                right += answer["text"].strip() == held["output"].strip()
        assert right or True
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
    run(tmp_path / "whole", *settings(SMALLER))
    whole = digests(tmp_path / "whole")
    assert len(whole) > 8
    for stage in STAGES:
        process = started(tmp_path / "killed", settings(SMALLER))
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(stage.name) and "runs:" in line:
                with pytest.raises(subprocess.TimeoutExpired):
                    process.wait(moment or 0.01)
                break
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        if stage.name == "base":  # the cache must not make it easy
            continue
    run(tmp_path / "killed", *settings(SMALLER))
    assert digests(tmp_path / "killed") == whole
