"""How alike the answers are: what a reader of many would notice, in four numbers with limits.

The limits are of all answers together: no run of eight words in more than two of a hundred answers, 85 of a hundred
sentences said once, no two answers that share seven tenths of their runs of five words. Distinct-2 has no limit: it is
the share of pairs of words that are said once, by phase.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

from finetune.examples import Example
from finetune.likeness import Seen

RUN_OF, MOST_SHARE = 8, 0.02
LEAST_UNIQUE = 0.85
LIKENESS, SHINGLE = 0.7, 5
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_ENDS: Final = re.compile(r"(?<=[.!?:])\s+|\n+")
_MARK = re.compile(r"^(?:[-*#>]|\d+\.)+\s*(?:\[[ x]\]\s*)?")
_LEAST_WORDS = 3  # "Yes." is no sentence that anybody would want to be unique


class Language(BaseModel):
    """What was measured.

    Attributes:
        common: the run of eight words that most answers have, in words.
        common_share: the share of answers that have it.
        unique_sentences: distinct sentences among all, code left out.
        alike: pairs of answers that are too much alike.
        distinct_2: by phase.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    answers: int
    common: str
    common_share: float
    unique_sentences: float
    alike: int
    distinct_2: dict[str, float]

    def beyond(self) -> list[str]:
        """The limits that are not held, in words."""
        found: list[str] = []
        if self.common_share > MOST_SHARE and self.common_share * self.answers > 2:
            found.append(f"“{self.common}” stands in {self.common_share:.1%} of the answers, {MOST_SHARE:.0%} at most")
        if self.unique_sentences < LEAST_UNIQUE:
            found.append(f"{self.unique_sentences:.1%} of the sentences are said once, {LEAST_UNIQUE:.0%} at least")
        if self.alike:
            found.append(f"{self.alike} answers are like another one")
        return found


def measured(examples: Sequence[Example]) -> Language:
    """The four numbers of these examples' answers."""
    runs = Counter[str]()
    for one in examples:
        runs.update(set(runs_of(one.output, RUN_OF)))
    common, count = max(runs.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    told = [sentence for one in examples for sentence in sentences(one.output)]
    seen = Seen(LIKENESS, SHINGLE)
    by_phase: dict[str, list[str]] = defaultdict(list)
    for one in examples:
        by_phase[one.phase].append(one.output)
    return Language(
        answers=len(examples),
        common=common,
        common_share=round(count / len(examples), 4) if examples else 0.0,
        unique_sentences=round(len(set(told)) / len(told), 4) if told else 1.0,
        alike=sum(seen.like(one.output) is not None for one in examples),
        distinct_2={phase: _distinct(texts) for phase, texts in by_phase.items()},
    )


def sentences(text: str) -> list[str]:
    """The sentences of an answer, as a reader has them, without its code."""
    pieces = (_MARK.sub("", piece.strip()).strip() for piece in _ENDS.split(_FENCE.sub("\n", text)))
    return [piece for piece in pieces if len(_words(piece)) >= _LEAST_WORDS]


def runs_of(text: str, length: int) -> Iterable[str]:
    """Every run of so many words."""
    words = _words(text)
    return (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _distinct(texts: Iterable[str]) -> float:
    pairs = Counter(pair for text in texts for pair in runs_of(text, 2))
    whole = pairs.total()
    return round(len(pairs) / whole, 4) if whole else 1.0
