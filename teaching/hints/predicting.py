"""A question that a machine can judge: one line of the learner's proved code is changed; which test fails?

The tests run in a copy, in the sandbox, by the command that the learner allowed for the verification. Where no change
makes some of them fail and not all, or where it takes too long, there is no question.
"""

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from teaching.contracts.verification import Verification
from teaching.errors import BadInputError, RefusedError, TeachingError
from teaching.evidence import files
from teaching.hints.mutations import Mutation, mutations
from teaching.hints.targets import name_of, names_of
from teaching.hollowing.choosing import is_test
from teaching.hollowing.runners.choice import Runner, runner_of
from teaching.hollowing.runners.report import Report
from teaching.hollowing.staging import Stage, staged
from teaching.learning import record, states
from teaching.learning.record import Prediction
from teaching.markers.comments import language_of
from teaching.markers.functions import LANGUAGES
from teaching.markers.reading import MAX_BYTES, plain
from teaching.modes import mode_of
from teaching.program import teach
from teaching.repository.files import Root, Unreadable
from teaching.roadmap.model import Roadmap, Task
from teaching.roadmap.reading import find, parse
from teaching.roadmap.store import read as read_roadmap
from teaching.tasks.commands import proof_of
from teaching.tasks.progress import proved_by
from teaching.verification.consent import Allowed, is_allowed
from teaching.verification.deciding import digests
from teaching.verification.run import run_step

TRIES = 5
SECONDS = 15.0
_MOST_TESTS = 10
_TESTING = ("verify", "test")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a task, and what came of it."""

    task: str
    prediction: Prediction
    failing: tuple[str, ...] = ()


def offer(root: Path, found: Verification) -> str:
    """One line that offers the question after a verification; empty where there is none to ask."""
    if not found.ticked or not found.runs or mode_of(root) != "mentor":
        return ""
    if found.task in record.read(root).predictions or not any(one.task == found.task for one in states.works(root)):
        return ""
    # `ask` would refuse: its tests alone take longer than it has, or nothing of it can be changed.
    took = next((one.duration_s for one in found.runs if one.step in _TESTING), 0.0)
    if took > SECONDS or next(_changes(root, _task(root, found.task)[1]), None) is None:
        return ""
    return (
        f"One prediction, which may be skipped: `{teach('predict', found.task)}` changes a line of your code and asks "
        "which test fails.\n"
    )


def ask(root: Path, name: str) -> Asked:
    """The question for a proved task; the same one as long as it is not answered.

    Raises:
        BadInputError: there is no such task.
        RefusedError: it is not proved, was asked already, or nothing can be asked; the message says which.
    """
    root = Path(os.path.realpath(root))
    roadmap, task = _task(root, name)
    own = name_of(task)
    known = record.read(root).predictions.get(own)
    if known is not None and known.outcome == "asked" and known.question:
        return Asked(own, known)
    if known is not None and known.outcome != "asked":
        raise RefusedError(f"“{task.title}” had its prediction: it was {_OUTCOMES[known.outcome]}")
    if mode_of(root) != "mentor":
        raise RefusedError(f"predictions are asked in mentor mode: `{teach('mode', 'mentor')}` chooses it")
    if not proved_by(root)(own, ""):
        raise RefusedError(f"a prediction is about proved code: run `{teach('verify', own)}` first")
    found = _tried(root, roadmap, task)
    if found is None:
        raise RefusedError(f"there is no prediction for “{task.title}”: no small change makes some of its tests fail")
    mutation, report = found
    asked = _asked(mutation, report)
    record.change(root, lambda before: before.with_prediction(own, asked))
    return Asked(own, asked)


_OUTCOMES = {"right": "right", "wrong": "wrong", "skipped": "skipped", "asked": "asked"}


def answer(root: Path, name: str, test: str) -> Asked:
    """Judges an answer.

    Args:
        test: a name of the list, a part of it that no other has, or its number.

    Raises:
        BadInputError: there is no such task, or no such test in the list.
        RefusedError: nothing was asked.
    """
    root, own, known = _open(root, name)
    chosen = _chosen(known.tests, test)
    failing = tuple(one for one in known.tests if _sealed(known, one) in known.right)
    judged = replace(known, outcome="right" if chosen in failing else "wrong", answer=chosen)
    record.change(root, lambda before: before.with_prediction(own, judged))
    return Asked(own, judged, failing)


def skip(root: Path, name: str) -> Asked:
    """Records that the learner does not want it; nothing follows from that.

    Raises:
        BadInputError: there is no such task.
    """
    root = Path(os.path.realpath(root))
    _, task = _task(root, name)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    known = record.read(root).predictions.get(name_of(task)) or Prediction("asked", at)
    if known.outcome in {"right", "wrong"}:
        raise RefusedError(f"“{task.title}” had its prediction: it was {known.outcome}")
    skipped = replace(known, outcome="skipped")
    record.change(root, lambda before: before.with_prediction(name_of(task), skipped))
    return Asked(name_of(task), skipped)


def markdown(asked: Asked) -> str:
    """The question, or what came of it."""
    known = asked.prediction
    if known.outcome == "skipped":
        return "Skipped.\n"
    failing = ", ".join(f"`{one}`" for one in asked.failing)
    if known.outcome == "right":
        return f"Right: {failing} fail{'s' if len(asked.failing) == 1 else ''}. What in the test sees the change?\n"
    if known.outcome == "wrong":
        return f"No: `{known.answer}` stays green, and {failing} fail{'s' if len(asked.failing) == 1 else ''}. Why?\n"
    listed = "\n".join(f"{number}. {one}" for number, one in enumerate(known.tests, start=1))
    place, _, diff = known.question.partition("\n")
    return (
        f"One line of your code is changed, at `{place}`, and nothing else:\n\n```diff\n{diff}\n```\n\n"
        f"Which test fails?\n\n{listed}\n\n`{teach('predict', asked.task, '--answer', 'NUMBER')}` answers, "
        f"`{teach('predict', asked.task, '--skip')}` skips it.\n"
    )


def _task(root: Path, name: str) -> tuple[Roadmap, Task]:
    roadmap = parse(read_roadmap(root))
    return roadmap, find(roadmap, name)


def _open(root: Path, name: str) -> tuple[Path, str, Prediction]:
    root = Path(os.path.realpath(root))
    _, task = _task(root, name)
    known = record.read(root).predictions.get(name_of(task))
    if known is None or known.outcome != "asked" or not known.question:
        raise RefusedError(f"nothing is asked about “{task.title}”: `{teach('predict', name_of(task))}` asks")
    return root, name_of(task), known


def _chosen(tests: Sequence[str], wanted: str) -> str:
    wanted = wanted.strip()
    if wanted.isdecimal() and 0 < int(wanted) <= len(tests):
        return tests[int(wanted) - 1]
    for same in (
        [one for one in tests if one == wanted],
        [one for one in tests if wanted and wanted.casefold() in one.casefold()],
    ):
        if len(same) == 1:
            return same[0]
    raise BadInputError(f"{wanted!r} is not one test of the list: pass its number, 1 to {len(tests)}")


def _asked(mutation: Mutation, report: Report) -> Prediction:
    failed, passed = sorted(report.of("failed")), sorted(report.of("passed"))
    few = failed[: _MOST_TESTS - min(len(passed), _MOST_TESTS // 2)]
    shown = sorted([*few, *passed[: _MOST_TESTS - len(few)]])
    short = [one.rpartition("::")[2] if "::" in one else one.rpartition(" > ")[2] for one in shown]
    names = short if len(set(short)) == len(short) else shown
    at = datetime.now(UTC).isoformat(timespec="seconds")
    question = f"{mutation.path}:{mutation.line}\n-{mutation.before}\n+{mutation.after}"
    bare = Prediction("asked", at, question=question, tests=tuple(names))
    right = [_sealed(bare, name) for name, one in zip(names, shown, strict=True) if one in report.of("failed")]
    return replace(bare, right=tuple(right))


def _sealed(known: Prediction, test: str) -> str:
    return hashlib.sha256(f"{known.at}\t{known.question}\t{test}".encode("utf-8", "replace")).hexdigest()


def _tried(root: Path, roadmap: Roadmap, task: Task) -> tuple[Mutation, Report] | None:
    """The first change that some tests of the task notice, and not all, with what they said."""
    proof = proof_of(root, roadmap, task)
    command = next(one for one in proof.commands if one.step in _TESTING and one.argv not in proof.earlier)
    allowed, runner = is_allowed(root, command), runner_of(root, command)
    if not isinstance(allowed, Allowed) or runner is None:
        reason = "its command is not allowed to run without asking" if runner is not None else "its runner is not known"
        raise RefusedError(f"there is no prediction for “{task.title}”: {reason}")
    changes = list(_changes(root, task))[:TRIES]
    if not changes:
        return None
    with staged(root) as stage:
        until = time.monotonic() + SECONDS
        for mutation in changes:
            report = _run(root, stage, allowed, runner, mutation, max(0.1, until - time.monotonic()))
            if report.ended and report.of("failed") and report.of("passed"):
                return mutation, report
            if time.monotonic() >= until:
                raise RefusedError(
                    f"there is no prediction for “{task.title}” on this machine now: its tests take longer than the "
                    f"{SECONDS:g} seconds that a question may take"
                )
    return None


def _run(root: Path, stage: Stage, allowed: Allowed, runner: Runner, mutation: Mutation, timeout_s: float) -> Report:
    """The tests over one changed file; afterwards the copy is as it was."""
    before = stage.read(mutation.path)
    runner.prepare(stage, None)
    stage.write({mutation.path: mutation.text.encode("utf-8", "surrogateescape")})
    try:
        command = runner.command(allowed.command, stage, None)
        mine = replace(allowed, command=command, files=digests(root, command))
        ran = run_step(root, mine, timeout_s=timeout_s, copy=stage.copy)
    except TeachingError:  # no question is no failure of anything
        return Report()
    finally:
        stage.write({mutation.path: before})
    return runner.report(stage, ran.output)


def _changes(root: Path, task: Task) -> Iterator[Mutation]:
    """Changes of the learner's own functions; where none are recorded, of the files of the task."""
    names = names_of(task)
    works = [one for one in states.works(root) if one.task in names and one.symbol]
    paths = dict.fromkeys(one.path for one in works) or files.digests(root, task.files)
    for path in paths:
        if language_of(path) not in LANGUAGES or (not works and is_test(path)):
            continue
        try:
            text = plain(Root(root).read(path, MAX_BYTES))
        except Unreadable:
            continue
        yield from mutations(text, path, {one.symbol for one in works if one.path == path} if works else None)
