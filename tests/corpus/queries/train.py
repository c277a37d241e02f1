"""Trains the weights with which queries are routed.

    python -m tests.corpus.queries.train [--write]

Reads the labelled queries of the parts a, b and c and `more-*.jsonl`; the parts d, e and f are never read here. One
multinomial logistic regression over the kinds and one over work, on features weighted by their rarity, made smaller in
two steps and rounded to small whole numbers. PyTorch is needed for training and for nothing else. A minute or two.
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
from teaching.routing.model import WEIGHTS, Weights
from teaching.routing.route import KINDS
from tests.corpus.queries.labels import ROUTING, TRAINED_ON, Labelled, digest, read, read_more

TARGET = ROUTING / WEIGHTS
STEPS = 60
RATE = 0.3
RIDGE = 0.1  # how dear large weights are
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
    numbers = b"".join(
        bytes([rarity[name], *(round(value / scale) & 0xFF for value in row)])
        for name, row in zip(names, weights.tolist(), strict=True)
    )
    return {
        "features": "\n".join(name.replace("\n", " ") for name in names),
        "numbers": b2a_base64(numbers, newline=False).decode("ascii"),
        "scale": scale,
        "bias": [round(value, 4) for value in bias.tolist()],
        "heat": (1.0, 1.0),
    }


def _matrix(seen: Sequence[Features], names: Sequence[str], rarity: dict[str, int]) -> torch.Tensor:
    number = {name: place for place, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, found in enumerate(seen):
        for group in found:
            known = [feature for feature in group if feature in number]
            length = math.sqrt(sum(rarity[feature] ** 2 for feature in known)) or 1.0
            rows += [row] * len(known)
            columns += [number[feature] for feature in known]
            values += [rarity[feature] / length for feature in known]
    return torch.sparse_coo_tensor(
        torch.tensor([rows, columns]), torch.tensor(values), (len(seen), len(names)), check_invariants=False
    ).coalesce()


def _fit(matrix: torch.Tensor, queries: Sequence[Labelled], steps: int = STEPS) -> tuple[torch.Tensor, torch.Tensor]:
    kinds = torch.tensor([KINDS.index(one.kind) for one in queries])
    work = torch.tensor([float(one.work) for one in queries])
    weights = torch.zeros(matrix.shape[1], 5, requires_grad=True)
    bias = torch.zeros(5, requires_grad=True)
    optimizer = torch.optim.Adam([weights, bias], lr=RATE)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps) + 0.01
        sums = torch.sparse.mm(matrix, weights) + bias
        loss = torch.nn.functional.cross_entropy(sums[:, :4], kinds)
        loss = loss + torch.nn.functional.binary_cross_entropy_with_logits(sums[:, 4], work)
        loss = loss + RIDGE * weights.pow(2).sum() / len(queries)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return weights.detach(), bias.detach()


def _heat(trained: dict[str, Any], queries: Sequence[Labelled]) -> tuple[float, float]:
    """What makes the likelihoods of held-out queries come true, found by trying."""
    model = Weights.of(trained)
    sums = torch.tensor([model.sums(features(one.text)) for one in queries])
    kinds = torch.tensor([KINDS.index(one.kind) for one in queries])
    work = torch.tensor([float(one.work) for one in queries])
    tried = [step / 20 for step in range(5, 80)]
    of_kinds = min(tried, key=lambda heat: float(torch.nn.functional.cross_entropy(sums[:, :4] / heat, kinds)))
    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    of_work = min(tried, key=lambda heat: float(entropy(sums[:, 4] / heat, work)))
    return of_kinds, of_work


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
