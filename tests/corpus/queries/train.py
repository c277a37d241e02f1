"""Trains the weights with which queries are routed.

    python -m tests.corpus.queries.train [--write]

Reads the labelled queries of the parts a, b and c and `more-*.jsonl`; the parts d, e and f are never read here. One
multinomial logistic regression over the kinds with and without work, on features weighted by their rarity, made
smaller in two steps and rounded to small whole numbers. PyTorch is needed for training and for nothing else. Under a
minute.
"""

import argparse
import json
import math
import random
import sys
from binascii import b2a_base64
from collections import Counter
from collections.abc import Sequence
from typing import Any

import torch

from teaching.routing.features import Features, features
from teaching.routing.model import SIDES, WEIGHTS, Weights
from teaching.routing.route import KINDS
from tests.corpus.queries.labels import ROUTING, TRAINED_ON, Labelled, digest, read, read_more

TARGET = ROUTING / WEIGHTS
STEPS = 60
RATE = 0.3
RIDGE = 0.06  # how dear large weights are
OURS = 2.0  # how often a query of a, b or c counts: they are more like what is typed than the further ones
VOICES = (1.2, 1.0, 0.9, 0.6, 0.5)  # how much words, letters, signs, forms and turns count; found by cross-validation
FEWEST = 2  # queries in which a feature occurs
MOST = 24_000  # features that are kept
HELD = 5  # one query in so many sets the temperature
_RARITY = 25  # a rarity of 1 as a whole number


def train(queries: Sequence[Labelled]) -> dict[str, Any]:
    """The weights as a table, with a temperature from queries that another model was not trained on."""
    ours = [place for place, one in enumerate(queries) if one.id[0] in TRAINED_ON]  # the others are easier
    random.Random(3).shuffle(ours)
    held = set(ours[::HELD])
    trial = table([one for place, one in enumerate(queries) if place not in held])
    heat = _heat(trial, [queries[place] for place in sorted(held)])
    return table(queries) | {"heat": heat}


def table(queries: Sequence[Labelled]) -> dict[str, Any]:
    """The weights as a table, all temperatures 1."""
    seen = [features(one.text) for one in queries]
    counts = Counter(feature for one in seen for group in one for feature in group)
    rarity = {
        name: max(1, min(255, round(_RARITY * math.log(len(seen) / count))))
        for name, count in counts.items()
        if count >= FEWEST
    }
    names = sorted(rarity)
    weights, bias = _fit(_matrix(seen, names, rarity), queries, STEPS // 2)
    if len(names) > MOST:  # the least telling ones go, and the others learn to do without them
        order = weights.abs().max(1).values.argsort(descending=True)[:MOST].tolist()
        names = sorted(names[place] for place in order)
        weights, bias = _fit(_matrix(seen, names, rarity), queries)
    scale = float(weights.abs().max()) / 127
    said = bytes(round(value / scale) + 128 for row in weights.tolist() for value in row)
    return {
        "features": "\n".join(name.replace("\n", " ") for name in names),
        "rarities": b2a_base64(bytes(rarity[name] for name in names), newline=False).decode("ascii"),
        "said": b2a_base64(said, newline=False).decode("ascii"),
        "scale": scale,
        "bias": [round(value, 4) for value in bias.tolist()],
        "voices": VOICES,
        "heat": (1.0, 1.0),
    }


def _matrix(seen: Sequence[Features], names: Sequence[str], rarity: dict[str, int]) -> torch.Tensor:
    number = {name: place for place, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, found in enumerate(seen):
        for voice, group in zip(VOICES, found, strict=True):
            known = [feature for feature in group if feature in number]
            length = math.sqrt(sum(rarity[feature] ** 2 for feature in known)) or 1.0
            rows += [row] * len(known)
            columns += [number[feature] for feature in known]
            values += [voice * rarity[feature] / length for feature in known]
    return torch.sparse_coo_tensor(
        torch.tensor([rows, columns]), torch.tensor(values), (len(seen), len(names)), check_invariants=False
    ).coalesce()


def _fit(matrix: torch.Tensor, queries: Sequence[Labelled], steps: int = STEPS) -> tuple[torch.Tensor, torch.Tensor]:
    right = torch.nn.functional.one_hot(_sides(queries), SIDES).float()
    counts = torch.tensor([OURS if one.id[0] in TRAINED_ON else 1.0 for one in queries])
    counts = (counts / counts.sum()).unsqueeze(1)
    ridge = 2 * RIDGE / len(queries)
    turned = matrix.t().coalesce()
    weights, bias = torch.zeros(matrix.shape[1], SIDES), torch.zeros(SIDES)
    optimizer = torch.optim.Adam([weights, bias], lr=RATE)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps) + 0.01
        wrong = (torch.softmax(torch.sparse.mm(matrix, weights) + bias, 1) - right) * counts
        weights.grad, bias.grad = torch.sparse.mm(turned, wrong) + ridge * weights, wrong.sum(0)
        optimizer.step()
    return weights, bias


def _sides(queries: Sequence[Labelled]) -> torch.Tensor:
    return torch.tensor([2 * KINDS.index(one.kind) + one.work for one in queries])


def _heat(trained: dict[str, Any], queries: Sequence[Labelled]) -> tuple[float, float]:
    """What makes the likelihoods of held-out queries come true, found by trying."""
    model = Weights.of(trained)
    sums = torch.tensor([model.sums(features(one.text)) for one in queries])
    kinds, work = _sides(queries) // 2, _sides(queries) % 2
    tried = [step / 20 for step in range(5, 80)]

    def loss(heat: float, by: int, right: torch.Tensor) -> float:
        shares = torch.softmax(sums / heat, 1).reshape(len(queries), len(KINDS), 2).sum(by)
        return float(torch.nn.functional.nll_loss(shares.log(), right))

    return min(tried, key=lambda heat: loss(heat, 2, kinds)), min(tried, key=lambda heat: loss(heat, 1, work))


def main() -> int:
    """Trains, and writes when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights for the product")
    options = parser.parse_args()
    queries = [*read(TRAINED_ON), *read_more()]
    trained = train(queries) | {"digest": digest()}
    kept = len(trained["features"].split("\n"))
    print(f"{len(queries)} queries, {kept} features, temperatures {trained['heat'][0]} and {trained['heat'][1]}")
    if options.write:
        TARGET.write_text(json.dumps(trained, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"written: {TARGET.name}, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
