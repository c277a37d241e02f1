"""Judges a scaffold that somebody else wrote, Claude or any model: what is accepted leaves the core to the learner.

It has to parse, overwrite nothing, leave marked cores and all that is sensitive open, keep the constitution, and have
tests that are red because the work is open and for no other reason. Writing needs all of it, running included.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from teaching.contracts.scaffolds import OpenPlace, ScaffoldCheck, ScaffoldProblem
from teaching.errors import BadInputError
from teaching.planning.project import describe
from teaching.program import teach
from teaching.repository.files import Root
from teaching.roadmap import store
from teaching.scaffolds import static_checks, support, trial
from teaching.scaffolds.choosing import Wish, wish_of
from teaching.scaffolds.making import roadmap_of
from teaching.scaffolds.model import VariantLanguage
from teaching.scaffolds.placing import Layout, is_test
from teaching.scaffolds.roadmap_lines import completed
from teaching.scaffolds.writing import created
from teaching.verification.consent import Allowed, NotAllowed

Ask = Callable[[Sequence[NotAllowed]], Sequence[Allowed] | None]
"""Asks a person for consent to these; None where nobody can be asked, or the answer was no."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a check reaches the people around it.

    Attributes:
        ask: for consent to run the tests; None where nobody can be asked.
        progress: a line of words.
    """

    ask: Ask | None = None
    progress: Callable[[str], None] = field(default=lambda words: None)


def check(
    root: Path, wanted: str, files: Mapping[str, str], way: Way | None = None, *, write: bool = False
) -> ScaffoldCheck:
    """Judges the files, and writes them where that is asked for and nothing speaks against them.

    Raises:
        BadInputError: there is no such task, or there are no files or too many.
        RefusedError: a file among them would decide what the test command does.
    """
    root = Path(os.path.realpath(root))
    way = way or Way()
    wish = wish_of(roadmap_of(root), wanted)
    _require(files)
    found = static_checks.problems(files, Root(root), wish.name)
    if found:
        return _verdict(wish, files, found)
    ready = trial.command_of(root, files)
    if ready is None:
        found = trial.reviewed(root, files)
        note = "No test command is known here, so nothing was run: write `test` under Common Commands in CLAUDE.md."
        return _verdict(wish, files, found, notes=[note])
    command, runner = ready
    answer = trial.consent(root, command)
    allowed = answer if isinstance(answer, Allowed) else _asked(answer, way)
    if allowed is None:
        found = trial.reviewed(root, files)
        move = teach("allow", "test")
        note = (
            f"Its tests were not run, for nobody allowed `{' '.join(command.argv)}` ({command.source}): a person does "
            f"that in a terminal, in this project: `{move}`. Until then nothing is written."
        )
        return _verdict(wish, files, found, notes=[note])
    tried = trial.tried(root, files, allowed, runner, way.progress)
    verdict = _verdict(wish, files, tried.problems, ran=True, red=tried.red, notes=tried.notes)
    if not write or not verdict.accepted:
        return verdict
    _write(root, wish, files)
    return verdict.model_copy(update={"written": True})


def missing_consent(root: Path, wanted: str, files: Mapping[str, str]) -> list[NotAllowed]:
    """What a person would have to allow before the tests can run.

    Raises:
        BadInputError: as `check`.
    """
    root = Path(os.path.realpath(root))
    wish = wish_of(roadmap_of(root), wanted)
    _require(files)
    if static_checks.problems(files, Root(root), wish.name):
        return []
    ready = trial.command_of(root, files)
    answer = trial.consent(root, ready[0]) if ready is not None else None
    return [answer] if isinstance(answer, NotAllowed) else []


def _require(files: Mapping[str, str]) -> None:
    if not files:
        raise BadInputError("there are no files to check: pass their texts by path")
    if len(files) > static_checks.MOST_FILES:
        raise BadInputError(f"{len(files)} files are more than one task needs: pass {static_checks.MOST_FILES} at most")


def _asked(answer: NotAllowed, way: Way) -> Allowed | None:
    given = list(way.ask([answer]) or []) if way.ask is not None else []
    return given[0] if given else None


def _verdict(
    wish: Wish,
    files: Mapping[str, str],
    problems: Sequence[ScaffoldProblem],
    *,
    ran: bool = False,
    red: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> ScaffoldCheck:
    places = [OpenPlace(place=f"{one.path}:{one.line}", text=one.text) for one in static_checks.markers(files)]
    return ScaffoldCheck(
        task=wish.name, accepted=ran and not problems, problems=list(problems), ran=ran, red=list(red), open=places,
        notes=list(notes), written=False,
    )  # fmt: skip


def _write(root: Path, wish: Wish, files: Mapping[str, str]) -> None:
    task = wish.task
    with created(root, files.items()):
        if task is not None:
            layout = Layout(Root(root), describe(Root(root)), _language(files), None)
            verify = support.command(layout, [path for path in files if is_test(path)])
            store.change(root, lambda text: completed(text, wish.name, task.title, list(files), verify))


def _language(files: Mapping[str, str]) -> VariantLanguage:
    return "python" if any(path.endswith(".py") for path in files) else "typescript"
