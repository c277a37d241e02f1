"""Explains a piece of code: by a model that is given it with its rules and callers, else by what can be told of it."""

from dataclasses import replace
from pathlib import Path

from teaching.contracts.mentor import Answered
from teaching.errors import BadInputError
from teaching.mentor.describing import described, quoted
from teaching.mentor.excerpt import Excerpt, excerpt_of, split
from teaching.mentor.facts import Facts, facts_of, told
from teaching.mentor.grounding import below, context_of, places_of
from teaching.mentor.level import level_of
from teaching.mentor.replying import Asking, replied
from teaching.mentor.tiers import Asker
from teaching.program import teach
from teaching.prompts.tasks import EXPLAIN
from teaching.repository.files import Root
from teaching.routing import Route

_ROUTE = Route(
    kind="syntax", work=False, certainty=1.0, abstained=False, because="an explanation of code was asked for"
)


def explain(root: Path, named: str, who: Asker) -> Answered:
    """Explains what stands at a place.

    Args:
        root: of the project.
        named: `PATH`, `PATH:NAME` or `PATH:LINE`, below the root.
        who: may be asked, with the time that they have.

    Raises:
        BadInputError: there is no such place, or it is never read; nothing that a model does raises.
    """
    path, name = split(Root(root), named)
    piece = excerpt_of(root, path, name)
    if piece is None:
        move = teach("explain", f"{path or 'FOLDER'}/FILE:NAME")
        raise BadInputError(f"{path or 'the project'} is a folder: name a file of it, as in {move}")
    level = level_of(root)
    facts = _about(root, piece)
    asking = Asking(
        text=f"Explain {piece.name or path}.",
        route=_ROUTE,
        level=level,
        prompt=EXPLAIN,
        context=context_of(facts, path, piece),
        template=_in_words(piece, facts, level.name != "colleague"),
        purpose="explain",
        code=quoted(piece),
        below=below(facts),
        places=places_of(facts, piece),
        cites=True,
        open=[f"{path}:{line}" for line, _ in piece.open],
    )
    return replied(root, asking, who)


def _about(root: Path, piece: Excerpt) -> Facts:
    """What the project says of it; what its own file leaves open is told with the code."""
    left = " ".join(text for _, text in piece.open)
    found = facts_of(root, f"{piece.name or piece.says} {left}", piece.path)
    kept = tuple(one for one in found.found if one.kind != "open" or one.place.rpartition(":")[0] != piece.path)
    return replace(found, found=kept)


def _in_words(piece: Excerpt, facts: Facts, asks: bool) -> str:
    said = told(facts.found)
    rules = f"The project says:\n\n{said}\n\n" if said else ""
    head, mark, question = described(piece, asks).rpartition("\n\n") if asks else (described(piece, asks), "", "")
    return f"{head}\n\n{rules}{question}" if mark else f"{head}\n\n{rules}".rstrip()
