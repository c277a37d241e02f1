"""A model that says what it was told to, for tests of everything that stands above the protocol."""

from collections import deque
from collections.abc import Sequence

from teaching.models.protocol import Completion, Message, ModelError, Schema


class Scripted:
    """Answers from a queue and remembers what it was asked.

    Attributes:
        asked: the conversations it was given, in order.
    """

    name = "scripted"

    def __init__(self, *answers: str | ModelError) -> None:
        """Takes the answers in the order in which they will be given; an error is raised in its turn."""
        self._answers = deque(answers)
        self.asked: list[tuple[Message, ...]] = []

    def enqueue(self, *answers: str | ModelError) -> None:
        """Adds answers behind those that wait."""
        self._answers.extend(answers)

    def complete(
        self,
        messages: Sequence[Message],
        schema: Schema | None = None,
        max_tokens: int = 512,
        stop: Sequence[str] = (),
    ) -> Completion:
        """Gives the next answer.

        Raises:
            ModelError: the one that was enqueued, or one that says the script has ended.
        """
        self.asked.append(tuple(messages))
        if not self._answers:
            raise ModelError("the scripted model has no more answers")
        answer = self._answers.popleft()
        if isinstance(answer, ModelError):
            raise answer
        return Completion(answer, tokens=len(answer.split()), cost=0.0, model=self.name)
