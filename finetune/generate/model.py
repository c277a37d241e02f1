"""What a source of examples gives, and how it is judged."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from finetune.examples import Phase, Turn
from teaching.prompts.tasks import ASK

if TYPE_CHECKING:
    from finetune.generate.ground import Ground


class Wrong(Exception):
    """A check failed; the text is the reason that stands in `rejects.jsonl`."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold of a candidate.

    Attributes:
        name: stands in the example's `checks`.
        verdict: given the answer, what was found, in a few words; the same checks can judge a model's answer.
        places: path:line that the answer may name.

    Raises:
        Wrong: from `verdict`, when it does not hold.
    """

    name: str
    verdict: Callable[[str], str]
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """An example before it was checked.

    Attributes:
        about: what it was made of; it becomes the example's provenance.
        checks: beside those that every example must pass.
        questions: how many questions the answer asks, at least and at most.
        audience: to whom it is said; empty where it is said to nobody in particular.
        before: what was said before the instruction, in turns of user and assistant.
        secret: code that the answer must not give away, beside the solutions of the curriculum.
        facts: texts that the answer may take names, places and numbers from, beside what the learner showed and what
            the kind is written from.
    """

    instruction: str
    input: str
    output: str
    language: str
    about: Mapping[str, str]
    checks: Sequence[Check]
    prompt: str = ASK
    questions: tuple[int, int] = (1, 1)
    audience: str = ""
    before: Sequence[Turn] = ()
    secret: Sequence[str] = ()
    facts: Sequence[str] = ()


Source = Callable[["Ground", Random], Iterator[Candidate]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table.

    Attributes:
        share: how many of 1,400 examples are of this kind.
        source: gives candidates, the most telling first, until its matter is used up.
        words: how many an answer has, code and all: at least and at most.
    """

    name: str
    phase: Phase
    share: int
    source: Source
    words: tuple[int, int] = (8, 400)
    note: str = field(default="")


def require(condition: object, reason: str) -> None:
    """Fails a check.

    Raises:
        Wrong: unless the condition holds.
    """
    if not condition:
        raise Wrong(reason)
