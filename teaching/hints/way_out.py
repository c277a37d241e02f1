"""A way out: one solution shown to a person who tried three times, and beside their own code once theirs is proved.

This is the one place that hands an exemplar out. It does not know who asks: whoever calls it has made sure of that.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from teaching.contracts.exercises import Exemplar
from teaching.errors import BadInputError, RefusedError
from teaching.exemplars.store import of_root
from teaching.hints.ladder import ATTEMPTS, attempts_of
from teaching.hints.model import MarkerGoal
from teaching.hints.structure import structure_of
from teaching.hints.targets import goal_of, name_of, names_of, roadmap_of
from teaching.learning import record, states
from teaching.learning.record import Shown
from teaching.learning.states import Work
from teaching.markers.bodies import body_of_symbol
from teaching.markers.reading import MAX_BYTES
from teaching.program import teach
from teaching.repository.files import Root, Unreadable, printable
from teaching.roadmap.reading import find
from teaching.scaffolds import library
from teaching.tasks.progress import proved_by


@dataclass(frozen=True, slots=True)
class Solution:
    """An exemplar that may be seen.

    Attributes:
        key: as `record.key_of`.
        task: what a verification calls its task.
        mine: the learner's function as it stands; empty where there is none.
        proved: tests prove the learner's own.
    """

    exemplar: Exemplar
    key: str
    task: str | None
    mine: str
    proved: bool


def solution(root: Path, target: str) -> Solution:
    """The solution of a target, if it is time for it.

    Raises:
        BadInputError: there is no such target, or no solution of it is kept.
        RefusedError: it is too early; the message says how much is missing.
    """
    found = _found(Path(os.path.realpath(root)), target)
    tried = attempts_of(record.read(root), found.task)
    if not found.proved and tried < ATTEMPTS:
        left = ATTEMPTS - tried
        verify = teach("verify", found.task) if found.task else teach("verify", "TASK")
        raise RefusedError(
            f"it is too early to show it: {left} more red attempt{'' if left == 1 else 's'} of yours, each with other "
            f"code and a run of `{verify}`. `{teach('hint', *filter(None, [target]))}` gives the next hint"
        )
    return found


def comparison(root: Path, target: str) -> Solution:
    """The same for a task that is proved.

    Raises:
        BadInputError: as `solution`.
        RefusedError: the task is not proved.
    """
    found = _found(Path(os.path.realpath(root)), target)
    if not found.proved or not found.mine:
        verify = teach("verify", found.task) if found.task else teach("verify", "TASK")
        raise RefusedError(f"another way is shown beside yours once yours is proved: `{verify}`")
    return found


def remember(root: Path, found: Solution) -> None:
    """Records that it was shown on request; nothing where the learner's own was proved before.

    Raises:
        RefusedError: that cannot be written.
    """
    if not found.proved:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        record.change(root, lambda before: before.with_shown(found.key, Shown("request", at)))


def shown_words(root: Path, found: Solution) -> str:
    """The solution as it is printed, with a twin to do alone."""
    lines = [f"One solution of `{found.exemplar.path}`, `{found.exemplar.symbol}`:", "", found.exemplar.text.rstrip()]
    if not found.proved:
        lines += ["", "This task counts as shown from now on. Close it, and write it again without looking."]
    if twin := _twin(root, found):
        lines += ["", f"An exercise of the same kind, to do alone: {twin}"]
    return "\n".join(lines) + "\n"


def compared_words(found: Solution) -> str:
    """Both, one under the other."""
    return (
        f"Yours, in `{found.exemplar.path}`:\n\n{found.mine.rstrip()}\n\nHere is another way; what differs?\n\n"
        f"{found.exemplar.text.rstrip()}\n"
    )


def _found(root: Path, target: str) -> Solution:
    kept = of_root(root)
    done = _done(root, kept, target)
    if done is not None:
        return done
    goal = goal_of(root, target)
    if not isinstance(goal, MarkerGoal) or goal.exemplar is None:
        raise BadInputError(
            f"no solution of {printable(target) or 'that'} is kept: only what was scaffolded or hollowed out "
            "here have one"
        )
    work = goal.work
    proved = work.attempted and proved_by(root)(goal.task, work.path)
    return Solution(goal.exemplar, work.key, goal.task, _own(root, goal.exemplar), proved)


def _done(root: Path, kept: Iterable[Exemplar], target: str) -> Solution | None:
    """An exercise whose marker is gone already, by its function, its file or its task."""
    gone = {(one.path, one.symbol): one for one in states.works(root) if one.marker is None}
    names = _names(root, target)
    path, _, symbol = target.strip().removeprefix("./").partition("::")
    for one in kept:
        work = gone.get((one.path, one.symbol))
        named = one.task in names or (one.path == path and (not symbol or symbol in {one.symbol, _last(one.symbol)}))
        if work is not None and named:
            task = _task_of(root, one.task)
            return Solution(one, work.key, task, _own(root, one), work.attempted and proved_by(root)(task, one.path))
    return None


def _names(root: Path, target: str) -> set[str]:
    """What the task of this name is called in brackets."""
    roadmap = roadmap_of(root)
    if not target.strip() or roadmap is None or not roadmap.tasks:
        return {target.strip()} - {""}
    try:
        return {*names_of(find(roadmap, target)), target.strip()}
    except BadInputError:
        return {target.strip()}


def _task_of(root: Path, named: str | None) -> str | None:
    roadmap = roadmap_of(root) if named is not None else None
    tasks = roadmap.tasks if roadmap is not None else []
    return next((name_of(task) for task in tasks if named in names_of(task)), named)


def _last(symbol: str) -> str:
    return symbol.rpartition(".")[2]


def _own(root: Path, exemplar: Exemplar) -> str:
    """The learner's body of the function; empty while it is a stub."""
    try:
        content = Root(root).read(exemplar.path, MAX_BYTES)
    except Unreadable:
        return ""
    body = body_of_symbol(content, exemplar.path, exemplar.symbol) if exemplar.symbol else None
    return body.text if body is not None and not body.is_stub else ""


def _twin(root: Path, found: Solution) -> str:
    """Another exercise that is built alike: of this repository, else of the library."""
    wanted = _traits(found.exemplar)
    works = {(one.path, one.symbol): one for one in states.standing(root) if not one.attempted}
    seen = record.read(root).shown
    near: list[tuple[float, str]] = []
    for one in of_root(root):
        work: Work | None = works.get((one.path, one.symbol))
        if one != found.exemplar and work is not None and work.key not in seen:
            near.append((_alike(wanted, _traits(one)), f"`{teach('hint', f'{one.path}::{one.symbol}')}` begins it"))
    if near and (best := max(near))[0] >= 0.5:
        return best[1]
    return _of_library(root, found.exemplar, wanted)


def _of_library(root: Path, exemplar: Exemplar, wanted: frozenset[str]) -> str:
    language = "python" if exemplar.language == "python" else "typescript"
    here = {_last(one.symbol) for one in of_root(root)}
    near: list[tuple[float, str]] = []
    for name in library.components():
        if language not in library.languages(name):
            continue
        scaffold = library.scaffold(name, language)
        if any(_last(cut.symbol) in here for cut in scaffold.variant.cuts):
            continue
        likeness = max(
            _alike(wanted, _traits_of(scaffold.texts[cut.file], language, cut.symbol)) for cut in scaffold.variant.cuts
        )
        near.append((likeness, name))
    if not near:
        return ""
    name = max(near)[1]
    title = library.components()[name].title
    return f"“{title}”, which `{teach('scaffold', name, '--language', language, '--write')}` makes"


def _traits(exemplar: Exemplar) -> frozenset[str]:
    found = structure_of(exemplar.text, exemplar.language)
    return found.traits if found is not None else frozenset()


def _traits_of(text: str, language: str, symbol: str) -> frozenset[str]:
    found = structure_of(text, language, name=_last(symbol))
    return found.traits if found is not None else frozenset()


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
