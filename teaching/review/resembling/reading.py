"""Reads a statement by its likeness to known wordings, where no phrase of the catalogue foresees it.

The likeness names the check; values are taken only where the words leave no choice. What permits, or leaves the
decision to the reader, is not read, and the less a statement looks like a rule, the surer the likeness has to be.
"""

import re
from dataclasses import replace

from teaching.contracts.review import Status
from teaching.documents.statements import Statement
from teaching.patterns import lazily
from teaching.review.catalogue import ENTRIES
from teaching.review.entry import Entry, Slot, Value
from teaching.review.recognise import Reading, complete, convert, with_digits
from teaching.review.resembling.model import Chances

_SURE = 0.7
_SURER: dict[Status | None, float] = {None: 0.95, "verify": 0.85}
_PERMITS = lazily(
    r"\b(?:may(?! not)|might|feel free|optional|need not|no need|where (?:useful|helpful|appropriate|needed|possible)"
    r"|when (?:useful|helpful|appropriate|needed|necessary|possible)|if possible|consider|unless|ideally|usually"
    r"|(?:is|are) (?:also )?(?:fine|ok|okay|allowed|permitted|acceptable|tolerated)(?! only))\b"
)
_ONLY = lazily(r"\b(?:only|not|never)\b[^.;]{0,20}\b(?:fine|ok|okay|allowed|permitted|acceptable|tolerated)\b")
_REFUSES = lazily(
    r"\b(?:no|not|never|none|nothing|nowhere|neither|nor|avoid\w*|without|instead|rather|over|only|than|stop|drop|remove"
    r"|forbid\w*|ban(?:s|ned)?|prohibit\w*|disallow\w*|reject\w*|refuse\w*|bugs?|wrong|bad|fail\w*|out|off|zero|goes"
    r"|away|must fall|error|cannot|stays?|keep|belongs?|free|lint|bans|kills?|replace\w*)\b|n't\b|[❌🚫⛔✗]|->|→|↛|≠"
)
_NUMBER = lazily(r"(?<![\w.#-])\d{1,5}(?![\w.-]*\d)")


def context_of(statement: Statement) -> str:
    """The words above a statement that say what it is about: its lead-in, else the nearest heading below the title."""
    return statement.lead or (statement.headings[-1] if len(statement.headings) > 1 else "")


def read_by_likeness(statement: Statement, chances: Chances, status: Status | None) -> Reading | None:
    """What the statement most likely means.

    Args:
        statement: an English one, outside lists of commands.
        chances: what the weights make of it.
        status: what it would be otherwise; None where it does not look like a rule.
    """
    folded = statement.plain.lower().replace("’", "'")
    if _PERMITS.search(_ONLY.sub(" ", folded)):
        return None
    name, likeness = chances.best
    entry = ENTRIES.get(name)
    if entry is None or likeness < _SURER.get(status, _SURE):
        return None
    if entry.cues and not any(cue in folded for cue in entry.cues):
        return None
    if _is_opposite(entry, folded, context_of(statement).lower()):
        return None
    reading = _filled(entry, with_digits(folded))
    return None if reading is None else replace(reading, likeness=likeness)


def _is_opposite(entry: Entry, folded: str, context: str) -> bool:
    """Whether a sentence names what a ban is about and nowhere says no to it: "always use default exports"."""
    if not entry.name.startswith("no-"):
        return False
    thing = [word.removesuffix("s") for word in entry.name.removeprefix("no-").split("-")]
    return all(word in folded for word in thing) and _REFUSES.search(f"{context} {folded}") is None


def _filled(entry: Entry, folded: str) -> Reading | None:
    """The entry with the values that the words give; None where one is missing that cannot be asked for like this."""
    given: dict[str, Value] = {}
    for slot in entry.slots:
        value = _value(entry, slot, folded)
        if value is not None:
            given[slot.name] = value
        elif slot.default is None and slot.kind != "number":
            return None
    return complete(entry, given)


def _value(entry: Entry, slot: Slot, folded: str) -> Value | None:
    if slot.kind == "number":
        numbers = _NUMBER.findall(folded)
        alone = sum(1 for other in entry.slots if other.kind == "number") == 1
        return convert(slot, numbers[0]) if alone and len(numbers) == 1 else None
    if slot.choices:
        named = [choice for choice in slot.choices if _is_named(choice, folded)]
        return convert(slot, named[0]) if len(named) == 1 else None
    return None


def _is_named(choice: str, folded: str) -> bool:
    spelled = r"[\s_-]?".join(re.escape(part) for part in re.split(r"[\s_-]", choice.lower()))
    return re.search(rf"(?<![\w-]){spelled}(?![\w-])", folded) is not None
