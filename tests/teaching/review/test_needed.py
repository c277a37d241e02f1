"""No phrase is turned away that would have matched: what an expression is said to need, it needs."""

import re

import pytest

from teaching.review.catalogue import ENTRIES
from teaching.review.needed import can_match
from teaching.review.needing import words_needed, written

PHRASES = {phrase.expression: phrase for entry in ENTRIES.values() for phrase in (*entry.phrases, *entry.vague)}
READS = sorted({text.lower() for entry in ENTRIES.values() for text, _ in entry.reads})


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("never use eval", [{"never use eval"}]),
        ("(?:no|never) (?:eval|print)", [{"eval", "print"}]),
        ("(?:no )?eval", [{"eval"}]),
        ("(?:eval)?", []),
        ("[ab]c*", []),
        ("(?:eval|[a-z]+)", []),
        ("(?<!not )eval(?! is fine)", [{"eval"}]),
        (r"\b(?P<number>\d+) lines?", [{" line"}]),
        ("(?:lines){2,}", [{"lines"}]),
        ("(?i:eval)", []),
    ],
)  # fmt: skip
def test_what_an_expression_needs(expression: str, words: list[set[str]]) -> None:
    assert sorted(map(sorted, words_needed(expression))) == sorted(map(sorted, words))


def test_whatever_matches_a_phrase_has_what_the_phrase_needs() -> None:
    matched = 0
    for expression in sorted(PHRASES)[::9]:
        needs = words_needed(expression)
        compiled = re.compile(expression)
        for sentence in READS:
            found = compiled.search(sentence)
            if found is not None:
                matched += 1
                assert all(any(word in sentence for word in words) for words in needs), (expression, sentence)
    assert matched > 50


def test_the_file_turns_most_phrases_away_and_knows_all() -> None:
    turned_away = sum(not can_match(expression, "never use eval") for expression in PHRASES)
    assert turned_away > 0.8 * len(PHRASES)
    assert can_match("an expression that is new", "anything at all")


def test_flags_within_an_expression_are_not_guessed_at() -> None:
    assert '"expressions":{}' in written(["(?i:eval)"])
