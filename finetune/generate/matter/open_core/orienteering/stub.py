"""Split times of an orienteering race."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Punch(NamedTuple):
    control: int
    second: int


class MissingControl(Exception):
    """The runner did not punch this one in its turn."""

    def __init__(self, control: int) -> None:
        super().__init__(f"control {control} is missing")
        self.control = control


def splits(course: Sequence[int], punches: Iterable[Punch]) -> list[int]:
    """Seconds for each leg, the first one counted from the start at 0.

    Controls have to be punched in the order of the course; other punches between them do no harm.

    Raises:
        MissingControl: the first one that was not reached.
    """
    # TODO(human): follow the course through the punches.
    raise NotImplementedError("splits")
