"""The form of an answer of the mentor: `teach ask --format json` and `teach explain` print exactly `Answered`."""

from typing import Literal

from teaching.contracts.review import Form


class Fallback(Form):
    """A tier that was to answer and did not."""

    tier: str
    model: str
    reason: str


class Routing(Form):
    """Why a question went where it went.

    Attributes:
        kind: what it is about; `general` where that could not be told.
        tier: where it began.
        because: what decided, in words.
        certainty: how likely the kind is right, 0 to 1.
        abstained: whether no kind was likely enough.
        work: whether it asks to change or run something, which an answer does not.
    """

    kind: Literal["syntax", "planning", "review", "general"]
    tier: str
    because: str
    certainty: float
    abstained: bool
    work: bool


class Tried(Form):
    """One step on the way to the answer.

    Attributes:
        outcome: `answered`, `rejected`, `over budget`, or how the model failed.
        cost: in US dollars; None where its price is not known.
    """

    tier: str
    model: str
    outcome: str
    reason: str
    seconds: float
    cost: float | None


class Tokens(Form):
    """What an answer took, in the model's own count.

    Attributes:
        read: of the prompt, those from a cache included.
        written: of the answer.
    """

    read: int
    written: int


class Answered(Form):
    """An answer.

    Attributes:
        text: the answer, with the places in the project's documents that it stands on.
        tier: who answered: `local`, `fallback`, `deep`, `host` (the text is guidance for the model that asked) or
            `words` (templates).
        model: its name.
        cost: in US dollars, of all steps together; None where a price is not known.
        route: the tier that the question was for.
        fallbacks: the tiers that were to answer before this one, with the reason.
        routing: why that tier.
        steps: all that was tried, in order.
        level: how the learner is spoken to, and why.
        note: what else the reader should know; may be empty.
    """

    text: str
    tier: str
    model: str
    cost: float | None
    route: str
    fallbacks: list[Fallback]
    routing: Routing
    steps: list[Tried]
    level: str
    seconds: float
    tokens: Tokens
    note: str = ""
