"""Summarises without any model: picks the sentences whose words the article repeats most."""

import re
from collections import Counter
from collections.abc import Sequence

from news_aggregator.budget import tokens_of
from news_aggregator.duplicates import title_words
from news_aggregator.errors import SummaryError

MOST_SENTENCES = 3
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in order."""
    return [sentence for sentence in _SENTENCE_END.split(text.strip()) if sentence]


def word_counts(title: str, text: str) -> Counter[str]:
    """How often each word that carries meaning stands in an article; those of its title count twice."""
    counts = Counter(word for sentence in sentences_of(text) for word in title_words(sentence))
    counts.update(title_words(title))
    counts.update(title_words(title))
    return counts


def scores(sentences: Sequence[str], counts: Counter[str]) -> list[float]:
    """How much each sentence says of the whole: the mean count of its words, 0 without words."""
    # TODO(human)[extract-summary]: for each sentence the mean count of its
    # words; 0 for a sentence without words
    # Hint: `title_words` gives the words of any text, each once
    # Hint: a mean over nothing is a division by zero
    raise NotImplementedError("TODO(human): scores")


def best_within(sentences: Sequence[str], marks: Sequence[float], max_tokens: int) -> list[str]:
    """The best sentences that fit together into the budget, in the order of the text.

    At most `MOST_SENTENCES`. The best one is tried first, and one that does not fit is passed over.
    Of two equally good ones the earlier wins.
    """
    # TODO(human)[extract-summary]: try the sentences from the best to the
    # worst, keep each that still fits, and give them back in the order of the
    # text
    # Hint: sort the places of the sentences, not the sentences: you need the
    # order of the text at the end
    # Hint: Python's sort keeps equal ones in their order
    # Hint: the budget is for the whole summary, the blanks between sentences
    # included: count what is joined
    raise NotImplementedError("TODO(human): best_within")


class ExtractiveSummariser:
    """The default: needs no key, no network and no model, and says the same every time."""

    async def summarise(self, title: str, text: str, max_tokens: int) -> str:
        """The most telling sentences of the article, word for word.

        Raises:
            SummaryError: no sentence fits into the budget.
        """
        sentences = sentences_of(text)
        chosen = best_within(sentences, scores(sentences, word_counts(title, text)), max_tokens)
        if not chosen:
            raise SummaryError(f"no sentence of the article fits into {max_tokens} tokens")
        return " ".join(chosen)
