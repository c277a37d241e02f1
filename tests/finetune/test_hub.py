"""A base by its name: taken from the user's cache without a network, and a next move where it cannot be had."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.finetune.tiny import tiny

pytestmark = pytest.mark.torch

ROOT = Path(__file__).resolve().parents[2]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def base_of(folder: Path, *settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m finetune base` with a cache of its own and without a network."""
    words = [word for setting in settings for word in ("--set", setting)]
    return subprocess.run(
        [sys.executable, "-m", "finetune", "base", "--preset", "h100", "--out", str(folder / "run"), *words],
        cwd=ROOT,
        env={**os.environ, "HF_HOME": str(folder / "hf"), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_base_in_the_cache_is_pointed_to_by_its_commit(tmp_path: Path) -> None:
    repository = tmp_path / "hf" / "hub" / "models--someone--Llama-small"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(COMMIT, encoding="utf-8")
    tiny(repository / "snapshots" / COMMIT)
    run = base_of(tmp_path, "base.hub=someone/Llama-small")
    assert run.returncode == 0, run.stderr
    pointer = json.loads((tmp_path / "run" / "base" / "base.json").read_text(encoding="utf-8"))
    assert pointer["name"] == "Llama-small" and pointer["path"].endswith(COMMIT)
    facts = json.loads((tmp_path / "run" / "base" / "manifest.json").read_text(encoding="utf-8"))["facts"]
    assert (facts["hub"], facts["commit"]) == ("someone/Llama-small", COMMIT)


def test_a_base_that_is_neither_cached_nor_reached_is_refused_with_the_next_move(tmp_path: Path) -> None:
    run = base_of(tmp_path)
    assert run.returncode == 1
    assert "meta-llama/Llama-3.1-8B-Instruct is not in the cache and could not be fetched" in run.stderr
    assert "--set base.path=DIR" in run.stderr and "Traceback" not in run.stderr
