"""The stage `generate`: candidates of every kind until its quota is met, each with the verdict of its checks."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from finetune.config import JSON
from finetune.examples import Example, lines
from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground, ground
from finetune.generate.model import Candidate, Kind, Wrong
from finetune.generate.table import KINDS, quotas
from finetune.stages import Work

EXAMPLES, REJECTS, FUNNEL = "examples.jsonl", "rejects.jsonl", "funnel.json"


def run(work: Work) -> Mapping[str, JSON]:
    """Writes the examples, the rejects with their reasons, and how many came through."""
    with ground(work.folder / "ground") as place:
        made = Made(place, work.config.seed)
        for kind in KINDS:
            made.fill(kind, quotas(work.config.data.num_examples)[kind.name])
    (work.folder / EXAMPLES).write_text(lines(made.examples), encoding="utf-8")
    rejected = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in made.rejects)
    (work.folder / REJECTS).write_text(rejected, encoding="utf-8")
    (work.folder / FUNNEL).write_text(json.dumps(made.funnel, indent=2) + "\n", encoding="utf-8")
    short = sum(one["quota"] - one["kept"] for one in made.funnel.values())
    less = f"; the sources had {short} less than asked for" if short else ""
    words = f"{len(made.examples)} examples, {len(made.rejects)} rejected{less}"
    return {"words": words, "examples": len(made.examples), "rejected": len(made.rejects), "short": short}


class Made:
    """What was made so far.

    Attributes:
        funnel: by kind: quota, candidates, rejected, kept.
    """

    def __init__(self, place: Ground, seed: int) -> None:
        self.examples: list[Example] = []
        self.rejects: list[dict[str, str]] = []
        self.funnel: dict[str, dict[str, int]] = {}
        self._place, self._seed = place, seed
        self._known: set[str] = set()

    def fill(self, kind: Kind, quota: int) -> None:
        """Takes candidates of a kind until its quota is met, or its matter used up."""
        count = {"quota": quota, "candidates": 0, "rejected": 0, "kept": 0}
        self.funnel[kind.name] = count
        if not quota:
            return
        # Each kind has chances of its own, so that one more kind does not change the others.
        for candidate in kind.source(self._place, Random(f"{self._seed} {kind.name}")):
            count["candidates"] += 1
            count["kept" if self._take(kind, candidate) else "rejected"] += 1
            if count["kept"] == quota:
                return

    def _take(self, kind: Kind, candidate: Candidate) -> bool:
        name = _id(candidate)
        try:
            if name in self._known:
                raise Wrong("twice: it is there already")
            found = verdicts(candidate, self._place.exemplars)
        except Wrong as wrong:
            about = {"id": name, "phase": kind.phase, "kind": kind.name, "reason": str(wrong)}
            self.rejects.append({**about, "instruction": candidate.instruction, "output": candidate.output})
            return False
        self._known.add(name)
        self.examples.append(
            Example(
                instruction=candidate.instruction,
                input=candidate.input,
                output=candidate.output,
                id=name,
                phase=kind.phase,
                kind=kind.name,
                source=_file(kind),
                language=candidate.language,
                prompt=candidate.prompt,
                checks=found,
                provenance=dict(candidate.about),
            )
        )
        return True


def _id(candidate: Candidate) -> str:
    parts: Sequence[str] = (candidate.prompt, candidate.instruction, candidate.input, candidate.output)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _file(kind: Kind) -> str:
    return f"generate/{Path(kind.source.__module__.replace('.', '/')).name}"
