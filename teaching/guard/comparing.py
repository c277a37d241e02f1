"""How much of an exemplar a piece of code holds, and how surely that gives it away."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from teaching.guard.evidence import Piece
from teaching.guard.profile import Profile, is_name, squeezed
from teaching.guard.trees import Bag
from teaching.guard.weights import ALIKE, coarse, weight_of

_SHARE = 0.5  # of the uses of a name that another one must have to be taken for it
_ALSO = 0.6  # what another way to do the same is worth
_NAMED = 0.8  # what a variable of that name is worth, where a field or call was
_LEAST = 0.15  # of its operations; with less, a piece has nothing to do with an exemplar
_MOST_PARAMETERS = 3
_NOTHING = -20.0
OPEN = re.compile(r"TODO|NotImplemented|\.\.\.\s*$|…|\?\?\?|# *\?|// *\?|_{3,}", re.MULTILINE)

# Logarithms of odds, fitted to tests/corpus/leaks and to some hundred functions that have nothing to do with its
# exemplars; tests/corpus/leaks/refit.py fits them anew. What counts: how much of the exemplar is there, how much else,
# and whether it fits into the stub.
ODDS = {
    "start": -9.77,
    "labels": 7.08,
    "links": -0.81,
    "coarse": 1.88,
    "both": 5.12,
    "own": 4.93,
    "size": -0.38,
    "large": -0.75,
    "parameters": 2.99,
    "fits": 2.92,
    "same": 6.23,
    "method": 0.36,
    "called": -1.09,
    "other": -1.49,
    "quoted": -7.2,
    "judged": -3.0,
    "open": -2.3,
}


@dataclass(frozen=True, slots=True)
class Held:
    """What a piece of code has of an exemplar, each from 0 to 1.

    Attributes:
        labels: of its operations, or of others that do the same.
        links: of what they are applied to.
        coarse: the same, by classes of operations.
        own: how much of the piece is the exemplar's.
        size: of the piece beside the exemplar, as a logarithm.
    """

    labels: float
    links: float
    coarse: float
    own: float
    size: float

    @property
    def together(self) -> float:
        """One number for all that is there."""
        return 0.5 * self.labels + 0.2 * self.links + 0.3 * self.coarse


def likeness(profile: Profile, bag: Bag) -> float:
    """How much of an exemplar's body a piece of code holds, from 0 to 1; what does much else besides has less."""
    if not bag.labels:
        return 0.0
    held = held_by(profile, bag)
    return held.together * (0.8 + 0.2 * min(1.0, held.own / 0.7))


def held_by(profile: Profile, bag: Bag) -> Held:
    """What a piece of code has of an exemplar, under its own names or those that the exemplar has in their place."""
    plain = _held(profile, bag)
    renamed = _aligned(profile, bag)
    if renamed is bag:
        return plain
    other = _held(profile, renamed)
    return max(plain, other, key=lambda held: held.labels + held.links + held.coarse)


def _held(profile: Profile, bag: Bag) -> Held:
    weights = profile.weights
    linked = weights.links.keys() & (bag.links.keys() | {(above, f"F:{name}") for above, name in bag.uses})
    links = sum(weights.links[link] for link in linked)
    classes = {(coarse(above), coarse(below)) for above, below in (*bag.links, *linked)}
    whole = sum(weight_of(label) * count for label, count in bag.labels.items())
    own = sum(weight_of(label) * min(count, profile.bag.labels[label]) for label, count in bag.labels.items())
    return Held(
        labels=_labels_held(profile, bag) / weights.labels_sum,
        links=links / weights.links_sum,
        coarse=sum(weights.coarse[link] for link in weights.coarse.keys() & classes) / weights.coarse_sum,
        own=own / (whole + 0.2),
        size=math.log((whole + 0.5) / (weights.size + 0.5)),
    )


def _labels_held(profile: Profile, bag: Bag) -> float:
    got = 0.0
    for label, weights in profile.weights.labels.items():
        have = bag.labels[label]
        got += sum(weights[:have])
        if have < len(weights):
            got += sum(weights[have:]) * _instead(profile, bag, label)
    return got


def _instead(profile: Profile, bag: Bag, label: str) -> float:
    """How much of a label that is not there is done by something else."""
    if label[:2] in {"F:", "C:"} and label[2:] in bag.names:
        return _NAMED
    ours = profile.bag.labels
    return _ALSO if any(bag.labels[other] > ours[other] for other in ALIKE.get(label, ())) else 0.0


def odds(profile: Profile, piece: Piece) -> float:
    """How surely a piece of code gives an exemplar away: above 0 is more likely than not."""
    values = values_of(profile, piece)
    return ODDS["start"] + sum(ODDS[name] * value for name, value in values.items()) if values else _NOTHING


def values_of(profile: Profile, piece: Piece) -> dict[str, float]:
    """What counts of a piece, by the names of the odds; nothing where it has nothing to do with the exemplar."""
    if not piece.bag.labels:
        return {}
    same = piece.name == profile.last and not piece.quoted and not OPEN.search(piece.text)
    if not same and _labels_held(profile, piece.bag) < _LEAST * profile.weights.labels_sum:
        return {}
    return seen(profile, piece, held_by(profile, piece.bag), same)


def seen(profile: Profile, piece: Piece, held: Held, same: bool) -> dict[str, float]:
    """What counts of a piece, by the names of the odds."""
    known = _known(profile, piece)
    few = min(len(profile.parameters), _MOST_PARAMETERS) / _MOST_PARAMETERS
    named = piece.name == profile.last
    return {
        "labels": held.labels,
        "links": held.links,
        "coarse": held.coarse,
        "both": held.labels * held.coarse,
        "own": held.own,
        "size": held.size,
        "large": math.log(profile.weights.size + 0.5),
        "parameters": known * few,
        "fits": float(known == 1) * few,
        "same": float(same and not profile.is_method),
        "method": float(same and profile.is_method),  # other classes have methods of the same name
        "called": float(not named and profile.called.search(piece.text) is not None),
        "other": float(_is_other(profile, piece)),
        "quoted": float(piece.quoted),
        "judged": piece.judged,
        "open": float(OPEN.search(piece.text) is not None),
    }


def _known(profile: Profile, piece: Piece) -> float:
    """The share of the exemplar's parameters that a piece speaks of: it would fit into the stub."""
    if not profile.parameters:
        return 0.5
    head = piece.text.split("{", 1)[0][:300].split("):", 1)[0]
    names = piece.bag.names | {squeezed(word) for word in re.findall(r"\w+", head)}
    names |= {label[2:] for label in piece.bag.labels if label.startswith("C:")}
    return sum(name in names for name in profile.parameters) / len(profile.parameters)


def _is_other(profile: Profile, piece: Piece) -> bool:
    """Whether a piece defines functions, and none of the exemplar's name."""
    if piece.name:
        return piece.name != profile.last
    return bool(piece.inside) and profile.last not in piece.inside


def _aligned(profile: Profile, bag: Bag) -> Bag:
    """The bag with names of its own taken for those of the exemplar that are used in the same way."""
    missing = [name for name in profile.names if name not in bag.labels]
    strange = [label for label in bag.labels if is_name(label) and label not in profile.bag.labels]
    if not missing or not strange:
        return bag
    wanted, offered = _uses(profile.bag, missing), _uses(bag, strange)
    pairs: list[tuple[float, str, str]] = []
    for one in missing:
        for other in strange:
            if one[0] == other[0] and (common := wanted[one] & offered[other]):
                pairs.append((sum(common.values()) / sum(wanted[one].values()), one, other))
    taken: dict[str, str] = {}
    for share, one, other in sorted(pairs, reverse=True):
        if share >= _SHARE and one not in taken.values() and other not in taken:
            taken[other] = one
    return _renamed(bag, taken) if taken else bag


def _renamed(bag: Bag, taken: dict[str, str]) -> Bag:
    renamed = Bag(line=bag.line, names=bag.names, uses=bag.uses)
    for label, count in bag.labels.items():
        renamed.labels[taken.get(label, label)] += count
    for (above, below), count in bag.links.items():
        renamed.links[taken.get(above, above), taken.get(below, below)] += count
    return renamed


def _uses(bag: Bag, names: Iterable[str]) -> dict[str, Counter[tuple[str, str]]]:
    """What each name stands below and above; other names are all the same here."""
    uses: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in names}
    for above, below in bag.links:
        if below in uses:
            uses[below]["below", "?" if is_name(above) else above] += 1
        if above in uses:
            uses[above]["above", "?" if is_name(below) else below] += 1
    return uses
