"""Verifies one task: runs what proves it, and when all is green stores the evidence and ticks it.

The evidence is stored before the tick, so a process that dies in between leaves a record without a tick, never a tick
without a record. A red run is remembered as an attempt; that this fails never fails the verification.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from teaching.contracts.verification import Evidence, Failure, Run, Verification
from teaching.errors import MissingPartError, RefusedError, TeachingError
from teaching.evidence import files, records, store
from teaching.learning import record, states
from teaching.learning.states import Work
from teaching.markers.reading import Marker
from teaching.program import teach
from teaching.repository.git import find_top, open_git
from teaching.roadmap import edit
from teaching.roadmap.model import Roadmap, Task, slug
from teaching.roadmap.order import next_task
from teaching.roadmap.reading import find, parse
from teaching.roadmap.store import NAME, change
from teaching.roadmap.store import read as read_roadmap
from teaching.tasks.commands import Proof, how_to_allow, proof_of
from teaching.verification.consent import Allowed, NotAllowed, is_allowed
from teaching.verification.pointing import files_named, module_missing
from teaching.verification.run import Ran, locked, run_step

_PLACES = 10
_WORDS = {"lint": "linter", "typecheck": "type checker"}

Ask = Callable[[Sequence[NotAllowed]], Sequence[Allowed] | None]
"""Asks a person for consent to these; None where nobody can be asked, or the answer was no."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a verification reaches the people around it.

    Attributes:
        ask: for consent; None where nobody can be asked.
        progress: done, of how many, and a line of words.
        cancelled: asked often; True ends it.
    """

    ask: Ask | None = None
    progress: Callable[[int, int, str], None] = field(default=lambda done, total, words: None)
    cancelled: Callable[[], bool] = field(default=lambda: False)


def verify(root: Path, name: str, way: Way | None = None) -> Verification:
    """Verifies the task that a user calls by this name.

    Raises:
        BadInputError: there is no such task, or nothing that could prove it.
        RefusedError: a command was not allowed or may never run, or the files changed meanwhile.
        MissingPartError: what is to run a command is not installed.
    """
    way = way or Way()
    root = Path(os.path.realpath(root))
    roadmap = parse(read_roadmap(root))
    task = find(roadmap, name)
    _require_closed_subtasks(task)
    proof = proof_of(root, roadmap, task)
    if markers := _open_markers(_work_of(root, task, proof.whole)):
        return _held_back(task, markers, proof, _help(root, task, proof))
    allowed = _consent(root, task, proof, way)
    with locked(root, way.cancelled):
        patterns = _patterns(root, task, proof)
        before = files.digests(root, patterns)
        ran = _run_all(root, allowed, way)
        if ran[-1].failure is not None:
            first = _elsewhere(root, allowed[len(ran) - 1], ran[-1], before)
            more = [*_remember(root, task, proof.whole, before), *_help(root, task, proof)]
            return _red(task, ran, proof, more, first)
        if files.digests(root, patterns) != before:
            raise RefusedError("the task's files changed while they were verified: run it again")
        if markers := _standing(_work_of(root, task, proof.whole)):
            return _not_taken_away(task, markers, ran, proof)
        return _green(root, task, ran, proof, before)


def attest(root: Path, name: str, reason: str) -> Verification:
    """Ticks a task on a person's word; call it only where a person said so, at a terminal or in a form.

    Raises:
        BadInputError: there is no such task.
        RefusedError: no reason was given.
    """
    root = Path(os.path.realpath(root))
    if not reason.strip():
        raise RefusedError("say why no command can prove it: the reason is stored with the tick")
    task = find(parse(read_roadmap(root)), name)
    _require_closed_subtasks(task)
    with locked(root):
        before = files.digests(root, task.files)
        evidence = _store(root, task, [], before, reason.strip())
        after = _tick(root, task, attested=True)
    return Verification(
        task=_name_of(task), passed=True, ticked=True, runs=[], evidence=evidence, failure=None, open_markers=[],
        notes=["ticked on your word: no command ran"], next_commands=[], next_task=_next(after),
    )  # fmt: skip


def missing_consent(root: Path, name: str) -> list[NotAllowed]:
    """What a person would have to allow before the task can be verified.

    Raises:
        TeachingError: as `verify` does.
    """
    root = Path(os.path.realpath(root))
    roadmap = parse(read_roadmap(root))
    task = find(roadmap, name)
    proof = proof_of(root, roadmap, task)
    if _open_markers(_work_of(root, task, proof.whole)):
        return []
    answers = [is_allowed(root, command) for command in proof.commands]
    return [answer for answer in answers if isinstance(answer, NotAllowed)]


def _require_closed_subtasks(task: Task) -> None:
    unfinished = [one.title for one in task.tasks if not one.ticked]
    if unfinished:
        shown = "”, “".join(unfinished[:3])
        raise RefusedError(f"“{task.title}” has open tasks under it: verify “{shown}” first")


def _work_of(root: Path, task: Task, whole: bool) -> list[Work]:
    """What is left to the learner in a task; a marker without a task belongs to the whole suite only."""
    names = {task.id or slug(task.title), slug(task.title), task.position}
    return [one for one in states.works(root) if one.task in names or (one.task is None and one.marker and whole)]


def _standing(work: Sequence[Work]) -> list[Marker]:
    return [one.marker for one in work if one.marker is not None]


def _open_markers(work: Sequence[Work]) -> list[Marker]:
    """The markers under which nothing was written yet: they hold a task back before anything runs."""
    return _standing([one for one in work if not one.attempted])


def _remember(root: Path, task: Task, whole: bool, digests: dict[str, str]) -> list[str]:
    """Records a red run as an attempt, by what the learner's work holds; returns why that was not possible."""
    held = states.digest_of(_work_of(root, task, whole)) or states.digest_of_files(digests)
    try:
        record.change(root, lambda before: before.with_attempt(_name_of(task), held))
    except (TeachingError, OSError) as error:
        return [f"this attempt was not recorded: {error}"]
    return []


def _consent(root: Path, task: Task, proof: Proof, way: Way) -> list[Allowed]:
    answers = [is_allowed(root, command) for command in proof.commands]
    missing = [answer for answer in answers if isinstance(answer, NotAllowed)]
    given = list(way.ask(missing) or []) if missing and way.ask is not None else []
    by_argv = {(one.command.argv, one.command.folder): one for one in given}
    allowed: list[Allowed] = []
    refused: list[NotAllowed] = []
    for answer in answers:
        found = by_argv.get((answer.command.argv, answer.command.folder)) if isinstance(answer, NotAllowed) else answer
        if found is not None:
            allowed.append(found)
        elif isinstance(answer, NotAllowed):
            refused.append(answer)
    if refused:
        raise RefusedError(_not_allowed(refused, task))
    return allowed


def _not_allowed(refused: Sequence[NotAllowed], task: Task) -> str:
    lines = [
        f"`{' '.join(one.command.argv)}` ({one.command.source}) {one.reason}"
        + (f" ({', '.join(one.changed)})" if one.changed else "")
        for one in refused
    ]
    move = how_to_allow([one.command for one in refused], _name_of(task))
    return f"nothing was run: {'; '.join(lines)}. A person allows it in a terminal, in this project: `{move}`"


def _patterns(root: Path, task: Task, proof: Proof) -> list[str]:
    """The task's files, and those that its own commands name: tests that change are another proof."""
    named = [
        word.partition("::")[0]
        for command in proof.commands
        if command.step == "verify" and command.argv not in proof.earlier
        for word in command.argv[1:]
    ]
    inside = [word for word in named if not word.startswith(("-", "/")) and (root / word).is_file()]
    return [*task.files, *inside]


def _run_all(root: Path, allowed: Sequence[Allowed], way: Way) -> list[Ran]:
    """Runs one after the other, up to the first that is not green."""
    ran: list[Ran] = []
    for number, one in enumerate(allowed):
        words = " ".join(one.command.argv)

        def said(line: str, done: int = number, words: str = words) -> None:
            way.progress(done, len(allowed), f"{words}: {line}")

        way.progress(number, len(allowed), words)
        ran.append(run_step(root, one, progress=said, cancelled=way.cancelled))
        if ran[-1].failure is not None:
            _require_module(ran[-1])
            break
    return ran


def _require_module(ran: Ran) -> None:
    """That the runner itself is missing says nothing of the learner's work, and is no attempt."""
    missing = module_missing(ran.run.argv, ran.output)
    if missing is not None:
        module, program = missing
        raise MissingPartError(
            f"`{' '.join(ran.run.argv)}` did not run: {module} is not installed for {program}. Install what the "
            "project needs into its own environment (`python3 -m venv .venv`, then as its README.md says) and verify "
            "again"
        )


def _help(root: Path, task: Task, proof: Proof) -> list[str]:
    """Where a hint is to be had for what is left to the learner."""
    found = _work_of(root, task, proof.whole)
    return [f"`{teach('hint', _name_of(task))}` gives a hint"] if any(one.exercise for one in found) else []


def _elsewhere(root: Path, one: Allowed, ran: Ran, own: Mapping[str, str]) -> list[str]:
    """Whose files a red linter or type checker complains of: what was there before holds a tick back like the rest."""
    if ran.run.step not in ("lint", "typecheck") or not own:
        return []
    found = files_named(ran.output, root, one.command.folder)
    others = [path for path in found if path not in own]
    if not others:
        return []
    shown = ", ".join(others[:_PLACES]) + (f" and {len(others) - _PLACES} more" if len(others) > _PLACES else "")
    if len(others) < len(found):
        return [f"some of it is in files that this task does not name: {shown}"]
    step = ran.run.step
    return [
        f"none of it is in a file of this task, it is in {shown}: no task is ticked while the {_WORDS[step]} is red, "
        f"so mend that first, or let a person narrow `{step}` in the Common Commands of CLAUDE.md"
    ]


def _green(root: Path, task: Task, ran: Sequence[Ran], proof: Proof, digests: dict[str, str]) -> Verification:
    runs = [one.run for one in ran]
    tests = [run for run in runs if run.step in ("test", "verify")]
    if not records.is_green(runs) or not tests:
        raise RefusedError("nothing was proved: no test was counted as passed")
    evidence = _store(root, task, runs, digests, None)
    after = _tick(root, task, attested=False)
    notes = [*proof.notes, *(note for one in ran for note in one.notes)]
    if not digests:
        notes.append("the task names no `files:`, so a later change cannot make this evidence stale")
    return Verification(
        task=_name_of(task), passed=True, ticked=True, runs=runs, evidence=evidence, failure=None, open_markers=[],
        notes=list(dict.fromkeys(notes)), next_commands=[], next_task=_next(after),
    )  # fmt: skip


def _red(task: Task, ran: Sequence[Ran], proof: Proof, more: Sequence[str], first: Sequence[str] = ()) -> Verification:
    last = ran[-1]
    notes = [*first, *proof.notes, *(note for one in ran for note in one.notes), *more]
    if earlier := proof.earlier.get(tuple(last.run.argv)):
        notes.insert(0, f"this command proved “{earlier}”, which was done before: it must stay green")
    return Verification(
        task=_name_of(task), passed=False, ticked=False, runs=[one.run for one in ran], evidence=None,
        failure=last.failure, open_markers=[], notes=list(dict.fromkeys(notes)),
        next_commands=[" ".join(last.run.argv)], next_task=task.title,
    )  # fmt: skip


def _held_back(task: Task, markers: Sequence[Marker], proof: Proof, more: Sequence[str]) -> Verification:
    first = markers[0]
    failure = Failure(
        step="verify", name="TODO(human)", path=first.path, line=first.line, text=first.text,
        question="What has to happen here, in your own words, before you write it?",
    )  # fmt: skip
    return Verification(
        task=_name_of(task), passed=False, ticked=False, runs=[], evidence=None, failure=failure,
        open_markers=[f"{marker.path}:{marker.line}" for marker in markers],
        notes=["the part that is yours is still open, so nothing was run", *more],
        next_commands=[" ".join(command.argv) for command in proof.commands[:1]], next_task=task.title,
    )  # fmt: skip


def _not_taken_away(task: Task, markers: Sequence[Marker], ran: Sequence[Ran], proof: Proof) -> Verification:
    """Green, and a comment still says that the work is open: the next verification ticks it."""
    places = [f"{marker.path}:{marker.line}" for marker in markers]
    shown = ", ".join(places[:_PLACES]) + (f" and {len(places) - _PLACES} more" if len(places) > _PLACES else "")
    comments, they_say = ("comment", "it says") if len(places) == 1 else ("comments", "they say")
    note = (
        f"its tests pass: take the TODO(human) {comments} away at {shown}, {they_say} that the work is open, "
        "and verify again"
    )
    notes = [note, *proof.notes, *(note for one in ran for note in one.notes)]
    return Verification(
        task=_name_of(task), passed=False, ticked=False, runs=[one.run for one in ran], evidence=None, failure=None,
        open_markers=places, notes=list(dict.fromkeys(notes)),
        next_commands=[" ".join(command.argv) for command in proof.commands[:1]], next_task=task.title,
    )  # fmt: skip


def _store(root: Path, task: Task, runs: list[Run], digests: dict[str, str], reason: str | None) -> str:
    plain = Evidence(
        task=_name_of(task),
        title=task.title,
        parents=store.heads(store.read_all(root)),
        made_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        runs=runs,
        files=digests,
        tree=_head(root),
        attested=reason,
    )
    return store.add(root, records.signed(plain))


def _name_of(task: Task) -> str:
    return task.id or slug(task.title)


def _head(root: Path) -> str:
    top = find_top(root)
    try:
        return (open_git(top).head() or "") if top is not None else ""
    except TeachingError:
        return ""  # a git that is not trusted is not asked


def _tick(root: Path, task: Task, attested: bool) -> Roadmap:
    """Ticks the task where it stands now; whoever else writes the roadmap meanwhile loses nothing."""

    def ticked(text: bytes) -> bytes:
        there = _again(parse(text), task)
        if there.id is None:
            text = edit.with_id(text, there, _name_of(task))
            there = find(parse(text), _name_of(task))
        return edit.tick(text, there, datetime.now().astimezone().date(), attested)

    return parse(change(root, ticked))


def _again(roadmap: Roadmap, task: Task) -> Task:
    same = [one for one in roadmap.tasks if task.id is not None and one.id == task.id]
    same = same or [one for one in roadmap.tasks if (one.title, one.phase.title) == (task.title, task.phase.title)]
    if len(same) != 1:
        raise RefusedError(
            f"“{task.title}” was green, but {NAME} was changed meanwhile and has no such task: run it again"
        )
    return same[0]


def _next(roadmap: Roadmap) -> str | None:
    choice = next_task(roadmap)
    return choice.task.title if choice is not None else None
