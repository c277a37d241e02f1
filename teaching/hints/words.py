"""A hint in words, for a model and a terminal."""

from typing import Any

from teaching.hints.model import TOP, Hint


def markdown(hint: Hint) -> str:
    """One rung, with where it belongs."""
    named = f" (`{hint.symbol}`)" if hint.symbol else ""
    lines = [f"## Hint {hint.rung} of {TOP}, {hint.kind}: `{hint.marker}`{named}", "", hint.text]
    if hint.note:
        lines += ["", hint.note]
    return "\n".join(lines) + "\n"


def document(hint: Hint) -> dict[str, Any]:
    """For programs."""
    return {"rung": hint.rung, "text": hint.text, "marker": hint.marker}
