"""Sentences that no phrase foresees are read by their likeness to known wordings, and only where that is sure."""

import pytest

from teaching.documents.constitution import read_text
from teaching.review.readings import readings_of
from teaching.review.resembling.features import features
from teaching.review.resembling.model import Weights, weights


def read(sentence: str, heading: str = "House rules") -> list[tuple[str, bool]]:
    """The checks that are read in a list item under a heading, and whether likeness found them."""
    constitution = read_text(f"# Project\n\n## {heading}\n\n- {sentence}\n")
    (statement,) = constitution.statements
    return [(one.reading.entry.name, one.reading.likeness > 0) for one in readings_of(statement)]


def test_weights_know_nearly_every_check_that_prose_can_ask_for() -> None:
    assert len(weights().checks) >= 145
    assert weights().checks[-1] == "none"


@pytest.mark.parametrize(
    ("sentence", "heading"),
    [
        ("Always use default exports.", "Modules"),
        ("You may use `print` while you debug.", "Output"),
        ("The tests of the shop live beside a jukebox.", "About"),
        ("powerful hooks that automate coordination", "What is inside"),
        ("Usernames are globally unique.", "Business rules"),
    ],
)
def test_opposites_permissions_and_descriptions_are_not_read(sentence: str, heading: str) -> None:
    assert [name for name, alike in read(sentence, heading) if alike] == []


def test_a_value_that_the_words_do_not_give_is_not_made_up() -> None:
    constitution = read_text("# Project\n\n## Size\n\n- Functions have to stay tiny, whatever the deadline says\n")
    for one in readings_of(constitution.statements[0]):
        assert one.reading.missing


def test_addresses_are_not_taken_for_a_rule_about_addresses() -> None:
    assert "https" not in " ".join(features("See https://example.org/docs for more"))
    assert any("http" in one for one in features("No `http://` addresses"))


def test_the_likeliest_check_of_a_trained_table_wins() -> None:
    table = {
        "checks": ["no-print", "quotes", "none"],
        "bias": [0.0, 0.0, 0.5],
        "features": {"print": "2.0 0 4.0", "quot": "2.0 1 4.0"},
    }
    found = Weights.of(table).chances("nothing is to print here")
    assert found.best[0] == "no-print"
    assert found.best[1] > 0.9
    assert not found.allow("quotes") or found.of["quotes"] < 0.05
    assert found.allow("a check that training did not know")
