"""How much arithmetic a row needs, and how much the device can do: MFU is the one by the other and by the time.

Counted is what learning needs and nothing else: a frozen weight costs two operations forward and two backward per
token, a trained one six, the head only where something is learnt, attention only within an example. What is computed
twice to save memory, padding, and logits that nobody looks at do not count; so plain training has the lower MFU.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from finetune.train.mask import Row

_SIDE = {"cuda": 8192, "cpu": 512}  # of the matrices that are multiplied to find the peak
_TIMES, _ROUNDS = 10, 3


@dataclass(frozen=True, slots=True)
class Shape:
    """What a model's arithmetic depends on.

    Attributes:
        frozen: weights of the layers that are multiplied with each token.
        trained: weights of the adapter.
        head: weights of the head.
        attention: layers times the width of a token's queries.
    """

    frozen: int
    trained: int
    head: int
    attention: int


def shape_of(model: Any) -> Shape:
    """The shape of a Llama, from its configuration: weights in four bits do not tell how many they are."""
    known = model.config
    width = known.num_attention_heads * known.head_dim
    beside = known.num_key_value_heads * known.head_dim
    layer = 2 * known.hidden_size * (width + beside) + 3 * known.hidden_size * known.intermediate_size
    return Shape(
        frozen=known.num_hidden_layers * layer,
        trained=sum(weight.numel() for weight in model.parameters() if weight.requires_grad),
        head=known.hidden_size * known.vocab_size,
        attention=known.num_hidden_layers * width,
    )


def work(shape: Shape, rows: Sequence[Row]) -> float:
    """Floating-point operations that learning these rows needs."""
    tokens, learnt = sum(len(row.ids) for row in rows), sum(row.trained for row in rows)
    squares = sum(len(row.ids) ** 2 for row in rows)
    # Two products of n × n × width, of which half is masked, forward; twice that backward.
    attention = 6.0 * shape.attention * squares
    return tokens * (4.0 * shape.frozen + 6.0 * shape.trained) + learnt * 4.0 * shape.head + attention


def peak(device: str) -> float:
    """Operations per second in the best of a few rounds of matrix products, in the precision that training has."""
    on = torch.device(device)
    side, dtype = _SIDE[on.type], torch.bfloat16 if on.type == "cuda" else torch.float32
    # With a generator of its own: training must draw what it would have drawn.
    drawn = torch.Generator(on).manual_seed(0)
    left, right = (torch.randn(side, side, generator=drawn, device=on, dtype=dtype) for _ in range(2))
    best = 0.0
    for _ in range(_ROUNDS):
        torch.mm(left, right)
        _wait(on)
        begun = time.perf_counter()
        for _ in range(_TIMES):
            torch.mm(left, right)
        _wait(on)
        best = max(best, _TIMES * 2.0 * side**3 / (time.perf_counter() - begun))
    return best


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()
