"""What every rung must hold before anybody reads it: its length, and that it gives nothing away, alone or together."""

import re
from collections.abc import Iterable, Sequence

from teaching.contracts.exercises import Exemplar
from teaching.contracts.review import Wording
from teaching.guard.likeness import judge
from teaching.models.protocol import Message, Model, ModelError
from teaching.prompts.tasks import HINT_WORDING, asked
from teaching.review.grounded import added

MOST_WORDS = 160
MOST_QUESTION = 32
_LINK = re.compile(r"https?://[^\s)>\]]+[\w/#]")


def holds(text: str, rung: int, below: Sequence[str], exemplars: Sequence[Exemplar]) -> bool:
    """Whether a text may be said as this rung.

    Args:
        below: the texts of the rungs below it, which the learner has.
        exemplars: what it may not give away.
    """
    if len(text.split()) > (MOST_QUESTION if rung == 1 else MOST_WORDS) or text in below:
        return False
    if judge(text, exemplars) is not None or judge(text, exemplars, below) is not None:
        return False
    return not below or judge("\n\n".join([*below, text]), exemplars) is None


def first_that_holds(
    texts: Iterable[str], rung: int, below: Sequence[str], exemplars: Sequence[Exemplar]
) -> str | None:
    """The first text that may be said; None where none may."""
    return next((text for text in texts if holds(text, rung, below, exemplars)), None)


def worded(
    text: str, rung: int, model: Model, below: Sequence[str], exemplars: Sequence[Exemplar]
) -> tuple[str, Wording | None]:
    """The text in a model's words, and what became of them; as it was where there are none that may be said.

    A text with code is not reworded, and nothing is asked.
    """
    if "```" in text:
        return text, None
    given = asked(HINT_WORDING, hint=text)
    messages = [Message("system", given.system), Message("user", given.user), Message("words", text)]
    try:
        said = model.complete(messages, max_tokens=400).text.strip()
    except ModelError as error:
        return text, Wording(model=model.name, worded=0, of=1, fallbacks=[str(error)])
    why = _objection(said, text)
    if not why and not holds(said, rung, below, exemplars):
        why = "it is too long, or gives too much away"
    if why:
        reason = f"its answer did not hold to the hint ({why})"
        return text, Wording(model=model.name, worded=0, of=1, fallbacks=[reason])
    return said, Wording(model=model.name, worded=1, of=1, fallbacks=[])


def _objection(said: str, text: str) -> str:
    if not said:
        return "it is empty"
    if not said.endswith("?"):
        return "it does not end with a question"
    if any(link not in said for link in _LINK.findall(text)):
        return "it drops a link"
    return added(said, text)
