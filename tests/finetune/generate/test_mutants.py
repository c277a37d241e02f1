"""Small faults are put into good examples of every kind: the checks notice at least 95 in 100, of each kind."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Kind, Wrong
from finetune.generate.table import KINDS
from tests.finetune.generate.mutants import mutants

LEAST = 0.95


def sound(kind: Kind, place: Ground) -> Iterator[Candidate]:
    """Candidates that come through."""
    for one in kind.source(place, Random(f"mutants {kind.name}")):
        try:
            verdicts(one, (), kind)
        except Wrong:
            continue
        yield one


@pytest.mark.parametrize("count", [pytest.param(3, id="few"), pytest.param(25, id="many", marks=pytest.mark.full)])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_checks_notice_small_faults(kind: Kind, count: int, place: Ground) -> None:
    alive, tried = list[str](), 0
    for one in islice(sound(kind, place), count):
        for fault, answer in mutants(one):
            tried += 1
            try:
                verdicts(replace(one, output=answer), (), kind)
            except Wrong:
                continue
            alive.append(f"{fault}: {dict(one.about)}")
    assert tried >= 6 * count
    assert 1 - len(alive) / tried >= LEAST, "\n".join(alive)
