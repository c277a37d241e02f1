"""How much of an exemplar a piece of code holds, and how much of it sentences name."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from teaching.guard.evidence import Evidence, Sentence
from teaching.guard.profile import Profile, Weights, is_name, weight_of
from teaching.guard.trees import Bag

_STRUCTURE = 0.7  # how much of all but its names a copy under other names must hold
_SHARE = 0.5  # of the uses of a name that another one must have to be taken for it
_WORDS = 110  # sentences that belong together
_SIMILAR = 0.5  # the same, for code that does hardly anything else
_ONLY = 0.75  # how much of such code is the exemplar's
_MUCH = 0.7
_FEW = 0.62  # less than this in all sentences together is nowhere a leak


@dataclass(frozen=True, slots=True)
class Told:
    """What neighbouring sentences name of an exemplar.

    Attributes:
        line: where the first of them stands in the reply, 0-based.
        labels: how much of each is told.
    """

    score: float = 0.0
    line: int = 0
    labels: Mapping[str, float] = field(default_factory=dict[str, float])


def likeness(profile: Profile, bag: Bag) -> float:
    """How much of an exemplar's body a piece of code holds, from 0 to 1."""
    if not bag.labels:
        return 0.0
    plain = held(profile.all, bag)
    if plain > 0.8:
        return plain
    own = _own(profile, bag)
    if profile.has_structure and (bare := held(profile.unnamed, bag)) >= _SIMILAR:
        renamed = _aligned(profile, bag)
        owned = _own(profile, renamed)
        if bare >= _STRUCTURE or owned >= _ONLY:
            plain, own = max(plain, 0.95 * held(profile.all, renamed)), owned
    # What does much else besides is about something else.
    return plain * (0.8 + 0.2 * min(1.0, own / _MUCH))


def held(weights: Weights, bag: Bag) -> float:
    """How much of these weights a piece of code has, names as they are."""
    got = sum(sum(weights.labels[label][: bag.labels[label]]) for label in weights.labels.keys() & bag.labels.keys())
    told = got / weights.labels_sum
    if not weights.links:
        return told
    return (told + sum(weights.links[link] for link in weights.links.keys() & bag.links.keys()) / weights.links_sum) / 2


def _own(profile: Profile, bag: Bag) -> float:
    """How much of a piece of code is the exemplar's."""
    whole = sum(weight_of(label) for label in bag.labels)
    return sum(weight_of(label) for label in bag.labels.keys() & profile.all.labels.keys()) / (whole + 0.01)


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
    renamed = Bag(line=bag.line)
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


def told(profile: Profile, evidence: Evidence, least: float = _FEW) -> Told:
    """What neighbouring sentences name, where they name most.

    Args:
        profile: of the exemplar.
        evidence: of one reply.
        least: where all sentences together name less than this, nothing is looked for.
    """
    every = frozenset(named(profile, evidence.together()))
    if share(profile, dict.fromkeys(every, 1.0)) < least:
        return Told()
    new = [
        (found, sentence)
        for sentence in evidence.sentences
        if not (found := named(profile, sentence, every)) or not is_given(profile, sentence)
    ]
    best = Told()
    for start, (labels, first) in enumerate(new):
        if labels:
            got = _window(new, start)
            score = share(profile, got)
            best = Told(score, first.line, got) if score > best.score else best
    return best


def _window(sentences: Sequence[tuple[Collection[str], Sentence]], start: int) -> dict[str, float]:
    got: dict[str, float] = {}
    length = 0
    for labels, sentence in sentences[start:]:
        length += sentence.length
        if got and length > _WORDS:
            break
        for label in labels:
            got[label] = max(got.get(label, 0.0), sentence.weight)
    return got


def share(profile: Profile, labels: Mapping[str, float]) -> float:
    """How much of an exemplar these labels are, as sentences name it."""
    return sum(profile.spoken[label] * weight for label, weight in labels.items()) / profile.spoken_sum


def named(profile: Profile, sentence: Sentence, among: frozenset[str] | None = None) -> set[str]:
    """The labels of an exemplar that a sentence names.

    Args:
        profile: of the exemplar.
        sentence: of a reply.
        among: what its whole reply names, where that is known.
    """
    found = set((profile.spoken.keys() if among is None else among) & sentence.labels)
    for name in profile.spoken_names:
        if name not in found and (among is None or name in among) and _is_called(profile, name, sentence):
            found.add(name)
    return found


def _is_called(profile: Profile, name: str, sentence: Sentence) -> bool:
    """Whether a sentence has a name of the code base, written as one or in words."""
    if len(name) > 7 and name[2:] in sentence.letters:
        return True
    parts = profile.parts.get(name)
    return parts is not None and all(any(word.startswith(part) for word in sentence.each) for part in parts)


def is_given(profile: Profile, sentence: Sentence) -> bool:
    """Whether the learner reads this sentence in the stub."""
    letters = sentence.letters
    return bool(letters) and any(letters in given or given in letters for given in profile.given)
