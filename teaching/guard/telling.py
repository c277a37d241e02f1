"""How much of an exemplar sentences tell: operations, each by a word of its own, in their order, as instructions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from teaching.guard.evidence import Evidence, Sentence
from teaching.guard.hearing import Heard, Stretch, heard_in
from teaching.guard.profile import Profile
from teaching.guard.words import words_of

_PART = 0.6  # what one word of a name of several is worth
# Logarithms of odds, fitted as those of comparing.py. None but `large` and `start` may be below 0: `bound` rests on it.
ODDS = {
    "start": -3.76,
    "covered": 2.69,
    "ordered": 3.79,
    "both": 4.97,
    "core": 1.26,
    "steps": 0.93,
    "share": 2.56,
    "large": -0.98,
    "told": 3.75,
}
_MOST_STEPS = 8
# Sentences that belong together, in words; rounded, so that exemplars of about one size share their stretches.
_WORDS, _WORDS_PER_STEP = 20, 4
_LEAST_WORDS, _MOST_WORDS = 40, 110
_NOTHING = -20.0
_ROUNDED = 1e-9  # sums in another order differ by less
_MOST_HEARD = 10_000
# What is told of a core has to be this much, or nearly all of it. A small core is made of few operations, and of names
# that are words of every day (`one`, `message`, `failed`): a share of it comes up in any sentence.
_ENOUGH, _NEARLY_ALL, _FEWEST = 2.5, 0.78, 3
_ENOUGH_TOGETHER = 3.5  # of several replies, whose many words name more by chance


@dataclass(frozen=True, slots=True)
class Told:
    """What neighbouring sentences tell of an exemplar.

    Attributes:
        odds: that they give it away, as a logarithm.
        covered: the share of its operations that have a word of their own.
        line: where the first of them stands in the reply, 0-based.
        words: what each word of them may mean, in their order.
        values: what counted, by the names of the odds.
    """

    odds: float = _NOTHING
    covered: float = 0.0
    line: int = 0
    words: tuple[frozenset[str], ...] = ()
    values: Mapping[str, float] = field(default_factory=dict[str, float])


def told(profile: Profile, evidence: Evidence, least: float = -4.0, alone: bool = False) -> Told:
    """What neighbouring sentences tell, where they tell most.

    Args:
        profile: of the exemplar.
        evidence: of one reply.
        least: odds that are of no interest, so that nothing is looked for where no more can come out.
        alone: leave out sentences that tell too little to be a leak without other replies.
    """
    heard = heard_in(evidence)
    spoken = [(weight, _naming(profile, heard, label), label in profile.core) for label, weight in profile.spoken]
    core = sum(weight for weight, _, is_core in spoken if is_core) + 0.2
    best = Told(odds=least)
    for stretch in heard.stretches(heard.unknown_to(profile.given), words_for(profile)):
        if bound(profile, stretch, spoken, core) <= best.odds:
            continue
        sentences = [heard.sentences[number] for number in stretch.at]
        hits = [hit for sentence in sentences if sentence.tells for hit in _hits(profile, sentence)]
        values = _heard(profile, stretch, hits)
        odds = _sum(values)
        if odds > best.odds and not (alone and _is_little(profile, values["covered"], hits, _ENOUGH)):
            words = tuple(word for sentence in sentences if sentence.tells for word in words_of(sentence.text))
            best = Told(odds, values["covered"], sentences[0].line, words, values)
    return best if best.words else Told()


def words_for(profile: Profile) -> int:
    """How many words belong together: what does little is told in few, and longer texts name its steps by chance."""
    return max(_LEAST_WORDS, min(_MOST_WORDS, (_WORDS + _WORDS_PER_STEP * len(profile.spoken)) // 10 * 10))


def bound(profile: Profile, stretch: Stretch, spoken: Sequence[tuple[float, int, bool]], core: float) -> float:
    """The odds if everything that is named had a word of its own and stood in order: no less than they are.

    Args:
        profile: of the exemplar.
        stretch: of a reply.
        spoken: of each operation its weight, the sentences of the reply that name it, and whether it is of the core.
        core: the weight of the core, and a little more.
    """
    named = [(weight, is_core) for weight, where, is_core in spoken if where & stretch.bits]
    if not named:
        return _NOTHING
    most = sum(weight for weight, _ in named) / profile.spoken_sum
    indispensable = sum(weight for weight, is_core in named if is_core) / core
    return _sum(values_of(profile, stretch, most, most, indispensable)) + _ROUNDED


def _naming(profile: Profile, heard: Heard, label: str) -> int:
    """The sentences with a word for an operation; nowhere else `_hit` finds one."""
    found = heard.labels.get(label, 0)
    return found | heard.naming(label[2:], profile.parts.get(label, ())) if label in profile.names else found


def _hits(profile: Profile, sentence: Sentence) -> tuple[Mapping[str, float], ...]:
    """For each word that names something of an exemplar, what and how surely."""
    return tuple(hit for word in words_of(sentence.text) if (hit := _hit(profile, word)))


def _hit(profile: Profile, word: frozenset[str]) -> Mapping[str, float]:
    found = profile.heard.get(word)
    if found is None:
        if len(profile.heard) > _MOST_HEARD:
            profile.heard.clear()
        found = profile.heard[word] = _listened(profile, word)
    return found


def _listened(profile: Profile, word: frozenset[str]) -> Mapping[str, float]:
    hit = dict.fromkeys(word & profile.spoken_labels, 1.0)
    if any(one.startswith("W:") for one in word):
        for name in profile.spoken_names:
            if name not in hit and (value := _means(profile, name, word)):
                hit[name] = value
    return hit


def _heard(profile: Profile, stretch: Stretch, hits: Sequence[Mapping[str, float]]) -> dict[str, float]:
    covered = _covered(profile.spoken, hits) / profile.spoken_sum
    core = [(label, weight) for label, weight in profile.spoken if label in profile.core]
    named = _covered(core, hits) / (sum(weight for _, weight in core) + 0.2)
    return values_of(profile, stretch, covered, _ordered(profile, hits), named)


def _sum(values: Mapping[str, float]) -> float:
    return ODDS["start"] + sum(ODDS[name] * value for name, value in values.items())


def values_of(profile: Profile, stretch: Stretch, covered: float, ordered: float, core: float) -> dict[str, float]:
    """What counts of neighbouring sentences, by the names of the odds."""
    return {
        "covered": covered,
        "ordered": ordered,
        "both": covered * ordered,
        "core": core,
        "steps": min(_MOST_STEPS, stretch.steps) / _MOST_STEPS,
        "share": stretch.share,
        "large": len(profile.spoken_labels) ** 0.5,
        "told": covered * stretch.share,
    }


def coverage(profile: Profile, words: Sequence[frozenset[str]]) -> float:
    """The share of an exemplar's operations that words name, each by one of its own; 0 where that is little."""
    hits = [hit for word in words if (hit := _hit(profile, word))]
    covered = _covered(profile.spoken, hits) / profile.spoken_sum
    return 0.0 if _is_little(profile, covered, hits, _ENOUGH_TOGETHER) else covered


def _is_little(profile: Profile, covered: float, hits: Sequence[Mapping[str, float]], enough: float) -> bool:
    """Whether what is named of an exemplar is little in itself, whatever share of the exemplar it is."""
    whole = sum(weight for _, weight in profile.spoken)
    if covered * profile.spoken_sum < min(enough, _NEARLY_ALL * whole):
        return True
    return len({label for hit in hits for label in hit}) < _FEWEST


def _covered(spoken: Iterable[tuple[str, float]], hits: Sequence[Mapping[str, float]]) -> float:
    """The weight of the operations that have a word of their own, the heaviest first."""
    used: set[int] = set()
    got = 0.0
    for label, weight in sorted(spoken, key=lambda pair: -pair[1]):
        values = [(hit[label], -number) for number, hit in enumerate(hits) if label in hit and number not in used]
        if values:
            value, place = max(values)
            used.add(-place)
            got += weight * value
    return got


def _ordered(profile: Profile, hits: Sequence[Mapping[str, float]]) -> float:
    """The share of the operations that can be found in the words without going back: the heaviest common sequence."""
    before = [0.0] * (len(hits) + 1)
    for label, weight in profile.spoken:
        now = [0.0] * (len(hits) + 1)
        for number, hit in enumerate(hits):
            value = hit.get(label)
            now[number + 1] = max(before[number + 1], now[number], before[number] + weight * value if value else 0.0)
        before = now
    return before[-1] / profile.spoken_sum


def _means(profile: Profile, label: str, word: frozenset[str]) -> float:
    """How surely a word names an operation."""
    if label in word:
        return 1.0
    if label not in profile.names:
        return 0.0
    if f"W:{label[2:]}" in word:
        return 1.0
    parts = profile.parts.get(label, ())
    return _PART if any(one.startswith(f"W:{part}") for one in word for part in parts if len(part) > 3) else 0.0
