"""What the code shows beside a question: "which calls are meant? Seen here: `fetch` ×12, `api.*` ×30".

Evidence is counted over the files that the rule governs, and only for values that a rule asks for.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from teaching.documents.statements import governs
from teaching.review.bound import BoundCheck
from teaching.review.containing import contained
from teaching.review.entry import Evidence
from teaching.review.lock.applying import Ask, is_open
from teaching.review.rules import Rule
from teaching.review.source import SourceFile

_MOST_SHOWN = 5
_LONGEST = 60  # characters of a candidate
_USUAL = 0.9


def with_evidence(rules: Sequence[Rule], sources: Sequence[SourceFile]) -> tuple[Rule, ...]:
    """The rules, those that ask with what is seen in the code, and with an answer that fits it."""
    asking = [rule for rule in rules if rule.asks and rule.kept != "stale"]
    questions = [_Question(rule, ask, sources) for rule in asking for ask in rule.asks]
    said: dict[str, list[tuple[str, str]]] = {}
    for question, counts in zip(questions, _counted(questions), strict=True):
        words = in_words(question.evidence, counts)
        if question.missed:
            words = f"{words or 'nothing is seen here'}; not all files could be counted"
        said.setdefault(question.rule.id, []).append((words, _fitting(question, counts)))
    return tuple(_asked(rule, said[rule.id]) if rule.id in said else rule for rule in rules)


def could_be_answered(rule: Rule, sources: Sequence[SourceFile]) -> str:
    """What a rule that is checked takes for granted and its author could name, in sentences; empty for nothing."""
    open_ = [
        (_Question(rule, Ask(check.entry, slot, check.reach), sources), check.params[slot.name])
        for check in rule.checks
        for slot in check.entry.slots
        if slot.name in check.entry.evidence and slot.kind == "names" and is_open(check.params, slot)
    ]
    said: list[str] = []
    for (question, value), counts in zip(open_, _counted([question for question, _ in open_]), strict=True):
        found = in_words(question.evidence, counts)
        if found:
            taken = " ".join(value) if isinstance(value, tuple) and value else "any"
            name = question.ask.slot.name
            said.append(f"`{name}` is taken as “{taken}”, and an answer can name others ({found}).")
    return " ".join(said)


class _Question:
    """One missing value, and the files in which candidates for it are looked for."""

    def __init__(self, rule: Rule, ask: Ask, sources: Iterable[SourceFile]) -> None:
        self.rule = rule
        self.ask = ask
        self.missed = 0  # files in which the counting failed
        self.evidence = ask.entry.evidence.get(ask.slot.name)
        check = BoundCheck(ask.entry, {}, ask.reach)
        governed = (s for s in sources if governs(rule.document, s.path) and check.governs(s))
        self.sources = tuple(governed) if self.evidence is not None else ()


def _asked(rule: Rule, said: Sequence[tuple[str, str]]) -> Rule:
    shown = " ".join(f"{one[0].upper()}{one[1:]}." for one in dict.fromkeys(words for words, _ in said) if one)
    fitting = tuple(dict.fromkeys(answer for _, answer in said))
    return replace(rule, reason=f"{rule.reason} {shown}".strip(), fitting=fitting)


def _fitting(question: _Question, counts: Counter[str | int]) -> str:
    """An answer in the form in which it is typed: what the code keeps today, else a word to be replaced."""
    slot = question.ask.slot
    if slot.kind == "number":
        sizes = _sizes(counts)
        return f"{slot.name}={_usual(sizes) if sizes else 'NUMBER'}"
    most = next((str(name) for name, _ in counts.most_common(1)), "")
    if slot.choices:
        return f"{slot.name}={most if most in slot.choices else slot.choices[0]}"
    return f"{slot.name}=NAME"


def _counted(questions: Sequence[_Question]) -> list[Counter[str | int]]:
    """What is seen for each question; file by file, so that one tree at a time is in memory."""
    files: dict[str, tuple[SourceFile, list[int]]] = {}
    for number, question in enumerate(questions):
        for source in question.sources:
            files.setdefault(source.path, (source, []))[1].append(number)
    found: list[Counter[str | int]] = [Counter() for _ in questions]
    for source, numbers in files.values():
        for number in numbers:
            evidence = questions[number].evidence
            if evidence is not None:
                seen, problem = ([], source.beyond) if source.beyond else contained(partial(evidence.seen, source))
                found[number].update(seen)
                questions[number].missed += bool(problem)
        source.forget()
    return found


def in_words(evidence: Evidence | None, counts: Counter[str | int]) -> str:
    """What was counted, as the end of a sentence; empty for nothing."""
    if evidence is not None and evidence.said:
        sizes = _sizes(counts)
        return evidence.said.format(most=sizes[-1], usual=_usual(sizes)) if sizes else ""
    named = sorted(((-count, str(name)) for name, count in counts.items() if len(str(name)) <= _LONGEST))
    if not named:
        return ""
    shown = ", ".join(f"`{name}` ×{-count}" for count, name in named[:_MOST_SHOWN])
    more = len(named) - _MOST_SHOWN
    return f"seen here: {shown}" + (f" and {more} more" if more > 0 else "")


def _sizes(counts: Counter[str | int]) -> list[int]:
    return sorted(size for size in counts.elements() if isinstance(size, int))


def _usual(sizes: Sequence[int]) -> int:
    """The size that 9 in 10 do not exceed."""
    return sizes[min(len(sizes) - 1, int(len(sizes) * _USUAL))]
