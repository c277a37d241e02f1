"""What a model gets from the tool."""

import pytest

from your_package.search_tool import (
    LONGEST_QUERY,
    LONGEST_REPLY,
    MOST_RESULTS,
    ArgumentError,
    Note,
    SearchArguments,
    arguments_of,
    call,
)

NOTES = [Note(1, "Buy milk"), Note(2, "Milk the goat\nand the cow"), Note(3, "Sleep")]


def test_a_query_is_taken_apart_into_words() -> None:
    assert arguments_of({"query": " Buy  MILK ", "limit": 3}) == SearchArguments(
        ("buy", "milk"), 3
    )


def test_the_limit_has_a_default() -> None:
    assert arguments_of({"query": "milk"}).limit == 5


@pytest.mark.parametrize("query", [None, "", "   ", 7, "x" * (LONGEST_QUERY + 1)])
def test_a_query_that_is_not_acceptable_is_told_what_to_pass(query: object) -> None:
    with pytest.raises(ArgumentError, match=str(LONGEST_QUERY)):
        arguments_of({"query": query})


@pytest.mark.parametrize("limit", [0, MOST_RESULTS + 1, "3", 2.5, True])
def test_a_limit_that_is_not_acceptable_is_told_what_to_pass(limit: object) -> None:
    with pytest.raises(ArgumentError, match=str(MOST_RESULTS)):
        arguments_of({"query": "milk", "limit": limit})


def test_an_unknown_argument_is_named() -> None:
    with pytest.raises(ArgumentError, match="colour"):
        arguments_of({"query": "milk", "colour": "red"})


def test_notes_are_found_newest_first_on_one_line_each() -> None:
    assert call({"query": "MILK"}, NOTES) == "#2 Milk the goat and the cow\n#1 Buy milk"


def test_every_word_has_to_be_there() -> None:
    assert call({"query": "milk goat"}, NOTES) == "#2 Milk the goat and the cow"


def test_what_is_left_out_is_counted() -> None:
    lines = call({"query": "milk", "limit": 1}, NOTES).splitlines()
    assert lines[0].startswith("#2")
    assert lines[1].startswith("1 more")
    assert len(lines) == 2


def test_nothing_found_is_said() -> None:
    assert "no note" in call({"query": "horse"}, NOTES)


def test_a_reply_is_never_long() -> None:
    notes = [Note(number, "milk " * 1000) for number in range(1000)]
    assert len(call({"query": "milk", "limit": MOST_RESULTS}, notes)) <= LONGEST_REPLY
