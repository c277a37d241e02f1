"""What the prompt hook leaves behind itself: the chosen model is started and reads its instructions, for the next time.

It runs in a process that nobody waits for, and needs the whole program.
"""

from teaching.errors import TeachingError
from teaching.models.choosing import local_model
from teaching.models.local.client import LocalModel
from teaching.models.protocol import Message
from teaching.prompts.quick import quick

_HELLO = "What is a variable?"


def warm() -> None:
    """Starts the process of the chosen model, unless another one's engine is chosen."""
    try:
        model = local_model()
        if isinstance(model, LocalModel):
            said = quick(_HELLO)
            model.complete([Message("system", said[0][1]), Message("user", said[1][1])], max_tokens=1)
    except TeachingError:  # `teach model` says what keeps it from starting
        return
