import pytest

from lockers import Locker, NoLocker, Size, assign


def test_a_small_parcel_leaves_the_large_locker_alone():
    free = [Locker(1, Size.LARGE), Locker(7, Size.MEDIUM)]
    assert assign(Size.SMALL, free).number == 7


def test_equal_lockers_go_by_number():
    assert assign(Size.LARGE, [Locker(9, Size.LARGE), Locker(4, Size.LARGE)]).number == 4


def test_a_parcel_that_is_too_big_is_refused():
    with pytest.raises(NoLocker, match="LARGE"):
        assign(Size.LARGE, [Locker(1, Size.SMALL)])
