"""`train.max_steps` ends the training by a number of steps, as the instructors' old script did."""

import json
from pathlib import Path

import pytest

from finetune.train.stage import run
from tests.finetune.tiny import prepared, work

pytestmark = pytest.mark.torch


@pytest.mark.parametrize("steps", [2, 5])
def test_training_takes_so_many_steps_whatever_the_epochs_are(steps: int, tmp_path: Path) -> None:
    config = prepared(tmp_path, epochs=3, max_steps=steps, pack_tokens=256)
    facts = run(work(tmp_path, "train", config, "base", "combine"))
    assert facts["steps"] == steps
    events = (tmp_path / "train" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["step"] for line in events] == list(range(1, steps + 1))
