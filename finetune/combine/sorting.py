"""What is kept of all records, and what is set aside: of every source each record is counted exactly once."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from finetune.config import JSON
from finetune.examples import Example
from finetune.likeness import Hashes, Seen, words

GENERATE = "generate"
# Why a record is set aside, and the words of a count.
BROKEN, LONG, WEIGHT, SAME, NEAR, JUDGED = "broken", "too-long", "weight", "same", "nearly-same", "contaminated"
DROPS: Final[Mapping[str, str]] = {
    BROKEN: "broken",
    LONG: "too long",
    WEIGHT: "by weight",
    SAME: "the same",
    NEAR: "nearly the same",
    JUDGED: "in the evaluation",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands.

    Attributes:
        source: `generate`, or a file as it is called here.
        until: the last line of a record over several.
    """

    source: str
    line: int
    until: int = 0

    def __str__(self) -> str:
        return f"{self.source}:{self.line}"


@dataclass(slots=True)
class Count:
    """What became of the records of a source.

    Attributes:
        trained: rows in `train.jsonl`, more than were kept for it where a weight repeats them.
        unused: fields that no example has, by how many records have them.
    """

    records: int = 0
    kept: int = 0
    trained: int = 0
    held: int = 0
    drops: Counter[str] = field(default_factory=Counter)
    unused: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Count") -> None:
        """Adds another source's."""
        self.records += other.records
        self.kept += other.kept
        self.trained += other.trained
        self.held += other.held
        self.drops.update(other.drops)
        self.unused.update(other.unused)

    def words(self) -> str:
        """`9 in = 7 kept + 1 the same + 1 broken`."""
        dropped = [f" + {self.drops[kind]:,} {words}" for kind, words in DROPS.items() if self.drops[kind]]
        return f"{self.records:,} in = {self.kept:,} kept{''.join(dropped)}"

    def plain(self) -> dict[str, JSON]:
        """For `funnel.json`."""
        found: dict[str, JSON] = {
            "in": self.records,
            "kept": self.kept,
            "drops": {kind: self.drops[kind] for kind in DROPS},
            "train_rows": self.trained,
            "held": self.held,
        }
        if self.unused:
            found["unused_fields"] = dict(sorted(self.unused.items()))
        return found


class Sorting:
    """What was kept so far, and what was not.

    Attributes:
        kept: each with the place where it stood.
        hashed: the words of each that was kept.
        aside: what `set-aside.jsonl` gets: place, line, kind, reason, and the text or the id.
    """

    def __init__(self, likeness: float, longest: int = 0, weights: Mapping[str, float] | None = None, seed: int = 0):
        self.kept: list[tuple[Place, Example]] = []
        self.hashed: list[Hashes] = []
        self.aside: list[dict[str, JSON]] = []
        self.counts: dict[str, Count] = {}
        self._longest, self._weights, self._seed = longest, weights or {}, seed
        self._seen, self._ids = Seen(likeness), dict[str, Place]()
        self._judged = list[str]()  # what was seen before the first record, by its number there

    def keep_out(self, judged: Iterable[Example]) -> None:
        """Whatever is nearly one of these is not kept; to be said before the first record."""
        for one in judged:
            if self._seen.like(whole(one)) is None:
                self._judged.append(one.id)

    def takes(self, source: str) -> bool:
        """Whether anything of a source is wanted."""
        return self._weights.get(source, 1.0) > 0

    def take(self, example: Example, place: Place, unused: Iterable[str] = ()) -> None:
        """Keeps it, unless it is there already, or nearly, or too long, or its weight leaves it out."""
        self._count(place).unused.update(unused)
        name = identity(example)
        example = example.model_copy(update={"id": name})
        weight = self._weights.get(place.source, 1.0)
        if 0 < self._longest < len(example.output):
            said = f"its answer has {len(example.output)} characters, and data.longest is {self._longest}"
            self._drop(place, LONG, said, example)
        elif not copies(name, weight, self._seed):
            self._drop(place, WEIGHT, f"data.weights takes {weight:g} of {place.source}", example)
        elif (same := self._ids.get(name)) is not None:
            self._drop(place, SAME, f"the same as {same}", example)
        elif (near := self._seen.like_words(hashed := words(whole(example)))) is None:
            self._ids[name] = place
            self.kept.append((place, example))
            self.hashed.append(hashed)
            self._of(place).kept += 1
        elif near < len(self._judged):
            self._drop(place, JUDGED, f"nearly the same as {self._judged[near]} of the evaluation", example)
        else:
            self._drop(place, NEAR, f"nearly the same as {self.kept[near - len(self._judged)][0]}", example)

    def reject(self, place: Place, reason: str, text: str) -> None:
        """Sets aside what is no example."""
        self._count(place)
        self._drop(place, BROKEN, reason, None, text)

    def judged(self, reasons: Mapping[int, str]) -> None:
        """Takes back what was kept and is found in what is judged, by its number."""
        for number, reason in reasons.items():
            place, example = self.kept[number]
            self._of(place).kept -= 1
            self._drop(place, JUDGED, reason, example)

    def total(self) -> Count:
        """Of all sources."""
        whole_of_it = Count()
        for one in self.counts.values():
            whole_of_it.add(one)
        return whole_of_it

    def _of(self, place: Place) -> Count:
        return self.counts.setdefault(place.source, Count())

    def _count(self, place: Place) -> Count:
        found = self._of(place)
        found.records += 1
        return found

    def _drop(self, place: Place, kind: str, reason: str, example: Example | None, text: str = "") -> None:
        self._of(place).drops[kind] += 1
        row: dict[str, JSON] = {"place": str(place), "line": place.line, "kind": kind, "reason": reason}
        if place.until > place.line:
            row["until"] = place.until
        row |= {"text": text} if example is None else {"id": example.id, "instruction": example.instruction[:200]}
        self.aside.append(row)


def asked(example: Example) -> list[str]:
    """The texts that come before the answer."""
    return [turn.content for turn in example.turns[:-1]] or [example.instruction, example.input]


def whole(example: Example) -> str:
    """All that is said in it."""
    return "\n".join([*asked(example), example.output])


def identity(example: Example) -> str:
    """The same for the same content, whatever its white space at the ends."""
    turns = [f"{turn.role}\0{turn.content.strip()}" for turn in example.turns]
    parts: Sequence[str] = turns or [example.instruction.strip(), example.input.strip(), example.output.strip()]
    return hashlib.sha256("\0".join([example.prompt, *parts]).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def copies(name: str, weight: float, seed: int) -> int:
    """How often an example stands in the training set: 2.5 is twice, or for every second one three times."""
    chance = int(hashlib.sha256(f"weight {seed} {name}".encode()).hexdigest()[:8], 16) / 16**8
    return int(weight) + (chance < weight - int(weight))
