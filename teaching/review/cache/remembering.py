"""A review that is done once: what came out is given again while nothing that decided it has changed.

What a model says is never kept, and what comes of a failure neither: the next time it may go well.
"""

from contextlib import suppress

from pydantic import ValidationError

from teaching.contracts.review import Review
from teaching.modes import PLACE
from teaching.repository.files import Root, Unreadable
from teaching.repository.scope import Scope
from teaching.repository.watching import spoil, watching
from teaching.review.cache.lookup import Lookup, keep, look
from teaching.review.request import Progress, Request
from teaching.review.review import examined

_STEPS = 4
_MOST_OF_A_CHOICE = 4096


def remembered(request: Request, progress: Progress, resolved: Scope | None = None) -> Review:
    """The review, from the cache where that has it.

    Args:
        request: as of a review.
        progress: as of a review; told the end only where the result is known.
        resolved: the scope of this request, where somebody has asked git already.

    Raises:
        BadInputError: as a review.
    """
    if request.max_findings < 0:
        return examined(request, progress).result  # which says what is wrong with it
    more = (request.max_findings, request.baseline, sorted(request.declined), request.notes)
    progress(0, _STEPS, "asking git what changed")
    found = look(request.root, request.path, request.scope, more, resolved)
    known = _known(found)
    if known is not None:
        progress(_STEPS, _STEPS, "done")
        return known
    with watching() as notes:
        note_mode(request)
        result = examined(request, progress, found.scope).result
        if _has_failed(result):
            spoil()
        note_mode(request)
    keep(found, notes, {"review": result.model_dump(mode="json")})
    return result


def _known(found: Lookup) -> Review | None:
    try:
        return None if found.kept is None else Review.model_validate(found.kept.get("review"))
    except ValidationError:
        return None


def _has_failed(result: Review) -> bool:
    said = [*result.coverage.engines.values(), *(note.reason for note in result.coverage.partial)]
    return any("failed" in words for words in said)


def note_mode(request: Request) -> None:
    """Notes the choice of a mode, which is read by another door."""
    with suppress(Unreadable):
        Root(request.root).read(PLACE, _MOST_OF_A_CHOICE)
