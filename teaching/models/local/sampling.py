"""Chooses the next token from the scores: the best one, or at a temperature; held to a grammar where there is one."""

from math import isfinite
from typing import Any, Final

from teaching.models.local.llama import Grammar, Llama, arrays
from teaching.models.local.tokens import Characters
from teaching.models.protocol import ModelError

_LIKELY: Final = 40  # only so many of the best tokens are drawn from
_MASS: Final = 0.95  # and of these, the best that together have this share
_FIRST_LOOK: Final = 256


class Sampler:
    """Chooses the tokens of one answer.

    The grammar is asked about the one token that was chosen, and about others only where it refuses that: to ask it
    about a whole vocabulary takes 30 ms.
    """

    def __init__(self, llama: Llama, temperature: float, seed: int, grammar: Grammar | None) -> None:
        """Draws from `seed` where the temperature is above 0."""
        self._np = arrays()
        self._llama, self._temperature, self._grammar = llama, temperature, grammar
        self._chance = self._np.random.default_rng(seed)
        self._control = self._np.array(llama.control, dtype=self._np.intp)
        self._characters = Characters()
        self._all = self._np.arange(llama.size, dtype=self._np.int32)

    def next(self) -> int:
        """The next token.

        Raises:
            ModelError: the scores are not numbers, or the grammar allows nothing that the vocabulary can say.
        """
        scores = self._llama.scores()
        if self._grammar is None:
            return self._choose(scores)
        scores[self._control] = -self._np.inf  # to the grammar their names are text
        token = self._choose(scores)
        if not self._grammar.allows(token) or not self._spelt(token):
            token = self._allowed(self._grammar, scores)
        self._grammar.accept(token)
        self._characters.take(self._llama.piece(token))
        return token

    def _allowed(self, grammar: Grammar, scores: Any) -> int:
        looks = [self._all]
        if len(scores) > _FIRST_LOOK:
            looks.insert(0, self._np.sort(self._np.argpartition(scores, -_FIRST_LOOK)[-_FIRST_LOOK:]))
        for tokens in looks:
            filtered = grammar.only_allowed(tokens, scores[tokens])
            while self._np.isfinite(filtered).any():
                place = self._choose(filtered)
                if self._spelt(int(tokens[place])):
                    return int(tokens[place])
                filtered[place] = -self._np.inf
        raise ModelError("the model's vocabulary has nothing that this JSON schema allows here")

    def _spelt(self, token: int) -> bool:
        return self._characters.fit(self._llama.piece(token), last=self._llama.ends(token))

    def _choose(self, scores: Any) -> int:
        """The place of the score that is chosen."""
        best = int(scores.argmax())
        # The maximum of an array with a NaN in it is that NaN.
        if not isfinite(scores[best]):
            raise ModelError("the model computes no numbers: its file is damaged; fetch or make it again")
        return best if self._temperature <= 0 else self._draw(scores)

    def _draw(self, scores: Any) -> int:
        np = self._np
        count = min(_LIKELY, len(scores))
        likely = np.argpartition(scores, -count)[-count:]
        likely = likely[np.argsort(-scores[likely], kind="stable")]
        weights = np.exp((scores[likely] - scores[likely[0]]).astype(np.float64))
        share = np.cumsum(weights) / weights.sum()
        kept = likely[: int(np.searchsorted(share, _MASS)) + 1]
        weights = np.exp((scores[kept] - scores[kept[0]]).astype(np.float64) / self._temperature)
        drawn = int(np.searchsorted(np.cumsum(weights) / weights.sum(), self._chance.random()))
        return int(kept[min(drawn, len(kept) - 1)])
