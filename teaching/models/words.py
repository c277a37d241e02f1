"""The tier that is always there: it says what the caller's template says, at no cost."""

from collections.abc import Sequence

from teaching.models.protocol import Completion, Message, ModelError, Schema


class Words:
    """Answers with the last `words` message of the conversation."""

    name = "words"

    def complete(
        self,
        messages: Sequence[Message],
        schema: Schema | None = None,
        max_tokens: int = 512,
        stop: Sequence[str] = (),
    ) -> Completion:
        """Returns the template's text unchanged; `schema`, `max_tokens` and `stop` are the template's business.

        Raises:
            ModelError: where the caller gave no template text.
        """
        for message in reversed(messages):
            if message.role == "words":
                return Completion(message.content, tokens=0, cost=0.0, model=self.name)
        raise ModelError("there is no template for this question; configure a model to have it answered")
