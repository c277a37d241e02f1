"""The prompts that the gate has answered, in ids, and what became of each."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from finetune.examples import Example, asking, conversation
from teaching.prompts.chat import Segment, segments

MOST_ASKED = 1500  # tokens of the longest sequence whose logits are compared
Tokens = Callable[[str, bool], list[int]]


@dataclass(frozen=True, slots=True)
class Prompt:
    """Attributes:
    turns: role and content, for engines that render by themselves.
    ids: as training and our serving build them: piece by piece.
    wanted: the trained answer with the token that ends it.
    """

    name: str
    turns: list[dict[str, str]]
    ids: list[int]
    wanted: list[int]

    @property
    def most(self) -> int:
        """How many tokens an answer may have: one that does not stop in time is cut."""
        return len(self.wanted) + 32


@dataclass(frozen=True, slots=True)
class Answered:
    """Attributes:
    right: it is the trained answer.
    stopped: it ended by itself.
    """

    name: str
    ids: tuple[int, ...]
    right: bool
    stopped: bool

    @classmethod
    def of(cls, prompt: Prompt, said: Sequence[int], ends: Container[int]) -> "Answered":
        """The verdict on what was said."""
        return cls(prompt.name, tuple(said), list(said) == prompt.wanted, bool(said) and said[-1] in ends)


def encoded(pieces: Sequence[Segment], tokens: Tokens) -> list[int]:
    """The ids of rendered pieces: only control pieces become control tokens."""
    return [token for piece in pieces for token in tokens(piece.text, piece.control)]


def held(examples: Sequence[Example], tokens: Tokens) -> list[Prompt]:
    """The held examples as prompts with the answer that each was given in training."""
    prompts = []
    for example in examples:
        asked = asking(example)
        whole = segments(conversation(example), open_answer=False)
        last = max(number for number, piece in enumerate(whole) if not piece.answer) + 1
        prompts.append(
            Prompt(
                name=example.id,
                turns=[{"role": message.role, "content": message.content} for message in asked],
                ids=encoded(segments(asked), tokens),
                wanted=encoded(whole[last:], tokens),
            )
        )
    return prompts


def sequences(prompts: Sequence[Prompt], rows: int, context: int) -> list[list[int]]:
    """What logits are compared on: each prompt with its answer, and one text as long as fits.

    Args:
        rows: how many prompts.
        context: of the model, in tokens.
    """
    longest = min(MOST_ASKED, context)
    short = [(prompt.ids + prompt.wanted)[:longest] for prompt in prompts[:rows]]
    joined = [token for prompt in prompts for token in prompt.ids + prompt.wanted]
    return [*short, (joined * (1 + longest // max(1, len(joined))))[:longest]]
