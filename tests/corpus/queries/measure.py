"""Measures how queries are routed, and how far two people agree on the labels. Prints totals and never a query.

    python -m tests.corpus.queries.measure             # agreement, and the training parts by cross-validation
    python -m tests.corpus.queries.measure --unseen    # the parts d, e and f with the weights of the product

Cross-validation leaves out one of the parts a, b and c at a time. An abstention counts as `general`. A false capture is
a prompt that asks for work and is `surely_question` all the same; a capture, any that is, of the kind `syntax`. Needs
PyTorch, but not for `--unseen`.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from teaching.routing import Route, classify
from teaching.routing.model import Weights
from teaching.routing.route import KINDS
from tests.corpus.queries.labels import PARTS, TRAINED_ON, UNSEEN, Labelled, first_and_second, read, read_more

LEAST_CERTAIN = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


class Figures(NamedTuple):
    """What a set of routes is worth."""

    queries: int
    accuracy: float
    macro_f1: float
    abstained: int
    confusion: list[list[int]]
    work_precision: float
    work_recall: float
    asking_work: int
    false_captures: int
    captures: int


def main() -> int:
    """Prints what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unseen", action="store_true", help="the half that was not trained on, instead")
    if parser.parse_args().unseen:
        _show("unseen", *routed(unseen(), classify))
        return 0
    for part in PARTS:
        _show_agreement(part)
    _show("cross-validation", *crossed())
    return 0


def unseen() -> list[Labelled]:
    """The queries of d, e and f that do not also stand in a, b or c."""
    known = {plain(one.text) for one in read(TRAINED_ON)}
    return [one for one in read(UNSEEN) if plain(one.text) not in known]


def plain(text: str) -> str:
    """The text without case and punctuation."""
    return " ".join(re.findall(r"\w+", text.lower()))


def routed(queries: Sequence[Labelled], route: Callable[[str], Route]) -> tuple[list[Labelled], list[Route]]:
    """The queries with their routes."""
    return list(queries), [route(one.text) for one in queries]


def crossed() -> tuple[list[Labelled], list[Route]]:
    """Each training part by weights that have not seen it."""
    train: Any = import_module("tests.corpus.queries.train")
    queries: list[Labelled] = []
    routes: list[Route] = []
    for part in TRAINED_ON:
        others = [*read([one for one in TRAINED_ON if one != part]), *read_more()]
        held = read([part])
        known = {plain(one.text) for one in held}
        trained = Weights.of(train.table([one for one in others if plain(one.text) not in known]))
        queries += held
        routes += [classify(one.text, trained) for one in held]
    return queries, routes


def figures(queries: Sequence[Labelled], routes: Sequence[Route]) -> Figures:
    """Every total."""
    counts = Counter((one.kind, route.kind) for one, route in zip(queries, routes, strict=True))
    confusion = [[counts[kind, said] for said in KINDS] for kind in KINDS]
    right = [confusion[place][place] for place in range(4)]
    f1 = [2 * right[k] / max(1, sum(confusion[k]) + sum(row[k] for row in confusion)) for k in range(4)]
    work = Counter((one.work, route.work) for one, route in zip(queries, routes, strict=True))
    captured = [one for one, route in zip(queries, routes, strict=True) if _is_captured(route)]
    return Figures(
        len(queries),
        sum(right) / len(queries),
        sum(f1) / 4,
        sum(route.abstained for route in routes),
        confusion,
        work[True, True] / max(1, work[True, True] + work[False, True]),
        work[True, True] / max(1, work[True, True] + work[True, False]),
        sum(one.work for one in queries),
        sum(one.work for one in captured),
        len(captured),
    )


def _is_captured(route: Route) -> bool:
    return route.kind == "syntax" and route.surely_question


def bound(wrong: int, of: int) -> float:
    """The upper end of the one-sided 95 % confidence interval of a share (Clopper and Pearson)."""
    low, high = wrong / of, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        term = total = (1 - middle) ** of
        for number in range(1, wrong + 1):
            term *= (of - number + 1) / number * middle / (1 - middle)
            total += term
        low, high = (middle, high) if total > 0.05 else (low, middle)
    return high


def _show(name: str, queries: Sequence[Labelled], routes: Sequence[Route]) -> None:
    found = figures(queries, routes)
    print(f"{name}: {found.queries} queries")
    print(f"  accuracy {found.accuracy:.4f}, macro-F1 {found.macro_f1:.4f}, abstained {found.abstained}")
    print(f"  confusion (rows: label; {', '.join(KINDS)}): {found.confusion}")
    print(f"  work: precision {found.work_precision:.4f}, recall {found.work_recall:.4f}")
    share = found.false_captures / found.asking_work
    most = bound(found.false_captures, found.asking_work)
    print(f"  captured {found.captures}; false: {found.false_captures} of {found.asking_work} that ask for work")
    print(f"  that is {share:.2%}, at most {most:.2%} (95 %)")
    for least in LEAST_CERTAIN:
        sure = [(one, route) for one, route in zip(queries, routes, strict=True) if route.question_certainty >= least]
        asked = [one for one, route in sure if route.kind == "syntax" and not route.abstained]
        print(
            f"    from {least}: {len(asked)} syntax captured, {sum(one.work for one in asked)} of them false;"
            f" any kind {len(sure)}, {sum(one.work for one, _ in sure)} false"
        )
    for floor in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        sure = [(one, route) for one, route in zip(queries, routes, strict=True) if route.certainty >= floor]
        right = sum(one.kind == route.kind for one, route in sure)
        print(f"    kind certain from {floor}: {len(sure)}, {right / max(1, len(sure)):.4f} right")


def _show_agreement(part: str) -> None:
    pairs = first_and_second(part)
    for name in ("kind", "work"):
        both = [(str(one[name]), str(other[name])) for one, other in pairs]
        agreed = sum(one == other for one, other in both) / len(both)
        firsts, seconds = Counter(one for one, _ in both), Counter(other for _, other in both)
        chance = sum(firsts[label] * seconds[label] for label in firsts) / len(both) ** 2
        print(f"{part} {name}: agreement {agreed:.2%}, kappa {(agreed - chance) / (1 - chance):.4f}, n {len(both)}")


if __name__ == "__main__":
    sys.exit(main())
