"""`teach hollow` from the choice of functions to the folder that a learner gets."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from teaching.contracts.exercises import Cut, Exemplar
from teaching.errors import BadInputError, RefusedError
from teaching.exemplars import store
from teaching.hollowing import exporting
from teaching.hollowing.budget import MINUTES, Budget
from teaching.hollowing.choosing import Candidate, Choice, choose
from teaching.hollowing.commanding import Ask, consented, gates_of, test_command
from teaching.hollowing.gates import Gates
from teaching.hollowing.hollowed import Recipe, build
from teaching.hollowing.order import own, solvable
from teaching.hollowing.proving import Proven, Prover, Trial
from teaching.hollowing.roadmap import own_code_first, tasks, write_roadmap
from teaching.hollowing.runners.choice import Runner, runner_of
from teaching.hollowing.staging import staged
from teaching.markers.bodies import body_of_symbol
from teaching.markers.reading import read as markers_of
from teaching.repository.files import Root, Unreadable
from teaching.repository.git import find_top
from teaching.verification.commands import Command
from teaching.verification.consent import Allowed

USUAL = 5
_MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for.

    Attributes:
        places: files, folders and `FILE:NAME,NAME` relative to the root; none means the whole project.
        diff: a revision or `A..B`.
        most: how many exercises; None: all that are named, else a handful.
        to: a new folder for the learner; None: the working tree.
        task: the id in every marker.
        tests: the command that runs the tests, where it is to be another than the project's.
        plan_only: run and write nothing.
        minutes: how long the search may take.
    """

    places: tuple[str, ...] = ()
    diff: str | None = None
    most: int | None = None
    to: Path | None = None
    task: str | None = None
    tests: str | None = None
    plan_only: bool = False
    minutes: float = MINUTES


@dataclass(frozen=True, slots=True)
class Exercise:
    """One function that is the learner's now.

    Attributes:
        line: of its marker.
        marker: what the marker says.
        why: why it was chosen.
        red_tests: that are red until it is done, as the runner names them.
        proven: both ways; never of a plan that was not carried out.
    """

    path: str
    symbol: str
    line: int
    marker: str
    hints: tuple[str, ...]
    why: str
    red_tests: tuple[str, ...]
    proven: bool
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it.

    Attributes:
        refused: functions that were tried or asked for, with the reason why they are left alone.
        passed_over: how many were no candidates, by the reason.
        command: what ran the tests.
        runs: how often they were run.
        notes: what the reader should know, a sentence each.
        to: the learner's folder; None for the working tree.
    """

    exercises: tuple[Exercise, ...]
    refused: tuple[tuple[str, str], ...]
    passed_over: dict[str, int]
    command: str
    runs: int
    notes: tuple[str, ...]
    to: Path | None
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How this reaches the people around it.

    Attributes:
        ask: for consent; None where nobody can be asked.
        progress: is told in words what is under way.
    """

    ask: Ask | None = None
    progress: Callable[[str], None] = field(default=lambda words: None)


def hollow(root: Path, wanted: Wanted, way: Way | None = None) -> Made:
    """Turns functions of a project into exercises.

    Raises:
        BadInputError: a file or function is not there, or nothing runs the tests.
        RefusedError: the tests are not allowed to run, or the result cannot be written safely.
    """
    way = way or Way()
    if wanted.to is not None:
        exporting.require_target(root, wanted.to)
    choice = choose(root, wanted.places, wanted.diff)
    command = test_command(root, wanted.tests, choice.paths)
    runner = runner_of(root, command)
    if runner is None:
        raise BadInputError(
            f"which runner `{' '.join(command.argv)}` ends in is not known: pass it with --tests, "
            "such as --tests 'python -m pytest' or --tests 'npx vitest run'"
        )
    fit, choice = _in_language(choice, runner, _is_named(wanted))
    unfit = choice.refused
    most = wanted.most or (_MOST_NAMED if wanted.diff or any(":" in place for place in wanted.places) else USUAL)
    if wanted.plan_only:
        return _planned(fit, unfit, choice, command, most, wanted)
    if not fit:
        return Made((), unfit, choice.passed_over, " ".join(command.argv), 0, (), wanted.to)
    if wanted.to is None:
        exporting.require_clean(root, {one.path for one in fit} if _is_named(wanted) else ())
    allowed = consented(root, [command, *gates_of(root)], way.ask)
    return _made(root, wanted, way, choice, fit, unfit, allowed, runner, most)


def _made(
    root: Path,
    wanted: Wanted,
    way: Way,
    choice: Choice,
    fit: Sequence[Candidate],
    unfit: tuple[tuple[str, str], ...],
    allowed: Sequence[Allowed],
    runner: Runner,
    most: int,
) -> Made:
    tests = [one for one in allowed if one.command.step == "test"]
    budget = Budget(wanted.minutes)
    with staged(root) as stage:
        prover = Prover(root, stage, tests, runner, way.progress, budget)
        trial = prover.begin(fit)
        recipe = _recipe(trial, fit, wanted, choice)
        proven = prover.prove(trial, _ordered(fit, trial), most, recipe, keep_all=_is_named(wanted))
        gates = Gates(root, stage, [one for one in allowed if one.command.step != "test"], way.progress, budget)
        proven, recipe = gates.kept(proven, recipe, trial.refused)
        proven = _in_order(prover.together(trial, proven, recipe))
        if proven and (flaky := prover.back(trial, proven)):
            raise RefusedError(f"with the code back some tests are red that were green: {', '.join(sorted(flaky)[:3])}")
    notes = [*prover.notes, *gates.notes]
    if not gates.compared:
        notes.append("no linter and no type checker was compared: none is declared, found or allowed here")
    refused = (*unfit, *((one.name, trial.refused[one.number]) for one in fit if one.number in trial.refused))
    with exporting.taken_back(wanted.to if proven else None):
        exercises = _written(root, wanted, proven, recipe, tests[0].command, runner, notes) if proven else ()
    return Made(
        exercises, refused, choice.passed_over, " ".join(tests[0].command.argv), prover.runs, tuple(notes), wanted.to
    )


def _in_order(proven: Sequence[Proven]) -> list[Proven]:
    """As a learner can solve them, those without such an order last."""
    order, stuck = solvable({one.candidate.number: one.tests for one in proven})
    place = {number: index for index, number in enumerate([*order, *stuck])}
    return sorted(proven, key=lambda one: place[one.candidate.number])


def _in_language(choice: Choice, runner: Runner, named: bool) -> tuple[list[Candidate], Choice]:
    """Those that the runner runs; the others are refused where somebody asked for them, else counted."""
    fit = [one for one in choice.candidates if one.source.language in runner.languages]
    others = [one for one in choice.candidates if one.source.language not in runner.languages]
    reason = f"{runner.name} does not run its language: pass its own test command with --tests"
    if named:
        return fit, replace(choice, refused=(*choice.refused, *((one.name, reason) for one in others)))
    counted = {**choice.passed_over, f"in a language that {runner.name} does not run": len(others)} if others else {}
    return fit, replace(choice, passed_over=counted or choice.passed_over)


def _is_named(wanted: Wanted) -> bool:
    return any(":" in place for place in wanted.places)


def _recipe(trial: Trial, fit: Sequence[Candidate], wanted: Wanted, choice: Choice) -> Recipe:
    files = {
        one.number: Counter(trial.files[test] for test in trial.cover[one.number]).most_common(1)[0][0]
        for one in fit
        if trial.cover.get(one.number)
    }
    own = frozenset(part for path in choice.paths for part in path.removeprefix("src/").split("/")[:1])
    own |= {part.partition(".")[0] for part in own}
    ids = _ids(fit, wanted)
    return Recipe(own, files, ids)


def _ids(fit: Sequence[Candidate], wanted: Wanted) -> Mapping[int, str] | None:
    """Without a roadmap of the learner's a marker names no task, unless the person gave one."""
    return tasks(fit, wanted.task) if wanted.task or wanted.to else None


def _ordered(fit: Sequence[Candidate], trial: Trial) -> list[Candidate]:
    """The best first, one of each file before the second of any."""
    ranked = sorted(fit, key=lambda one: (-_score(one, len(trial.cover.get(one.number, ()))), one.path, one.symbol))
    seen: Counter[str] = Counter()
    rounds: list[tuple[int, int, Candidate]] = []
    for place, one in enumerate(ranked):
        rounds.append((seen[one.path], place, one))
        seen[one.path] += 1
    return [one for _, _, one in sorted(rounds, key=lambda item: item[:2])]


def _score(one: Candidate, tests: int) -> int:
    covered = 6 if 2 <= tests <= 15 else 3 if tests == 1 else 2
    central = 2 * min(max(one.references, 0), 3)
    size = 4 if 3 <= one.shape.lines <= 14 else 0
    return covered + central + size + (2 if one.function.docstring else 0)


def _why(one: Candidate, tests: int | None) -> str:
    words = [] if tests is None else ["one test runs it" if tests == 1 else f"{tests} tests run it"]
    if one.references > 0:
        words.append(
            "one other place uses its name" if one.references == 1 else f"{one.references} places use its name"
        )
    words.append(f"{one.shape.lines} line{'' if one.shape.lines == 1 else 's'} of one idea")
    return ", ".join(words)


def _planned(
    fit: Sequence[Candidate],
    unfit: tuple[tuple[str, str], ...],
    choice: Choice,
    command: Command,
    most: int,
    wanted: Wanted,
) -> Made:
    ordered = _ordered(fit, Trial(frozenset()))
    ids = _ids(fit, wanted)
    chosen = ordered[:most]
    texts, cuts = build(_not_nested(chosen), Recipe(tasks=ids))
    exercises = tuple(_exercise(one, cuts[one.number], texts[one.path], None) for one in chosen if one.number in cuts)
    notes = (f"nothing was run and nothing was written: `{' '.join(command.argv)}` would prove each",)
    words = " ".join(command.argv)
    return Made(exercises, unfit, choice.passed_over, words, 0, notes, wanted.to, planned=True)


def _not_nested(chosen: Sequence[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for one in chosen:
        spans = [(other.function.body_start, other.function.body_end) for other in kept if other.path == one.path]
        if not any(start < one.function.body_end and one.function.body_start < end for start, end in spans):
            kept.append(one)
    return kept


def _written(
    root: Path,
    wanted: Wanted,
    proven: Sequence[Proven],
    recipe: Recipe,
    command: Command,
    runner: Runner,
    notes: list[str],
) -> tuple[Exercise, ...]:
    chosen = [one.candidate for one in proven]
    texts, cuts = build(chosen, recipe)
    tests_of = {one.candidate.number: one.tests for one in proven}
    order = [one.candidate.number for one in proven]
    made = [
        _exercise(one.candidate, cuts[one.candidate.number], texts[one.candidate.path], one.tests) for one in proven
    ]
    originals = {one.path: one.source.raw for one in chosen}
    target = wanted.to
    if target is None:
        exporting.require_clean(root, texts)
        exporting.write(root, texts, originals)
    else:
        exporting.export(root, target, texts)
    place = target or root
    exemplars = [_exemplar(one, cuts[one.candidate.number], texts[one.candidate.path]) for one in proven]
    store.keep(place, exemplars)
    if target is not None:
        provable = {
            one.path + one.symbol: tuple(sorted(own(number, tests_of, order[: index + 1]) or tests_of[number]))
            for index, (number, one) in enumerate(zip(order, made, strict=True))
        }
        write_roadmap(place, made, provable, command, runner, wanted.task is not None)
        if own_code_first(root, command):
            notes.append(
                "the `verify:` lines begin with the code of the new folder; to run its tests in another way, install "
                "the package from there first, else the one that is installed here is tested"
            )
        if _has_packages(root):
            notes.append("packages of npm are not copied: install them in the new folder first, as in this one")
        if said := exporting.commit(target):
            notes.append(said)
    bodies = [one.source.text[one.function.body_start : one.function.body_end] for one in chosen]
    if left := exporting.elsewhere(place, texts, bodies):
        notes.append(f"the code can still be read in {', '.join(left[:5])}: see whether a learner should have that")
    if target is None and find_top(root) is not None:
        notes.append("git's history still has the code: with --to a learner gets a folder without it")
    return tuple(made)


def _has_packages(root: Path) -> bool:
    try:
        return b'ependencies"' in Root(root).read("package.json")
    except Unreadable:
        return False


def _exercise(one: Candidate, cut: Cut, text: bytes, tests: frozenset[str] | None) -> Exercise:
    found = body_of_symbol(text, one.path, one.symbol)
    markers = markers_of(text, one.path)
    line = next((marker.line for marker in markers if found and marker.end_line + 1 >= found.start >= marker.line), 0)
    line = line or next((marker.line for marker in markers if marker.text == cut.text), 0)
    return Exercise(
        path=one.path,
        symbol=one.symbol,
        line=line,
        marker=cut.text,
        hints=cut.hints,
        why=_why(one, None if tests is None else len(tests)),
        red_tests=tuple(sorted(tests or ())),
        proven=tests is not None,
        task=cut.task,
    )


def _exemplar(one: Proven, cut: Cut, text: bytes) -> Exemplar:
    function, source = one.candidate.function, one.candidate.source
    body = body_of_symbol(text, source.path, function.symbol)
    return Exemplar(
        path=source.path,
        symbol=function.symbol,
        language=source.language,
        text=source.text[function.start : function.end],
        task=cut.task,
        marker=cut.text,
        hints=cut.hints,
        tests=tuple(sorted(one.tests)),
        core=one.candidate.shape.calls[:8],
        digest=body.digest if body is not None else "",
    )
