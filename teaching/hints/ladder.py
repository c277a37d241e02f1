"""Gives hints one rung at a time, and remembers for each marker how far they went.

After a red verification of an attempt the ladder climbs two rungs; when the code moved on without one, it begins again
with a question about the code as it is now. Nothing that is said here comes from the text of an exemplar.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from teaching.contracts.exercises import Exemplar
from teaching.errors import RefusedError
from teaching.exemplars.store import of_root
from teaching.guard.holding import is_held
from teaching.hints import asking, findings, rungs
from teaching.hints.checks import first_that_holds, holds, worded
from teaching.hints.model import KINDS, TOP, Goal, Hint, MarkerGoal
from teaching.hints.targets import goal_of
from teaching.hints.words import markdown
from teaching.learning import record
from teaching.learning.record import MarkerRecord, Record
from teaching.models.protocol import Model
from teaching.program import teach
from teaching.review.wording import unworded

ATTEMPTS = 3  # red ones, before the exemplar may be asked for
SECONDS = 20.0  # that a model has to word one
_LEANEST = 8


@dataclass(frozen=True, slots=True)
class State:
    """How a goal stands now.

    Attributes:
        body: digest of the code.
        said: what the marker says, which makes it another one when it changes.
        attempts: how often a verification of its task was red.
        attempted: whether something was written.
    """

    key: str
    body: str
    said: str
    attempts: int
    attempted: bool


@dataclass(frozen=True, slots=True)
class Move:
    """What is given next.

    Attributes:
        how: first, next, climbed (two, after a red verification), anew (the code moved on), again, top.
    """

    rung: int
    how: str


def give(root: Path, target: str = "", level: int | None = None, model: Model | None = None) -> Hint:
    """The next rung for a target, which is recorded; with a level that was given already, that one again.

    Args:
        target: `path:line`, `path::symbol`, a task, a finding's place; empty for what is next.
        level: 1 to 4; at most one above the last.
        model: may word it; its words have to pass the same checks.

    Raises:
        BadInputError: there is no such target.
        RefusedError: the level is too far up, or the record cannot be written.
    """
    root = Path(os.path.realpath(root))
    goal = goal_of(root, target)
    moves: list[Move] = []

    def climbed(before: Record) -> Record:
        state = _state(goal, before)
        known = before.markers.get(state.key)
        move = _move(state, known, level)
        moves.append(move)
        if move.how == "again":
            return before
        at = datetime.now(UTC).isoformat(timespec="seconds")
        return before.with_marker(state.key, MarkerRecord(move.rung, state.body, at, state.attempts, state.said))

    record.change(root, climbed)
    return _hint(root, goal, moves[-1], model)


def attempts_of(found: Record, task: str | None) -> int:
    """How many red attempts a task has; a marker without one is any task's."""
    if task is not None:
        return len(found.attempts.get(task, ()))
    return sum(map(len, found.attempts.values()))


def texts_of(root: Path, goal: Goal, attempted: bool = False) -> list[str]:
    """The four rungs of a goal.

    Args:
        attempted: the question is about the learner's code.
    """
    if not isinstance(goal, MarkerGoal):
        return findings.texts(goal.finding)
    ground = rungs.ground_of(goal)
    exemplars = _guarded(root, goal)
    found: list[str | None] = []
    # What is said too fully on the way up leaves nothing that the last rung may add.
    for leaner in range(_LEANEST):
        found = _climb(ground, exemplars, attempted, leaner)
        if None not in found:
            break
    return [text or _bare(ground, rung) for rung, text in enumerate(found, 1)]


def _climb(ground: rungs.Ground, exemplars: Sequence[Exemplar], attempted: bool, leaner: int) -> list[str | None]:
    """The four rungs, those between the first and the last by their text with this number; None where none holds."""
    found: list[str | None] = []
    for rung in range(1, TOP + 1):
        below = [text or _bare(ground, number) for number, text in enumerate(found, 1)]
        wanted = list(rungs.candidates(ground, rung))
        if 1 < rung < TOP:
            wanted = [*wanted, _bare(ground, rung)][min(leaner, len(wanted)) :]
        text = first_that_holds(asking.questions(ground), 1, (), exemplars) if rung == 1 and attempted else None
        found.append(text or first_that_holds(wanted, rung, below, exemplars))
    return found


def _bare(ground: rungs.Ground, rung: int) -> str:
    """What is said where everything else would give too much away."""
    work = ground.goal.work
    place = f"{work.path}:{work.body.start}" if work.body is not None else work.path
    page = ground.docs[0] if ground.docs else ground.concepts[0].doc(ground.language)
    return (
        "What does its simplest test want to come out?",
        f"Read {page.url}, then what the tests say about `{ground.name}`, and say it in your own words.",
        f"The place is `{place}`. Read the tests that call it from there.",
        "Write down, in words, one step for each test. Then write the first one as code.",
    )[rung - 1]


def _guarded(root: Path, goal: MarkerGoal) -> Sequence[Exemplar]:
    """What its hints may not give away: its own solution and those in the same file."""
    near = [one for one in of_root(root) if one.path == goal.work.path]
    return near or ([goal.exemplar] if goal.exemplar is not None else [])


def _state(goal: Goal, found: Record) -> State:
    if not isinstance(goal, MarkerGoal):
        finding = goal.finding
        return State(findings.key_of(finding), findings.digest_of(finding), "", 0, True)
    work = goal.work
    body = work.body.digest if work.body is not None else ""
    said = work.marker.text if work.marker is not None else ""
    return State(work.key, body, said, attempts_of(found, goal.task), work.attempted)


def _move(state: State, known: MarkerRecord | None, level: int | None) -> Move:
    # A marker that is gone says nothing: what it said before still counts.
    if known is None or (known.said and state.said and known.said != state.said):
        reached, upcoming = 0, Move(1, "first")
    else:
        reached, upcoming = min(known.rung, TOP), _upcoming(state, known)
    if level is None or level == upcoming.rung:
        return upcoming
    if level <= reached:
        return Move(level, "again")
    if level < upcoming.rung:
        return Move(level, "next")
    raise RefusedError(
        f"rung {level} comes after rung {upcoming.rung}: ask without a level for the next one, one rung at a time"
    )


def _upcoming(state: State, known: MarkerRecord) -> Move:
    if state.attempted and state.attempts > known.attempts:
        return Move(min(known.rung + 2, TOP), "climbed" if known.rung < TOP else "top")
    if state.body != known.body:
        return Move(1, "anew")
    return Move(known.rung + 1, "next") if known.rung < TOP else Move(TOP, "top")


def _hint(root: Path, goal: Goal, move: Move, model: Model | None) -> Hint:
    if isinstance(goal, MarkerGoal):
        work = goal.work
        start = work.body.start if work.body is not None else 1
        path, line = work.path, work.marker.line if work.marker is not None else start
        symbol, task, attempted = work.symbol, goal.task, work.attempted
    else:
        path, line, symbol, task, attempted = goal.finding.path, goal.finding.line, "", None, True
    texts = texts_of(root, goal, attempted)
    text, note, place, wording = texts[move.rung - 1], "", f"{path}:{line}", None
    if isinstance(goal, MarkerGoal):
        note = _note(move, task, place)
        if model is not None:
            text, wording = worded(text, move.rung, model, texts[: move.rung - 1], _guarded(root, goal))
    hint = Hint(move.rung, KINDS[move.rung - 1], text, place, path, line, symbol, note, wording)
    return _leaner(root, goal, hint, texts) if isinstance(goal, MarkerGoal) else hint


def _leaner(root: Path, goal: MarkerGoal, hint: Hint, texts: Sequence[str]) -> Hint:
    """The hint, or one that says less, where what was said before in this session makes it too much."""
    if not is_held(markdown(hint), root):
        return hint
    if hint.wording is not None and hint.wording.worded:
        hint = replace(hint, wording=unworded(hint.wording, "its answer would have given too much away"))
    ground, exemplars = rungs.ground_of(goal), _guarded(root, goal)
    for text in rungs.candidates(ground, hint.rung):
        less = replace(hint, text=text)
        if holds(text, hint.rung, texts[: hint.rung - 1], exemplars) and not is_held(markdown(less), root):
            return less
    return replace(hint, text=_bare(ground, hint.rung))


def _note(move: Move, task: str | None, place: str) -> str:
    verify = f"`{teach('verify', task)}`" if task else "a verification of its task"
    match move.how:
        case "anew":
            return (
                f"Your code moved on, so this begins with a question again. After a red {verify} the next rung comes "
                "sooner."
            )
        case "climbed":
            return "You tried, and it was red: this is two rungs on."
        case "top":
            return (
                f"This is the last rung. Write what you have and run {verify}. After {ATTEMPTS} red attempts "
                f"`{teach('hint', place, '--show')}`, typed by you at a terminal, shows one solution."
            )
        case _:
            return ""
