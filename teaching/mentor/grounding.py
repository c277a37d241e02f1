"""What an answer stands on, as a model gets it and as a reader sees it below the answer."""

from teaching.mentor.describing import quoted
from teaching.mentor.excerpt import Excerpt
from teaching.mentor.facts import Facts, told

_LONGEST = 1600


def context_of(facts: Facts, path: str, piece: Excerpt | None) -> str:
    """What bears on a question: every line begins with a place or a number, so that it is known for a quotation."""
    lines = [f"About {path}"] if path else []
    lines += [f"{one.place}: {one.text}" for one in facts.found]
    said = "\n".join(lines)[:_LONGEST]
    return "\n\n".join(part for part in (said, quoted(piece) if piece is not None else "") if part)


def below(facts: Facts) -> str:
    """What follows a model's answer."""
    return f"\n\nThe project says:\n\n{told(facts.found)}" if facts.found else ""


def places_of(facts: Facts, piece: Excerpt | None) -> list[str]:
    """What may be cited, as path:line."""
    lines = piece.lines if piece is not None else ()
    path = piece.path if piece is not None else ""
    return [*(one.place for one in facts.found), *(f"{path}:{number}" for number, _ in lines)]
