"""Trains the weights with which sentences are read by their likeness to known wordings.

    python -m tests.corpus.wordings.train [--write] [--without-a]

Reads `*.txt` beside it (one file per check: `+` states its rule, `-` does not), the wordings that the catalogue proves
itself on, and half A of the labelled constitutions; half B is never read. One multinomial logistic regression over all
checks and "none", on features weighted by their rarity; PyTorch is needed for training and for nothing else.
`--without-a` leaves half A out and reports how its lines are read. Takes a few minutes.
"""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from teaching.documents.constitution import read_text
from teaching.review.catalogue import ENTRIES
from teaching.review.resembling.features import features
from teaching.review.resembling.model import Weights, value_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TARGET = ROOT / "teaching" / "review" / "resembling" / "weights.json"
STEPS = 120
RATE = 0.5
RIDGE = 0.02  # how dear large weights are
SMALLEST = 0.3  # weights below this say nothing
FEWEST = 2  # sentences in which a feature occurs
NONE = "none"
CORPUS = "half A"


@dataclass(slots=True)
class Wording:
    """A sentence with the checks whose rule it states; none for a near miss."""

    text: str
    context: str
    checks: frozenset[str]
    source: str


def main() -> int:
    """Trains and reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights for the review to read with")
    parser.add_argument("--without-a", action="store_true", help="train without half A, and report how it is read")
    options = parser.parse_args()
    wordings = read()
    held = [one for one in wordings if one.source == CORPUS] if options.without_a else []
    kept = [one for one in wordings if not (options.without_a and one.source == CORPUS)]
    table = train(kept)
    print(f"{len(kept)} wordings, {len(table['features'])} features, {len(table['checks'])} checks")
    if held:
        report(held, Weights.of(table))
    if options.write:
        text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        TARGET.write_text(text + "\n", encoding="utf-8")
        print(f"written: {TARGET.name}, {TARGET.stat().st_size} bytes")
    return 0


def read() -> list[Wording]:
    """Everything that is known."""
    found: list[Wording] = []
    for file in sorted(HERE.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line[:2] in {"+ ", "- "}:
                context, _, text = line[2:].partition(" > ") if _has_context(line[2:]) else ("", "", line[2:])
                checks = frozenset([file.stem]) if line[0] == "+" else frozenset[str]()
                found.append(Wording(text, context, checks, file.name))
    for entry in ENTRIES.values():
        found += [Wording(text, "", frozenset([entry.name]), "catalogue") for text, _ in entry.reads]
        found += [Wording(text, "", frozenset(), "catalogue") for text in entry.ignores]
    found += _labelled()
    return found


def _has_context(text: str) -> bool:
    head, mark, _ = text.partition(" > ")
    return bool(mark) and "`" not in head and len(head.split()) <= 5


def _labelled() -> Iterable[Wording]:
    corpus = ROOT / "tests" / "corpus" / "rules"
    labels = [
        json.loads(line)
        for name in ("labels.jsonl", "labels2.jsonl")
        for line in (corpus / name).read_text("utf-8").splitlines()
    ]
    by_file: dict[str, dict[int, dict[str, object]]] = {}
    for label in labels:
        if label["half"] == "A":
            by_file.setdefault(label["file"], {})[label["line"]] = label
    for name, lines in by_file.items():
        text = (corpus / f"{name}.txt").read_text("utf-8")
        statements = read_text(text, name).statements
        counts = Counter(statement.line for statement in statements)
        for statement in statements:
            label = lines.get(statement.line)
            if label is None:
                continue
            checks = [part.split("/") for part in str(label["check"]).split("+")] if label["decidable"] else []
            if counts[statement.line] > 1 and checks:
                continue  # which of the sentences states it is not labelled
            context = statement.lead or (statement.headings[-1] if len(statement.headings) > 1 else "")
            yield Wording(statement.plain, context, frozenset(n for part in checks for n in part), CORPUS)


def train(wordings: list[Wording]) -> dict[str, Any]:
    """The checks, their biases, and by feature its rarity with the weights that are large enough."""
    seen = [features(one.text, one.context) for one in wordings]
    counts = Counter(feature for row in seen for feature in row)
    names = sorted(feature for feature, count in counts.items() if count >= FEWEST)
    rarity = {name: math.log(len(wordings) / counts[name]) + 0.1 for name in names}
    checks = [*sorted({check for one in wordings for check in one.checks}), NONE]
    rows = _matrix(seen, {name: position for position, name in enumerate(names)}, rarity)
    wanted = torch.zeros(len(wordings), len(checks))
    for number, one in enumerate(wordings):
        for check in one.checks or {NONE}:
            wanted[number, checks.index(check)] = 1 / max(1, len(one.checks))
    weights = torch.zeros(len(names), len(checks), requires_grad=True)
    bias = torch.zeros(len(checks), requires_grad=True)
    optimizer = torch.optim.Adam([weights, bias], lr=RATE)
    for _ in range(STEPS):
        said = torch.log_softmax(rows @ weights + bias, 1)
        loss = -(wanted * said).sum(1).mean() + RIDGE * weights.pow(2).sum() / len(wordings)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    found: dict[str, str] = {}
    for position, row in enumerate(weights.detach()):
        large = torch.nonzero(row.abs() >= SMALLEST).flatten().tolist()
        if large:
            said = (f"{check} {round(float(row[check]), 1)}" for check in large)
            found[names[position]] = " ".join([str(round(rarity[names[position]], 2)), *said])
    return {"checks": checks, "bias": [round(float(one), 2) for one in bias.detach()], "features": found}


def _matrix(seen: list[list[str]], number: dict[str, int], rarity: dict[str, float]) -> torch.Tensor:
    places: list[tuple[int, int]] = []
    values: list[float] = []
    for row, found in enumerate(seen):
        known = [feature for feature in found if feature in number]
        raw = [value_of(feature, rarity[feature]) for feature in known]
        length = math.sqrt(sum(value * value for value in raw)) or 1.0
        places += [(row, number[feature]) for feature in known]
        values += [value / length for value in raw]
    shape = (len(seen), len(number))
    return torch.sparse_coo_tensor(torch.tensor(places).T, torch.tensor(values), shape).coalesce()


def report(held: list[Wording], weights: Weights) -> None:
    """How the lines of half A are read, by threshold."""
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        right = wrong = 0
        for one in held:
            check, chance = weights.chances(one.text, one.context).best
            if chance >= threshold:
                right += check in one.checks
                wrong += check not in one.checks
        stated = sum(1 for one in held if one.checks)
        print(f"from {threshold}: {right} of {stated} read right, {wrong} of {len(held)} read wrong")


if __name__ == "__main__":
    sys.exit(main())
