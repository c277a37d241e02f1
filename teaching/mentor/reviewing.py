"""A review with the model that was chosen: the facts are there first, and none of its words changes them.

It words what is found, and in a terminal it judges what no tool decides; a client's own model hands its opinions in.
"""

from collections.abc import Sequence

from teaching.contracts.review import HandedOver, Opinion, Opinions, Review
from teaching.guard.holding import is_held
from teaching.mentor import judging
from teaching.models.voice import Voice, chosen
from teaching.repository.scope import Scope
from teaching.review.cache.remembering import remembered
from teaching.review.opinions.judged import with_opinions
from teaching.review.opinions.kept import keep
from teaching.review.opinions.words import of_model, of_tools
from teaching.review.render import markdown
from teaching.review.review import Examined, Progress, Request, examined
from teaching.review.wording import unworded, worded

SECONDS = 20.0
CLIENT = "the model of this session"
_STEPS = 4
_GIVEN_AWAY = "its words would have given a solution away"


def _no_progress(done: int, total: int, message: str) -> None:
    """Nobody is watching."""


def reviewed(request: Request, voice: Voice | None, progress: Progress = _no_progress, judge: bool = False) -> Review:
    """Reviews, and lets the model word what is found.

    Args:
        request: what to review.
        voice: None leaves the words to the templates.
        progress: as of a review, with a step for each finding that is worded.
        judge: have it judge what no tool decides as well, in the time that is left: nobody else is there to do it.

    Raises:
        BadInputError: as a review; nothing that the model does raises.
    """
    if voice is None:
        return remembered(request, progress)
    seen = examined(request, progress)
    said = _worded(seen.result, voice, request, progress)
    return _judged(said, seen, voice, request) if judge else said


def in_terminal(request: Request, resolved: Scope | None = None) -> Review:
    """Reviews with the chosen model, which words what is found and judges what no tool decides.

    Args:
        request: what to review.
        resolved: the scope of this request, where git was asked already.

    Raises:
        BadInputError: as a review.
    """
    voice = chosen(SECONDS)
    return remembered(request, _no_progress, resolved) if voice is None else reviewed(request, voice, judge=True)


def with_offered(request: Request, offered: Sequence[Opinion], progress: Progress = _no_progress) -> Review:
    """Reviews, and holds the opinions of the client's model against what is there.

    Raises:
        BadInputError: as a review.
    """
    seen = examined(request, progress)
    return _kept(with_opinions(seen.result, offered, seen.ground, CLIENT), request)


def for_model(result: Review, request: Request) -> str:
    """The review as a client's model gets it; code to judge is left out where it would give a core away."""
    text = markdown(result, to_model=True)
    if not result.handed_over or not is_held(text, request.root):
        return text
    bare = [_without_code(one) for one in result.handed_over]
    return markdown(result.model_copy(update={"handed_over": bare}), to_model=True)


def _worded(plain: Review, voice: Voice, request: Request, progress: Progress) -> Review:
    said = worded(plain, voice, lambda done, total: progress(_STEPS + done, _STEPS + total, f"asking {voice.name}"))
    if said.wording is None or not said.wording.worded or not is_held(markdown(said), request.root):
        return said
    # Held back it would take the facts along.
    return plain.model_copy(update={"wording": unworded(said.wording, _GIVEN_AWAY)})


def _judged(said: Review, seen: Examined, voice: Voice, request: Request) -> Review:
    result = judging.judged(said, seen.ground, voice)
    if result.opinions is None or not result.opinions.kept or not is_held(markdown(result), request.root):
        return _kept(result, request)
    opinions = Opinions(by=result.opinions.by, kept=0, dropped=[f"all of them: {_GIVEN_AWAY}"])
    return result.model_copy(update={"findings": of_tools(result), "opinions": opinions})


def _kept(result: Review, request: Request) -> Review:
    keep(request.root, of_model(result))
    return result


def _without_code(handed: HandedOver) -> HandedOver:
    return handed.model_copy(update={"places": [place.model_copy(update={"excerpt": ""}) for place in handed.places]})
