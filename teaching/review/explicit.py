"""Checks that an author names in a comment, `<!-- check: max-function-lines 40 -->`, and their own ast-grep rules."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

import yaml

from teaching.documents.constitution import CheckComment
from teaching.errors import BadInputError
from teaching.review.catalogue import ENTRIES
from teaching.review.engines.syntax import find_all
from teaching.review.entry import Entry, Fact, Params, Syntax, Value, Words
from teaching.review.recognise import Reading, complete, convert
from teaching.review.source import ALL, Language, SourceFile, end_line, start_line

# Options of a comment that limit where the check applies, beside the entry's own values.
_REACH_OPTIONS = frozenset({"paths", "not", "reason"})
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
        near = _nearest(comment.name)
        return None, f"there is no check `{comment.name}`{f'; is `{near}` meant?' if near else ''}"
    given: dict[str, Value] = {}
    for slot, text in zip(entry.slots, comment.args, strict=False):
        value = convert(slot, text)
        if value is None:
            return None, f"`{text}` is no {slot.kind} for {slot.name} of `{entry.name}`"
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
            return None, f"`{text}` is no {slots[name].kind} for {name} of `{entry.name}`"
        given[name] = value
    return complete(entry, given), ""


def _nearest(name: str) -> str:
    words = set(re.split(r"[-_ ]", name.lower()))
    ranked = sorted(ENTRIES, key=lambda known: (-len(words & set(known.split("-"))), known))
    return ranked[0] if words & set(ranked[0].split("-")) else ""


def _own_rule(comment: CheckComment, load: Callable[[str], str]) -> tuple[Reading | None, str]:
    if len(comment.args) != 1:
        return None, "`ast-grep` takes one path, relative to `.claude/`"
    path = comment.args[0]
    try:
        documents = list(yaml.safe_load_all(load(path)))
    except BadInputError as error:
        return None, str(error)
    except yaml.YAMLError as error:
        return None, f"{path} is no YAML: {str(error).splitlines()[0]}"
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
