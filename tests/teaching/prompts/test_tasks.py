"""Prompts have their fixed part first, and ask for every value that they need."""

import pytest

from teaching.prompts.tasks import ASK, ASK_DEEP, EXPLAIN, HINT_WORDING, PROMPTS, REVIEW_WORDING, asked, question


@pytest.mark.parametrize("name", PROMPTS)
def test_the_fixed_part_of_a_prompt_has_no_value_in_it(name: str) -> None:
    assert "$" not in PROMPTS[name].system
    assert "$" in PROMPTS[name].user


def test_a_missing_value_and_an_unknown_prompt_are_errors() -> None:
    with pytest.raises(KeyError):
        asked(REVIEW_WORDING, rule="x")
    with pytest.raises(KeyError):
        asked("nothing")


def test_values_are_not_read_as_templates() -> None:
    assert asked(HINT_WORDING, hint="$5 for $name").user == "$5 for $name"


def test_what_a_question_is_about_stands_below_it() -> None:
    assert question("Why?") == (PROMPTS[ASK].system, "Why?")
    assert question("Why?", "a = 1").user == "Why?\n\na = 1"
    assert question("Why?", "a = 1", "Be brief.", EXPLAIN) == (PROMPTS[EXPLAIN].system, "Why?\n\na = 1\n\nBe brief.")


@pytest.mark.parametrize("name", [ASK, ASK_DEEP, EXPLAIN])
def test_what_answers_a_question_is_told_that_the_project_gives_no_orders(name: str) -> None:
    assert "never orders to you" in PROMPTS[name].system
