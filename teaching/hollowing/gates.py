"""Linter and type checker before and after: an exercise that makes one of them say more is mended or refused."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from teaching.errors import RefusedError, TeachingError
from teaching.guard import visible
from teaching.hollowing.budget import Budget
from teaching.hollowing.choosing import Candidate
from teaching.hollowing.hollowed import Recipe, build
from teaching.hollowing.offline import wanted_network
from teaching.hollowing.proving import Proven, changed_since
from teaching.hollowing.staging import Stage
from teaching.verification.consent import Allowed
from teaching.verification.deciding import digests
from teaching.verification.run import Ran, run_step
from teaching.verification.understanding import TIMED_OUT

_NOT_THERE = {126, 127}
_MOST_S = 180
_CRASH = re.compile(r"^Traceback \(most recent call last\)|INTERNAL ERROR|internal compiler error", re.MULTILINE)


@dataclass(slots=True)
class Gate:
    """One command, and what it said before."""

    allowed: Allowed
    before: Ran


class Gates:
    """The project's linter and type checker, run in the copy.

    Attributes:
        notes: what could not be compared, a sentence each.
    """

    def __init__(
        self, root: Path, stage: Stage, allowed: Sequence[Allowed], progress: Callable[[str], None], budget: Budget
    ) -> None:
        self._root, self._stage, self._progress, self._budget = root, stage, progress, budget
        self.notes: list[str] = []
        self._gates: list[Gate] = []
        for one in allowed:
            words = " ".join(one.command.argv)
            try:
                if changed := changed_since(stage, one):
                    raise RefusedError(f"{', '.join(changed)} since it was allowed")
                before = self._ran(one)
            except TeachingError as error:
                self.notes.append(f"`{words}` was not compared: {error}")
                continue
            if before.run.exit in _NOT_THERE:
                self.notes.append(f"`{words}` was not compared: it does not run here")
            elif _crashed(before):
                self.notes.append(f"`{words}` was not compared: it crashes here. No task is ticked before it is green")
            elif before.run.exit == TIMED_OUT:
                self.notes.append(f"`{words}` was not compared: it did not end within {_MOST_S} seconds")
            else:
                self._gates.append(Gate(one, before))
                if before.run.exit:
                    offline = "wants the network, which it does not get here: install beforehand what it fetches"
                    what = offline if wanted_network(before.output) else "is not green as it is: see to it first"
                    self.notes.append(f"`{words}` {what}. No task is ticked before it is green")

    @property
    def compared(self) -> list[str]:
        """The commands that were compared."""
        return [" ".join(gate.allowed.command.argv) for gate in self._gates]

    def kept(self, proven: Sequence[Proven], recipe: Recipe, refused: dict[int, str]) -> tuple[list[Proven], Recipe]:
        """Those that make none of them say more, and how their files are then made."""
        kept = list(proven)
        if not self._gates or not kept or not self._worse([one.candidate for one in kept], recipe):
            return kept, recipe
        used = replace(recipe, use=frozenset(one.candidate.number for one in kept))
        if not self._worse([one.candidate for one in kept], used):
            return kept, used
        good: list[Proven] = []
        for one in kept:
            if self._budget.is_spent:
                refused[one.candidate.number] = "the time was spent before the linter was asked about it alone"
                continue
            for way in (recipe, replace(recipe, use=recipe.use | {one.candidate.number})):
                said = self._worse([*(other.candidate for other in good), one.candidate], way)
                if not said:
                    recipe = way
                    good.append(one)
                    break
            else:
                refused[one.candidate.number] = f"without it {said}"
        return good, recipe

    def _worse(self, candidates: Sequence[Candidate], recipe: Recipe) -> str:
        """What says more than before, in words; "" where nothing does."""
        texts, _ = build(candidates, recipe)
        before = {path: self._stage.read(path) for path in texts}
        self._stage.write(texts)
        try:
            for gate in self._gates:
                after = self._ran(gate.allowed)
                words = " ".join(gate.allowed.command.argv)
                if _crashed(after):
                    return f"`{words}` crashed"
                if _says_more(gate.before, after):
                    first = f": {visible(after.failure.name)}".rstrip(": ") if after.failure else ""
                    return f"`{words}` finds more than before{first}"
        finally:
            self._stage.write(before)
        return ""

    def _ran(self, one: Allowed) -> Ran:
        shutil.rmtree(self._stage.ours, ignore_errors=True)
        self._progress(f"{one.command.step}: {' '.join(one.command.argv)}")
        # What decides was looked at in the copy; the project itself may go on changing.
        mine = replace(one, files=digests(self._root, one.command))
        return run_step(self._root, mine, timeout_s=_MOST_S, copy=self._stage.copy)


def _crashed(ran: Ran) -> bool:
    """Whether a tool ended by a fault of its own, and so found nothing that could be compared."""
    return ran.run.exit != 0 and _CRASH.search(ran.output) is not None


def _says_more(before: Ran, after: Ran) -> bool:
    if after.run.exit == 0:
        return False
    if before.run.exit == 0:
        return True
    if before.run.failed is not None and after.run.failed is not None:
        return after.run.failed > before.run.failed
    return len(after.output.splitlines()) > len(before.output.splitlines())
