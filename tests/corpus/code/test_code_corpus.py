"""The checks on labelled code: totals per tier and half with floors that only go up, and the counts that findings cite.

Half B was written by people who had not seen the checks, and is looked at in totals only.
"""

import json
from collections import Counter
from functools import cache

import pytest

from teaching.review.catalogue import ENTRIES
from tests.corpus.code.measure import TARGET, by_check
from tests.corpus.code.scoring import Score, cases, precision, recall, score, totals


@cache
def scores() -> tuple[Score, ...]:
    return tuple(score(case) for case in cases())


def test_the_corpus_is_whole() -> None:
    every = cases()
    assert len(every) >= 700
    assert len({case.id for case in every}) == len(every)
    assert Counter(case.half for case in every)["B"] >= 340
    assert {case.check for case in every} <= ENTRIES.keys()
    assert all(case.expect and case.clean != case.breaks for case in every)
    uncovered = ENTRIES.keys() - {case.check for case in every}
    assert uncovered == set()


@pytest.mark.parametrize("half", ["A", "B"])
def test_findings_are_right_and_few_places_are_missed(half: str) -> None:
    counted = totals(one for one in scores() if one.case.half == half)
    assert precision(counted["proved"]) >= 0.98, counted
    assert recall(counted["proved"]) >= 0.90, counted
    assert precision(counted["likely"]) >= 0.85, counted
    assert recall(counted["likely"]) >= 0.70, counted


def test_every_case_asks_for_a_check_that_is_understood() -> None:
    assert {one.case.id: one.problem for one in scores() if one.problem} == {}


def test_the_counts_that_findings_cite_are_those_of_the_corpus() -> None:
    cited = json.loads(TARGET.read_text(encoding="utf-8"))
    assert cited == by_check(list(scores())), "run `python -m tests.corpus.code.measure --write`"
