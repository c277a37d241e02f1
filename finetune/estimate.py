"""What a run would take: tokens, minutes, memory, room on the disk, money. Estimates, and said to be.

The speeds are what others published for an 8B and the limits of the devices allow (`_SPEEDS`); none is ours. Nothing
here reads weights or imports what trains.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from finetune.config import Config

# Tokens per second of an 8B, from slow to fast.
_SPEEDS = {
    ("h100", "lora"): (6_000, 12_000),
    ("h100", "qlora"): (4_000, 9_000),
    ("gb10", "lora"): (1_000, 1_700),
    ("gb10", "qlora"): (700, 1_400),
    ("rtx-24gb", "qlora"): (1_000, 2_400),
}
_TOKENS_PER_EXAMPLE = 900  # of the examples that `generate` makes, with their prompts; where they can, they are counted
_BYTES_PER_TOKEN = 4
_REFERENCE = 8.03e9  # the parameters that the speeds are for
# Llama 3.1 8B, where its files are not here yet: hidden, inner, layers, beside the queries, vocabulary.
_LLAMA_8B = {
    **{"hidden_size": 4096, "intermediate_size": 14_336, "num_hidden_layers": 32, "num_attention_heads": 32},
    **{"num_key_value_heads": 8, "vocab_size": 128_256},
}
_GGUF = {"F16": 2.0, "Q8_0": 1.07, "Q6_K": 0.83, "Q5_K_M": 0.72, "Q4_K_M": 0.61, "Q4_0": 0.58}  # bytes per parameter


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of one run.

    Attributes:
        tokens: that training goes through, over all epochs.
        counted: whether they come from the examples that are there, else from how many are asked for.
        minutes: of training, at best and at worst; None where no speed is known.
        memory: bytes on the accelerator, with activations computed again and with all of them kept.
        disk: bytes of the run's folder, with the base where it has to be fetched.
        free: whether no money is asked for; a teacher's price is told apart.
    """

    tokens: int
    counted: bool
    minutes: tuple[float, float] | None
    memory: tuple[float, float]
    disk: float
    free: bool

    def lines(self) -> list[str]:
        """In words."""
        source = "from the examples that are there" if self.counted else f"at {_TOKENS_PER_EXAMPLE} per example"
        time = "no speed is known for it" if self.minutes is None else f"{_span(*self.minutes)} of training"
        low, high = (size / 1e9 for size in self.memory)
        return [
            f"Estimated, not measured: {_short(self.tokens)} tokens ({source}), {time},",
            f"  {low:.0f} GB of the accelerator's memory ({high:.0f} with all activations kept), "
            f"{self.disk / 1e9:.0f} GB of disk{', no money' if self.free else ''}",
        ]


def estimate(config: Config, out: Path) -> Estimate | None:
    """Of this configuration; None for a toy, which takes minutes on a processor."""
    if config.base.toy:
        return None
    known = _shape(config)
    parameters = _parameters(known)
    train, examples = config.train, out / "combine" / "train.jsonl"
    counted = examples.is_file()
    of_one_epoch = examples.stat().st_size / _BYTES_PER_TOKEN if counted else _TOKENS_PER_EXAMPLE * _asked(config)
    tokens = of_one_epoch * train.epochs
    if train.max_steps:
        tokens = min(tokens, train.max_steps * train.batch_packs * train.pack_tokens)
    method = train.method if train.method != "auto" else "qlora" if config.machine.gpu == "rtx-24gb" else "lora"
    speed = _SPEEDS.get((config.machine.gpu, method))
    share = parameters / _REFERENCE
    minutes = None if speed is None else (tokens * share / speed[1] / 60, tokens * share / speed[0] / 60)
    return Estimate(
        tokens=round(tokens),
        counted=counted,
        minutes=minutes,
        memory=_memory(config, known, parameters, method),
        disk=_disk(config, parameters),
        free=not config.teacher.backend,
    )


def _asked(config: Config) -> int:
    return 0 if config.data.weights.get("generate") == 0 else config.data.num_examples


def _shape(config: Config) -> dict[str, int]:
    file = config.base.path / "config.json" if config.base.path else None
    if file is None or not file.is_file():
        return _LLAMA_8B
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return {name: int(told[name]) for name in _LLAMA_8B}
    except (ValueError, KeyError, TypeError):  # the stage `base` says what is wrong with it
        return _LLAMA_8B


def _parameters(known: dict[str, int]) -> int:
    hidden, beside = known["hidden_size"], known["num_key_value_heads"] / known["num_attention_heads"]
    layer = 2 * hidden * hidden * (1 + beside) + 3 * hidden * known["intermediate_size"]
    return round(known["num_hidden_layers"] * layer + 2 * hidden * known["vocab_size"])


def _memory(config: Config, known: dict[str, int], parameters: int, method: str) -> tuple[float, float]:
    hidden, inner, layers = known["hidden_size"], known["intermediate_size"], known["num_hidden_layers"]
    ends = 2 * hidden * known["vocab_size"]
    weights = 2.0 * parameters if method == "lora" else 2.0 * ends + 0.53 * (parameters - ends)
    # Weights, two moments and a gradient in fp32 for each weight of the adapter.
    beside = known["num_key_value_heads"] / known["num_attention_heads"]
    adapter = 16.0 * config.train.rank * layers * (hidden * (4 + 2 * (1 + beside)) + 3 * (hidden + inner))
    tokens = config.train.pack_tokens
    of_layer = tokens * (32.0 * hidden + 8.0 * inner)
    # Of the logits about a third are computed: in bf16, in fp32, and their gradients.
    logits = tokens / 3 * known["vocab_size"] * 10.0
    fixed = weights + adapter + logits + 1.5e9
    return fixed + tokens * 2.0 * hidden * layers + of_layer, fixed + layers * of_layer


def _disk(config: Config, parameters: int) -> float:
    fetched = 2.0 * parameters if config.base.path is None else 0.0
    written = [_GGUF.get(name, 2.0) * parameters for name in {"F16", *config.export.quantisations}]
    return fetched + 2.0 * parameters + sum(written) + 2e9  # 2 GB for checkpoints, adapter and reports


def _short(count: float) -> str:
    return f"{count / 1e6:.1f} M" if count >= 1e6 else f"{count:,.0f}"


def _span(low: float, high: float) -> str:
    if high < 2:
        return "under 2 minutes"
    return f"{low:.0f} to {high:.0f} minutes" if high < 120 else f"{low / 60:.1f} to {high / 60:.1f} hours"
