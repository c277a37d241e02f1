"""What the cases of `gpu_check` share: a model of random weights in the shape that is asked for, and the same rows.

A case is a program of its own with one argument, a JSON document: its folder, the shape, the precision. It writes
`facts.json` there, and a line of `events.jsonl` per step.
"""

import json
import random
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig
from transformers import AutoModelForCausalLM, LlamaConfig, Trainer, TrainerCallback

from finetune.quiet import quiet
from finetune.train import speed
from finetune.train.adapter import PROJECTIONS
from finetune.train.mask import UNTRAINED, Row
from finetune.train.trainer import held

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
DTYPE = torch.bfloat16 if DEVICE == "cuda" else torch.float32
RANK, ALPHA, LR = 16, 32, 2e-4
SHAPES = {
    "8b": {
        **{"vocab_size": 128_256, "hidden_size": 4096, "intermediate_size": 14_336, "num_hidden_layers": 32},
        **{"num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128, "rms_norm_eps": 1e-5},
        "rope_parameters": {
            **{"rope_type": "llama3", "rope_theta": 500_000.0, "factor": 8.0, "low_freq_factor": 1.0},
            **{"high_freq_factor": 4.0, "original_max_position_embeddings": 8192},
        },
        "max_position_embeddings": 131_072,
    },
    "tiny": {
        **{"vocab_size": 512, "hidden_size": 128, "intermediate_size": 256, "num_hidden_layers": 2},
        **{"num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 32, "max_position_embeddings": 2048},
    },
}
PAD = 0
# Lengths as ours have them, about 900 tokens in the mean; a toy's rows are a tenth of that.
_LENGTH, _SPREAD, _LEARNT = {"8b": 6.6, "tiny": 4.2}, 0.6, 0.3


def given() -> dict[str, Any]:
    """What this case was asked for."""
    quiet()
    return json.loads(sys.argv[1])


def note(spec: dict[str, Any], facts: dict[str, Any]) -> None:
    """Writes what is known before the first step."""
    (Path(spec["folder"]) / "facts.json").write_text(json.dumps(facts), encoding="utf-8")


def rows(spec: dict[str, Any]) -> list[Row]:
    """The same rows for every case: random tokens, of which the last third or so is learnt."""
    chance = random.Random(0)
    vocabulary = SHAPES[spec["shape"]]["vocab_size"]
    found: list[Row] = []
    for _ in range(spec["rows"]):
        length = min(max(int(chance.lognormvariate(_LENGTH[spec["shape"]], _SPREAD)), 16), spec["pack_tokens"])
        ids = [chance.randrange(1, vocabulary) for _ in range(length)]
        prompt = int(length * (1 - _LEARNT))
        found.append(Row(ids, [UNTRAINED] * prompt + ids[prompt:]))
    return found


def model(spec: dict[str, Any]) -> Any:
    """Random weights, made on the device; in four bits where that is asked for."""
    torch.manual_seed(0)
    config = LlamaConfig(**SHAPES[spec["shape"]], tie_word_embeddings=False, use_cache=False, pad_token_id=PAD)
    with torch.device(DEVICE):
        made = AutoModelForCausalLM.from_config(config, dtype=DTYPE, attn_implementation="sdpa")
    if spec["precision"] == "qlora":
        _in_four_bits(made)
    if DEVICE == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    return made


def _in_four_bits(made: Any) -> None:
    """What loading with bitsandbytes does to a file's weights: every product of the layers in NF4, doubly quantised."""
    bnb: Any = import_module("bitsandbytes")  # here, so that the other cases run without it
    for layer in made.model.layers:
        for name, module in list(layer.named_modules()):
            if not isinstance(module, torch.nn.Linear):
                continue
            small = bnb.nn.Linear4bit(
                module.in_features,
                module.out_features,
                bias=False,
                compute_dtype=DTYPE,
                quant_type="nf4",
                device="meta",
            )
            small.weight = bnb.nn.Params4bit(
                module.weight.data, requires_grad=False, quant_type="nf4", compress_statistics=True
            ).to(DEVICE)
            layer.set_submodule(name, small)
    made.is_loaded_in_4bit = True


def lora() -> LoraConfig:
    """The adapter that every case trains."""
    return LoraConfig(
        r=RANK, lora_alpha=ALPHA, lora_dropout=0.0, target_modules=list(PROJECTIONS), bias="none", task_type="CAUSAL_LM"
    )


def padded(batch: Sequence[Row], shape: speed.Shape) -> dict[str, Any]:
    """Rows of a batch, padded to the longest, and what of it is real."""
    longest = max(len(row.ids) for row in batch)
    fill = [longest - len(row.ids) for row in batch]
    return {
        "input_ids": torch.tensor([row.ids + [PAD] * more for row, more in zip(batch, fill, strict=True)]),
        "attention_mask": torch.tensor(
            [[1] * len(row.ids) + [0] * more for row, more in zip(batch, fill, strict=True)]
        ),
        "labels": torch.tensor([row.labels + [UNTRAINED] * more for row, more in zip(batch, fill, strict=True)]),
        "real": (sum(len(row.ids) for row in batch), speed.work(shape, batch)),
    }


class Counting(Trainer):
    """transformers' trainer as it is; what is real of a batch is counted on the way."""

    meter: "Meter"

    def training_step(self, model: Any, inputs: Any, num_items_in_batch: Any = None) -> torch.Tensor:
        """Counts, and hands on the rest."""
        tokens, work = inputs.pop("real")
        self.meter.tokens += tokens
        self.meter.work += work
        return super().training_step(model, inputs, num_items_in_batch)


class Meter(TrainerCallback):
    """Writes a line per step, in the form of our own events."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.tokens, self.work, self._all, self._began = 0, 0.0, 0, time.perf_counter()
        self._file = Path(spec["folder"]) / "events.jsonl"

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """The clock of a step starts."""
        self.tokens, self.work, self._began = 0, 0.0, time.perf_counter()

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, float] | None = None, **_: Any) -> None:
        """A step is over; its loss was read, so the device is done with it."""
        if not logs or "loss" not in logs:
            return
        seconds = max(time.perf_counter() - self._began, 1e-9)
        self._all += self.tokens
        event = {
            **{"step": state.global_step, "loss": logs["loss"], "tokens": self._all},
            **{"tokens_per_second": self.tokens / seconds, "memory": held()},
            **{"tflops": self.work / seconds / 1e12},
        }
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")
