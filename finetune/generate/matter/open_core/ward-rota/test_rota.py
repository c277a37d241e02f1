from datetime import date

from rota import Shift, conflicts

NIGHT = Shift("Mira", date(2026, 1, 31), "night")
EARLY = Shift("Mira", date(2026, 2, 1), "early")


def test_an_early_shift_after_a_night_is_reported():
    assert conflicts([EARLY, NIGHT]) == [EARLY]


def test_another_nurse_may_work_early():
    assert conflicts([NIGHT, Shift("Jon", date(2026, 2, 1), "early")]) == []


def test_a_late_shift_leaves_time_to_sleep():
    assert conflicts([NIGHT, Shift("Mira", date(2026, 2, 1), "late")]) == []
