"""The review: reads the constitution, binds its rules to the files in scope, runs the engines, cites the findings.

Nothing of the student's is executed and nothing is written into the project. The same input gives the same result,
byte for byte.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from teaching.contracts.review import (
    STATUSES,
    ConstitutionView,
    Coverage,
    PathNote,
    Review,
    RuleRef,
    Rules,
    Status,
)
from teaching.documents.constitution import Command, Constitution, read_constitution
from teaching.documents.statements import governs
from teaching.errors import BadInputError
from teaching.modes import temper
from teaching.program import teach
from teaching.repository.files import SECRET_REASON
from teaching.repository.git import find_top
from teaching.repository.scope import Scope, ScopedFile, resolve
from teaching.review import beside
from teaching.review.asking import with_evidence
from teaching.review.baseline import baseline_rules
from teaching.review.behaviour import untested
from teaching.review.containing import contained, lost
from teaching.review.directives import is_silenced
from teaching.review.engines import oxlint, ruff, syntax
from teaching.review.engines.jobs import Found, Job, Outcome
from teaching.review.entry import Project as ProjectEngine
from teaching.review.findings import COMMIT, Cited, to_findings, within_budget
from teaching.review.good import SITES, praised
from teaching.review.lock.store import read as read_lock
from teaching.review.opinions.aside import set_aside
from teaching.review.opinions.ground import Ground, ground_of
from teaching.review.opinions.handing import hand_over
from teaching.review.own.finding import own_checks
from teaching.review.project import Loaded, Project, load
from teaching.review.proving import unfit, without_unfit
from teaching.review.request import Progress, Request
from teaching.review.rules import Rule, compile_all, nearness
from teaching.review.source import SourceFile

NO_CONSTITUTION = (
    "This project has no CLAUDE.md, so only the built-in baseline was applied; `{}` writes one to start from."
)
UNREADABLE_CONSTITUTION = (
    "No constitution could be read (the notes say why), so only the built-in baseline was applied."
)
_ASKED_NEXT = ("test", "lint", "typecheck", "build")


def _no_progress(done: int, total: int, message: str) -> None:
    """Nobody is watching."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A review, and what a model's opinions are held against."""

    result: Review
    ground: Ground


def review(request: Request, progress: Progress = _no_progress) -> Review:
    """Reviews code against its constitution; every word is a template's (`wording.py` lets a model say some better).

    Args:
        request: what to review.
        progress: as of `examined`.

    Raises:
        BadInputError: as `examined`.
    """
    return examined(request, progress).result


def examined(request: Request, progress: Progress = _no_progress, resolved: Scope | None = None) -> Examined:
    """Reviews, and keeps what was looked at.

    Args:
        request: what to review.
        progress: is told the steps done, the steps in all and what comes next; it may raise to stop the review.
        resolved: the scope of this request, where somebody has asked git already.

    Raises:
        BadInputError: for a path, scope or revision that does not exist; the message says what to pass.
    """
    if request.max_findings < 0:
        raise BadInputError(f"max_findings is {request.max_findings}: pass 0 for all findings, or a positive number")
    progress(0, 4, "asking git what changed")
    scope = resolved or resolve(request.root, request.path, request.scope)
    progress(1, 4, f"reading {len(scope.files)} files")
    loaded = load(scope)
    progress(2, 4, "reading the constitution")
    constitution, rules = constitution_of(request.root, (source.path for source in loaded.sources))
    rules = with_evidence(rules, loaded.sources)
    bound = _bind(rules, loaded.sources, _others(scope, loaded), request.baseline)
    project = Project(scope, tuple(loaded.sources))
    # What is never opened because it may hold secrets is new or not as a whole.
    files = {path: ScopedFile(path, None) for path in _others(scope, loaded)} | {
        file.path: file for file in scope.files
    }
    handing = beside.begun(partial(hand_over, rules, loaded.sources, files, set_aside(request.root, request.declined)))
    progress(3, 4, f"checking {len(loaded.sources)} source files")
    outcome = _analyse([job for job, _ in bound], project)
    sources = {source.path: source for source in loaded.sources}
    cited, silenced = _heard([(bound[one.job][1], one) for one in outcome.found], sources)
    cites = {number: (cited.ref, cited.entry.name) for number, (_, cited) in enumerate(bound)}
    facts = ((one.job, one.path, one.fact.line) for one in outcome.found)
    findings, older = to_findings(cited, sources, files, outcome.outlines, everything=scope.kind == "all")
    kept = [finding for finding in findings if finding.id not in request.declined]
    shown = within_budget(kept, request.max_findings)
    progress(4, 4, "done")
    result = Review(
        constitution=_constitution_view(request.root, constitution, rules),
        scope=scope.title,
        coverage=_coverage(loaded, outcome),
        findings=shown,
        suppressed=len(kept) - len(shown),
        good=praised(cites, outcome.seen, facts, files),
        declined=len(findings) - len(kept),
        older=older,
        silenced=silenced,
        unchecked=[rule.view() for rule in rules if rule.status not in {"checked", "verify", "process"}],
        next_commands=next_commands(constitution),
        handed_over=handing(),
        untested=untested(scope, loaded.sources),
        notes=_notes(constitution, scope, request),
    )
    return Examined(result, ground_of(rules, scope, loaded, kept, request.declined))


def rules_of(root: Path, path: str = ".") -> Rules:
    """Every rule that governs a path (all of the project's for ".") with its status.

    Raises:
        BadInputError: for a path that does not exist below the root.
    """
    constitution, rules = constitution_of(root, _paths(root, path))
    return Rules(rules=[rule.view() for rule in rules], notes=rules_notes(constitution, len(rules)))


def all_rules(root: Path) -> tuple[Rule, ...]:
    """Every rule of the project as it was understood.

    Raises:
        BadInputError: for a lock file that cannot be understood.
    """
    return constitution_of(root, _paths(root, "."))[1]


def _paths(root: Path, path: str) -> list[str]:
    return [file.path for file in resolve(root, path, "all").files]


def rules_notes(constitution: Constitution, count: int) -> list[str]:
    """What the reader of a list of rules has to know; `count` is how many it has."""
    notes = list(constitution.notes)
    others = len(constitution.statements) - count
    if others:
        notes.append(f"{others} other statements were taken for descriptions and commands, not for rules.")
    if not constitution.documents:
        notes.append(UNREADABLE_CONSTITUTION if constitution.notes else NO_CONSTITUTION.format(teach("init")))
    return notes


def constitution_of(root: Path, paths: Iterable[str]) -> tuple[Constitution, tuple[Rule, ...]]:
    """The constitution that governs these paths, and its rules compiled."""
    folders = sorted({str(PurePosixPath(path).parent) for path in paths})
    top = find_top(root) or root
    constitution = read_constitution(root, top, ["" if folder == "." else folder for folder in folders])
    compiled = compile_all(constitution, own_checks(root), read_lock(root))
    notes = (*constitution.notes, *compiled.notes)
    needed = [check.entry for rule in compiled.rules for check in rule.checks]
    failing = unfit([*needed, *(rule.entry for rule in baseline_rules())])
    return replace(constitution, notes=notes), without_unfit(compiled.rules, failing)


def next_commands(constitution: Constitution) -> list[str]:
    """The project's own commands to run next; those that it forbids running here are left out.

    The root's own document speaks first, then those above it, then those of folders below it.
    """
    folders = {document.path: nearness(document) for document in constitution.documents}

    def rank(command: Command) -> int:
        near = folders.get(command.file, 0)
        return 0 if near == 0 else 1 - near if near < 0 else 100 + near

    found: dict[str, str] = {}
    for command in sorted(constitution.commands, key=rank):
        if command.name not in constitution.forbids_running:
            found.setdefault(command.name, command.command)
    return list(dict.fromkeys(found[name] for name in _ASKED_NEXT if name in found))


def _others(scope: Scope, loaded: Loaded) -> tuple[str, ...]:
    """The files in scope that are no source code, those too that are never opened because of what they may hold."""
    sources = {source.path for source in loaded.sources}
    paths = (file.path for file in scope.files if file.path not in sources)
    return (*paths, *(skip.path for skip in scope.skipped if skip.reason == SECRET_REASON))


def _bind(
    rules: Sequence[Rule], sources: Sequence[SourceFile], others: Sequence[str], baseline: bool
) -> list[tuple[Job, Cited]]:
    """One job per engine of each check, over the files it governs; the nearest document's limit wins."""
    bound: list[tuple[Job, Cited]] = []
    taken: dict[str, set[str]] = {}
    # The nearest document comes last, and the nearest one speaks first.
    for rule in sorted(rules, key=lambda rule: -nearness(rule.document)):
        for check in rule.checks:
            limits = any(slot.role == "limit" for slot in check.entry.slots)
            mine = [s for s in sources if governs(rule.document, s.path) and check.governs(s)]
            claimed = taken.setdefault(check.entry.name, set())
            governed = tuple(s for s in mine if not (limits and s.path in claimed))
            cited = Cited(RuleRef(id=rule.id, source=rule.source, quote=rule.quote), rule.severity, check.entry)
            beside = tuple(path for path in others if governs(rule.document, path) and check.reaches(path))
            jobs = [
                Job(check.entry, engine, check.params, governed, beside if isinstance(engine, ProjectEngine) else ())
                for engine in check.entry.engines
            ]
            # A commit is the whole repository's: the document of a folder below does not govern it.
            bound.extend((job, cited) for job in jobs if nearness(rule.document) <= 0 or not _about_commits(job))
            claimed |= {s.path for s in governed}
    if baseline:
        bound.extend(_bind_baseline(sources, taken))
    return [(job, cited) for job, cited in bound if job.sources or job.others or _about_commits(job)]


def _about_commits(job: Job) -> bool:
    return isinstance(job.engine, ProjectEngine) and job.engine.commits


def _bind_baseline(sources: Sequence[SourceFile], taken: dict[str, set[str]]) -> Iterable[tuple[Job, Cited]]:
    failing = unfit(rule.entry for rule in baseline_rules())
    for rule in (rule for rule in baseline_rules() if rule.entry.name not in failing):
        claimed = taken.get(rule.entry.name, set[str]())
        governed = tuple(s for s in sources if s.path not in claimed and rule.check.governs(s))
        ref = RuleRef(id=rule.id, source=rule.id, quote=rule.entry.baseline)
        cited = Cited(ref, rule.entry.severity, rule.entry)
        for engine in rule.entry.engines:
            yield Job(rule.entry, engine, rule.check.params, governed), cited


def _analyse(jobs: Sequence[Job], project: Project) -> Outcome:
    outcome = Outcome()
    walk = syntax.begun(jobs, {name: sites.find for name, sites in SITES.items()})  # before there are threads
    with ThreadPoolExecutor(max_workers=2) as pool:
        # The programs work while this thread walks the trees.
        by_ruff, by_oxlint = pool.submit(ruff.analyse, jobs), pool.submit(oxlint.analyse, jobs)
        walked = walk()
        for one in (by_ruff.result(), walked, by_oxlint.result()):
            outcome.add(one)
    for number, job in enumerate(jobs):
        if isinstance(job.engine, ProjectEngine):
            found, problem = contained(partial(_over_project, number, job.engine, job, project))
            outcome.found.extend(found)
            if problem:
                outcome.failed.setdefault(".", []).append((job.entry.name, problem))
    order = {id(job): number for number, job in enumerate(jobs)}
    outcome.found.sort(key=lambda one: (order[id(jobs[one.job])], one.path, one.fact.line, one.fact.text))
    return outcome


def _over_project(number: int, engine: ProjectEngine, job: Job, project: Project) -> Iterable[Found]:
    view = Project(project.scope, job.sources, job.others)
    governed = set(view.files)
    for path, fact in engine.find(view, job.params):
        if path in governed or path.startswith(COMMIT):
            yield Found(number, path, fact)


def _heard(
    found: Sequence[tuple[Cited, Found]], sources: Mapping[str, SourceFile]
) -> tuple[list[tuple[Cited, Found]], int]:
    """What no comment in the code takes back, and how many findings such comments did take back."""
    heard = [
        (cited, one)
        for cited, one in found
        if one.path not in sources
        or not is_silenced(cited.entry.name, one, sources[one.path], not cited.ref.id.startswith("baseline:"))
    ]
    return heard, len(found) - len(heard)


def _constitution_view(root: Path, constitution: Constitution, rules: Sequence[Rule]) -> ConstitutionView:
    counts: dict[Status, int] = dict.fromkeys(STATUSES, 0)
    for rule in rules:
        counts[rule.status] += 1
    found = temper(root, constitution)
    return ConstitutionView(
        files=[document.path for document in constitution.documents],
        rules=counts,
        mode=found.mode,
        notes=[*constitution.notes, *([found.note] if found.note else [])],
    )


def _coverage(loaded: Loaded, outcome: Outcome) -> Coverage:
    notes = {**outcome.partial, **loaded.partial}
    for path, failures in outcome.failed.items():
        notes[path] = "; ".join([*([notes[path]] if path in notes else []), lost(failures)])
    return Coverage(
        analysed=len(loaded.sources),
        skipped=[PathNote(path=path, reason=reason) for path, reason in sorted(loaded.skipped.items())],
        partial=[PathNote(path=path, reason=reason) for path, reason in sorted(notes.items())],
        other_files=loaded.other_files,
        engines=dict(sorted(outcome.engines.items())),
    )


def _notes(constitution: Constitution, scope: Scope, request: Request) -> list[str]:
    notes = [*scope.notes, *request.notes]
    if not constitution.documents:
        notes.append(UNREADABLE_CONSTITUTION if constitution.notes else NO_CONSTITUTION.format(teach("init")))
    if not scope.files and scope.kind == "working":
        notes.append("Nothing has changed since the last commit; `--scope all` reviews every file.")
    elif not scope.files and not scope.skipped:
        notes.append("There are no files in this scope.")
    if constitution.forbids_running:
        names = " and ".join(sorted(constitution.forbids_running))
        notes.append(f"The constitution asks not to run {names} here, so that command is not proposed.")
    if not request.baseline:
        notes.append("The built-in baseline was switched off.")
    return notes
