"""Puts together roadmap, markers and evidence; nothing runs and nothing is written."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from teaching.contracts.standing import (
    Counts,
    Day,
    LastEvidence,
    NextTask,
    OpenMarker,
    Standing,
    StandingPhase,
    StandingTask,
)
from teaching.contracts.verification import Evidence, Run
from teaching.errors import TeachingError
from teaching.evidence.audit import Carried, judge
from teaching.learning import record, states
from teaching.markers.reading import Marker
from teaching.roadmap.model import Roadmap, Task, slug
from teaching.roadmap.order import Choice, next_task
from teaching.roadmap.reading import parse
from teaching.roadmap.store import read
from teaching.tasks.commands import proof_of

Markers = Mapping[str, Sequence[str]]
"""Places of markers, by what their brackets say."""


def standing(root: Path) -> Standing:
    """Where a project stands.

    Raises:
        BadInputError: there is no ROADMAP.md.
        RefusedError: it, or the folder of the evidence, cannot be used.
    """
    root = Path(os.path.realpath(root))
    roadmap = parse(read(root))
    work = [(one.marker, one) for one in states.standing(root) if one.marker is not None]
    places: dict[str, list[str]] = defaultdict(list)
    for marker, _ in work:
        if marker.task is not None:
            places[marker.task].append(_place(marker))
    shown = {key for key, one in record.read(root).shown.items() if one.by == "request"}
    judged = judge(root, roadmap)
    unproven = [problem for problem in judged.audit.problems if problem.line is not None]
    choice = next_task(roadmap)
    return Standing(
        phases=[
            StandingPhase(id=phase.id, title=phase.title, tasks=[_task(task, places) for task in phase.tasks])
            for phase in roadmap.phases
            if phase.tasks
        ],
        next=_next(root, roadmap, choice, places) if choice is not None else None,
        markers=[_marker(marker, one.attempted, one.key in shown) for marker, one in work],
        unproven=unproven,
        record_problems=len(judged.audit.problems) - len(unproven),
        last_evidence=_last(judged.records.values()),
        counts=_counts(roadmap, judged.carried),
        attested=[name_of(task) for task in roadmap.tasks if _is_attested(task, judged.carried)],
        history=_history(judged.carried.values()),
    )


def name_of(task: Task) -> str:
    """What a task is called here: its id, else its position, which says the same to `find`."""
    return task.id or task.position


def _place(marker: Marker) -> str:
    return f"{marker.path}:{marker.line}"


def _marker(marker: Marker, attempted: bool, shown: bool) -> OpenMarker:
    state = "shown" if shown else "attempted" if attempted else "open"
    return OpenMarker(place=_place(marker), task=marker.task, text=marker.text, state=state)


def _task(task: Task, places: Markers) -> StandingTask:
    return StandingTask(
        id=name_of(task),
        title=task.title,
        state=task.state,
        done=task.ticked,
        line=task.line,
        verify=list(task.verify),
        markers=_markers_of(task, places),
        tasks=[_task(one, places) for one in task.tasks],
    )


def _markers_of(task: Task, places: Markers) -> list[str]:
    """By the same names that hold a task back when it is verified."""
    names = dict.fromkeys((task.id or slug(task.title), slug(task.title), task.position))
    return [place for name in names for place in places.get(name, ())]


def _next(root: Path, roadmap: Roadmap, choice: Choice, places: Markers) -> NextTask:
    task = choice.task
    commands: list[str] = []
    again = 0
    unprovable = ""
    try:
        proof = proof_of(root, roadmap, task)
        commands = [" ".join(one.argv) for one in proof.commands if one.argv not in proof.earlier]
        again = len(proof.commands) - len(commands)
    except TeachingError as error:  # its message is the next move, which is what the reader needs
        unprovable = str(error)
    return NextTask(
        id=name_of(task),
        title=task.title,
        phase=task.phase.title,
        line=task.line,
        state=task.state,
        why=choice.why,
        acceptance=list(task.acceptance),
        proof=commands,
        again=again,
        unprovable=unprovable,
        markers=_markers_of(task, places),
    )


def _last(records: Iterable[Evidence]) -> LastEvidence | None:
    newest = max(records, key=lambda record: record.made_at, default=None)
    if newest is None:
        return None
    return LastEvidence(
        task=newest.task,
        title=newest.title,
        made_at=newest.made_at,
        passed=_sum(run.passed for run in _tests(newest)),
        failed=_sum(run.failed for run in _tests(newest)),
        skipped=_sum(run.skipped for run in _tests(newest)),
        attested=newest.attested is not None,
    )


def _tests(record: Evidence) -> list[Run]:
    return [run for run in record.runs if run.step in ("test", "verify")]


def _sum(numbers: Iterable[int | None]) -> int | None:
    counted = [number for number in numbers if number is not None]
    return sum(counted) if counted else None


def _is_attested(task: Task, carried: Mapping[int, Carried]) -> bool:
    return task.line in carried and carried[task.line].by == "attested"


def _counts(roadmap: Roadmap, carried: Mapping[int, Carried]) -> Counts:
    total = len(roadmap.tasks)
    ticked = sum(task.ticked for task in roadmap.tasks)
    by = Counter(one.by for one in carried.values())
    return Counts(
        total=total,
        proved=by["proved"],
        attested=by["attested"],
        unproven=ticked - len(carried),
        open=total - ticked,
    )


def _history(carried: Iterable[Carried]) -> list[Day]:
    by_day: dict[str, Counter[str]] = defaultdict(Counter)
    for one in carried:
        by_day[one.since[:10]][one.by] += 1
    days: list[Day] = []
    sums: Counter[str] = Counter()
    for date in sorted(by_day):
        sums += by_day[date]
        days.append(Day(date=date, proved=sums["proved"], attested=sums["attested"]))
    return days
