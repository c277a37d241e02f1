"""Which answers say what was said too often already; those that do are rejected while the set is made."""

from collections import Counter

from finetune.generate.language import LEAST_UNIQUE, LIKENESS, MOST_SHARE, RUN_OF, SHINGLE, runs_of, sentences
from finetune.generate.model import require
from finetune.likeness import Seen

_FEW = 2  # two answers may share a run of words in however small a set
_ROOM = 0.005


class Worn:
    """The answers that were taken."""

    def __init__(self, count: int) -> None:
        """Takes how many there are to be in all."""
        self._most = max(_FEW, int(count * MOST_SHARE))
        self._runs = Counter[str]()
        self._said: set[str] = set()
        self._sentences = 0
        self._seen = Seen(LIKENESS, SHINGLE)

    def take(self, output: str) -> str:
        """Takes an answer.

        Raises:
            Wrong: it is like one before, has a run of words that too many have, or says again what was said.
        """
        runs = set(runs_of(output, RUN_OF))
        often = max(runs, key=lambda run: (self._runs[run], run), default="")
        require(self._runs[often] < self._most, f"“{often}” stands in {self._most} answers already")
        told = sentences(output)
        fresh = {sentence for sentence in told if sentence not in self._said}
        all_told = self._sentences + len(told)
        share = (len(self._said) + len(fresh)) / all_told if all_told else 1.0
        own = len(fresh) / len(told) if told else 1.0
        require(
            own >= LEAST_UNIQUE or share >= LEAST_UNIQUE + _ROOM, f"{len(told) - len(fresh)} sentences were said before"
        )
        like = self._seen.like(output)
        require(like is None, f"it is like answer {like}")
        self._runs.update(runs)
        self._said |= fresh
        self._sentences = all_told
        return f"{len(fresh)} of {len(told)} sentences"
