"""More wordings of the checks, in the words of reviewers and of terse lists; one module per group of families."""

from dataclasses import replace

from teaching.review.catalogue.said.interface import INTERFACE
from teaching.review.catalogue.said.modules import MODULES
from teaching.review.catalogue.said.sizes import SIZES
from teaching.review.catalogue.said.style import STYLE
from teaching.review.catalogue.said.web import WEB
from teaching.review.catalogue.said.working import WORKING
from teaching.review.catalogue.verdicts import Wider
from teaching.review.entry import Entry
from teaching.review.prose import Phrase

WIDER: dict[str, Wider] = {**SIZES, **WEB, **MODULES, **WORKING, **INTERFACE, **STYLE}


def resaid(entry: Entry) -> Entry:
    """The entry with the further wordings that are known of it."""
    more = WIDER.get(entry.name)
    if more is None:
        return entry
    return replace(
        entry,
        phrases=(*(_but(phrase, more.unless) for phrase in entry.phrases), *more.phrases),
        cues=tuple(dict.fromkeys((*entry.cues, *more.cues))),
        reads=(*entry.reads, *more.reads),
        ignores=(*entry.ignores, *more.ignores),
    )


def _but(phrase: Phrase, unless: str) -> Phrase:
    return replace(phrase, unless=f"(?:{phrase.unless})|{unless}" if phrase.unless else unless) if unless else phrase
