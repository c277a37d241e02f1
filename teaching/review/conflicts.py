"""Which rules contradict each other: one limit with two values, one choice taken both ways."""

import re
from collections.abc import Hashable, Iterator, Sequence

from teaching.review.bound import BoundCheck
from teaching.review.entry import Value
from teaching.review.scoping import Reach

# Checks of which a project can want one only, each with the side it takes.
_SIDES: dict[str, tuple[str, str]] = {
    "semicolons": ("semicolons", "with"),
    "no-semicolons": ("semicolons", "without"),
    "prefer-type": ("object types", "type"),
    "prefer-interface": ("object types", "interface"),
    "no-default-export": ("default exports", "without"),
}
# The same choices in rules that no check reads.
_WISHES = (
    (
        re.compile(r"\b(?:always|prefer|use|every \w+ has|must have|requires?)\b[^.;]{0,30}\bdefault exports?\b"),
        ("default exports", "with"),
    ),
)
_TURNED_DOWN = re.compile(r"\b(?:never|not|no|don't|avoid|without|over default|instead of default|rather than)\b")
# Values of which one excludes the other, although they are no limits.
_CHOICES: dict[str, tuple[str, ...]] = {
    "indentation": ("style", "width"),
    "quotes": ("style",),
    "package-manager": ("manager",),
    "docstring-style": ("convention",),
    "function-naming": ("case",),
    "class-naming": ("case",),
    "constant-naming": ("case",),
    "variable-naming": ("case",),
    "test-place": ("where",),
}


def contradicting(rules: Sequence[tuple[Hashable, str, Sequence[BoundCheck]]]) -> dict[int, list[int]]:
    """For each rule that contradicts others, the positions of all that take part.

    Args:
        rules: of each the place that it governs, its words, and its checks.
    """
    stances: dict[Hashable, dict[Hashable, set[int]]] = {}
    for position, (place, words, checks) in enumerate(rules):
        for topic, side in _stances(words, checks):
            stances.setdefault((place, topic), {}).setdefault(side, set()).add(position)
    found: dict[int, set[int]] = {}
    for sides in stances.values():
        everyone = {position for taken in sides.values() for position in taken}
        # A sentence that takes both sides itself sets each for something else.
        both = any(all(position in taken for taken in sides.values()) for position in everyone)
        if len(sides) > 1 and not both:
            for position in everyone:
                found.setdefault(position, set()).update(everyone)
    return {position: sorted(everyone) for position, everyone in found.items()}


def _stances(words: str, checks: Sequence[BoundCheck]) -> Iterator[tuple[Hashable, Hashable]]:
    """What a rule decides, and how."""
    for check in checks:
        name = check.entry.name
        for slot in check.entry.slots:
            if slot.role == "limit" and slot.name in check.params:
                yield (name, slot.name, check.reach), check.params[slot.name]
        for choice in _CHOICES.get(name, ()):
            if check.params.get(choice):
                others = tuple(sorted((k, v) for k, v in check.params.items() if k in {"language", "what"}))
                yield (name, choice, check.reach, others), _folded(check.params[choice])
        if name in _SIDES:
            topic, side = _SIDES[name]
            yield (topic, check.reach), side
    if not checks:
        folded = words.lower()
        for wish, (topic, side) in _WISHES:
            if wish.search(folded) and not _TURNED_DOWN.search(folded):
                yield (topic, Reach()), side


def _folded(value: Value) -> Value:
    return re.sub(r"[\s_-]", "", value.casefold()) if isinstance(value, str) else value
