"""How alike answers are is measured, and what says again what was said is turned away."""

import pytest

from finetune.examples import Example
from finetune.generate.language import measured, sentences
from finetune.generate.model import Wrong
from finetune.generate.worn import Worn


def example(output: str, phase: str = "review") -> Example:
    return Example(instruction="a", output=output, id=output[:8], phase=phase, kind="k", source="s")  # type: ignore[arg-type]


OTHERS = [
    "The tide table of Saltmarsh reads minutes where it should read hours.",
    "Forty loaves were ordered, and the oven holds twelve of them at a time.",
    "Every rota needs two nurses at night, and this one has none on Sunday.",
]


def test_sentences_are_told_without_code_and_marks() -> None:
    text = "- [ ] First of all, look here. Then run it:\n\n```python\na = 1. b\n```\n\n1. And what is left? Yes."
    assert sentences(text) == ["First of all, look here.", "Then run it:", "And what is left?"]


def test_different_answers_are_within_the_limits() -> None:
    found = measured([example(text) for text in OTHERS])
    assert found.beyond() == []
    assert (found.alike, found.unique_sentences, found.common_share) == (0, 1.0, round(1 / 3, 4))


def test_each_limit_is_said_in_words() -> None:
    same = f"Before you go on: {OTHERS[0]} {OTHERS[1]}"
    found = measured([example(text) for text in (same, same, f"{same} So look again.")])
    assert (found.alike, found.common_share) == (2, 1.0)
    common, unique, alike = found.beyond()
    assert common.endswith("stands in 100.0% of the answers, 2% at most")
    assert unique == "40.0% of the sentences are said once, 85% at least"
    assert alike == "2 answers are like another one"


def test_an_answer_like_one_before_is_turned_away() -> None:
    worn = Worn(1400)
    long = ", and ".join(text.rstrip(".") for text in OTHERS)
    worn.take("Nothing of the kind was ever seen here.")
    worn.take(long)
    with pytest.raises(Wrong, match="it is like answer 1"):
        worn.take(long.replace("twelve", "eleven"))


def test_a_run_of_words_is_heard_in_two_of_a_small_set_at_most() -> None:
    worn = Worn(10)
    run = "and this is the run of eight words"
    worn.take(f"Boats are counted in the morning, {run} here.")
    worn.take(f"Who feeds the owls of the old mill tonight, {run} there?")
    with pytest.raises(Wrong, match="stands in 2 answers already"):
        worn.take(f"Seven maps were drawn by hand, {run} again and again.")


def test_sentences_that_were_said_are_counted() -> None:
    worn = Worn(1400)
    worn.take("Look at the first line of it. The owl sleeps in the mill.")
    with pytest.raises(Wrong, match="1 sentences were said before"):
        worn.take("Look at the first line of it. Forty loaves were ordered this morning.")
