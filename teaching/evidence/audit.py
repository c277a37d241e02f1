"""Holds every tick of the roadmap against the records: which has none, an old one, or one that was tampered with."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from teaching.contracts.verification import Audit, AuditKind, AuditProblem, Evidence
from teaching.evidence import files, records
from teaching.evidence.store import Stored, read_all
from teaching.roadmap.model import Roadmap, Task

IsCommit = Callable[[str], bool]


@dataclass
class _Findings:
    """What an audit collects."""

    problems: list[AuditProblem] = field(default_factory=list[AuditProblem])
    notes: list[str] = field(default_factory=list[str])

    def add(self, kind: AuditKind, text: str, task: Task | None = None, record: str = "", name: str = "") -> None:
        called = name if task is None else task.id or task.title
        line = None if task is None else task.line
        self.problems.append(AuditProblem(task=called, kind=kind, line=line, record=record, text=text))


@dataclass(frozen=True, slots=True)
class Carried:
    """A tick that its evidence carries.

    Attributes:
        by: a command, or a person's word.
        since: when the first record of the task was made that shows so.
    """

    by: Literal["proved", "attested"]
    since: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An audit, and what it rests on.

    Attributes:
        carried: the ticks that hold, by the line of their task.
        records: every record that holds what was written, by digest.
    """

    audit: Audit
    carried: Mapping[int, Carried]
    records: Mapping[str, Evidence]


def audit(root: Path, roadmap: Roadmap, is_commit: IsCommit | None = None) -> Audit:
    """What is wrong with the ticks and the records of a repository; as `judge`, which has the arguments.

    Raises:
        RefusedError: the folder of the records cannot be used.
    """
    return judge(root, roadmap, is_commit).audit


def judge(root: Path, roadmap: Roadmap, is_commit: IsCommit | None = None) -> Judged:
    """Holds every tick and every record of a repository against each other.

    Args:
        root: the repository.
        roadmap: its ROADMAP.md, read.
        is_commit: whether git knows a commit; None outside git.

    Raises:
        RefusedError: the folder of the records cannot be used.
    """
    stored = read_all(root)
    found = _Findings()
    whole = _trusted(stored, found)
    _parents(stored, whole, found)
    by_task: dict[str, list[tuple[str, Evidence]]] = defaultdict(list)
    for name, record in whole.items():
        by_task[record.task].append((name, record))
    carried: dict[int, Carried] = {}
    for task in roadmap.tasks:
        if task.ticked and (one := _carried(root, task, by_task.get(task.id or "", []), found)) is not None:
            carried[task.line] = one
    ids = {task.id for task in roadmap.tasks}
    for task_id in sorted(set(by_task) - ids):
        found.add("unknown-task", f"ROADMAP.md has no task {task_id} any more", name=task_id)
    if is_commit is not None:
        lost = sum(bool(record.tree) and not is_commit(record.tree) for record in whole.values())
        if lost:
            found.notes.append(
                f"{lost} of {len(whole)} records were made at a commit that is not found here, as after a squash or a "
                "rebase: the digests of the files are what counts."
            )
    proved = sum(one.by == "proved" for one in carried.values())
    result = Audit(problems=found.problems, proved=proved, attested=len(carried) - proved, notes=found.notes)
    return Judged(result, carried, whole)


def _trusted(stored: Sequence[Stored], found: _Findings) -> dict[str, Evidence]:
    """The records that hold what they held when they were written, by digest."""
    whole: dict[str, Evidence] = {}
    edited = "was changed after it was written"
    for one in stored:
        if one.record is None:
            found.add("unreadable", f"{_file(one.name)}: {one.problem}", record=one.name)
        elif not one.is_whole:
            found.add(
                "edited",
                f"{_file(one.name)} is not what its name says: it was changed",
                None,
                one.name,
                one.record.task,
            )
        elif not records.is_ours(one.record):
            stranger = f"{_file(one.name)} was signed by another user or on another machine"
            found.add("signer-unknown", stranger, None, one.name, one.record.task)
            whole[one.name] = one.record
        elif not records.is_intact(one.record):
            found.add("edited", f"{_file(one.name)} {edited}, and renamed", None, one.name, one.record.task)
        else:
            whole[one.name] = one.record
    return whole


def _parents(stored: Sequence[Stored], whole: Mapping[str, Evidence], found: _Findings) -> None:
    there = {one.name for one in stored}
    for name, record in whole.items():
        for parent in record.parents:
            if parent not in there:
                found.add("missing-parent", f"it came after {parent[:12]}…, which is gone", None, name, record.task)


def _carried(root: Path, task: Task, made: Sequence[tuple[str, Evidence]], found: _Findings) -> Carried | None:
    """What carries a tick; why nothing does is added to the problems."""
    if not made:
        found.add("no-evidence", f"“{task.title}” is ticked, and nothing was ever stored for it", task)
        return None
    good = [(name, record) for name, record in made if record.attested is not None or records.is_green(record.runs)]
    if not good:
        found.add("not-green", f"the records of “{task.title}” show no green run", task, made[-1][0])
        return None
    fresh = [record for _, record in good if not _changed(root, record)]
    if not fresh:
        name, newest = max(good, key=lambda one: one[1].made_at)
        paths = _changed(root, newest)
        shown = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
        found.add("stale", f"{shown} changed after “{task.title}” was verified", task, name)
        return None
    by = "proved" if any(record.attested is None for record in fresh) else "attested"
    since = min(record.made_at for _, record in good if by == "attested" or record.attested is None)
    return Carried(by, since)


def _changed(root: Path, record: Evidence) -> list[str]:
    now = files.digests(root, record.files)
    return [path for path, digest in record.files.items() if now.get(path) != digest]


def _file(name: str) -> str:
    return f".teaching/evidence/{name[:12]}….json"
