"""How a learner is spoken to: by what is recorded of them here, which is what they did and never what they are.

Not covered: what they learned elsewhere. Nothing of this leaves the machine by itself: a model gets one sentence of it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from teaching.learning import record
from teaching.learning.record import Record
from teaching.modes import mode_of

Name = Literal["new", "learning", "practised", "colleague"]

_STUCK = 3  # red attempts at one task
_FAR = 3  # the rung of a hint that shows the place
_RIGHT = 2  # predictions that came true


@dataclass(frozen=True, slots=True)
class Level:
    """How somebody is spoken to.

    Attributes:
        because: what says so, in words.
        manner: the same for a model, in a sentence or two.
        words: how long a simple answer is to be.
    """

    name: Name
    because: str
    manner: str
    words: int


_MANNERS: dict[Name, tuple[str, int]] = {
    "new": ("The learner is new to this: use plain words, say what a term means, and take one step at a time.", 120),
    "learning": ("The learner is at work on it: build on what they have, and name the idea behind it.", 110),
    "practised": ("The learner has done such work before: name the idea and leave out the basics.", 90),
    "colleague": ("You speak to a colleague: be direct, and say what you would do and why.", 90),
}


def level_of(root: Path) -> Level:
    """How whoever works on this project is spoken to."""
    if mode_of(root) == "colleague":
        return _level("colleague", "the project has a colleague speak, and no mentor")
    return _of_record(record.read(root))


def _of_record(found: Record) -> Level:
    right = sum(one.outcome == "right" for one in found.predictions.values())
    tries = max(map(len, found.attempts.values()), default=0)
    rungs = [one.rung for one in found.markers.values()]
    if not rungs and not tries and not found.predictions:
        return _level("new", "nothing is recorded here yet")
    if tries >= _STUCK and right < _RIGHT:
        return _level("new", f"one task was red {tries} times")
    if right >= _RIGHT:
        return _level("practised", f"{right} predictions came true")
    if len(rungs) >= _FAR and max(rungs) < _FAR:
        return _level("practised", f"{len(rungs)} pieces of work needed no more than an early hint")
    return _level("learning", "there are hints or attempts, and no sign yet that they come easily")


def _level(name: Name, because: str) -> Level:
    manner, words = _MANNERS[name]
    return Level(name, because, manner, words)
