from itertools import combinations

import pytest

from rounds import rounds


@pytest.mark.parametrize("players", ["AB", "ABCD", "ABCDEFGH"])
def test_everybody_meets_everybody_once(players):
    met = sorted(tuple(sorted(pair)) for one in rounds(list(players)) for pair in one)
    assert met == list(combinations(players, 2))


@pytest.mark.parametrize("players", ["AB", "ABCD", "ABCDEF"])
def test_nobody_plays_twice_in_a_round(players):
    for one in rounds(list(players)):
        assert sorted(name for pair in one for name in pair) == list(players)


def test_an_odd_number_is_refused():
    with pytest.raises(ValueError, match="3 players"):
        rounds(["A", "B", "C"])
