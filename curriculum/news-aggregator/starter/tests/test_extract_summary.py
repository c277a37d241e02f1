"""Task extract-summary: the sentences that say most, within the budget."""

import asyncio
from collections import Counter

import pytest

from feed_server.feeds import BRIDGE
from news_aggregator.budget import tokens_of
from news_aggregator.errors import SummaryError
from news_aggregator.extractive import ExtractiveSummariser, best_within, scores


def summary(title: str, text: str, max_tokens: int = 500) -> str:
    """What the summariser says."""
    return asyncio.run(ExtractiveSummariser().summarise(title, text, max_tokens))


def test_a_sentence_scores_the_mean_count_of_its_words() -> None:
    counts = Counter(bridge=4, opens=2, party=0)
    assert scores(["Bridge opens.", "The bridge", "A party."], counts) == [3.0, 4.0, 0.0]


def test_a_word_that_stands_twice_in_a_sentence_counts_once() -> None:
    assert scores(["Bridge bridge opens."], Counter(bridge=4, opens=2)) == [3.0]


def test_a_sentence_without_words_scores_nothing() -> None:
    assert scores(["...", "Of the."], Counter(bridge=4)) == [0.0, 0.0]


def test_the_best_sentences_come_in_the_order_of_the_text() -> None:
    assert best_within(["One.", "Two.", "Three.", "Four."], [1, 4, 2, 3], 100) == ["Two.", "Three.", "Four."]


def test_at_most_three_sentences_are_taken() -> None:
    assert len(best_within([f"Number {number}." for number in range(9)], [1.0] * 9, 500)) == 3


def test_of_equal_sentences_the_earlier_ones_win() -> None:
    assert best_within(["One.", "Two.", "Three.", "Four."], [1, 1, 1, 1], 100) == ["One.", "Two.", "Three."]


def test_a_sentence_that_does_not_fit_is_passed_over() -> None:
    long, short = "L" * 200 + ".", "Short."
    assert best_within([long, short], [9, 1], 10) == [short]


def test_blanks_between_sentences_count_against_the_budget() -> None:
    sentences = ["Abcdefg.", "Hijklmn."]
    assert tokens_of(" ".join(sentences)) == 5
    assert best_within(sentences, [2, 1], 4) == ["Abcdefg."]
    assert best_within(sentences, [2, 1], 5) == sentences


def test_the_summary_of_an_article_is_made_of_its_own_sentences() -> None:
    found = summary("Harbour bridge opens again after four months", BRIDGE)
    assert found == (
        "The old harbour bridge opens again on Tuesday. Cyclists get a lane of their own on the bridge. "
        "The work took four months."
    )


def test_a_long_article_stays_within_five_hundred_tokens() -> None:
    text = " ".join(f"Sentence number {number} " + "word " * 150 + "ends." for number in range(40))
    assert 0 < tokens_of(summary("Numbers", text)) <= 500


@pytest.mark.parametrize("text", ["", "   ", "x" * 5000])
def test_an_article_without_a_sentence_that_fits_is_a_summary_error(text: str) -> None:
    with pytest.raises(SummaryError):
        summary("Title", text)
