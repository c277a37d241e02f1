import pytest

from grid import parse, starts


def test_a_word_begins_at_the_edge_or_behind_black():
    assert starts(parse("ab#cd\nxy#zw")) == [(0, 0), (0, 3), (1, 0), (1, 3)]


def test_one_square_is_no_word():
    assert starts(parse("#ab#c")) == [(0, 1)]


def test_black_rows_have_no_words():
    assert starts(parse("###")) == []


def test_ragged_rows_are_refused():
    with pytest.raises(ValueError, match="differ"):
        parse("abc\nab")
