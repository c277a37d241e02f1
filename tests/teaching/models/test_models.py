"""The protocol's two members that need nothing: templates, and the scripted model of the tests."""

import pytest

from teaching.models.protocol import Message, ModelError
from teaching.models.scripted import Scripted
from teaching.models.words import Words


def test_words_answers_with_the_template_and_costs_nothing() -> None:
    answer = Words().complete([Message("user", "why?"), Message("words", "Because of the rule.")])
    assert (answer.text, answer.tokens, answer.cost, answer.model) == ("Because of the rule.", 0, 0.0, "words")


def test_words_without_a_template_says_what_to_do() -> None:
    with pytest.raises(ModelError, match="configure a model"):
        Words().complete([Message("user", "why?")])


def test_scripted_answers_in_order_and_remembers_what_it_was_asked() -> None:
    model = Scripted("one")
    model.enqueue("two", ModelError("down"))
    asked = [Message("user", "a")]
    assert [model.complete(asked).text, model.complete(asked).text] == ["one", "two"]
    with pytest.raises(ModelError, match="down"):
        model.complete(asked)
    with pytest.raises(ModelError, match="no more"):
        model.complete(asked)
    assert model.asked == [tuple(asked)] * 4
