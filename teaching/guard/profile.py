"""What is decisive in an exemplar: the operations of its body with their weights and what a learner has."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from teaching.contracts.exercises import Exemplar
from teaching.guard.extract import language_of_path
from teaching.guard.parsing import functions, parsed
from teaching.guard.trees import Bag, bag_of, body_bag
from teaching.guard.vocabulary import CALL_LABELS, OPERATORS
from teaching.guard.words import labels_of

_KNOWN = frozenset(label for labels in CALL_LABELS.values() for label in labels)
# Frames that any function has say little; what is computed in them says what the function is.
_WEIGHTS = {
    **dict.fromkeys(("NOT", "BOOL", "WITH", "V"), 0.2),
    **dict.fromkeys(("RETURN", "C:error", "C:str", "AWAIT", "FN"), 0.3),
    **dict.fromkeys(("LOGIC", "NULL", "RAISE", "TRY", "FORMAT", "C:num", "N:0"), 0.4),
    **dict.fromkeys(("BRANCH", "CATCH", "C:get", "C:set", "N:1", "YIELD", "BREAK", "SKIP"), 0.5),
    **dict.fromkeys(("LOOP", "EQ", "INDEX", "C:append"), 0.6),
    **dict.fromkeys(("CMP", "C:len", "IN", "C:istype"), 0.8),
    "N:2": 0.9,
}
# The same, where a sentence says it: common words come up in any sentence.
_SPOKEN = {
    **dict.fromkeys(("LOGIC", "NOT"), 0.15),
    **dict.fromkeys(("BOOL", "FORMAT", "C:error", "AWAIT", "C:str", "C:num"), 0.2),
    **dict.fromkeys(("RETURN", "NULL", "INDEX", "TRY", "C:get"), 0.3),
    **dict.fromkeys(("BRANCH", "RAISE", "CATCH", "C:len", "C:append", "C:set", "IN", "N:0", "N:1"), 0.4),
    **dict.fromkeys(("LOOP", "EQ"), 0.5),
    **dict.fromkeys(("C:istype",), 0.6),
    **dict.fromkeys(("CMP", "N:2"), 0.7),
}
_MOST = 3  # of one label that count, each half of the one before
_CORE = 1.6
CHANCE = 0.5
# An inverted branch, an early return or a helper moves what stands directly in these.
_FRAMES = frozenset({"BRANCH", "LOOP", "RETURN", "FN", "TRY", "CATCH"})
_FRAMED = 0.5
_TOLD = 0.5  # what marker, hints and docstring name themselves gives less away
_NO_LETTER = re.compile(r"[\W_]+")
_SIGN = re.compile(r"[-+*/%<>=!&|^~?]+")


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much in code.

    Attributes:
        labels: for each label the weights of its first, second … occurrence.
        links: the weight of each link.
        labels_sum: of all, and a little more, because what is small is soon found in anything.
    """

    labels: dict[str, tuple[float, ...]]
    links: dict[tuple[str, str], float]
    labels_sum: float
    links_sum: float


@dataclass(frozen=True, slots=True)
class Profile:
    """An exemplar as it is compared.

    Attributes:
        bag: its body.
        all: what counts of it.
        unnamed: the same without the names of its code base.
        names: the labels that are names of this code base, which a copy may have renamed.
        has_structure: whether it could be recognised by what is no name.
        spoken: the weight of each label in sentences.
        given: what the learner reads in the stub, docstring, marker and hints; without spaces and signs.
        lines: its lines without spaces.
        parts: the beginnings of the words that a name is made of, where it is made of several.
    """

    exemplar: Exemplar
    bag: Bag
    all: Weights
    unnamed: Weights
    names: frozenset[str]
    has_structure: bool
    spoken: dict[str, float]
    spoken_sum: float
    spoken_names: tuple[str, ...]
    given: tuple[str, ...]
    lines: frozenset[str]
    parts: dict[str, tuple[str, ...]]


@lru_cache(maxsize=4096)
def is_name(label: str) -> bool:
    """Whether a label is a name that a code base gave, which a copy may call otherwise."""
    return label[:2] in {"F:", "C:"} and label not in _KNOWN and label != "C:error"


_MOST_KEPT = 512
_kept: dict[Exemplar, Profile] = {}


def profile_of(exemplar: Exemplar) -> Profile:
    """The profile of an exemplar; kept, since every reply is compared with it."""
    found = _kept.get(exemplar)
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[exemplar] = _made(exemplar)
    return found


def _made(exemplar: Exemplar) -> Profile:
    bag, given = _read(exemplar)
    core = _core(exemplar)
    names = frozenset(label for label in bag.labels if is_name(label))
    every = _weights(bag, core, frozenset())
    spoken = _spoken(exemplar, bag, core)
    return Profile(
        exemplar=exemplar,
        bag=bag,
        all=every,
        unnamed=_weights(bag, core, names),
        names=names,
        has_structure=_has_structure(every, names),
        spoken=spoken,
        spoken_sum=sum(spoken.values()) + CHANCE,
        spoken_names=tuple(label for label in spoken if label in names),
        given=given,
        lines=_lines(exemplar),
        parts=_parts(exemplar.text),
    )


def _weights(bag: Bag, core: frozenset[str], without: frozenset[str]) -> Weights:
    labels: dict[str, tuple[float, ...]] = {}
    for label, count in bag.labels.items():
        if label not in without:
            weight = weight_of(label) * (_CORE if label in core else 1)
            labels[label] = tuple(weight * 0.5**number for number in range(min(count, _MOST)))
    links = {
        (above, below): (weight_of(above) * weight_of(below)) ** 0.5
        * (_CORE if {above, below} <= core else 1)
        * (_FRAMED if above in _FRAMES else 1)
        for above, below in bag.links
        if above not in without and below not in without
    }
    return Weights(labels, links, sum(map(sum, labels.values())) + CHANCE, sum(links.values()) + CHANCE)


def _spoken(exemplar: Exemplar, bag: Bag, core: frozenset[str]) -> dict[str, float]:
    told = {label for text in (exemplar.marker, *exemplar.hints, *_opening(bag)) for label in labels_of(text)}
    return {
        label: _spoken_weight(label) * (_CORE if label in core else 1) * (_TOLD if label in told else 1)
        for label in bag.labels
        if not label.startswith("S:") and label not in {"N:-1", "FN"}
    }


def squeezed(text: str) -> str:
    """A text without spaces and signs, to find one in another however it is laid out."""
    return _NO_LETTER.sub("", text.lower())


def _has_structure(weights: Weights, names: frozenset[str]) -> bool:
    """Whether enough is left to recognise where all names are others."""
    rest = sum(sum(counts) for label, counts in weights.labels.items() if label not in names)
    return rest >= 3.5 and rest * 3 >= weights.labels_sum - CHANCE


def _read(exemplar: Exemplar) -> tuple[Bag, tuple[str, ...]]:
    language = exemplar.language if exemplar.language != "other" else language_of_path(exemplar.path) or "python"
    tree = parsed(exemplar.text, language)
    function = next(functions(tree), None) if exemplar.symbol else None
    bag = bag_of(tree) if function is None else body_bag(function)
    # Comments inside the body are the author's explanation; only what opens the function is given to the learner.
    before = [] if function is None else [exemplar.text[: exemplar.text.find("{")] if language != "python" else ""]
    given = [exemplar.marker, *exemplar.hints]
    for text in (*_opening(bag), *before):
        given += text.split("\n")
    return bag, tuple(key for key in map(squeezed, given) if len(key) > 8)


def _opening(bag: Bag) -> list[str]:
    """The docstring; another comment in the body is the author's explanation and nothing that the learner has."""
    return [said for said in bag.said if said.lstrip("rbfuRBFU").startswith(('"', "'"))]


def _lines(exemplar: Exemplar) -> frozenset[str]:
    """The lines of the text, for the plainest comparison of all."""
    return frozenset(key for line in exemplar.text.split("\n") if len(key := "".join(line.split())) > 6)


def _parts(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in set(re.findall(r"[A-Za-z][A-Za-z_]{5,}", text)):
        words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]
        if len(words) > 1 and all(len(word) > 1 for word in words):
            stems = tuple(word[:5] for word in words)
            found[f"F:{squeezed(name)}"] = found[f"C:{squeezed(name)}"] = stems
    return found


def _core(exemplar: Exemplar) -> frozenset[str]:
    """The labels of the words that an author calls indispensable."""
    found: Counter[str] = Counter()
    for word in exemplar.core:
        found += bag_of(parsed(word, "typescript" if exemplar.language != "python" else "python")).labels
        for sign in _SIGN.findall(word):
            found.update(OPERATORS.get(sign.removesuffix("=") or sign, ()))
        for name in re.findall(r"[A-Za-z_]\w+", word):
            found.update((f"F:{squeezed(name)}", *CALL_LABELS.get(squeezed(name), (f"C:{squeezed(name)}",))))
    return frozenset(found)


@lru_cache(maxsize=4096)
def weight_of(label: str) -> float:
    """How much a label says about a function."""
    if label in _WEIGHTS:
        return _WEIGHTS[label]
    if label.startswith("N:"):
        return 1.6
    if label.startswith("S:"):
        return 0.2
    return 0.9 if label.startswith("F:") else 1.1


def _spoken_weight(label: str) -> float:
    if label in _SPOKEN:
        return _SPOKEN[label]
    if label.startswith("N:"):
        return 1.3
    return 0.7 if label.startswith("F:") else 1.0
