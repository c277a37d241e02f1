import pytest

from retrying import retry


class Flaky:
    def __init__(self, *errors):
        self.errors = list(errors)

    def __call__(self):
        if self.errors:
            raise self.errors.pop(0)
        return "sunny"


def test_it_tries_until_it_works():
    waits = []
    assert retry(Flaky(OSError(), OSError()), on=OSError, attempts=3, sleep=waits.append) == "sunny"
    assert waits == [1.0, 2.0]


def test_the_last_error_comes_out_without_another_wait():
    waits = []
    with pytest.raises(OSError, match="second"):
        retry(Flaky(OSError("first"), OSError("second")), on=OSError, attempts=2, sleep=waits.append)
    assert waits == [1.0]


def test_other_errors_are_not_tried_again():
    waits = []
    with pytest.raises(KeyError):
        retry(Flaky(KeyError("typo")), on=OSError, attempts=5, sleep=waits.append)
    assert waits == []
