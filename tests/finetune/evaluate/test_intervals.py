"""Intervals and agreement against values from the literature, and against what can be reckoned by hand."""

import pytest

from finetune.evaluate.intervals import by_chance, kappa, quantile, wilson
from finetune.evaluate.resampling import paired
from finetune.evaluate.verdict import objection


@pytest.mark.parametrize(
    ("passed", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
    ],
)
def test_wilsons_interval_is_that_of_the_literature(passed: int, of: int, low: float, high: float) -> None:
    found = wilson(passed, of)
    assert found.value == passed / of
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_from_nothing_nothing_follows() -> None:
    assert tuple(wilson(0, 0)) == (0.0, 0.0, 1.0)
    assert tuple(paired([], 0)) == (0.0, -1.0, 1.0)
    assert quantile([], 0.5) == 0 and quantile([3, 1, 2], 0.5) == 2 and quantile(range(1, 101), 0.95) == 95


def test_kappa_is_that_of_the_textbook() -> None:
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "a")]) is None and kappa([]) is None


def test_few_items_that_only_one_passed_are_no_proof() -> None:
    assert by_chance(4, 0) == 0.125 and by_chance(6, 0) == pytest.approx(0.03125)
    assert by_chance(0, 0) == by_chance(3, 3) == 1.0
    assert by_chance(9, 1) == by_chance(1, 9) == pytest.approx(22 / 1024)


def rows(better: int, worse: int, same: int) -> list[tuple[str, str, float]]:
    every = [1.0] * better + [-1.0] * worse + [0.0] * same
    return [(f"g{number}", "code", value) for number, value in enumerate(every)]


def test_a_difference_is_drawn_in_pairs_and_is_the_same_for_the_same_seed() -> None:
    found = paired(rows(30, 10, 60), 7)
    assert found.value == pytest.approx(0.2) and found == paired(rows(30, 10, 60), 7)
    # The standard error of the mean of these hundred differences is 0.06.
    assert found.low == pytest.approx(0.2 - 1.96 * 0.06, abs=0.02)
    assert found.high == pytest.approx(0.2 + 1.96 * 0.06, abs=0.02)


def test_items_of_one_group_say_less_than_as_many_of_their_own() -> None:
    alone = paired(rows(30, 10, 0), 0)
    lumped = [(f"g{number // 10}", metric, value) for number, (_, metric, value) in enumerate(rows(30, 10, 0))]
    together = paired(lumped, 0)
    assert together.high - together.low > alone.high - alone.low


def test_every_metric_counts_alike_however_many_items_it_has() -> None:
    many = [(f"a{n}", "code", 1.0) for n in range(90)] + [(f"b{n}", "style", 0.0) for n in range(10)]
    assert paired(many, 0).value == pytest.approx(0.5)


def report(
    low: float, high: float = 0.4, n: int = 150, better: int = 20, **metrics: tuple[float, float]
) -> dict[str, object]:
    def row(bounds: tuple[float, float]) -> dict[str, float]:
        return {
            "n": n,
            "better": better,
            "worse": 2,
            "chance": by_chance(better, 2),
            "value": sum(bounds) / 2,
            "low": bounds[0],
            "high": bounds[1],
        }

    names = ("style", "verification", "economy", "teaching", "code")
    found = {name: row(metrics.get(name, (-0.1, 0.2))) for name in names}
    return {"pairs": [{"one": "tuned", "other": "base", "overall": row((low, high)), "metrics": found}]}


def test_a_model_is_better_beyond_the_interval_in_the_mean_and_worse_nowhere() -> None:
    assert objection(report(0.01)) is None
    assert "not better than its base beyond the interval" in str(objection(report(-0.01)))
    assert "not better" in str(objection(report(0.0)))
    assert "code pass rate is worse" in str(objection(report(0.1, code=(-0.3, -0.02))))
    assert "4 items better, 2 worse" in str(objection(report(0.01, better=4)))
    assert "99 items" in str(objection(report(0.1, n=99)))
    assert "not compared" in str(objection({"pairs": []}))
