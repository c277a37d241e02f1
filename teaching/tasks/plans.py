"""Plans a goal, or judges somebody's draft of a plan, and merges either into ROADMAP.md."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from teaching.contracts.plan import Judgement, Plan
from teaching.contracts.review import Mode
from teaching.errors import RefusedError
from teaching.modes import mode_of
from teaching.planning import render
from teaching.planning.drafts import normalise
from teaching.planning.judge import judge
from teaching.planning.planner import plan
from teaching.planning.project import describe
from teaching.planning.requirements import read_source
from teaching.repository.files import Root
from teaching.roadmap import store
from teaching.roadmap.merge import Merged, merge

_MANNER: dict[Mode, str] = {
    "mentor": "(Mentor mode: name the core of a task and ask how they would begin; its solution stays with them.)",
    "colleague": "(Colleague mode: once it is agreed, you may write a task's code yourself, tests first.)",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes:
        answers: by the id of a question of an earlier plan.
        draft: a plan in the form of a roadmap, to be judged in place of making one.
        source: a requirements file, relative to the root.
        write: merge it into ROADMAP.md.
    """

    goal: str = ""
    requirements: Sequence[str] = ()
    answers: Mapping[str, str] | None = None
    draft: str | None = None
    source: str | None = None
    write: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What came of it: a plan or the judgement of a draft, and what was written."""

    plan: Plan | None
    judgement: Judgement | None
    merged: Merged | None
    mode: Mode

    @property
    def accepted(self) -> bool:
        """Whether it may be written."""
        return self.judgement is None or self.judgement.accepted

    @property
    def manner(self) -> str:
        """How a model is to go on from here."""
        return _MANNER[self.mode]

    def markdown(self) -> str:
        """All of it in words."""
        parts: list[str] = []
        if self.plan is not None:
            parts.append(render.markdown(self.plan, by_hand=self.mode == "mentor").rstrip())
        if self.judgement is not None:
            parts.append(render.judgement(self.judgement).rstrip())
        if self.merged is not None:
            added = len(self.merged.added)
            what = f"{added} new task{'' if added == 1 else 's'}" if added else "nothing new"
            parts.append("\n".join([f"Written to ROADMAP.md: {what}.", *[f"- {note}" for note in self.merged.notes]]))
        elif self.accepted:
            parts.append("Nothing is written yet.")
        return "\n\n".join(parts) + "\n"


def propose(root: Path, wanted: Wanted) -> Proposal:
    """Plans or judges, and writes where that was asked for and may be.

    Raises:
        BadInputError: there is no goal, or a file cannot be read.
        RefusedError: the roadmap cannot be written.
    """
    root = Path(os.path.realpath(root))
    mode = mode_of(root)
    project = describe(Root(root))
    if wanted.draft is not None:
        judgement = judge(wanted.draft, project, _existing(root))
        merged = _write(root, normalise(wanted.draft)) if wanted.write and judgement.accepted else None
        return Proposal(None, judgement, merged, mode)
    source = None if wanted.source is None else read_source(Root(root), wanted.source)
    made = plan(wanted.goal, wanted.requirements, wanted.answers, project, source)
    merged = _write(root, render.roadmap(made, by_hand=mode == "mentor")) if wanted.write else None
    return Proposal(made, None, merged, mode)


def _existing(root: Path) -> bytes | None:
    return store.read(root) if (root / store.NAME).exists() else None


def _write(root: Path, new: bytes) -> Merged:
    kept: list[Merged] = []

    def merged(text: bytes) -> bytes:
        kept.append(merge(text, new))
        return kept[-1].text

    store.change(root, merged, create=True)
    if not kept:
        raise RefusedError("ROADMAP.md was not changed: try again")
    return kept[-1]
