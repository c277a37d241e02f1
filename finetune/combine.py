"""The stage `combine`: our examples and yours in one form, each once, split into what is trained on and what is judged.

Texts that look like control tokens (`<|eot_id|>`) stay as they are: content is tokenised apart from them, in training
as in serving (`teaching.prompts.chat.segments`), so they cannot end a turn. They are counted.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from finetune import foreign
from finetune.config import JSON, Config
from finetune.examples import Example, lines, read
from finetune.likeness import Seen
from finetune.stages import Work
from teaching.errors import RefusedError

TRAIN, HELD, REJECTS = "train.jsonl", "held.jsonl", "rejects.jsonl"
_CONTROL = re.compile(r"<\|[\w ]{1,40}\|>")


def run(work: Work) -> Mapping[str, JSON]:
    """Writes `train.jsonl`, `held.jsonl` and what was left out with the reason.

    Raises:
        BadInputError: a file of `data.files` cannot be read.
        RefusedError: no example is left.
    """
    sorting = Sorting(work.config.data.likeness, work.config.data.longest)
    for number, example in enumerate(read(work.inputs["generate"] / "examples.jsonl"), 1):
        sorting.take(example, f"generate:{number}")
    for file in work.config.data.files:
        for line in foreign.read(file):
            place = f"{file.name}:{line.number}"
            if line.example is None:
                sorting.reject(place, line.reason)
            else:
                sorting.take(line.example, place)
        work.say(f"{file.name}: {sorting.counted(file.name)}")
    train, held = split(sorting.kept, work.config)
    if not train:
        raise RefusedError("no example is left to train on: see data.likeness, and data.held, which takes some away")
    (work.folder / TRAIN).write_text(lines(train), encoding="utf-8")
    (work.folder / HELD).write_text(lines(held), encoding="utf-8")
    rejected = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in sorting.rejects)
    (work.folder / REJECTS).write_text(rejected, encoding="utf-8")
    control = sum(bool(_CONTROL.search(one.instruction + one.input + one.output)) for one in sorting.kept)
    return {
        "words": f"{len(train)} to train on, {len(held)} held, {len(sorting.rejects)} rejected",
        "train": len(train),
        "held": len(held),
        "rejected": len(sorting.rejects),
        "with_control_tokens": control,
        "phases": dict(Counter(one.phase for one in train)),
    }


class Sorting:
    """What was kept so far, and what was not.

    Attributes:
        rejects: where each stood, and why it was left out.
    """

    def __init__(self, likeness: float, longest: int = 0) -> None:
        self._longest = longest
        self.kept: list[Example] = []
        self.rejects: list[dict[str, str]] = []
        self._ids: dict[str, str] = {}
        self._places: list[str] = []
        self._seen = Seen(likeness)
        self._counts: Counter[tuple[str, bool]] = Counter()

    def take(self, example: Example, place: str) -> None:
        """Keeps it, unless it is there already, or nearly, or its answer is too long."""
        if 0 < self._longest < len(example.output):
            self.reject(place, f"its answer has {len(example.output)} characters, and data.longest is {self._longest}")
            return
        name = identity(example)
        if name in self._ids:
            self.reject(place, f"the same as {self._ids[name]}")
            return
        asked = [turn.content for turn in example.turns[:-1]] or [example.instruction, example.input]
        near = self._seen.like("\n".join([*asked, example.output]))
        if near is not None:
            self.reject(place, f"nearly the same as {self._places[near]}")
            return
        self._ids[name] = place
        self._places.append(place)
        self._counts[place.rpartition(":")[0], True] += 1
        self.kept.append(example.model_copy(update={"id": name}))

    def reject(self, place: str, reason: str) -> None:
        """Leaves it out."""
        self.rejects.append({"place": place, "reason": reason})
        self._counts[place.rpartition(":")[0], False] += 1

    def counted(self, file: str) -> str:
        """How many of a file were kept."""
        return f"{self._counts[file, True]} taken, {self._counts[file, False]} rejected"


def identity(example: Example) -> str:
    """The same for the same content, whatever its white space at the ends."""
    turns = [f"{turn.role}\0{turn.content.strip()}" for turn in example.turns]
    parts = turns or [example.instruction.strip(), example.input.strip(), example.output.strip()]
    return hashlib.sha256("\0".join([example.prompt, *parts]).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def split(examples: Sequence[Example], config: Config) -> tuple[list[Example], list[Example]]:
    """What is trained on, and what is held for judging.

    A toy is judged on what it was trained on, and each such example says so. Otherwise whole groups are held: what was
    made of the same task or defect stands on one side.
    """
    groups: dict[str, list[Example]] = {}
    for example in examples:
        groups.setdefault(_group(example, alone=config.base.toy), []).append(example)
    order = _spread(groups, config.seed)
    held: list[Example] = []
    for name in order:
        if len(held) >= config.data.held:
            break
        held += groups[name]
    if config.base.toy:
        return list(examples), [one.model_copy(update={"memorisation": True}) for one in held[: config.data.held]]
    ids = {one.id for one in held}
    return [one for one in examples if one.id not in ids], held


def _group(example: Example, alone: bool) -> str:
    if alone or not example.provenance:
        return example.id
    return f"{next(iter(example.provenance))} {next(iter(example.provenance.values()))}"


def _spread(groups: Mapping[str, Sequence[Example]], seed: int) -> list[str]:
    """The groups in an order that takes one of each kind before the second of any."""

    def chance(name: str) -> str:
        return hashlib.sha256(f"{seed} {name}".encode()).hexdigest()

    by_kind: dict[str, list[str]] = {}
    for name in sorted(groups, key=chance):
        by_kind.setdefault(groups[name][0].kind, []).append(name)
    ranked = ((place, chance(name), name) for names in by_kind.values() for place, name in enumerate(names))
    return [name for _, _, name in sorted(ranked)]
