"""A bank speaks evenly, to whom it is meant, and only of what is known."""

from collections import Counter
from random import Random

import pytest

from finetune.generate.bank import bank, parsed
from finetune.generate.voice import Silent, Voice
from teaching.errors import BadInputError
from tests.finetune.generate.banks import names

BANK = """
facts = ["path", "rule"]

[see]
any = ["{path} breaks {rule}.", "{rule} says otherwise than {path}."]
senior = ["{path}: {rule}."]

[ask]
any = ["what does {path} promise?"]
beginner = ["what do you see in {path}?"]

[answer]
any = ["{see} {ask}", "{ask}\\n\\n{see}"]
"""
FACTS = {"path": "`a.py`", "rule": "rule 3"}


def voice() -> Voice:
    return Voice(parsed("one", BANK), Random(0))


def test_every_phrase_is_said_about_equally_often() -> None:
    speaker = voice()
    said = Counter(speaker.say("see", "senior", FACTS) for _ in range(30))
    assert set(said.values()) == {10}


def test_a_phrase_for_others_is_not_said_to_one() -> None:
    senior, beginner = voice(), voice()
    assert {senior.say("ask", "senior", FACTS) for _ in range(9)} == {"What does `a.py` promise?"}
    assert len({beginner.say("ask", "beginner", FACTS) for _ in range(9)}) == 2


def test_shapes_are_filled_to_the_end_and_sentences_begin_with_a_capital() -> None:
    speaker = voice()
    said = {speaker.say("answer", "junior", FACTS) for _ in range(40)}
    assert "Rule 3 says otherwise than `a.py`. What does `a.py` promise?" in said
    assert "What does `a.py` promise?\n\n`a.py` breaks rule 3." in said


def test_what_is_not_known_is_not_spoken_of() -> None:
    with pytest.raises(Silent, match="no see for junior with path"):
        voice().say("see", "junior", {"path": "a.py"})


def test_of_several_texts_for_a_fact_each_has_its_turn() -> None:
    speaker = voice()
    said = [speaker.say("ask", "senior", {"path": ["one", "two", "three"]}) for _ in range(6)]
    assert Counter(said) == {f"What does {word} promise?": 2 for word in ("one", "two", "three")}


def test_code_keeps_its_small_letters_and_braces() -> None:
    speaker = Voice(
        parsed("two", 'facts = ["code"]\n[say]\nany = ["here.\\n\\n{code}\\n\\nlook at {Name} there."]'), Random(0)
    )
    said = speaker.say("say", "junior", {"code": "```python\nprint('a. b')\n\nx = {}\n```"})
    assert said == "Here.\n\n```python\nprint('a. b')\n\nx = {}\n```\n\nLook at {Name} there."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[see]\nany = ['{what}']", "see has {what}, neither fact nor move"),
        ("[a]\nany = ['{b}']\n[b]\nany = ['{a}']", "a → b → a has no end"),
        ("facts = ['a']\n[a]\nany = ['x']", "a is a fact and a move"),
        ("[a]\nany = ['x', 'x']", "a says one thing twice"),
        ("[a]\nexpert = ['x']", "a.expert is none of any, beginner, junior, senior"),
        ("[a\n", "bank one: "),
    ],
)
def test_a_bank_that_does_not_fit_together_is_refused(text: str, reason: str) -> None:
    with pytest.raises(BadInputError, match=reason.replace("{", r"\{").replace("}", r"\}")):
        parsed("one", text)


@pytest.mark.parametrize("name", names())
def test_every_bank_that_ships_fits_together(name: str) -> None:
    assert bank(name).moves
