"""What MFU counts, and the report that shows it."""

import json
import os
import re
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM, TrainerCallback

from finetune.config import Train
from finetune.train import adapter, report, speed, trainer
from finetune.train.mask import UNTRAINED, Row
from finetune.train.stage import run
from tests.finetune.tiny import prepared, work

pytestmark = pytest.mark.torch

LLAMA_8B = LlamaConfig(
    vocab_size=128_256,
    hidden_size=4096,
    intermediate_size=14_336,
    num_hidden_layers=32,
    num_attention_heads=32,
    num_key_value_heads=8,
    head_dim=128,
    tie_word_embeddings=False,
)


@pytest.fixture(scope="module")
def llama() -> LlamaForCausalLM:
    """The shape of 8B without its weights, frozen."""
    with torch.device("meta"):
        return LlamaForCausalLM(LLAMA_8B).requires_grad_(False)


def test_a_token_of_an_8b_costs_what_the_literature_says(llama: LlamaForCausalLM) -> None:
    shape = speed.shape_of(llama)
    assert shape.frozen == sum(weight.numel() for weight in llama.model.layers.parameters() if weight.dim() == 2)
    assert shape.head == llama.lm_head.weight.numel()
    ids = list(range(1024))
    # 4 N of all weights, and attention: 31.1 GFLOP with the adapter, which adds 6 for each of its weights.
    assert speed.work(shape, [Row(ids, ids)]) / 1024 == pytest.approx(30.8e9, rel=0.01)


def test_what_is_not_learnt_needs_no_head_and_two_short_rows_less_than_a_long_one(llama: LlamaForCausalLM) -> None:
    shape = speed.shape_of(llama)
    ids, not_learnt = list(range(1024)), [UNTRAINED] * 1024
    assert speed.work(shape, [Row(ids, ids)]) - speed.work(shape, [Row(ids, not_learnt)]) == 4 * 1024 * shape.head
    half = Row(ids[:512], ids[:512])
    assert speed.work(shape, [half, half]) < speed.work(shape, [Row(ids, ids)])


@pytest.mark.parametrize(("gigabytes", "every"), [(79, 0), (36, 4), (22, 2), (2, 1)])
def test_as_few_activations_are_computed_again_as_memory_allows(
    monkeypatch: pytest.MonkeyPatch, llama: LlamaForCausalLM, gigabytes: int, every: int
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (gigabytes * 10**9, 80 * 10**9))
    assert adapter.recomputed_every(llama, Train(pack_tokens=4096)) == every
    assert adapter.recomputed_every(llama, Train(recompute="always")) == 1
    assert adapter.recomputed_every(llama, Train(recompute="never")) == 0


def test_the_report_shows_each_series_and_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    config = prepared(tmp_path, epochs=2)
    run(work(tmp_path, "train", config, "base", "combine"))
    events = [json.loads(line) for line in (tmp_path / "train" / "events.jsonl").read_text("utf-8").splitlines()]
    assert all(event["mfu"] > 0 and event["memory"] > 10**7 and event["tflops"] > 0 for event in events)
    text = (tmp_path / "train" / report.FILE).read_text(encoding="utf-8")
    plots = [xml.fromstring(plot) for plot in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]
    lines = [line for plot in plots for line in plot.iter("polyline")]
    assert [len(line.attrib["points"].split()) for line in lines] == [len(events)] * 5
    assert all(plot.attrib["aria-label"] for plot in plots)
    assert "http" not in text and "<script" not in text and str(tmp_path) not in text
    assert "tiny: lora on 1 x cpu" in text and "MFU, median" in text


def test_who_has_tensorboard_finds_its_files_beside_the_adapter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Board(TrainerCallback):
        def on_train_begin(self, args: object, state: object, control: object, **_: object) -> None:
            place = Path(os.environ["TENSORBOARD_LOGGING_DIR"])
            place.mkdir()
            (place / "events.out").write_text("as TensorBoard writes them", encoding="utf-8")

    monkeypatch.setattr(trainer, "is_tensorboard_available", lambda: True)
    monkeypatch.setattr(trainer, "TensorBoardCallback", Board)
    run(work(tmp_path, "train", prepared(tmp_path, max_steps=1), "base", "combine"))
    assert (tmp_path / "train" / "tensorboard" / "events.out").is_file()


def test_a_long_training_is_drawn_with_fewer_points() -> None:
    events = [{"step": step, "loss": 1 / step, "lr": 1e-4, "tokens": step} for step in range(1, 50_001)]
    text = report.page("<long>", events)
    assert len(text) < 200_000 and "&lt;long&gt;" in text and "MFU" not in text
