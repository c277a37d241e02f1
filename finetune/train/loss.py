"""The loss of a packed row, with the head applied only where something is learnt: most of a row is prompt."""

from collections.abc import Mapping
from typing import Any

import torch

from finetune.train.mask import UNTRAINED


def loss(model: Any, inputs: Mapping[str, torch.Tensor], trained: torch.Tensor | int | None = None) -> torch.Tensor:
    """Mean cross entropy of the learnt tokens.

    Args:
        inputs: what `packing.features` gives.
        trained: the learnt tokens of the whole step, where it has more rows than this one.
    """
    targets = inputs["labels"][0, 1:]
    places = (targets != UNTRAINED).nonzero()[:, 0]
    logits = model(
        input_ids=inputs["input_ids"],
        position_ids=inputs["position_ids"],
        use_cache=False,
        logits_to_keep=places,
    ).logits[0]
    summed = torch.nn.functional.cross_entropy(logits.float(), targets[places], reduction="sum")
    return summed / (len(places) if trained is None else trained)
