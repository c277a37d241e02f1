"""Performance: the numbers of an answer were counted, its place is right, and it has something measured first."""

from dataclasses import replace
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import performance, situations
from finetune.generate.model import Candidate, Wrong
from teaching.errors import BadInputError

FEW = (
    "reader-loans", "ban-list", "fib-tiles", "menu-small", "orders-index", "gauges-await", "ages-sort",
    "club-correlated",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(place: Ground) -> dict[str, Candidate]:
    """One candidate of a few situations, by the situation."""
    cases = [case for case in situations.matter("performance") if case["id"] in FEW]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(situations, "matter", lambda _: cases)
        return {one.about["case"]: one for one in performance.candidates(place, Random(3))}


@pytest.mark.parametrize("case", FEW)
def test_a_candidate_passes_its_checks(made: dict[str, Candidate], case: str) -> None:
    found = verdicts(made[case], ())
    assert {"counts", "names-place", "measures-first", "no-code", "growth", "runs-tests"} <= found.keys()


BROKEN = {
    "counts": ("reader-loans", lambda text: text.replace("1000", "1024")),
    "names-place": ("ban-list", lambda text: text.replace("guests.py:2", "guests.py:9")),
    "measures-first": ("ban-list", lambda text: text.replace("cProfile", "pdb")),
    "measures-first by its plan": (
        "club-correlated",
        lambda text: f"{text} Now it says `SEARCH o USING INDEX by_member`.",
    ),
    "no-code": ("ban-list", lambda text: f"{text}\n\n```python\nguests = []\n```"),
    "growth": ("reader-loans", lambda text: f"{text} It is quadratic."),
    "gives-away": ("ban-list", lambda text: f"{text} Write `return [guest for guest in guests if guest not in out]`."),
}


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(made: dict[str, Candidate], check: str) -> None:
    case, broken = BROKEN[check]
    answer = broken(made[case].output)
    assert answer != made[case].output
    with pytest.raises(Wrong, match=f"^{check.partition(' ')[0]}: "):
        verdicts(replace(made[case], output=answer), ())


def test_one_query_for_each_reader_is_counted(place: Ground) -> None:
    case = next(case for case in situations.matter("performance") if case["id"] == "reader-loans")
    facts = place.proofs.of(performance.job(case))
    assert (facts["slow"], facts["fast"], facts["same"]) == ([10, 100, 1000], [1, 1, 1], True)


@pytest.mark.parametrize(
    ("name", "slow", "fast"),
    [
        ("gauges-await", [10, 100, 1000], [1, 1, 1]),
        ("tickets-spread", [45, 4950, 499_500], [0, 0, 0]),
    ],
)
def test_waits_and_copies_are_counted_in_node(place: Ground, name: str, slow: list[int], fast: list[int]) -> None:
    case = next(case for case in situations.matter("performance") if case["id"] == name)
    facts = place.proofs.of(performance.job(case))
    assert (facts["slow"], facts["fast"], facts["same"]) == (slow, fast, True)


def test_a_query_is_counted_and_its_plan_told(place: Ground) -> None:
    case = next(case for case in situations.matter("performance") if case["id"] == "club-correlated")
    facts = place.proofs.of(performance.job(case))
    assert any(row.startswith("SCAN") for row in facts["plan"])
    assert performance.growth((10, 100, 1000), facts["slow"]) == "quadratic"
    assert performance.growth((10, 100, 1000), facts["fast"]) == "linear"


def test_matter_that_grows_otherwise_is_refused(place: Ground) -> None:
    case = {**next(case for case in situations.matter("performance") if case["id"] == "ban-list"), "growth": "linear"}
    with pytest.raises(BadInputError, match="ban-list: it grows otherwise"):
        performance.judged(case, place.proofs.of(performance.job(case)))
