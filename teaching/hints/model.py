"""What a hint is, and what it is about."""

from dataclasses import dataclass
from typing import Literal

from teaching.contracts.exercises import Exemplar
from teaching.contracts.review import Finding, Wording
from teaching.learning.states import Work

Kind = Literal["question", "concept", "place", "pseudo-code"]
KINDS: tuple[Kind, ...] = ("question", "concept", "place", "pseudo-code")
TOP = len(KINDS)


@dataclass(frozen=True, slots=True)
class Hint:
    """One rung of a ladder.

    Attributes:
        rung: 1 to 4.
        marker: what it belongs to, as path:line.
        symbol: the function, or "".
        note: how this rung came about and what is next, for the reader; may be empty.
        wording: what a model had to do with the text; None where none was asked.
    """

    rung: int
    kind: Kind
    text: str
    marker: str
    path: str
    line: int
    symbol: str = ""
    note: str = ""
    wording: Wording | None = None


@dataclass(frozen=True, slots=True)
class MarkerGoal:
    """A piece of work that is left to the learner.

    Attributes:
        task: what the verification calls its task; None for a marker without one.
        source: the text of its file.
        exemplar: None where none is known.
    """

    work: Work
    task: str | None
    source: str
    exemplar: Exemplar | None


@dataclass(frozen=True, slots=True)
class FindingGoal:
    """A finding of the review."""

    finding: Finding


Goal = MarkerGoal | FindingGoal
