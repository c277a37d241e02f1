from datetime import date

import pytest

from numbering import BadNumber, next_number

MAY = date(2026, 5, 4)


def test_numbers_go_up():
    assert next_number("2026-009", MAY) == "2026-010"


def test_a_new_year_begins_again():
    assert next_number("2025-412", date(2026, 1, 2)) == "2026-001"


def test_the_first_of_all():
    assert next_number(None, MAY) == "2026-001"


def test_a_thousand_is_no_problem():
    assert next_number("2026-999", MAY) == "2026-1000"


@pytest.mark.parametrize("last", ["2027-001", "26-1", "INV"])
def test_what_cannot_be_is_refused(last):
    with pytest.raises(BadNumber):
        next_number(last, MAY)
