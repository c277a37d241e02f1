"""Checks that an author names in a comment, `<!-- check: max-function-lines 40 -->`, and their own ast-grep rules."""

import difflib
import re

from teaching.documents.constitution import CheckComment
from teaching.review.bound import REACH_OPTIONS
from teaching.review.catalogue import ENTRIES
from teaching.review.entry import Entry, Slot, Value
from teaching.review.own.finding import OwnChecks
from teaching.review.recognise import MOST, Reading, complete, convert

_EMPTY_WORDS = frozenset({"", "no", "max", "a", "of", "in", "the", "for", "check"})
_SHOWN = 40  # characters of a value that cannot be read


def read_comment(comment: CheckComment, own: OwnChecks) -> tuple[Reading | None, str]:
    """The reading of one comment, or why it cannot be read."""
    if comment.name == "ast-grep":
        return _own_rule(comment, own)
    entry = ENTRIES.get(comment.name)
    if entry is None:
        near = _nearest(comment.name[:_SHOWN])
        return None, f"there is no check `{comment.name}`{f'; is `{near}` meant?' if near else ''}"
    given: dict[str, Value] = {}
    for slot, text in zip(entry.slots, comment.args, strict=False):
        value = convert(slot, text)
        if value is None:
            return None, _refused(entry, slot, text)
        given[slot.name] = value
    if len(comment.args) > len(entry.slots):
        return None, f"`{entry.name}` takes {len(entry.slots)} values, not {len(comment.args)}"
    slots = {slot.name: slot for slot in entry.slots}
    for name, text in comment.options.items():
        if name in REACH_OPTIONS and name not in slots:
            continue
        if name not in slots:
            return None, f"`{entry.name}` has no option `{name}`"
        value = tuple(text.split()) if slots[name].kind == "names" else convert(slots[name], text)
        if value is None:
            return None, _refused(entry, slots[name], text)
        given[name] = value
    return complete(entry, given), ""


def _refused(entry: Entry, slot: Slot, text: str) -> str:
    text = text.strip("`")
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    wanted = f"{slot.kind} for {slot.name} of `{entry.name}`"
    if slot.choices:
        return f"`{shown}` is no {wanted}: it can be {', '.join(f'`{choice}`' for choice in slot.choices)}"
    if slot.kind == "number" and text.isdecimal():
        return f"`{shown}` is no {wanted}: it can be 1 to {MOST}"
    return f"`{shown}` is no {wanted}"


def _nearest(name: str) -> str:
    """The check that shares two words with the name, else one spelled like it, else one shared word; empty for none."""
    near = sorted(ENTRIES, key=lambda known: (len(_words(name) & _words(known)), _likeness(name, known)))[-1]
    shared = len(_words(name) & _words(near))
    close = difflib.get_close_matches(name.lower(), ENTRIES, n=1, cutoff=0.7) if shared < 2 else []
    return close[0] if close else near if shared else ""


def _words(name: str) -> set[str]:
    return {word.removesuffix("s") for word in re.split(r"[-_ ]", name.lower())} - _EMPTY_WORDS


def _likeness(name: str, known: str) -> float:
    return difflib.SequenceMatcher(None, name.lower(), known).ratio()


def _own_rule(comment: CheckComment, own: OwnChecks) -> tuple[Reading | None, str]:
    if len(comment.args) != 1:
        return None, "`ast-grep` takes one path, relative to `.claude/`"
    found = own.at(comment.args[0])
    return (None, found.problem) if found.entry is None else (complete(found.entry, {}), "")
