"""A question about the code that a learner wrote: what a solution has and theirs has not, without saying what it is."""

from collections.abc import Iterator

from teaching.hints.rungs import Ground

_MISSING = {
    "raise": "Which input does your `{name}` let through that a test wants refused, and which of your lines meets it?",
    "loop": "What does your `{name}` do with the second item, and what with none at all?",
    "try": "Which of your lines in `{name}` can fail by itself, and what does the caller get then?",
    "with": "What does your `{name}` leave open when one of its lines fails?",
    "branch": "Name two inputs that need different answers: where do they part in your `{name}`?",
    "compare": "Which two values decide the answer, and where does your `{name}` look at both?",
    "await": "Which of your lines in `{name}` has to wait for something, and does it?",
    "yield": "When does the caller get the first value from your `{name}`?",
    "give": "What does the caller get back on each way through your `{name}`?",
}


def questions(ground: Ground) -> Iterator[str]:
    """Questions on the code as it stands, the most telling first."""
    known, seen = ground.known, ground.seen
    if known is not None and seen is not None:
        missing = known.traits - seen.traits
        yield from (text.format(name=ground.name) for trait, text in _MISSING.items() if trait in missing)
    if ground.tests:
        yield (
            f"Follow “{_short(ground.tests[0])}” through your code: at which line does what you have first differ from "
            "what it wants?"
        )
    yield f"Follow one small input through your `{ground.name}`: at which line does it become another than you expect?"


def _short(name: str) -> str:
    return name if len(name) <= 80 else name[:79] + "…"
