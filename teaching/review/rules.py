"""Compiles a constitution: every rule gets exactly one status, and the checks that decide it."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from teaching.contracts.review import RuleView, Severity, Status
from teaching.documents.constitution import CheckComment, Constitution, Document, Statement
from teaching.program import teach
from teaching.review import beside
from teaching.review.bound import BoundCheck, reach_from
from teaching.review.classify import kind_of, severity_of, tongue_of
from teaching.review.conflicts import contradicting
from teaching.review.entry import Project
from teaching.review.explicit import read_comment
from teaching.review.lock.applying import Ask, answered, asks_of, comments_of, names_of
from teaching.review.lock.form import PLACE, Answer, Kept, Lock, digest_of
from teaching.review.lock.matching import Match, matched
from teaching.review.own.finding import Own, OwnChecks
from teaching.review.readings import LONGEST, Placed, is_read, readings_of
from teaching.review.remainders import unread_half
from teaching.review.resembling.model import weights
from teaching.review.scoping import Reach, reach_of
from teaching.review.source import ALL

__all__ = ["BoundCheck", "Compiled", "Rule", "compile_all", "compile_rules", "nearness", "rule_id"]

State = Literal["", "accepted", "answered", "rejected", "stale"]
_WORTH_TWO = 8  # statements: fewer are read sooner than a second process is begun
_SHOWN = 120  # characters of a sentence within a reason


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the constitution as it was understood.

    Attributes:
        asks: the values that are missing, in the order of the questions in `reason`; `fitting` are answers as they
            are typed, which the code keeps today.
        kept: what the lock file says of it; `key` is its name there, `answers` what it answers.
        proposed: of a stale one, the checks that accepting it would bring.
        statement: the sentence; the rule's digest is that of its words.
    """

    id: str
    source: str
    quote: str
    status: Status
    reason: str
    severity: Severity
    document: Document
    checks: tuple[BoundCheck, ...] = ()
    asks: tuple[Ask, ...] = ()
    fitting: tuple[str, ...] = ()
    kept: State = ""
    key: str = ""
    was: str = ""
    answers: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict[str, Mapping[str, Answer]])
    proposed: tuple[BoundCheck, ...] = ()
    statement: Statement | None = None

    def view(self) -> RuleView:
        """The form in which programs get it."""
        tongue = tongue_of(self.statement.plain, self.statement.headings) if self.statement else None
        return RuleView(
            id=self.id,
            source=self.source,
            quote=self.quote,
            status=self.status,
            checks=[check.written for check in self.checks],
            reason=self.reason,
            language=tongue.name if tongue else "",
        )


@dataclass(frozen=True, slots=True)
class Compiled:
    """All rules, and what the reader has to know of what was kept and of the project's own checks."""

    rules: tuple[Rule, ...]
    notes: tuple[str, ...] = ()


def compile_rules(constitution: Constitution, own: OwnChecks, lock: Lock | None = None) -> tuple[Rule, ...]:
    """All rules of a constitution in the order of its files and lines."""
    return compile_all(constitution, own, lock or Lock()).rules


def compile_all(constitution: Constitution, own: OwnChecks, lock: Lock) -> Compiled:
    """All rules of a constitution in the order of its files and lines, by what its author decided about them.

    Args:
        own: the project's own checks.
        lock: what was answered, accepted and rejected.
    """
    matches, gone = matched(lock, constitution.statements)
    quoted = own.by_quote()
    compiler = _Compiler(own, quoted, matches)
    rules: list[Rule] = []
    seen: dict[str, int] = {}
    for rule in compiler.compiled(constitution.statements):
        if rule is not None:
            count = seen[rule.id] = seen.get(rule.id, 0) + 1
            rule = rule if count == 1 else replace(rule, id=f"{rule.id}-{count}")
            rules.append(_stale(rule) if rule.kept == "stale" else rule)
    notes = [*own.unbound(constitution.statements), *(_gone(key, lock.rules[key]) for key in gone)]
    return Compiled(tuple(_with_conflicts(rules)), tuple(notes))


def rule_id(statement: Statement) -> str:
    """What a rule is called: the same wherever its sentence stands."""
    normalised = " ".join(re.sub(r"[^\w\s]", " ", statement.plain.lower()).split())
    return hashlib.sha256(normalised.encode()).hexdigest()[:8]


class _Compiler:
    """Compiles statement by statement."""

    def __init__(self, own: OwnChecks, quoted: Mapping[str, Own], matches: Mapping[int, Match]) -> None:
        self.own = own
        self.quoted = quoted
        self.matches = matches

    def compiled(self, statements: Sequence[Statement]) -> list[Rule | None]:
        """The rule that each statement is; a second process reads one half of them where it pays."""
        half = len(statements) // 2
        if half < _WORTH_TWO or self.own.paths:  # a project's own checks do not travel
            return [self.compile(position, statement) for position, statement in enumerate(statements)]
        weights()  # both need them
        rest = beside.begun(partial(self._some, statements, range(half, len(statements))))
        both = [*self._some(statements, range(half)), *rest()]
        return [
            rule and replace(rule, statement=statement, document=statement.document)
            for rule, statement in zip(both, statements, strict=True)
        ]

    def _some(self, statements: Sequence[Statement], positions: range) -> list[Rule | None]:
        return [self.compile(position, statements[position]) for position in positions]

    def compile(self, position: int, statement: Statement) -> Rule | None:
        """The rule that a statement is; None where it is none."""
        match = self.matches.get(position)
        if match is None:
            return self._read(statement, None)
        if not match.fresh:
            return self._changed(statement, match)
        kept = match.kept
        rule = self._read(statement, kept) or _rule(statement, "opinion", _rejected(kept))
        state: State = "accepted" if kept.accepted else "answered" if kept.answers else "rejected"
        return replace(rule, kept=state, key=match.key, was=kept.quote, answers=kept.answers)

    def _read(self, statement: Statement, kept: Kept | None) -> Rule | None:
        if statement.checks:
            return self._explicit(statement, statement.checks, kept)
        if kept is not None and kept.accepted:
            return self._accepted(statement, kept)
        rejected = frozenset(kept.rejected) if kept else frozenset[str]()
        own = self.quoted.get(digest_of(statement.plain))
        if own is not None and own.entry is not None and own.entry.name not in rejected:
            return _own_rule(statement, own)
        readings = [one for one in readings_of(statement) if one.reading.entry.name not in rejected]
        rule = _recognised(statement, readings, kept) if readings else _judged(statement, kept if rejected else None)
        if own is None or own.entry is not None:
            return rule
        checks = rule.checks if rule else ()
        return _rule(statement, "partly" if checks else "needs-answer", own.problem, checks)

    def _explicit(self, statement: Statement, comments: Sequence[CheckComment], kept: Kept | None) -> Rule:
        checks: list[BoundCheck] = []
        problems: list[str] = []
        asks: list[Ask] = []
        severity: Severity | None = None
        for comment in comments:
            if comment.name == "none":
                reason = comment.options.get("reason", "")
                said = f": {reason}" if reason else ""
                return _rule(statement, "opinion", f"its author marks it as a matter of judgement{said}")
            reading, problem = read_comment(comment, self.own)
            reach, wrong = reach_from(comment)
            if reading is not None:
                reading, amiss = answered(reading, kept)
                asks += asks_of(reading, reach)
                problem = problem or amiss or wrong
                if not reading.missing and not wrong:
                    checks.append(BoundCheck(reading.entry, reading.params, _own_reach(self.own, comment, reach)))
                problem = problem or " ".join(reading.missing)
            if comment.name == "ast-grep" and comment.args:
                check = self.own.at(comment.args[0]).check
                severity = check.severity if check else None
            problems += [problem] if problem else []
        if problems:
            return _rule(statement, "partly" if checks else "needs-answer", " ".join(problems), checks, asks, severity)
        return _rule(statement, "checked", _how(checks), checks, severity=severity)

    def _accepted(self, statement: Statement, kept: Kept) -> Rule:
        comments, problems = comments_of(kept.accepted, PLACE, 1)
        rule = self._explicit(statement, comments, None)
        if problems or rule.status != "checked":
            why = " ".join((*problems, *([rule.reason] if rule.status != "checked" else [])))
            return _rule(statement, "needs-answer", f"what was accepted cannot be read any more: {why}")
        return replace(rule, reason=f"accepted as read: {rule.reason}")

    def _changed(self, statement: Statement, match: Match) -> Rule:
        again = self._read(statement, match.kept.model_copy(update={"accepted": []}))
        proposed = again.checks if again is not None and not again.asks else ()
        if not proposed and match.kept.accepted:
            rule = self._accepted(statement, match.kept)
            proposed = rule.checks
        kept = _rule(statement, "needs-answer", "", asks=again.asks if again and not proposed else ())
        return replace(kept, kept="stale", key=match.key, was=match.kept.quote, proposed=proposed)


def _rule(
    statement: Statement,
    status: Status,
    reason: str,
    checks: Sequence[BoundCheck] = (),
    asks: Sequence[Ask] = (),
    severity: Severity | None = None,
) -> Rule:
    return Rule(
        id=rule_id(statement),
        source=f"{statement.file}:{statement.line}",
        quote=statement.text,
        status=status,
        reason=reason,
        severity=severity or severity_of(f"{statement.lead} {statement.plain}"),
        document=statement.document,
        checks=tuple(checks),
        asks=tuple(asks),
        statement=statement,
    )


def _judged(statement: Statement, kept: Kept | None) -> Rule | None:
    kind = kind_of(statement.plain, statement.lead, statement.section, statement.kind, statement.headings)
    if kind is None:
        return None
    if len(statement.plain) > LONGEST and kind.status in {"opinion", "vague"}:
        long = f"it has more than {LONGEST} characters: no check reads so long a sentence"
        return _rule(statement, kind.status, long)
    return _rule(statement, kind.status, kind.reason + (f"; {_rejected(kept)}" if kept else ""))


def _rejected(kept: Kept) -> str:
    return f"it is not about {' or '.join(f'`{name}`' for name in kept.rejected) or 'any check'}, as {PLACE} says"


def _own_rule(statement: Statement, own: Own) -> Rule:
    assert own.check is not None and own.entry is not None
    said = reach_of(statement.plain, statement.headings)
    reach = Reach(ALL, own.check.inside or said.inside, own.check.outside or said.outside, said.tests)
    check = BoundCheck(own.entry, {}, reach)
    return _rule(statement, "checked", _how([check]), [check], severity=own.check.severity)


def _own_reach(own: OwnChecks, comment: CheckComment, reach: Reach) -> Reach:
    """Where a comment's check applies; a file's own places count where the comment names none."""
    check = own.at(comment.args[0]).check if comment.name == "ast-grep" and comment.args else None
    if check is None:
        return reach
    return replace(reach, inside=reach.inside or check.inside, outside=reach.outside or check.outside)


def _recognised(statement: Statement, readings: Sequence[Placed], kept: Kept | None) -> Rule:
    usable = [one for one in readings if one.reading.entry.languages & one.reach.languages or _of_project(one)]
    if not usable:
        named = " and ".join(one.reading.entry.name for one in readings)
        reason = f"it sounds like {named}, which does not apply to the language it speaks of"
        return _rule(statement, "opinion", reason)
    asks: list[Ask] = []
    checks: list[BoundCheck] = []
    problems: list[str] = []
    for one in usable:
        reading, problem = answered(one.reading, kept)
        asks += [ask for ask in asks_of(reading, one.reach) if ask not in asks]
        problems += [problem] if problem else []
        if not reading.missing:
            checks.append(BoundCheck(reading.entry, reading.params, one.reach))
    questions = " ".join([*dict.fromkeys(ask.slot.ask for ask in asks), *problems])
    if not checks:
        return _rule(statement, "needs-answer", questions, asks=asks)
    if questions:
        return _rule(statement, "partly", "not checked until answered: " + questions, checks, asks)
    if any(one.reach.unread for one in usable):
        unread = "its exception is not understood, so a finding may be one it allows"
        return _rule(statement, "partly", unread, checks)
    given = f"; answered: {names_of(kept.answers)}" if kept and kept.answers else ""
    given += "; read by its likeness to known wordings" if any(one.reading.likeness for one in usable) else ""
    half = unread_half(statement.plain, [one.reading for one in usable], is_read)
    if half:
        return _rule(statement, "partly", f"{_how(checks)}{given}; not checked: “{half}”", checks)
    return _rule(statement, "checked", _how(checks) + given, checks)


def _of_project(one: Placed) -> bool:
    return isinstance(one.reading.entry.engines[0], Project)


def _how(checks: Iterable[BoundCheck]) -> str:
    return "looks for " + "; ".join(check.entry.title for check in checks)


def _stale(rule: Rule) -> Rule:
    was = rule.was if len(rule.was) <= _SHOWN else rule.was[: _SHOWN - 1] + "…"
    again = f"`{teach('rules', '--forget', rule.id)}` reads it anew"
    if rule.proposed:
        checks = "; ".join(check.written for check in rule.proposed)
        again = f"`{teach('rules', '--accept', rule.id)}` takes it as {checks}, {again}"
    return replace(rule, reason=f"its sentence changed since its check was accepted: was “{was}”; {again}")


def _gone(key: str, kept: Kept) -> str:
    return (
        f"{PLACE} keeps what was decided about “{kept.quote[:_SHOWN]}” ({kept.source}), which the constitution no "
        f"longer says: `{teach('rules', '--forget', key)}` takes it out."
    )


def nearness(document: Document) -> int:
    """How near a document stands to the code it governs: folders below the root count up, those above it down."""
    above = document.path.split("/").count("..")
    return -above if above else document.folder.count("/") + bool(document.folder)


def _with_conflicts(rules: Sequence[Rule]) -> list[Rule]:
    """Marks rules that contradict each other; none of them is then checked."""
    taken = [
        (
            (nearness(rule.document), rule.document.folder, rule.document.globs),
            rule.statement.plain if rule.statement else rule.quote,
            rule.checks,
        )
        for rule in rules
    ]
    result = list(rules)
    for position, everyone in contradicting(taken).items():
        others = ", ".join(rules[other].source for other in everyone if other != position)
        reason = f"it contradicts {others}: say which one holds"
        result[position] = replace(rules[position], status="conflict", reason=reason, checks=())
    return result
