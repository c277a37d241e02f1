import pytest

from seeds.lending import Reason, may_borrow
from seeds.people import Member


def test_a_member_without_debts_may_borrow():
    assert may_borrow(Member("Ida", borrowed=2), packets_left=1) is None


@pytest.mark.parametrize(
    ("member", "left", "reason"),
    [
        (Member("Ole", owes=True), 9, Reason.OWES),
        (Member("Ole", borrowed=3), 9, Reason.ENOUGH),
        (Member("Ole"), 0, Reason.GONE),
        (Member("Ole", borrowed=3, owes=True), 0, Reason.OWES),
    ],
)
def test_there_is_one_reason_against_it(member, left, reason):
    assert may_borrow(member, left) is reason
