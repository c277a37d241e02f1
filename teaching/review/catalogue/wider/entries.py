"""Entries with the further wordings that were written down for them."""

from collections.abc import Iterable
from dataclasses import replace

from teaching.review.catalogue.wider import (
    browsers,
    commits,
    configuration,
    frontend,
    layout,
    mistakes,
    named,
    outside,
    places,
    plain,
    records,
    safety,
    typed,
    written,
)
from teaching.review.catalogue.wider.forms import Wider
from teaching.review.entry import Entry
from teaching.review.prose import Phrase

WIDER: dict[str, Wider] = {
    **safety.WIDER,
    **outside.WIDER,
    **mistakes.WIDER,
    **typed.WIDER,
    **named.WIDER,
    **written.WIDER,
    **configuration.CONFIGURATION,
    **places.PLACES,
    **browsers.BROWSERS,
    **layout.LAYOUT,
    **commits.COMMITS,
    **plain.PLAIN,
    **frontend.FRONTEND,
    **records.RECORDS,
}

# Wishes and plans, which the first wordings of these checks do not know.
_UNSURE = (
    r"\b(?:ideally|nobody (?:will )?insists?|where(?:ver)? you can|if you can|about to (?:split|change|remove)"
    r"|nice to have"
    r"|(?:line|trailer) is not necessary)\b"
)


def widened(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries in their order; those with further wordings read these too."""
    return tuple(_widened(entry, WIDER[entry.name]) if entry.name in WIDER else entry for entry in entries)


def _widened(entry: Entry, wider: Wider) -> Entry:
    return replace(
        entry,
        phrases=(*map(_sure, entry.phrases), *wider.phrases),
        vague=(*entry.vague, *wider.vague),
        cues=tuple(dict.fromkeys((*entry.cues, *wider.cues))),
        reads=(*entry.reads, *wider.reads),
        ignores=(*entry.ignores, *wider.ignores),
    )


def _sure(phrase: Phrase) -> Phrase:
    return replace(phrase, unless=f"(?:{phrase.unless})|{_UNSURE}" if phrase.unless else _UNSURE)
