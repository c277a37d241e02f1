"""The form of an answer of the mentor: `teach ask --format json` prints exactly `Answered`."""

from teaching.contracts.review import Form


class Fallback(Form):
    """A tier that was to answer and did not."""

    tier: str
    model: str
    reason: str


class Answered(Form):
    """An answer.

    Attributes:
        text: the answer, with the places in the project's documents that it stands on.
        tier: who answered: `local`, or `words` (templates).
        model: its name.
        cost: in US dollars.
        route: the tier that the question was for.
        fallbacks: the tiers that were to answer before this one.
    """

    text: str
    tier: str
    model: str
    cost: float
    route: str
    fallbacks: list[Fallback]
