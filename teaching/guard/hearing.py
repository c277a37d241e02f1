"""What the sentences of a reply name, found out once for all exemplars: which label stands in which of them.

Sets of sentences are bits of a number, so that a stretch of text is ruled out for an exemplar without reading its words
again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from teaching.guard.cues import is_step
from teaching.guard.evidence import Evidence, Sentence
from teaching.guard.words import words_of

_SHORT, _LONG = 4, 5  # letters by which a part of a name is known


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences that belong together.

    Attributes:
        at: their numbers in the reply.
        bits: the same as a set.
        steps: how many are instructions.
        share: of the words, that stands in instructions.
    """

    at: tuple[int, ...]
    bits: int
    steps: int
    share: float


@dataclass(slots=True)
class Heard:
    """What the sentences of a reply name.

    Attributes:
        sentences: all of them.
        letters: the letters of all, a sentence a line.
        labels: in which sentences a label has a word; questions and findings tell nothing and are left out.
        begins: in which sentences a word begins with these letters.
    """

    sentences: Sequence[Sentence]
    letters: str
    labels: Mapping[str, int]
    begins: Mapping[str, int]
    _stretches: dict[tuple[tuple[int, ...], int], tuple[Stretch, ...]] = field(
        default_factory=dict[tuple[tuple[int, ...], int], tuple[Stretch, ...]]
    )

    def stretches(self, numbers: tuple[int, ...], words: int) -> tuple[Stretch, ...]:
        """The stretches of these sentences of so many words, one from each of them on."""
        found = self._stretches.get((numbers, words))
        if found is None:
            found = self._stretches[numbers, words] = tuple(_stretches(self.sentences, numbers, words))
        return found

    def unknown_to(self, given: Sequence[str]) -> tuple[int, ...]:
        """The sentences that a learner does not read in the stub."""
        lines = "\n".join(given)
        longer = [one for one in given if one in self.letters]
        return tuple(
            number
            for number, sentence in enumerate(self.sentences)
            if not sentence.letters
            or (sentence.letters not in lines and not any(one in sentence.letters for one in longer))
        )

    def naming(self, name: str, parts: Iterable[str]) -> int:
        """The sentences with a word for a name: the word itself, or one that begins like a part of it."""
        found = self.labels.get(f"W:{name}", 0)
        for part in parts:
            if _SHORT <= len(part) <= _LONG:
                found |= self.begins.get(part, 0)
        return found


@lru_cache(maxsize=64)
def heard_in(evidence: Evidence) -> Heard:
    """What the sentences of a reply name; kept, since every exemplar is compared with it."""
    labels: dict[str, int] = {}
    begins: dict[str, int] = {}
    for number, sentence in enumerate(evidence.sentences):
        bit = 1 << number if sentence.tells else 0
        for label in frozenset[str]().union(*words_of(sentence.text)) if bit else ():
            labels[label] = labels.get(label, 0) | bit
    for label, bits in labels.items():
        if label.startswith("W:"):
            for length in (_SHORT, _LONG):
                beginning = label[2 : 2 + length]
                begins[beginning] = begins.get(beginning, 0) | bits
    letters = "\n".join(sentence.letters for sentence in evidence.sentences)
    return Heard(tuple(evidence.sentences), letters, labels, begins)


def _stretches(sentences: Sequence[Sentence], numbers: tuple[int, ...], words: int) -> Iterable[Stretch]:
    lengths = [sentences[number].length for number in numbers]
    stepping = [sentences[number].tells and is_step(sentences[number].text) for number in numbers]
    end = length = steps = stepped = 0
    for start in range(len(numbers)):
        if end <= start:
            end, length = start + 1, lengths[start]
            steps, stepped = int(stepping[start]), lengths[start] * stepping[start]
        while end < len(numbers) and length + lengths[end] <= words:
            length += lengths[end]
            steps += stepping[end]
            stepped += lengths[end] * stepping[end]
            end += 1
        at = numbers[start:end]
        bits = 0
        for one in at:
            bits |= 1 << one
        yield Stretch(at, bits, steps, stepped / (length + 5))
        length -= lengths[start]
        steps -= stepping[start]
        stepped -= lengths[start] * stepping[start]
