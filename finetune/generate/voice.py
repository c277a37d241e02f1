"""Speaks from a bank: of all that suits, what was said least, so that no phrase is heard more often than it must."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from finetune.generate.bank import REGISTERS, Bank, Phrase, Register

Facts = Mapping[str, str | Sequence[str]]
_WEIGHTS = (4, 4, 2)
# A path or a call keeps its small letter.
_START = re.compile(r"(?:^|(?<=[.!?] )|(?<=\n\n))[a-z](?![\w-]*[/_(.:]\w)")
_FENCE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[ \t]*$)", re.DOTALL | re.MULTILINE)


class Silent(Exception):
    """Nothing in the bank suits these facts; the text names the move."""


class Voice:
    """One kind's voice for a whole run: it remembers what it said."""

    def __init__(self, bank: Bank, chance: Random) -> None:
        """Takes the bank, and the chances that decide among what was said equally often."""
        self._bank, self._chance = bank, chance
        self._said: Counter[tuple[str, str]] = Counter()

    def register(self) -> Register:
        """To whom the next example is said: four in ten beginners, four juniors, two seniors."""
        return self._chance.choices(REGISTERS, _WEIGHTS)[0]

    def say(self, move: str, to: Register, facts: Facts) -> str:
        """Words that do this.

        Args:
            move: of the bank.
            to: whom it is said to.
            facts: by name; of several texts for one fact, the one that was said least is taken.

        Raises:
            Silent: no phrase has all its facts.
        """
        chosen = {name: self._fact(name, value) for name, value in facts.items()}
        return _capitals(self._filled(move, to, chosen))

    def _fact(self, name: str, value: str | Sequence[str]) -> str:
        if isinstance(value, str):
            return value
        return self._least([(f"{name}=", text) for text in value])[1]

    def _filled(self, move: str, to: Register, facts: Mapping[str, str]) -> str:
        can = [phrase for phrase in self._bank.moves[move] if to in phrase.to and self._can(phrase, to, facts)]
        if not can:
            raise Silent(f"{self._bank.name}: no {move} for {to} with {', '.join(sorted(facts))}")
        by_text = {phrase.text: phrase for phrase in can}
        phrase = by_text[self._least([(move, text) for text in by_text])[1]]
        values = {slot: facts[slot] if slot in facts else self._filled(slot, to, facts) for slot in phrase.slots}
        return phrase.filled(values)

    def _can(self, phrase: Phrase, to: Register, facts: Mapping[str, str]) -> bool:
        return all(slot in facts or self._speakable(slot, to, facts) for slot in phrase.slots)

    def _speakable(self, move: str, to: Register, facts: Mapping[str, str]) -> bool:
        phrases = self._bank.moves.get(move, ())
        return any(to in phrase.to and self._can(phrase, to, facts) for phrase in phrases)

    def _least(self, keys: Sequence[tuple[str, str]]) -> tuple[str, str]:
        least = min(self._said[key] for key in keys)
        key = self._chance.choice([key for key in keys if self._said[key] == least])
        self._said[key] += 1
        return key


def _capitals(text: str) -> str:
    """Sentences begin with a capital, also where a fact began them; code is left as it is."""
    parts = _FENCE.split(text)
    return "".join(
        part if number % 2 else _START.sub(lambda one: one[0].upper(), part) for number, part in enumerate(parts)
    )
