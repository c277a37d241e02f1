"""A hint in words, for a model and a terminal."""

from typing import Any

from teaching.hints.model import TOP, Hint
from teaching.review.render import worded_by


def markdown(hint: Hint) -> str:
    """One rung, with where it belongs."""
    named = f" (`{hint.symbol}`)" if hint.symbol else ""
    lines = [f"## Hint {hint.rung} of {TOP}, {hint.kind}: `{hint.marker}`{named}", "", hint.text]
    if hint.note:
        lines += ["", hint.note]
    if hint.wording is not None:
        lines += ["", worded_by(hint.wording)]
    return "\n".join(lines) + "\n"


def document(hint: Hint) -> dict[str, Any]:
    """For programs; `wording` is there where a model was asked."""
    found: dict[str, Any] = {"rung": hint.rung, "text": hint.text, "marker": hint.marker}
    return found if hint.wording is None else {**found, "wording": hint.wording.model_dump()}
