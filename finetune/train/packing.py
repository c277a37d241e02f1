"""Several examples in one row, kept apart by their positions: no token is padding, and no example sees another.

transformers keeps them apart only where it is given no attention mask and no cache (`use_cache=False`); otherwise they
leak into each other without a word. `features` therefore has no mask, and the tests hold the trap.
"""

from collections.abc import Sequence

import torch

from finetune.train.mask import Row


def pack(rows: Sequence[Row], tokens: int) -> list[list[Row]]:
    """Groups of rows of at most `tokens` tokens each, the fullest first; the same rows give the same groups."""
    packs: list[list[Row]] = []
    free: list[int] = []
    for row in sorted(rows, key=lambda row: len(row.ids), reverse=True):  # stable, so equal lengths keep their order
        place = next((number for number, room in enumerate(free) if room >= len(row.ids)), None)
        if place is None:
            packs.append([])
            free.append(tokens)
            place = len(packs) - 1
        packs[place].append(row)
        free[place] -= len(row.ids)
    return packs


def features(packed: Sequence[Row]) -> dict[str, torch.Tensor]:
    """One row of a model's input: positions begin again with each example."""
    return {
        "input_ids": torch.tensor([[token for row in packed for token in row.ids]]),
        "position_ids": torch.tensor([[position for row in packed for position in range(len(row.ids))]]),
        "labels": torch.tensor([[label for row in packed for label in row.labels]]),
    }
