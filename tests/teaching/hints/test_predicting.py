"""A prediction about proved code: asked once, judged by the tests themselves, skippable. Needs bubblewrap."""

import re

import pytest

from teaching.errors import BadInputError, RefusedError
from teaching.hints import predicting
from teaching.hints.mutations import mutations
from teaching.learning import record
from teaching.modes import Choice, choose
from teaching.tasks.verifying import verify
from teaching.verification.consent import revoke
from tests.teaching.hints.conftest import Course, yes

pytestmark = pytest.mark.usefixtures("programs")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that does much at once is slow."""
    monkeypatch.setattr(predicting, "SECONDS", 120.0)


@pytest.fixture
def proved(course: Course) -> Course:
    course.solve()
    assert course.verify()
    return course


def test_a_changed_line_is_shown_with_the_tests_and_judged_by_them(proved: Course) -> None:
    before = proved.file.read_bytes()
    asked = predicting.ask(proved.root, "total")
    shown = predicting.markdown(asked)
    removed, added = re.findall(r"^[-+](.*)$", shown.split("```")[1], re.MULTILINE)
    assert removed in proved.file.read_text(encoding="utf-8").splitlines()
    assert removed != added
    assert "1. test_nothing_costs_nothing" in shown
    assert proved.file.read_bytes() == before
    assert record.read(proved.root).predictions["total"].outcome == "asked"
    assert predicting.ask(proved.root, "total") == asked

    assert asked.prediction.tests == (
        "test_nothing_costs_nothing",
        "test_prices_are_added",
        "test_the_limit_itself_is_too_much",
    )
    wrong = predicting.answer(proved.root, "total", "nothing_costs")
    assert wrong.prediction.outcome == "wrong"
    assert wrong.failing
    assert "test_nothing_costs_nothing` stays green" in predicting.markdown(wrong)
    with pytest.raises(RefusedError, match="it was wrong"):
        predicting.ask(proved.root, "total")


def test_the_record_does_not_tell_the_answer(proved: Course) -> None:
    asked = predicting.ask(proved.root, "total").prediction
    assert asked.right
    assert not set(asked.right) & set(asked.tests)


def test_the_right_test_is_right_by_number_too(proved: Course) -> None:
    asked = predicting.ask(proved.root, "total").prediction
    number = asked.tests.index("test_the_limit_itself_is_too_much") + 1
    found = predicting.answer(proved.root, "total", str(number))
    assert found.prediction.outcome == "right"
    assert predicting.markdown(found).startswith("Right: ")
    assert record.read(proved.root).predictions["total"].outcome == "right"


def test_it_can_be_skipped_and_an_answer_must_be_of_the_list(proved: Course) -> None:
    with pytest.raises(RefusedError, match="nothing is asked"):
        predicting.answer(proved.root, "total", "1")
    predicting.ask(proved.root, "total")
    for answer in ("test_", "9", ""):
        with pytest.raises(BadInputError, match="not one test"):
            predicting.answer(proved.root, "total", answer)
    predicting.skip(proved.root, "total")
    assert record.read(proved.root).predictions["total"].outcome == "skipped"
    with pytest.raises(RefusedError, match="it was skipped"):
        predicting.ask(proved.root, "total")


def test_it_is_not_asked_before_the_proof_nor_by_a_colleague(course: Course) -> None:
    with pytest.raises(RefusedError, match="run `.*verify total` first"):
        predicting.ask(course.root, "total")
    course.solve()
    assert course.verify()
    choose(course.root, Choice(mode="colleague"))
    with pytest.raises(RefusedError, match="mentor mode"):
        predicting.ask(course.root, "total")


def test_it_is_offered_where_it_can_be_asked(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    course.solve()
    found = verify(course.root, "total", yes(course.root))
    assert "predict total" in predicting.offer(course.root, found)
    monkeypatch.setattr(predicting, "SECONDS", 0.01)
    assert predicting.offer(course.root, found) == ""
    with pytest.raises(RefusedError, match="on this machine now: its tests take longer"):
        predicting.ask(course.root, "total")


def test_it_is_not_offered_where_no_line_can_be_changed(course: Course) -> None:
    course.file.write_text("def total(prices, most):\n    return sum(filter(most.__gt__, prices))\n", encoding="utf-8")
    found = verify(course.root, "total", yes(course.root))
    assert found.ticked
    assert predicting.offer(course.root, found) == ""


def test_nothing_runs_that_was_not_allowed(proved: Course) -> None:
    revoke(proved.root)
    with pytest.raises(RefusedError, match="not allowed"):
        predicting.ask(proved.root, "total")


WEB = """\
export function f(x: number): boolean {
  if (x >= 10) {
    return true;
  }
  for (let i = 0; i < 3; i++) {
    x = x + 2;
  }
  return x > 1 && x !== 3;
}
"""


def test_each_change_is_of_one_line_and_the_telling_ones_come_first() -> None:
    found = mutations(WEB, "a.ts")
    assert [one.kind for one in found[:4]] == ["boundary", "early answer", "logic", "equality"]
    assert found[1].line == 3
    for one in found:
        pairs = zip(WEB.splitlines(), one.text.splitlines(), strict=True)
        assert [number for number, (old, new) in enumerate(pairs, start=1) if old != new] == [one.line]
    assert not [one for one in found if "i <" in one.before]


def test_the_head_of_a_loop_that_could_run_for_ever_stays() -> None:
    text = "def f(x):\n    while x < 5 and True:\n        x += 1\n    return x\n"
    assert {one.line for one in mutations(text, "a.py")} == {3}
