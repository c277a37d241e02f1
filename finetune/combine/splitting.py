"""What is trained on and what is held for judging: whole groups stand on one side, never single rows of one.

A group is what was made of the same material: the first entry of an example's provenance, its `project`, its `seed`,
its `group`, and the same question. Groups that share any of these are one.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from finetune.combine.sorting import asked
from finetune.config import Config
from finetune.examples import Example

_MATERIAL = ("project", "seed", "group", "conversation_id", "source_id")
_OVER = 1.5  # how far a group may go beyond what is to be held, while smaller ones are left


def split(examples: Sequence[Example], config: Config) -> tuple[list[Example], list[Example]]:
    """What is trained on, and what is held.

    A toy is judged on what it was trained on, and each such example says so.
    """
    if config.base.toy:
        groups = {one.id: [one] for one in examples}
    else:
        groups = grouped(examples)
    held = _held(groups, config.data.held, config.seed)
    if config.base.toy:
        return list(examples), [one.model_copy(update={"memorisation": True}) for one in held[: config.data.held]]
    ids = {one.id for one in held}
    return [one for one in examples if one.id not in ids], held


def grouped(examples: Iterable[Example]) -> dict[str, list[Example]]:
    """The groups by a name of one of their materials."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    listed = [(one, _materials(one)) for one in examples]
    for _, names in listed:
        for name in names:
            above[top(name)] = top(names[0])
    groups: dict[str, list[Example]] = {}
    for one, names in listed:
        groups.setdefault(top(names[0]), []).append(one)
    return groups


def _materials(example: Example) -> list[str]:
    about = example.provenance
    names = dict.fromkeys([*list(about)[:1], *(name for name in _MATERIAL if about.get(name))])
    question = hashlib.sha256("\0".join(asked(example)).encode("utf-8", "surrogatepass")).hexdigest()
    return [*(f"{name} {about[name]}" for name in names), f"question {question}"]


def _held(groups: Mapping[str, Sequence[Example]], wanted: int, seed: int) -> list[Example]:
    held: list[Example] = []
    order = _spread(groups, seed)
    for name in order:
        if len(held) >= wanted:
            break
        if len(held) + len(groups[name]) <= _OVER * wanted:
            held += groups[name]
    if not held and len(order) > 1:  # each group is larger than that: the smallest is the least that can be held
        held += groups[min(order, key=lambda name: len(groups[name]))]
    return held


def _spread(groups: Mapping[str, Sequence[Example]], seed: int) -> list[str]:
    """The groups in an order that takes one of each kind before the second of any."""

    def chance(name: str) -> str:
        return hashlib.sha256(f"{seed} {name}".encode("utf-8", "surrogatepass")).hexdigest()

    by_kind: dict[str, list[str]] = {}
    for name in sorted(groups, key=chance):
        by_kind.setdefault(groups[name][0].kind, []).append(name)
    ranked = ((place, chance(name), name) for names in by_kind.values() for place, name in enumerate(names))
    return [name for _, _, name in sorted(ranked)]
