"""A review in the words of the model that was chosen: the facts are there first, and none of its words changes them."""

from teaching.contracts.review import Review
from teaching.guard.holding import is_held
from teaching.models.voice import Voice
from teaching.review.render import markdown
from teaching.review.review import Progress, Request, review
from teaching.review.wording import unworded, worded

SECONDS = 20.0
_STEPS = 4


def _no_progress(done: int, total: int, message: str) -> None:
    """Nobody is watching."""


def reviewed(request: Request, voice: Voice | None, progress: Progress = _no_progress) -> Review:
    """Reviews, and lets the model word what is found.

    Args:
        request: what to review.
        voice: None leaves the words to the templates.
        progress: as of a review, with a step for each finding that is worded.

    Raises:
        BadInputError: as a review; nothing that the model does raises.
    """
    plain = review(request, progress)
    if voice is None:
        return plain
    said = worded(plain, voice, lambda done, total: progress(_STEPS + done, _STEPS + total, f"asking {voice.name}"))
    if said.wording is None or not said.wording.worded or not is_held(markdown(said), request.root):
        return said
    # Held back it would take the facts along.
    return plain.model_copy(update={"wording": unworded(said.wording, "its words would have given a solution away")})
