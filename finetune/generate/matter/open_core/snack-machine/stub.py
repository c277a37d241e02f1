"""Change from a snack machine, in cents."""

from collections.abc import Mapping


class CannotPay(Exception):
    """Some of the amount cannot be paid with these coins."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} cents cannot be paid")
        self.left = left


def change(amount: int, coins: Mapping[int, int]) -> dict[int, int]:
    """How many of each coin are given, large coins first and as many as possible; coins that are not used are absent.

    Args:
        coins: how many of each value are in the machine; it stays as it is.

    Raises:
        CannotPay: with what is left when all coins were tried.
    """
    # TODO(human): go from the largest coin to the smallest.
    raise NotImplementedError("change")
