"""How much of an exemplar sentences tell: operations, each by a word of its own, in their order, as instructions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from teaching.guard.evidence import Evidence, Sentence
from teaching.guard.profile import Profile
from teaching.guard.words import words_of

_PART = 0.6  # what one word of a name of several is worth
_WORDS = 110  # sentences that belong together
_TELLS = re.compile(
    r"^\W*(?:\d+[.)]\s*)?(?:(?:then|now|next|first|finally|also|and|so|after that|in any case|just|simply|you"
    r"|dann|danach"
    r"|zuerst|erst|luego|después|ensuite|puis|im|in|am|at the end|at last|with|mit|with the),? ?(?:\w+ ){0,3}?)?(?:"
    r"take|put|add|subtract|multipl|divid|sort|return|rais|throw|append|push|delet|remov|set|stor|keep|split"
    r"|strip|lower"
    r"|upper|hash|call|convert|replac|map|filter|revers|skip|walk|go over|go through|loop|iterat|copy|make|creat|start"
    r"|declar|comput|increment|collect|count|doubl|halv|round|pars|turn|try|catch|give|get|look up|otherwise"
    r"|else|if|for"
    r"|when|whil|as long|as soon|repeat|hand|cut|join|build|pick|find|read the|check|switch|spread|slice"
    r"|clear|assign|write"
    r"|glue|tokeniz|intersect|make|begin|unpack|work out|drop|trim|encod|decod|refus|compare|wrap|insert|assign|initial"
    r"|nimm|addier|zieh|sortier|gib|wirf|wirfst|häng|lösch|setz|speicher|teil|geh|lauf|läuf|wenn|sonst|für|solange|bau"
    r"|prüf|schläf|leg|dreh|such|zähl|multiplizier|toma|suma|resta|ordena|devuelv|lanza|agreg|añad|recorr|si "
    r"|copia|mira"
    r"|guarda|cambia|divid|multiplica|prend|ajout|soustrai|trie|renvoi|lèv|parcour|sinon|pour|multipli)",
    re.IGNORECASE,
)


# Logarithms of odds, fitted as those of comparing.py.
_ODDS = {
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
_NOTHING = -20.0
_MOST_HEARD = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """What neighbouring sentences tell of an exemplar.

    Attributes:
        odds: that they give it away, as a logarithm.
        covered: the share of its operations that have a word of their own.
        line: where the first of them stands in the reply, 0-based.
        words: what each word of them may mean, in their order.
    """

    odds: float = _NOTHING
    covered: float = 0.0
    line: int = 0
    words: tuple[frozenset[str], ...] = ()


def told(profile: Profile, evidence: Evidence, least: float = -4.0) -> Told:
    """What neighbouring sentences tell, where they tell most.

    Args:
        profile: of the exemplar.
        evidence: of one reply.
        least: odds that are of no interest, so that nothing is looked for where no more can come out.
    """
    new = [sentence for sentence in evidence.sentences if not is_given(profile, sentence)]
    hits = [_hits(profile, sentence) if sentence.tells else () for sentence in new]
    best = Told(odds=least)
    for start in range(len(new)):
        window = _window(new, start)
        found = [hit for one in hits[start : start + len(window)] for hit in one]
        if found and _bound(profile, window, found) > best.odds:
            odds, covered = _odds(profile, window, found)
            if odds > best.odds:
                words = tuple(word for sentence in window if sentence.tells for word in words_of(sentence.text))
                best = Told(odds, covered, window[0].line, words)
    return best if best.words else Told()


def _hits(profile: Profile, sentence: Sentence) -> tuple[Mapping[str, float], ...]:
    """For each word that names something of an exemplar, what and how surely."""
    found: list[Mapping[str, float]] = []
    for word in words_of(sentence.text):
        if hit := _hit(profile, word):
            found.append(hit)
    return tuple(found)


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


def _window(sentences: Sequence[Sentence], start: int) -> Sequence[Sentence]:
    length = 0
    for end in range(start, len(sentences)):
        length += sentences[end].length
        if length > _WORDS and end > start:
            return sentences[start:end]
    return sentences[start:]


@lru_cache(maxsize=4096)
def _is_step(text: str) -> bool:
    return _TELLS.match(text) is not None


def _steps(window: Sequence[Sentence]) -> tuple[int, float]:
    """How many sentences are instructions, and the share of the words that stands in them."""
    steps = [sentence for sentence in window if sentence.tells and _is_step(sentence.text)]
    return len(steps), sum(step.length for step in steps) / (sum(sentence.length for sentence in window) + 5)


def _bound(profile: Profile, window: Sequence[Sentence], hits: Sequence[Mapping[str, float]]) -> float:
    """The odds if everything that is named had a word of its own and stood in order."""
    named: set[str] = set()
    for hit in hits:
        named.update(hit)
    most = sum(weight for label, weight in profile.spoken if label in named) / profile.spoken_sum
    return _sum(profile, window, most, most, 1.0)


def _odds(profile: Profile, window: Sequence[Sentence], hits: Sequence[Mapping[str, float]]) -> tuple[float, float]:
    covered = _covered(profile.spoken, hits) / profile.spoken_sum
    core = [(label, weight) for label, weight in profile.spoken if label in profile.core]
    named = _covered(core, hits) / (sum(weight for _, weight in core) + 0.2)
    return _sum(profile, window, covered, _ordered(profile, hits), named), covered


def _sum(profile: Profile, window: Sequence[Sentence], covered: float, ordered: float, core: float) -> float:
    values = values_of(profile, window, covered, ordered, core)
    return _ODDS["start"] + sum(_ODDS[name] * value for name, value in values.items())


def values_of(
    profile: Profile, window: Sequence[Sentence], covered: float, ordered: float, core: float
) -> dict[str, float]:
    """What counts of neighbouring sentences, by the names of the odds."""
    steps, share = _steps(window)
    return {
        "covered": covered,
        "ordered": ordered,
        "both": covered * ordered,
        "core": core,
        "steps": min(_MOST_STEPS, steps) / _MOST_STEPS,
        "share": share,
        "large": len(profile.spoken_labels) ** 0.5,
        "told": covered * share,
    }


def coverage(profile: Profile, words: Sequence[frozenset[str]]) -> float:
    """The share of an exemplar's operations that words name, each by one of its own."""
    return _covered(profile.spoken, [hit for word in words if (hit := _hit(profile, word))]) / profile.spoken_sum


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


def is_given(profile: Profile, sentence: Sentence) -> bool:
    """Whether the learner reads this sentence in the stub."""
    letters = sentence.letters
    return bool(letters) and any(letters in given or given in letters for given in profile.given)
