"""Proves exercises both ways by the project's own tests: red for this reason alone, and green with the code back.

A function is proven when, with its body gone, exactly the tests that run it turn red, each with the failure that stands
in the body's place, and the suite is what it was before once the body is back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from teaching.errors import MissingPartError, RefusedError
from teaching.guard import visible
from teaching.hollowing.budget import Budget
from teaching.hollowing.choosing import Candidate
from teaching.hollowing.hollowed import Recipe, build, probed
from teaching.hollowing.offline import wanted_network
from teaching.hollowing.order import solvable
from teaching.hollowing.runners.choice import Runner
from teaching.hollowing.runners.report import Report
from teaching.hollowing.staging import Stage
from teaching.verification.consent import Allowed
from teaching.verification.deciding import changes, digests
from teaching.verification.run import run_step
from teaching.verification.understanding import TIMED_OUT

Chosen = Mapping[str, str]
"""Ids of tests, with the file of each."""
_MOST_AT_ONCE = 12
_MOST_ROUNDS = 4
_SHOWN = 3
_OFFLINE = "They wanted the network, which they do not get here: install beforehand what they fetch. "


@dataclass(frozen=True, slots=True)
class Proven:
    """One function that is an exercise.

    Attributes:
        tests: ids of the tests that are red until it is done.
    """

    candidate: Candidate
    tests: frozenset[str]


@dataclass(slots=True)
class Trial:
    """What is known so far.

    Attributes:
        green: ids of the tests that passed before anything was changed.
        cover: which of them run a candidate, by its number.
        files: by test, where it stands.
        runs: how often tests were run.
    """

    green: frozenset[str]
    cover: dict[int, frozenset[str]] = field(default_factory=dict[int, frozenset[str]])
    files: dict[str, str] = field(default_factory=dict[str, str])
    refused: dict[int, str] = field(default_factory=dict[int, str])


class Prover:
    """Runs a project's tests in a copy of it.

    Attributes:
        runs: how often the tests were run.
        notes: what the reader should know, a sentence each.
    """

    def __init__(
        self,
        root: Path,
        stage: Stage,
        allowed: Sequence[Allowed],
        runner: Runner,
        progress: Callable[[str], None],
        budget: Budget,
    ) -> None:
        self._root, self._stage, self._allowed, self._runner = root, stage, allowed, runner
        self._progress, self._budget = progress, budget
        self.runs = 0
        self.notes: list[str] = []
        for one in allowed:
            if changed := changed_since(stage, one):
                raise RefusedError(f"nothing was run: {', '.join(changed)} since it was allowed")

    def run(self, words: str, texts: dict[str, bytes] | None = None, tests: Chosen | None = None) -> Report:
        """The report of one run with these texts in place; afterwards the copy is as it was.

        Args:
            words: what this run is for.
            tests: which to run, a runner that cannot choose among them runs their files; None for all.
        """
        self._progress(words)
        files = None if tests is None else frozenset(tests.values())
        self.runs += 1
        before = {path: self._stage.read(path) for path in texts or {}}
        self._runner.prepare(self._stage, tests)
        self._stage.write(texts or {})
        try:
            output, ended, took = "", "", 0.0
            for one in self._allowed:
                command = self._runner.command(one.command, self._stage, files)
                mine = replace(one, command=command, files=digests(self._root, command))
                ran = run_step(self._root, mine, timeout_s=self._budget.run_s, copy=self._stage.copy)
                output = ran.output
                took += ran.run.duration_s
                if ran.run.exit == TIMED_OUT:
                    ended = f"`{' '.join(one.command.argv)}` did not end within {self._budget.run_s:g} seconds"
        finally:
            self._stage.write(before)
        if files is None and not ended:
            self._budget.learn(took)
        return replace(self._runner.report(self._stage, output), stopped=ended)

    def begin(self, candidates: Sequence[Candidate]) -> Trial:
        """Runs the whole suite twice: as it is, and with a note taken in each candidate's body.

        Raises:
            RefusedError: no test passes before anything is changed.
            MissingPartError: the runner did not start, or says nothing that is understood.
        """
        first = self.run("the tests as they are")
        self._require(first)
        second = self.run("which test runs what", probed(candidates, self._runner, self._stage))
        if second.stopped or not second.ended:
            raise RefusedError(
                f"{second.stopped or 'the tests did not come to their end'} while it was noted which runs what: "
                "pass a file or folder to choose from, and with --tests a command that runs fewer tests"
            )
        notes = self._runner.notes(self._stage, second)
        trial = Trial(first.of("passed"))
        trial.files = {test.id: test.file for test in first.tests.values()}
        unstable = trial.green - second.of("passed")
        for candidate in candidates:
            ran = notes.tests.get(candidate.number, frozenset[str]())
            trial.cover[candidate.number] = ran & trial.green
            if candidate.number in notes.early:
                trial.refused[candidate.number] = "it runs before the tests do, when its module is imported or set up"
            elif not ran & trial.green:
                trial.refused[candidate.number] = "no test that passes runs it"
            elif ran & unstable:
                shown = _shown(ran & unstable)
                trial.refused[candidate.number] = f"a test of it is not the same every time, or reads the code: {shown}"
        return trial

    def _require(self, report: Report) -> None:
        said = visible(report.error or " ".join(report.output.split())[-300:])
        if report.stopped:
            raise RefusedError(
                f"{report.stopped}, before anything was changed: pass a command that runs fewer of them with "
                f"--tests, such as --tests '{self._runner.plainly}' and a file or folder of tests"
            )
        if not report.ended:
            offline = _OFFLINE if wanted_network(report.output) else ""
            raise MissingPartError(
                f"the tests did not report: {self._runner.name} did not come to its end, or another runner was called. "
                f"{offline}Run them yourself until they pass, or pass the runner with --tests, such as --tests "
                f"'{self._runner.plainly}'. Their output ended: {said}"
            )
        if not report.of("passed"):
            raise RefusedError(
                "no test passes before anything is changed, so nothing can be proved: run the tests yourself until "
                f"they pass, with all that they need installed. They said: {said}"
            )

    def prove(
        self, trial: Trial, ordered: Sequence[Candidate], most: int, recipe: Recipe, keep_all: bool
    ) -> list[Proven]:
        """The first so many that turn exactly their tests red; why others do not is noted in the trial.

        Args:
            keep_all: also those that no learner can turn green before another one is done.
        """
        proven: list[Proven] = []
        waiting = [one for one in ordered if one.number not in trial.refused]
        while waiting and len(proven) < most:
            if self._budget.is_spent:
                self._say_spent(len(waiting))
                break
            if not keep_all:
                waiting = _with_own_tests(waiting, proven, trial)
            batch = _apart(waiting, trial, min(_MOST_AT_ONCE, most - len(proven)))
            waiting = [one for one in waiting if one not in batch]
            proven += self._batch(trial, batch, recipe, f"{len(proven)} of {most} proven")
        return proven

    def _say_spent(self, untried: int) -> None:
        several = "s were" if untried > 1 else " was"
        self.notes.append(
            f"the {self._budget.minutes:g} minutes are spent: {untried} more function{several} not tried; "
            "--minutes gives more time, and --tests a faster command"
        )

    def _batch(self, trial: Trial, batch: Sequence[Candidate], recipe: Recipe, words: str) -> list[Proven]:
        if self._budget.is_spent:
            trial.refused.update({one.number: "the time was spent before it was tried" for one in batch})
            return []
        report, problems = self._try(trial, batch, recipe, f"{words}; without {_names(batch)}")
        if report is None and len(batch) > 1:
            # Whose fault it is shows only one by one.
            return [found for one in batch for found in self._batch(trial, [one], recipe, words)]
        found: list[Proven] = []
        for one in batch:
            if reason := problems.get(one.number):
                trial.refused[one.number] = reason
            else:
                found.append(Proven(one, trial.cover[one.number]))
        return found

    def _try(
        self, trial: Trial, batch: Sequence[Candidate], recipe: Recipe, words: str
    ) -> tuple[Report | None, dict[int, str]]:
        """The report and what speaks against each; no report where it cannot be told whose fault it is."""
        expected = frozenset[str]().union(*(trial.cover[one.number] for one in batch))
        chosen = {test: trial.files[test] for test in expected}
        texts, _ = build(batch, recipe)
        report = self.run(words, texts, chosen)
        red = report.of("failed") & trial.green
        files = frozenset(chosen.values())
        meant = expected if self._runner.chooses else {test for test in trial.green if trial.files[test] in files}
        lost = meant - report.tests.keys()
        problems = {one.number: reason for one in batch if (reason := _against(one, trial, report))}
        for test in sorted((red | lost) - expected):
            said = report.tests[test].says if test in report.tests else frozenset[str]()
            guilty = [one for one in batch if one.symbol in said] if len(batch) > 1 else batch
            if len(guilty) != 1:
                return None, {}
            problems.setdefault(guilty[0].number, f"a test that does not run it turns red too: {test}")
        return report, problems

    def together(self, trial: Trial, proven: Sequence[Proven], recipe: Recipe) -> list[Proven]:
        """Those that also stand when all are open at once, over the whole suite."""
        kept: list[Proven] = list(proven)
        for _ in range(_MOST_ROUNDS):
            if not kept:
                return []
            texts, _ = build([one.candidate for one in kept], recipe)
            report = self.run(f"all {len(kept)} at once, the whole suite", texts)
            expected = frozenset[str]().union(*(one.tests for one in kept))
            symbols = frozenset(one.candidate.symbol for one in kept)
            red = (report.of("failed") | (trial.green - report.tests.keys())) & trial.green
            odd = {test for test in expected & report.tests.keys() if not report.tests[test].says & symbols}
            wrong = (red ^ expected) | odd
            if not wrong:
                return kept
            if touching := _touching(kept, report, red - expected):
                trial.refused.update(touching)
                kept = [one for one in kept if one.candidate.number not in touching]
                continue
            guilty = self._guilty(trial, kept, wrong, recipe)
            for one in guilty:
                trial.refused[one.candidate.number] = f"with the others open, it is not the same: {_shown(wrong)}"
            kept = [one for one in kept if one not in guilty]
        for one in kept:
            trial.refused[one.candidate.number] = "together with the others its tests are not red as they are alone"
        return []

    def _guilty(self, trial: Trial, kept: list[Proven], wrong: frozenset[str], recipe: Recipe) -> list[Proven]:
        """Who disturbs these tests: whose own tests they are, else who turns them red alone."""
        chosen = {test: trial.files[test] for test in wrong}
        found = [one for one in kept if one.tests & wrong]
        if found:
            return found[-1:] if len(found) > 1 else found
        for one in kept:
            texts, _ = build([one.candidate], recipe)
            report = self.run(f"whether {one.candidate.symbol} disturbs {_shown(wrong)}", texts, chosen)
            if (report.of("failed") | (trial.green - report.tests.keys())) & wrong:
                found.append(one)
        return found or kept[-1:]

    def back(self, trial: Trial, proven: Iterable[Proven]) -> frozenset[str]:
        """Tests that are not green with all the code back, byte for byte; the copy is the project's again."""
        for path in {one.candidate.path for one in proven}:
            if self._stage.read(path) != (self._root / path).read_bytes():
                raise RefusedError(f"{path} changed while it was worked on: run it again")
        report = self.run("with the code back")
        return trial.green - report.of("passed")


def _touching(kept: Sequence[Proven], report: Report, unexpected: Iterable[str]) -> dict[int, str]:
    """Whose open core stands in the error of a test that does not run it, with the reason to refuse it."""
    found: dict[int, str] = {}
    for test in sorted(unexpected):
        said = report.tests[test].says if test in report.tests else frozenset[str]()
        for one in kept:
            if one.candidate.symbol in said:
                found.setdefault(one.candidate.number, f"a test that does not run it turns red too: {test}")
    return found


def changed_since(stage: Stage, one: Allowed) -> list[str]:
    """What decides and is not what was allowed: in the copy, for that is where it runs and it does not change there."""
    lacks = tuple(f"{path}/" for path in stage.shown)
    return [words for words in changes(one.files, digests(stage.path, one.command)) if not words.startswith(lacks)]


def _against(one: Candidate, trial: Trial, report: Report) -> str:
    """What speaks against a candidate whose tests are red, or should be; "" for nothing."""
    cover = trial.cover[one.number]
    still = {test for test in cover if test in report.tests and report.tests[test].state != "failed"}
    if still:
        return f"{len(still)} of {len(cover)} tests that run it stay green without it, such as {_shown(still)}"
    odd = {test for test in cover if test in report.tests and one.symbol not in report.tests[test].says}
    if odd:
        return f"{len(odd)} of its tests are red for another reason than the open core, such as {_shown(odd)}"
    if cover - report.tests.keys():
        return f"{len(cover - report.tests.keys())} of its tests did not run without it"
    return ""


def _with_own_tests(waiting: Sequence[Candidate], proven: Sequence[Proven], trial: Trial) -> list[Candidate]:
    """Those that can be solved one after the other beside what is proven already; the others are noted."""
    kept: list[Candidate] = []
    for one in waiting:
        wanted = {item.candidate.number: item.tests for item in proven}
        _, stuck = solvable({**wanted, one.number: trial.cover[one.number]})
        if stuck:
            others = [item.candidate.symbol for item in proven if item.candidate.number in stuck]
            shown = ", ".join(others[:2]) or "another one"
            trial.refused[one.number] = (
                f"its tests need {shown} too, so that neither could be ticked before the other: take it alone"
            )
        else:
            kept.append(one)
    return kept


def _apart(waiting: Sequence[Candidate], trial: Trial, most: int) -> list[Candidate]:
    """The next ones whose tests and files' code are not each other's, so that one run proves them all."""
    batch: list[Candidate] = []
    taken: set[str] = set()
    for one in waiting:
        cover = trial.cover[one.number]
        if len(batch) < most and not cover & taken and not any(_nested(one, other) for other in batch):
            batch.append(one)
            taken |= cover
    return batch


def _nested(one: Candidate, other: Candidate) -> bool:
    first, second = one.function, other.function
    return one.path == other.path and first.body_start < second.body_end and second.body_start < first.body_end


def _names(batch: Sequence[Candidate]) -> str:
    return ", ".join(one.symbol for one in batch[:_SHOWN]) + (" …" if len(batch) > _SHOWN else "")


def _shown(tests: Iterable[str]) -> str:
    ordered = sorted(tests)
    return ", ".join(ordered[:2]) + (f" and {len(ordered) - 2} more" if len(ordered) > 2 else "")
