"""What is decisive in an exemplar: the operations of its body with their weights and what a learner has."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from teaching.contracts.exercises import Exemplar
from teaching.guard.extract import language_of_path
from teaching.guard.parsing import functions, parsed
from teaching.guard.trees import Bag, bag_of, body_bag
from teaching.guard.vocabulary import CALL_LABELS, OPERATORS
from teaching.guard.weights import coarse, link_weight, weight_of
from teaching.guard.words import labels_of

_KNOWN = frozenset(label for labels in CALL_LABELS.values() for label in labels)
# How much a label says where a sentence names it: common words come up in any sentence.
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
_CHANCE = 0.4
# An inverted branch, an early return or a helper moves what stands directly in these.
_FRAMES = frozenset({"BRANCH", "LOOP", "RETURN", "FN", "TRY", "CATCH"})
_FRAMED = 0.6
_TOLD = 0.5  # what marker, hints and docstring name themselves gives less away
_AGAIN = 0.35  # what the second time of an operation is worth
_PARAMETER = re.compile(r"(?:^|[,(\s])\*{0,2}(\w+)\s*\??(?=\s*[:=,)]|$)")
_NO_LETTER = re.compile(r"[\W_]+")
_SIGN = re.compile(r"[-+*/%<>=!&|^~?]+")


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much in code.

    Attributes:
        labels: for each label the weights of its first, second … occurrence.
        links: the weight of each link.
        coarse: the same by classes of operations.
        labels_sum: of all, and a little more, because what is small is soon found in anything.
        size: of all operations as they are.
    """

    labels: dict[str, tuple[float, ...]]
    links: dict[tuple[str, str], float]
    coarse: dict[tuple[str, str], float]
    labels_sum: float
    links_sum: float
    coarse_sum: float
    size: float


@dataclass(frozen=True, slots=True)
class Profile:
    """An exemplar as it is compared.

    Attributes:
        bag: its body.
        weights: what counts of it.
        names: the labels that are names of this code base, which a copy may have renamed.
        parameters: the ones that its body uses.
        last: what it is called, without its class, spaces and signs.
        called: finds a call of it.
        spoken: its operations in their order with the weights that they have in sentences.
        core: the labels of what its author calls indispensable.
        given: what the learner reads in the stub, docstring, marker and hints; without spaces and signs.
        lines: its lines without spaces.
        parts: the beginnings of the words that a name is made of, where it is made of several.
        heard: what words name of it, as far as they were looked up.
    """

    exemplar: Exemplar
    bag: Bag
    weights: Weights
    names: frozenset[str]
    parameters: tuple[str, ...]
    last: str
    is_method: bool
    called: re.Pattern[str]
    spoken: tuple[tuple[str, float], ...]
    spoken_labels: frozenset[str]
    spoken_names: tuple[str, ...]
    spoken_sum: float
    core: frozenset[str]
    given: tuple[str, ...]
    lines: frozenset[str]
    parts: dict[str, tuple[str, ...]]
    heard: dict[frozenset[str], Mapping[str, float]] = field(default_factory=dict[frozenset[str], Mapping[str, float]])


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
    name = exemplar.symbol.rpartition(".")[2]
    spoken = _spoken(exemplar, bag, core)
    labels = frozenset(label for label, _ in spoken)
    return Profile(
        exemplar=exemplar,
        bag=bag,
        weights=_weights(bag, core),
        names=frozenset(label for label in bag.labels if is_name(label)),
        parameters=_parameters(exemplar, bag),
        last=squeezed(name),
        is_method="." in exemplar.symbol,
        called=re.compile(rf"(?<!\w){re.escape(name)}\(" if name else r"(?!)"),
        spoken=spoken,
        spoken_labels=labels,
        spoken_names=tuple(label for label in labels if is_name(label)),
        spoken_sum=sum(weight for _, weight in spoken) + 0.5,
        core=core,
        given=given,
        lines=_lines(exemplar),
        parts=_parts(exemplar.text),
    )


def _weights(bag: Bag, core: frozenset[str]) -> Weights:
    labels: dict[str, tuple[float, ...]] = {}
    for label, count in bag.labels.items():
        weight = weight_of(label) * (_CORE if label in core else 1)
        labels[label] = tuple(weight * 0.5**number for number in range(min(count, _MOST)))
    links = {
        (above, below): link_weight(above, below)
        * (_CORE if {above, below} <= core else 1)
        * (_FRAMED if above in _FRAMES else 1)
        for above, below in bag.links
    }
    classes: dict[tuple[str, str], float] = {}
    for (above, below), weight in links.items():
        key = (coarse(above), coarse(below))
        classes[key] = max(classes.get(key, 0.0), weight)
    return Weights(
        labels=labels,
        links=links,
        coarse=classes,
        labels_sum=sum(map(sum, labels.values())) + _CHANCE,
        links_sum=sum(links.values()) + _CHANCE,
        coarse_sum=sum(classes.values()) + _CHANCE,
        size=sum(weight_of(label) * count for label, count in bag.labels.items()),
    )


def _parameters(exemplar: Exemplar, bag: Bag) -> tuple[str, ...]:
    words = [squeezed(word) for word in _PARAMETER.findall(_listed(exemplar.text))]
    used = bag.names | {label[2:] for label in bag.labels if label.startswith("C:")}
    return tuple(word for word in dict.fromkeys(words) if word in used and word not in {"self", "this", "cls"})


def _listed(text: str) -> str:
    """What stands between a signature's brackets."""
    start = text.find("(")
    depth = 0
    for end in range(start, len(text)) if start >= 0 else ():
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            return text[start + 1 : end]
    return ""


def _spoken(exemplar: Exemplar, bag: Bag, core: frozenset[str]) -> tuple[tuple[str, float], ...]:
    told = {label for text in (exemplar.marker, *exemplar.hints, *_opening(bag)) for label in labels_of(text)}
    found: list[tuple[str, float]] = []
    seen: Counter[str] = Counter()
    for label in bag.order:
        seen[label] += 1
        if label.startswith("S:") or label in {"N:-1", "FN"} or seen[label] > 2:
            continue
        weight = _spoken_weight(label) * (_CORE if label in core else 1) * (_TOLD if label in told else 1)
        found.append((label, weight if seen[label] == 1 else weight * _AGAIN))
    return tuple(found)


def squeezed(text: str) -> str:
    """A text without spaces and signs, to find one in another however it is laid out."""
    return _NO_LETTER.sub("", text.lower())


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


def _spoken_weight(label: str) -> float:
    if label in _SPOKEN:
        return _SPOKEN[label]
    if label.startswith("N:"):
        return 1.3
    return 0.7 if label.startswith("F:") else 1.0
