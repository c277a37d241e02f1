"""The stage `generate`: candidates of every kind until its quota is met, each with the verdict of its checks."""

import contextlib
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

from finetune.config import JSON
from finetune.examples import Example, Phase, Turn, lines
from finetune.generate import proofs
from finetune.generate.checking import verdicts
from finetune.generate.documents.seeding import Seeding, lessened, shares
from finetune.generate.ground import Ground
from finetune.generate.language import measured
from finetune.generate.model import Candidate, Kind, Wrong
from finetune.generate.proofs import Proofs
from finetune.generate.table import KINDS, quotas
from finetune.generate.teacher import rewording
from finetune.generate.worn import Worn
from finetune.handing import EXAMPLES, PROOFS
from finetune.progress import bar
from finetune.stages import Work
from teaching.errors import RefusedError
from teaching.prompts.tasks import PROMPTS

REJECTS, FUNNEL, LANGUAGE = "rejects.jsonl", "funnel.json", "language.json"


def run(work: Work) -> Mapping[str, JSON]:
    """Writes the examples, the rejects with their reasons, how many came through, and how they read.

    Raises:
        RefusedError: a kind has less matter than was asked for, or the answers are too much alike.
    """
    count = work.config.data.num_examples
    wanted, asks = quotas(count), bool(work.config.teacher.backend)
    if asks:
        rewording.before(work, [kind.name for kind in KINDS])
    found = Ground(Proofs(proofs.place(), work.config.seed))
    made = Made(found, work.config.seed, count)
    with bar(count, lambda: f"{found.proofs.executed} executed") as step:
        if work.config.data.sources:
            wanted = _seeded(work, made, wanted, step)
        for kind in KINDS:
            begun = time.monotonic()
            made.fill(kind, wanted[kind.name], step)
            row = made.funnel[kind.name]
            work.say(f"{kind.name:<14}{row['kept']:>5} kept{row['rejected']:>5} rejected{_since(begun):>8} s")
    proofs.write(found.proofs.used, work.folder / PROOFS)
    executed = found.proofs.executed
    taught = rewording.reword(work, made.origins, made.replace) if asks and not made.short() else {}
    _written(work.folder, made)
    language = measured(made.examples)
    (work.folder / LANGUAGE).write_text(language.model_dump_json(indent=2) + "\n", encoding="utf-8")
    if short := made.short():
        raise RefusedError(f"the sources have less than was asked for: {'; '.join(short)}. Ask for fewer examples")
    if beyond := language.beyond():
        raise RefusedError(f"the answers are too much alike: {'; '.join(beyond)}")
    words = f"{len(made.examples)} examples, {len(made.rejects)} rejected, {executed} executed"
    return {
        "words": words,
        "examples": len(made.examples),
        "rejected": len(made.rejects),
        "executed": executed,
    } | taught


def _seeded(work: Work, made: "Made", wanted: Mapping[str, int], step: Callable[[str], None]) -> Mapping[str, int]:
    """Takes what the documents give of their share; what is left is wanted of the built-in kinds."""
    seeding = Seeding(work.config.data.sources, work.config.seed)
    by_phase = Counter[Phase]()
    for kind in KINDS:
        by_phase[kind.phase] += wanted[kind.name]
    given = seeding.fill(
        shares(by_phase, work.config.data.source_share), lambda kind, candidate: made.offer(kind, candidate, step)
    )
    seeding.report(work.folder)
    for line in seeding.words():
        work.say(line)
    return lessened(wanted, KINDS, given)


def _since(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f}"


def _written(folder: Path, made: "Made") -> None:
    (folder / EXAMPLES).write_text(lines(made.examples), encoding="utf-8")
    rejected = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in made.rejects)
    (folder / REJECTS).write_text(rejected, encoding="utf-8")
    (folder / FUNNEL).write_text(json.dumps(made.funnel, indent=2) + "\n", encoding="utf-8")


class Made:
    """What was made so far.

    Attributes:
        funnel: by kind: quota, candidates, rejected, kept.
        origins: what each example was before it was checked, in the same order.
    """

    def __init__(self, place: Ground, seed: int, count: int) -> None:
        """Takes the ground, the seed, and how many examples there are to be in all."""
        self.examples: list[Example] = []
        self.origins: list[tuple[Kind, Candidate]] = []
        self.rejects: list[dict[str, str]] = []
        self.funnel: dict[str, dict[str, int]] = {}
        self._place, self._seed = place, seed
        self._known: set[str] = set()
        self._worn = Worn(count)

    def fill(self, kind: Kind, quota: int, step: Callable[[str], None] = lambda _: None) -> None:
        """Takes candidates of a kind until its quota is met, or its matter used up; `step` is told of each kept."""
        count = {"quota": quota, "candidates": 0, "rejected": 0, "kept": 0}
        self.funnel[kind.name] = count
        if not quota:
            return
        # Each kind has chances of its own, so that one more kind does not change the others.
        for candidate in kind.source(self._place, Random(f"{self._seed} {kind.name}")):
            count["candidates"] += 1
            kept = self._take(kind, candidate)
            count["kept" if kept else "rejected"] += 1
            if kept:
                step(kind.name)
            if count["kept"] == quota:
                return

    def offer(self, kind: Kind, candidate: Candidate, step: Callable[[str], None] = lambda _: None) -> bool:
        """Takes one candidate of a kind that has no quota of its own, or rejects it."""
        count = self.funnel.setdefault(kind.name, {"quota": 0, "candidates": 0, "rejected": 0, "kept": 0})
        count["candidates"] += 1
        kept = self._take(kind, candidate)
        count["kept" if kept else "rejected"] += 1
        if kept:
            count["quota"] += 1
            step(kind.name)
        return kept

    def short(self) -> list[str]:
        """The kinds that have less than their quota, each with what most of its candidates were rejected for."""
        return [
            f"{name} {one['kept']} of {one['quota']}{self._mostly(name)}"
            for name, one in self.funnel.items()
            if one["kept"] < one["quota"]
        ]

    def _mostly(self, kind: str) -> str:
        reasons = Counter(one["reason"].partition(":")[0] for one in self.rejects if one["kind"] == kind)
        return (
            f" (rejected for {', '.join(f'{name} {count}' for name, count in reasons.most_common(3))})"
            if reasons
            else ""
        )

    def replace(self, number: int, candidate: Candidate, worn: Worn, problem: str = "") -> bool:
        """Puts another answer in place of an example's own, or rejects it; then the example stays as it is.

        Args:
            worn: what the examples say that stay.
            problem: why there is no such answer; empty where there is.
        """
        kind, before = self.origins[number]
        count = self.funnel[kind.name]
        count.setdefault("reworded", 0)
        made = self._judged(kind, candidate, worn, problem, "the teacher: ")
        if made is None:
            count["candidates"] += 1
            count["rejected"] += 1
            with contextlib.suppress(Wrong):  # it was taken before, beside others than these
                worn.take(before.output)
            return False
        count["reworded"] += 1
        self._known.discard(self.examples[number].id)
        self.examples[number] = made
        return True

    def _take(self, kind: Kind, candidate: Candidate) -> bool:
        made = self._judged(kind, candidate, self._worn)
        if made is not None:
            self.examples.append(made)
            self.origins.append((kind, candidate))
        return made is not None

    def _judged(
        self, kind: Kind, candidate: Candidate, worn: Worn, problem: str = "", whose: str = ""
    ) -> Example | None:
        name = _id(candidate)
        try:
            if problem:
                raise Wrong(problem)
            if name in self._known:
                raise Wrong("twice: it is there already")
            found = verdicts(candidate, self._place.exemplars, kind)
            found["fresh"] = worn.take(candidate.output)
        except Wrong as wrong:
            about = {"id": name, "phase": kind.phase, "kind": kind.name, "reason": f"{whose}{wrong}"}
            self.rejects.append({**about, "instruction": candidate.instruction, "output": candidate.output})
            return None
        self._known.add(name)
        return _example(kind, candidate, name, found)


def _example(kind: Kind, candidate: Candidate, name: str, found: dict[str, str]) -> Example:
    system = Turn(role="system", content=PROMPTS[candidate.prompt].system)
    before = (system, *candidate.before) if candidate.before else ()
    asked = "\n\n".join(part for part in (candidate.instruction, candidate.input) if part)
    last = (Turn(role="user", content=asked), Turn(role="assistant", content=candidate.output))
    return Example(
        instruction=candidate.instruction,
        input=candidate.input,
        output=candidate.output,
        id=name,
        phase=kind.phase,
        kind=kind.name,
        source=candidate.about.get("document") or _file(kind),
        language=candidate.language,
        prompt=candidate.prompt,
        checks=found,
        provenance=dict(candidate.about),
        audience=candidate.audience,
        turns=(*before, *last) if before else (),
    )


def _id(candidate: Candidate) -> str:
    parts: Sequence[str] = (
        candidate.prompt,
        *(turn.content for turn in candidate.before),
        candidate.instruction,
        candidate.input,
        candidate.output,
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _file(kind: Kind) -> str:
    return kind.source.__module__.removeprefix("finetune.").replace(".", "/")
