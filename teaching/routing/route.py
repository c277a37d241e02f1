"""What is decided about a query: what it is about, whether it asks for deeds, and how sure that is."""

from typing import Literal, NamedTuple

Kind = Literal["syntax", "planning", "review", "general"]
KINDS: tuple[Kind, ...] = ("syntax", "planning", "review", "general")

# A query counts as a mere question from here on. Measured so that of the prompts that ask for work at most one in two
# hundred is taken for a question; tests/corpus/queries/README.md has the figures.
SURE_QUESTION = 0.9925


class Route(NamedTuple):
    """Where a query belongs.

    Attributes:
        kind: what it is about; `general` where the router abstained.
        work: whether it asks to change, run or look into something; true where that is not certain enough.
        certainty: how likely `kind` is right, 0 to 1.
        abstained: whether no kind was likely enough.
        because: the rule that decided, or what spoke for the kind, in words.
        question_certainty: how likely words alone are asked for, 0 to 1.
    """

    kind: Kind
    work: bool
    certainty: float
    abstained: bool
    because: str
    question_certainty: float = 0.0

    @property
    def surely_question(self) -> bool:
        """Whether it may be answered in words instead of being handed on: the operating point of the prompt hook."""
        return not self.work and not self.abstained and self.question_certainty >= SURE_QUESTION
