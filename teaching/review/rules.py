"""Compiles a constitution: every rule gets exactly one status, and the checks that decide it."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from teaching.contracts.review import RuleView, Severity, Status
from teaching.documents.constitution import Constitution, Document, Statement
from teaching.review.catalogue import ENTRIES
from teaching.review.classify import kind_of, severity_of, tongue_of
from teaching.review.clauses import Wording, wordings
from teaching.review.entry import Entry, Params, Project
from teaching.review.explicit import read_comment
from teaching.review.recognise import Reading, read_sentence
from teaching.review.scoping import Reach, in_place
from teaching.review.source import ALL, Language, SourceFile

# Entries whose sentences name places as their own values: `domain/` in a boundary is no limit of its reach.
_OWN_PLACES = frozenset({"import-boundary", "tests-exist", "forbidden-call"})


@dataclass(frozen=True, slots=True)
class BoundCheck:
    """A catalogue entry with its values and where the rule applies it."""

    entry: Entry
    params: Params
    reach: Reach = Reach()

    def governs(self, source: SourceFile) -> bool:
        """Whether the rule speaks of this file; tests are spared where rule or entry say so."""
        languages: frozenset[Language] = self.entry.languages & self.reach.languages
        if source.language not in languages:
            return False
        if source.is_test and (self.reach.tests == "never" or (self.entry.skip_tests and self.reach.tests != "only")):
            return False
        if not source.is_test and self.reach.tests == "only":
            return False
        return self.reaches(source.path)

    def reaches(self, path: str) -> bool:
        """Whether a path lies where the rule speaks."""
        if self.reach.inside and not any(in_place(path, place) for place in self.reach.inside):
            return False
        return not any(in_place(path, place) for place in self.reach.outside)

    @property
    def written(self) -> str:
        """As an author would write it in a `<!-- check: … -->` comment."""
        parts = [self.entry.name]
        for slot in self.entry.slots:
            value = self.params.get(slot.name)
            if value in (None, (), ""):
                continue
            if isinstance(value, tuple):
                parts.append(f'{slot.name}="{" ".join(value)}"')
            else:
                parts.append(str(value) if slot.kind == "number" else f"{slot.name}={value}")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the constitution as it was understood."""

    id: str
    source: str
    quote: str
    status: Status
    reason: str
    severity: Severity
    document: Document
    checks: tuple[BoundCheck, ...] = ()

    def view(self) -> RuleView:
        """The form in which programs get it."""
        return RuleView(
            id=self.id,
            source=self.source,
            quote=self.quote,
            status=self.status,
            checks=[check.written for check in self.checks],
            reason=self.reason,
        )


def compile_rules(constitution: Constitution, load: Callable[[str], str]) -> tuple[Rule, ...]:
    """All rules of a constitution in the order of its files and lines.

    Args:
        load: reads the text of a check file under `.claude/`; raises BadInputError with the reason.
    """
    rules: list[Rule] = []
    seen: dict[str, int] = {}
    for statement in constitution.statements:
        rule = _compile(statement, load)
        if rule is not None:
            count = seen[rule.id] = seen.get(rule.id, 0) + 1
            rules.append(rule if count == 1 else replace(rule, id=f"{rule.id}-{count}"))
    return tuple(_with_conflicts(rules))


def _compile(statement: Statement, load: Callable[[str], str]) -> Rule | None:
    severity = severity_of(f"{statement.lead} {statement.plain}")

    def rule(status: Status, reason: str, checks: Sequence[BoundCheck] = ()) -> Rule:
        normalised = " ".join(re.sub(r"[^\w\s]", " ", statement.plain.lower()).split())
        return Rule(
            id=hashlib.sha256(normalised.encode()).hexdigest()[:8],
            source=f"{statement.file}:{statement.line}",
            quote=statement.text,
            status=status,
            reason=reason,
            severity=severity,
            document=statement.document,
            checks=tuple(checks),
        )

    if statement.checks:
        return _explicit(statement, rule, load)
    readings = _bound(statement)
    if readings:
        return _recognised(readings, rule)
    kind = kind_of(statement.plain, statement.lead, statement.section, statement.kind, statement.headings)
    return rule(kind.status, kind.reason) if kind else None


def _bound(statement: Statement) -> list[tuple[Reading, Reach]]:
    """What the catalogue reads in a sentence, each with where it applies; parts count where the whole is not read."""
    if statement.section == "commands" or tongue_of(statement.plain) is not None:
        return []
    alternatives = wordings(statement.plain, statement.lead, statement.headings)
    bound: list[tuple[Reading, Reach]] = []
    for entry in ENTRIES.values():
        for wordings_of in alternatives:
            read = _read_by(entry, wordings_of)
            if read:
                bound += read
                break
    return bound


def _read_by(entry: Entry, wordings_of: Sequence[Wording]) -> list[tuple[Reading, Reach]]:
    read: list[tuple[Reading, Reach]] = []
    for wording in wordings_of:
        places = entry.name in _OWN_PLACES
        for words in dict.fromkeys((wording.plain,) if places else (wording.plain, wording.bare)):
            reading = read_sentence(entry, words)
            if reading is not None:
                reach = Reach(wording.reach.languages, tests=wording.reach.tests) if places else wording.reach
                if not any(r.params == reading.params for r, _ in read):
                    read.append((reading, reach))
                break
    return read


def _recognised(readings: Sequence[tuple[Reading, Reach]], rule: Callable[..., Rule]) -> Rule:
    usable = [(r, reach) for r, reach in readings if r.entry.languages & reach.languages or _of_project(r.entry)]
    if not usable:
        named = " and ".join(r.entry.name for r, _ in readings)
        return rule("opinion", f"it sounds like {named}, which does not apply to the language it speaks of")
    questions = list(dict.fromkeys(question for r, _ in usable for question in r.missing))
    checks = [BoundCheck(r.entry, r.params, reach) for r, reach in usable if not r.missing]
    if not checks:
        return rule("needs-answer", " ".join(questions))
    if questions:
        return rule("partly", "not checked until answered: " + " ".join(questions), checks)
    if any(reach.unread for _, reach in usable):
        return rule("partly", "its exception is not understood, so a finding may be one it allows", checks)
    return rule("checked", _how(checks), checks)


def _of_project(entry: Entry) -> bool:
    return isinstance(entry.engines[0], Project)


def _how(checks: Iterable[BoundCheck]) -> str:
    return "looks for " + "; ".join(check.entry.title for check in checks)


def _explicit(statement: Statement, rule: Callable[..., Rule], load: Callable[[str], str]) -> Rule:
    checks: list[BoundCheck] = []
    problems: list[str] = []
    for comment in statement.checks:
        if comment.name == "none":
            reason = comment.options.get("reason", "")
            said = f": {reason}" if reason else ""
            return rule("opinion", f"its author marks it as a matter of judgement{said}")
        reading, problem = read_comment(comment, load)
        if reading is not None and not reading.missing:
            checks.append(BoundCheck(reading.entry, reading.params, _reach_from(comment.options)))
        problems.append(problem or " ".join(reading.missing if reading else ()))
    problems = [problem for problem in problems if problem]
    if problems:
        return rule("partly" if checks else "needs-answer", " ".join(problems), checks)
    return rule("checked", _how(checks), checks)


def _reach_from(options: dict[str, str]) -> Reach:
    inside = tuple(options.get("paths", "").split())
    return Reach(languages=ALL, inside=inside, outside=tuple(options.get("not", "").split()))


def nearness(document: Document) -> int:
    """How near a document stands to the code it governs: folders below the root count up, those above it down."""
    above = document.path.split("/").count("..")
    return -above if above else document.folder.count("/") + bool(document.folder)


def _with_conflicts(rules: Sequence[Rule]) -> list[Rule]:
    """Marks rules of one reach that set the same limit differently; neither of them is then checked."""
    limits: dict[tuple[object, ...], dict[object, list[int]]] = {}
    for position, rule in enumerate(rules):
        for check in rule.checks:
            for slot in check.entry.slots:
                if slot.role == "limit":
                    place = (nearness(rule.document), rule.document.folder, rule.document.globs)
                    key = (check.entry.name, slot.name, place, check.reach)
                    limits.setdefault(key, {}).setdefault(check.params[slot.name], []).append(position)
    result = list(rules)
    for values in limits.values():
        if len(values) < 2:
            continue
        positions = sorted(position for places in values.values() for position in places)
        for position in positions:
            others = ", ".join(rules[p].source for p in positions if p != position)
            result[position] = replace(
                rules[position], status="conflict", reason=f"it contradicts {others}: say which one holds", checks=()
            )
    return result
