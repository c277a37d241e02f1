"""What is learnt of a conversation: the last answer and the token that ends it, and nothing of the prompt.

The pieces of `teaching.prompts.chat` are tokenised one by one, as serving does it, so a control token that somebody
wrote into a file stays text. What goes wrong in practice is checked for every row: a second BOS, an answer that does
not begin where the prompt ends, an end of turn that is not trained.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from transformers import PreTrainedTokenizerBase

from teaching.errors import BadInputError, RefusedError
from teaching.models.protocol import Message
from teaching.prompts.chat import BEGIN, END_OF_TURN, HEADER, HEADER_ENDS, PAD, segments

UNTRAINED = -100  # the label that torch's cross entropy leaves out
_HIGHEST_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """A tokenised conversation; `labels` is `ids` where something is learnt, else `UNTRAINED`."""

    ids: list[int]
    labels: list[int]

    @property
    def trained(self) -> int:
        """How many tokens are learnt."""
        return len(self.labels) - self.labels.count(UNTRAINED)


class Encoder:
    """Tokenises conversations piece by piece with a base's own tokenizer.

    Raises:
        BadInputError: for a tokenizer that has not got the format's control tokens.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        known = tokenizer.get_vocab()
        names = (BEGIN, END_OF_TURN, HEADER, HEADER_ENDS, PAD)
        if missing := [name for name in names if name not in known]:
            raise BadInputError(
                f"the base's tokenizer has no {', '.join(missing)}: take a base with Llama 3.1's tokenizer"
            )
        self.control = {name: known[name] for name in names}
        self._tokenizer = tokenizer

    def text(self, text: str) -> list[int]:
        """The tokens of a text; a control token that is written in it stays text."""
        return self._tokenizer(text, add_special_tokens=False, split_special_tokens=True, verbose=False).input_ids

    def encode(self, messages: Sequence[Message], open_answer: bool = False) -> Row:
        """The row of a conversation; only its last answer is learnt."""
        pieces = segments(messages, open_answer)
        headers = [number for number, piece in enumerate(pieces) if piece.control and piece.text == HEADER]
        last = headers[-1] if headers else 0
        ids: list[int] = []
        labels: list[int] = []
        for number, piece in enumerate(pieces):
            new = [self.control[piece.text]] if piece.control else self.text(piece.text)
            ids += new
            labels += new if piece.answer and number > last else [UNTRAINED] * len(new)
        return Row(ids, labels)

    def learnt(self, messages: Sequence[Message]) -> Row:
        """The row of a conversation that ends with an answer, checked.

        Raises:
            BadInputError: for one that has no answer at its end, or a row that would teach something wrong.
        """
        if not messages or messages[-1].role != "assistant" or not messages[-1].content:
            raise BadInputError("it does not end with an answer")
        begin, end = self.control[BEGIN], self.control[END_OF_TURN]
        row, prompt = self.encode(messages), self.encode(messages[:-1], open_answer=True).ids
        if row.ids[: len(prompt)] != prompt:
            raise BadInputError("its answer does not begin where its prompt ends")
        if any(label != UNTRAINED for label in row.labels[: len(prompt)]):
            raise BadInputError("a part of its prompt would be learnt")
        if row.ids.count(begin) != 1 or row.ids[0] != begin:
            raise BadInputError(f"it does not have exactly one {BEGIN}, at its beginning")
        if row.labels[-1] != end or row.labels[len(prompt) :] != row.ids[len(prompt) :]:
            raise BadInputError(f"its answer would not be learnt to its end with {END_OF_TURN}")
        return row


def share(rows: Sequence[Row]) -> float:
    """The share of tokens that are learnt.

    Raises:
        RefusedError: for nothing, or for so much that the prompts must be among it.
    """
    trained, all_of_them = sum(row.trained for row in rows), sum(len(row.ids) for row in rows)
    if not trained or trained > _HIGHEST_SHARE * all_of_them:
        raise RefusedError(
            f"{trained} of {all_of_them} tokens would be learnt; that is right for no set of examples: look at the "
            "`output` of the examples, which should be shorter than what is asked and never empty"
        )
    return trained / all_of_them
