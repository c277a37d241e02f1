"""Checks that an author names in a comment, `<!-- check: max-function-lines 40 -->`, and their own ast-grep rules."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from teaching.documents.constitution import CheckComment
from teaching.errors import BadInputError
from teaching.review.catalogue import ENTRIES
from teaching.review.engines.rulefiles import UnusableRuleError, read_documents
from teaching.review.engines.syntax import find_all
from teaching.review.entry import Entry, Fact, Params, Slot, Syntax, Value, Words
from teaching.review.recognise import MOST, Reading, complete, convert
from teaching.review.source import ALL, Language, SourceFile, end_line, start_line

# Options of a comment that limit where the check applies, beside the entry's own values.
_REACH_OPTIONS = frozenset({"paths", "not", "reason"})
_EMPTY_WORDS = frozenset({"", "no", "max", "a", "of", "in", "the", "for", "check"})
_SHOWN = 40  # characters of a value that cannot be read
_LANGUAGES: dict[str, frozenset[Language]] = {
    "python": frozenset({"python"}),
    "typescript": frozenset({"typescript"}),
    "tsx": frozenset({"tsx"}),
    "javascript": frozenset({"javascript"}),
}


def read_comment(comment: CheckComment, load: Callable[[str], str]) -> tuple[Reading | None, str]:
    """The reading of one comment, or why it cannot be read."""
    if comment.name == "ast-grep":
        return _own_rule(comment, load)
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
        if name in _REACH_OPTIONS:
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


def _own_rule(comment: CheckComment, load: Callable[[str], str]) -> tuple[Reading | None, str]:
    if len(comment.args) != 1:
        return None, "`ast-grep` takes one path, relative to `.claude/`"
    path = comment.args[0]
    try:
        documents = read_documents(load(path))
    except (BadInputError, UnusableRuleError) as error:
        return None, str(error) if isinstance(error, BadInputError) else f"{path} {error}"
    entries = [_own_entry(path, cast("Mapping[str, Any]", d)) for d in documents if isinstance(d, Mapping)]
    if len(entries) != 1:
        return None, f"{path} must hold one ast-grep rule, not {len(entries)}"
    return (complete(entries[0], {}), "") if isinstance(entries[0], Entry) else (None, entries[0])


def _own_entry(path: str, rule: Mapping[str, Any]) -> Entry | str:
    """An entry made of an ast-grep rule file, or what is wrong with it."""
    languages = _LANGUAGES.get(str(rule.get("language", "")).lower())
    if languages is None:
        return f"{path}: `language` must be one of {', '.join(_LANGUAGES)}"
    if not isinstance(rule.get("rule"), Mapping):
        return f"{path}: `rule` is missing"
    config = {key: rule[key] for key in ("rule", "constraints", "utils") if key in rule}
    message = str(rule.get("message") or rule.get("id") or path)
    (language,) = languages
    if find_all(SourceFile("probe", "x", language), config) is None:
        return f"{path}: ast-grep does not accept this rule"

    def find(source: SourceFile, _: Params) -> Iterator[Fact]:
        for node in find_all(source, config) or ():
            yield Fact(start_line(node), end_line(node), f"{message.rstrip('.')}.")

    return Entry(
        name=f"ast-grep:{path}",
        title=f"matches of {path}",
        languages=languages & ALL,
        engines=(Syntax(find),),
        words=Words(
            why=str(rule.get("note") or "The project's own check looks for this shape of code."),
            question=f"What would this code look like if it kept the rule that {path} stands for?",
            hint=f"Read the rule in .claude/{path}: its pattern is the shape that was found.",
        ),
        examples=(),
    )
