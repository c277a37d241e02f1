"""Two processes train one adapter as one process would. Here on processors: with two accelerators it never ran."""

import json
import os
import signal
from pathlib import Path

import pytest
from safetensors.torch import load_file

from finetune.config import Config
from finetune.train import several
from finetune.train.stage import run
from teaching.errors import RefusedError
from tests.finetune.tiny import prepared, work

pytestmark = [pytest.mark.torch, pytest.mark.full]


def trained(folder: Path, config: Config) -> list[dict[str, float]]:
    """The events of a training in a folder of its own."""
    run(work(folder, "train", config, "base", "combine"))
    lines = (folder / "train" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_two_processes_learn_what_one_learns(tmp_path: Path) -> None:
    events = {
        count: trained(tmp_path / str(count), prepared(tmp_path / str(count), batch_packs=2, processes=count))
        for count in (1, 2)
    }
    assert [event["step"] for event in events[2]] == [event["step"] for event in events[1]]
    assert [event["tokens"] for event in events[2]] == [event["tokens"] for event in events[1]]
    assert [event["loss"] for event in events[2]] == pytest.approx([event["loss"] for event in events[1]], abs=1e-3)
    one, two = (load_file(tmp_path / name / "train" / "adapter" / "adapter_model.safetensors") for name in "12")
    assert one.keys() == two.keys()
    assert max((one[name] - two[name]).abs().max().item() for name in one) < 1e-3


def test_what_one_process_refuses_ends_all_and_is_said(tmp_path: Path) -> None:
    config = prepared(tmp_path, lr=1e30, clip=1e30, epochs=20, batch_packs=2, processes=2)
    with pytest.raises(RefusedError, match="no number any more at step"):
        run(work(tmp_path, "train", config, "base", "combine"))


def dies(rank_to_die: str) -> str:
    """One of the processes is killed while the other waits for it."""
    if os.environ["RANK"] == rank_to_die:
        os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()
    return "never"


def test_a_process_that_dies_ends_the_others() -> None:
    with pytest.raises(RefusedError, match="one of the processes that train together died"):
        several.together(2, dies, "1")
