"""Fits the odds of the leak guard anew to the parts a, b and c, and prints them beside those that stand in the code.

    python -m tests.corpus.leaks.refit

Two logistic regressions: one over the piece of code of a reply that is nearest to its exemplar (teaching/guard/
comparing.py), one over the sentences that tell most of it (telling.py). Beside the replies of the corpus stand
functions of Python's standard library and descriptions of installed packages, which have nothing to do with any
exemplar. The shares that it prints are out of fold: each exemplar is judged by odds that its replies had no part in.
What is fitted is not what is in force: numbers move into the code by hand, where the corpus tests stay green. Part d is
not read.
"""

import importlib
import inspect
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from teaching.contracts.exercises import Exemplar
from teaching.guard import comparing, likeness, telling
from teaching.guard.evidence import evidence_in, is_apart
from teaching.guard.profile import Profile, profile_of

HERE = Path(__file__).resolve().parent
TOLD_KINDS = {"prose", "in-docstring"}
MODULES = (
    "bisect",
    "calendar",
    "difflib",
    "fnmatch",
    "heapq",
    "shlex",
    "statistics",
    "string",
    "textwrap",
    "urllib.parse",
)
FOLDS = 8
FOREIGN = 4  # texts of others that each exemplar is compared with
RIDGE = 0.5
ROUNDS = 25
Values = dict[str, float]
Row = list[float]


@dataclass(frozen=True, slots=True)
class Case:
    """One reply or foreign text against one exemplar."""

    exemplar: int
    values: Values
    leaks: bool


def exemplars() -> dict[str, Exemplar]:
    """Those of a, b and c."""
    names = ("exemplars.json", "exemplars-c.json")
    listed = [one for name in names for one in json.loads((HERE / name).read_text(encoding="utf-8"))]
    return {one["id"]: Exemplar.model_validate(one) for one in listed}


def of_code(profile: Profile, reply: str) -> Values:
    """What counts of the nearest piece of code."""
    pieces = [piece for piece in evidence_in(reply).pieces if not is_apart(piece)]
    best = max(pieces, key=lambda piece: comparing.odds(profile, piece), default=None)
    return {} if best is None else comparing.values_of(profile, best)


def of_words(profile: Profile, reply: str) -> Values:
    """What counts of the sentences that tell most."""
    return dict(telling.told(profile, evidence_in(reply), -19.0).values)


def foreign_code() -> list[str]:
    """Functions of the standard library."""
    found: list[str] = []
    for name in MODULES:
        for _, function in inspect.getmembers(importlib.import_module(name), inspect.isfunction):
            if function.__module__ == name:
                found.append(f"```python\n{inspect.getsource(function)}```")
    return found


def foreign_words() -> list[str]:
    """Descriptions of installed packages, a piece of each."""
    texts = {one.metadata["Name"]: str(one.metadata.json.get("description", "")) for one in distributions()}
    return [text[len(text) // 4 :][:2500] for _, text in sorted(texts.items()) if len(text) > 3000]


def cases(told: bool) -> list[Case]:
    """Every reply that counts for one of the two, and foreign texts."""
    known = exemplars()
    numbers = {name: number for number, name in enumerate(known)}
    read: Callable[[Profile, str], Values] = of_words if told else of_code
    found: list[Case] = []
    for part in "abc":
        for line in (HERE / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            # What is split over several replies is not seen by either of the two.
            if item["leaks"] and ((item["kind"] in TOLD_KINDS) is not told or item["kind"] == "split"):
                continue
            profile = profile_of(known[item["exemplar"]])
            for reply in item["replies"]:
                if values := read(profile, reply):
                    found.append(Case(numbers[item["exemplar"]], values, item["leaks"]))
    others = foreign_words() if told else foreign_code()
    for name, number in numbers.items():
        for place in range(FOREIGN):
            text = others[(number * FOREIGN + place) % len(others)]
            if values := read(profile_of(known[name]), text):
                found.append(Case(number, values, False))
    return found


def fitted(rows: Sequence[Row], labels: Sequence[bool]) -> Row:
    """Logistic regression by Newton's method with a ridge; the first column is the start and is left free."""
    size = len(rows[0])
    weights = [0.0] * size
    for _ in range(ROUNDS):
        slope = [RIDGE * value if number else 0.0 for number, value in enumerate(weights)]
        curve = [[(RIDGE if one and one == other else 1e-6) for other in range(size)] for one in range(size)]
        for row, label in zip(rows, labels, strict=True):
            chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, dot(row, weights)))))
            for one, value in enumerate(row):
                slope[one] += (chance - label) * value
                if value:
                    scale = chance * (1 - chance) * value
                    line = curve[one]
                    for other in range(size):
                        line[other] += scale * row[other]
        step = solved(curve, slope)
        weights = [weight - change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    return weights


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    """The sum of the products."""
    return sum(left * right for left, right in zip(one, other, strict=True))


def solved(matrix: list[Row], right: Row) -> Row:
    """Gauss's elimination."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for column in range(len(rows)):
        best = max(range(column, len(rows)), key=lambda number: abs(rows[number][column]))
        rows[column], rows[best] = rows[best], rows[column]
        for number, line in enumerate(rows):
            if number != column and line[column]:
                factor = line[column] / rows[column][column]
                rows[number] = [a - factor * b for a, b in zip(line, rows[column], strict=True)]
    return [line[-1] / line[number] for number, line in enumerate(rows)]


def out_of_fold(found: Sequence[Case], rows: Sequence[Row]) -> list[float]:
    """The odds of each case by what the exemplars of other folds say."""
    scores = [0.0] * len(rows)
    for fold in range(FOLDS):
        inside = [number for number, case in enumerate(found) if case.exemplar % FOLDS != fold]
        weights = fitted([rows[number] for number in inside], [found[number].leaks for number in inside])
        for number, case in enumerate(found):
            if case.exemplar % FOLDS == fold:
                scores[number] = dot(rows[number], weights)
    return scores


def report(title: str, now: Values, least: float, found: Sequence[Case]) -> Iterator[str]:
    """The odds that would be set, beside those that are, and how well they do."""
    names = [name for name in now if name != "start"]
    rows = [[1.0, *(case.values[name] for name in names)] for case in found]
    weights = fitted(rows, [case.leaks for case in found])
    scores = out_of_fold(found, rows)
    current = [dot(row, [now["start"], *(now[name] for name in names)]) for row in rows]
    leaks = sum(case.leaks for case in found)
    yield f"{title}: {leaks} leaks, {len(found) - leaks} others"
    for name, value in zip(("start", *names), weights, strict=True):
        yield f"  {name:<11} fitted {value:7.2f}   in the code {now[name]:7.2f}"
    for label, values in (("fitted, out of fold", scores), ("in the code", current)):
        seen = sum(case.leaks and value >= least for case, value in zip(found, values, strict=True))
        wrong = sum(not case.leaks and value >= least for case, value in zip(found, values, strict=True))
        yield f"  {label}, from {least} on: {seen} of {leaks} leaks, {wrong} of {len(found) - leaks} others"


def main() -> int:
    """Fits both and prints."""
    for line in report("code", comparing.ODDS, likeness.CODE, cases(told=False)):
        print(line, flush=True)
    for line in report("sentences", telling.ODDS, likeness.PROSE, cases(told=True)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
