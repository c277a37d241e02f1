"""Every rule as `teach rules` shows it: where it applies, what breaks and keeps it, and what it finds today."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from teaching.contracts.review import Measured, Rules, RuleView
from teaching.documents.constitution import Constitution
from teaching.documents.statements import Document, governs
from teaching.repository.scope import resolve
from teaching.review.asking import could_be_answered, with_evidence
from teaching.review.bound import BoundCheck
from teaching.review.classify import why_no_rule
from teaching.review.entry import Entry, Example, Project, Value
from teaching.review.measured import measured
from teaching.review.project import load
from teaching.review.recognise import complete
from teaching.review.review import Request, constitution_of, review, rules_notes
from teaching.review.rules import Rule
from teaching.review.source import ALL, PYTHON, TYPESCRIPT, WEB, Language, SourceFile

_MOST_LINES = 6  # of an example
_FEWEST_FILES = 5  # of which a share says something
_FEWEST_HIT = 2
_WIDE = 0.2
_LANGUAGES = (
    (ALL, ""),
    (PYTHON, "Python"),
    (WEB, "TypeScript and JavaScript"),
    (TYPESCRIPT, "TypeScript"),
    (frozenset({"tsx"}), "TSX"),
    (frozenset({"javascript"}), "JavaScript"),
)


@dataclass(frozen=True, slots=True)
class _Hits:
    """What the whole tree holds today: findings by rule, and by rule and check the files with one."""

    count: Mapping[str, int]
    files: Mapping[tuple[str, str], Set[str]]


def described(root: Path, path: str = ".", *, hits: bool = True, others: bool = False) -> Rules:
    """Every rule that governs a path (all of the project's for ".") with all that is known of it.

    Args:
        root: the project's root.
        path: a file or folder below it.
        hits: whether to review the whole tree for what each rule finds today.
        others: whether the notes name each statement that was taken for no rule, with the reason.

    Raises:
        BadInputError: for a path that does not exist below the root, or a lock file that cannot be understood.
    """
    scope = resolve(root, path, "all")
    sources = load(scope).sources
    constitution, rules = constitution_of(root, [file.path for file in scope.files])
    rules = with_evidence(rules, sources)
    found = _hits(root, path) if hits else None
    main = _main_languages(sources)
    views = [_described(rule, sources, main, found) for rule in rules]
    passed = passed_over(constitution, rules) if others else []
    return Rules(rules=views, notes=[*rules_notes(constitution, len(rules)), *passed])


def passed_over(constitution: Constitution, rules: Sequence[Rule]) -> list[str]:
    """Each statement that is no rule, with the reason, as a line to read."""
    taken = {(rule.source, rule.quote) for rule in rules}
    return [
        f"no rule: {one.file}:{one.line} “{one.text}”: "
        + why_no_rule(one.plain, one.lead, one.section, one.kind, one.headings)
        for one in constitution.statements
        if (f"{one.file}:{one.line}", one.text) not in taken
    ]


def _hits(root: Path, path: str) -> _Hits:
    findings = review(Request(root, path, "all", 0, baseline=False)).findings
    files: dict[tuple[str, str], set[str]] = {}
    for finding in findings:
        files.setdefault((finding.rule.id, finding.check), set()).add(finding.path)
    return _Hits(Counter(finding.rule.id for finding in findings), files)


def _main_languages(sources: Sequence[SourceFile]) -> frozenset[Language]:
    python = sum(source.language == "python" for source in sources)
    return PYTHON if python * 2 >= len(sources) else WEB


def _described(rule: Rule, sources: Sequence[SourceFile], main: frozenset[Language], found: _Hits | None) -> RuleView:
    view = rule.view()
    known: dict[str, Measured] = {}
    for check in rule.checks:
        counts = measured(check.entry.name)
        if counts is not None:
            known[check.entry.name] = counts
    failing, passing = _examples(rule.checks, main)
    told = could_be_answered(rule, sources)
    return view.model_copy(
        update={
            "scope": scope_of(rule),
            "failing": failing,
            "passing": passing,
            "hits": found.count.get(rule.id, 0) if found is not None and rule.checks else None,
            "doubt": _doubt(rule, sources, found) if found is not None else "",
            "measured": known,
            "answer": " ".join(rule.fitting),
            "reason": f"{view.reason}. {told}" if told else view.reason,
        }
    )


def _doubt(rule: Rule, sources: Sequence[SourceFile], found: _Hits) -> str:
    """Whether a check hits so many of its files that it may not be what the author means."""
    for check in rule.checks:
        governed = [s.path for s in sources if governs(rule.document, s.path) and check.governs(s)]
        hit = len(found.files.get((rule.id, check.entry.name), set[str]()) & set(governed))
        if len(governed) >= _FEWEST_FILES and hit >= _FEWEST_HIT and hit > _WIDE * len(governed):
            return f"{check.entry.name} finds something in {hit} of {len(governed)} files: is this what you meant?"
    return ""


def _examples(checks: Sequence[BoundCheck], main: frozenset[Language]) -> tuple[str, str]:
    """A short piece of code that breaks the first check, and one that keeps it."""
    if not checks:
        return "", ""
    failing = [one for one in checks[0].entry.examples if one.lines]
    passing = [one for one in checks[0].entry.examples if not one.lines]
    return _shortest(checks[0], failing, main), _shortest(checks[0], passing, main)


def _shortest(check: BoundCheck, examples: Sequence[Example], main: frozenset[Language]) -> str:
    governed = check.entry.languages & check.reach.languages

    def rank(example: Example) -> tuple[bool, bool, bool, bool, bool]:
        lines = example.code.rstrip("\n").count("\n") + 1
        return (
            example.language not in governed,
            example.language not in main,
            not _is_alike(check, example),
            lines > _MOST_LINES,
            bool(example.path),
        )

    if not examples:
        return ""
    best = min(examples, key=rank)
    code = "\n".join(best.code.rstrip("\n").split("\n")[:_MOST_LINES])
    if _is_alike(check, best):
        return code
    params = complete(check.entry, best.params).params
    other = [slot.name for slot in check.entry.slots if params.get(slot.name) != check.params.get(slot.name)]
    where = ", ".join(f"{name}={_shown(params.get(name, ()))}" for name in other)
    return f"{'#' if best.language == 'python' else '//'} where {where}\n{code}"


def _shown(value: Value) -> str:
    return (" ".join(value) if isinstance(value, tuple) else str(value)) or "nothing"


def _is_alike(check: BoundCheck, example: Example) -> bool:
    return dict(complete(check.entry, example.params).params) == dict(check.params)


def scope_of(rule: Rule) -> str:
    """What part of the tree a rule speaks of, in words; empty for all of it."""
    named = {check.entry.name: _reach(check, rule.document) for check in rule.checks}
    if len(set(named.values())) == 1:
        return next(iter(named.values()))
    return "; ".join(f"{name}: {words or 'everywhere'}" for name, words in named.items())


def _reach(check: BoundCheck, document: Document) -> str:
    reach = check.reach
    tests = "in tests only" if reach.tests == "only" else "outside tests" if check.spares_tests else ""
    parts = [_subject(check.entry, check), tests]
    if document.folder:
        parts.append(f"in {document.folder}/")
    if document.globs:
        parts.append(f"in files like {_listed(document.globs)}")
    if reach.inside:
        parts.append(f"in {_listed(reach.inside)}")
    if reach.outside:
        parts.append(f"except in {_listed(reach.outside)}")
    return ", ".join(part for part in parts if part)


def _subject(entry: Entry, check: BoundCheck) -> str:
    engine = entry.engines[0]
    if isinstance(engine, Project):
        return "commits" if engine.commits else ""
    languages = entry.languages & check.reach.languages
    known = dict(_LANGUAGES)
    return known[languages] if languages in known else " and ".join(sorted(languages))


def _listed(places: Sequence[str]) -> str:
    return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"
