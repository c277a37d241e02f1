import pytest

from naming import slug, unique


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Été à Nîmes, 1962!", "ete-a-nimes-1962"),
        ("  Harbour  --  dawn ", "harbour-dawn"),
        ("???", "untitled"),
    ],
)
def test_titles_become_names(title, name):
    assert slug(title) == name


def test_a_long_name_is_cut_between_words():
    assert slug("the old bridge in winter", longest=16) == "the-old-bridge"


def test_one_long_word_is_cut_hard():
    assert slug("Donaudampfschiff", longest=5) == "donau"


def test_a_taken_name_gets_a_number():
    assert unique("Dawn", {"dawn", "dawn-2"}) == "dawn-3"
