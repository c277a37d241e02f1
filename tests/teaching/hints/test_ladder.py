"""How the ladder climbs, begins again, repeats and ends, by what the learner did between two requests."""

import pytest

from teaching.errors import BadInputError, RefusedError
from teaching.exemplars import store
from teaching.hints.ladder import give
from teaching.learning import record
from teaching.models.protocol import ModelError
from teaching.models.scripted import Scripted
from tests.teaching.hints.conftest import Course

WRONG = "return sum(prices)"
OTHER = "return sum(prices) - 1"


def test_each_request_gives_one_rung_and_remembers_it(course: Course) -> None:
    found = [give(course.root, course.place) for _ in range(4)]
    assert [(hint.rung, hint.kind) for hint in found] == [
        (1, "question"),
        (2, "concept"),
        (3, "place"),
        (4, "pseudo-code"),
    ]
    assert {hint.marker for hint in found} == {f"basket.py:{course.line}"}
    assert record.read(course.root).markers[course.place].rung == 4


def test_the_last_rung_repeats_and_names_the_way_out(course: Course) -> None:
    *_, fourth, again = [give(course.root, course.place) for _ in range(5)]
    assert again.text == fourth.text
    assert again.rung == 4
    assert fourth.note == ""
    assert f"hint basket.py:{course.line} --show" in again.note
    assert "After 3 red attempts" in again.note


def test_a_level_that_was_given_comes_again_and_moves_nothing(course: Course) -> None:
    first, second = give(course.root), give(course.root)
    assert give(course.root, level=1).text == first.text
    assert give(course.root, level=2).text == second.text
    assert give(course.root).rung == 3


def test_a_level_further_up_is_refused(course: Course) -> None:
    with pytest.raises(RefusedError, match="rung 3 comes after rung 1"):
        give(course.root, level=3)
    assert record.read(course.root).markers == {}


def test_code_that_moved_on_begins_with_a_question_about_it(course: Course) -> None:
    first = give(course.root)
    give(course.root)
    course.write(WRONG)
    anew = give(course.root)
    assert (anew.rung, anew.kind) == (1, "question")
    assert anew.text != first.text
    assert "your `total`" in anew.text
    assert "After a red `" in anew.note
    assert "verify total" in anew.note
    assert give(course.root).rung == 2


def test_comments_and_blank_lines_are_no_move(course: Course) -> None:
    give(course.root)
    course.write(f"# what now?\n\n    {course.failure}")
    assert give(course.root).rung == 2


def test_a_red_verification_of_an_attempt_climbs_two(course: Course, programs: None) -> None:
    give(course.root)
    course.write(WRONG)
    assert not course.verify()
    assert record.read(course.root).attempts["total"]
    sooner = give(course.root)
    assert sooner.rung == 3
    assert "two rungs" in sooner.note
    assert give(course.root).rung == 4
    course.write(OTHER)
    assert not course.verify()
    assert give(course.root).rung == 4


def test_a_verification_that_an_open_marker_held_back_is_no_attempt(course: Course, programs: None) -> None:
    give(course.root)
    assert not course.verify()
    assert give(course.root).rung == 2


def test_a_marker_that_says_something_else_is_another_one(course: Course) -> None:
    give(course.root)
    text = course.file.read_text(encoding="utf-8")
    course.file.write_text(text.replace("add up what is below the limit", "count the prices"), encoding="utf-8")
    assert give(course.root).rung == 1


@pytest.mark.parametrize("name", ["", "basket.py", "basket.py::total", "total", "1.1", "Sum the prices"])
def test_a_marker_is_found_by_what_people_call_it(course: Course, name: str) -> None:
    assert give(course.root, name).symbol == "total"


def test_a_marker_is_found_by_its_line_and_by_the_line_of_its_code(course: Course) -> None:
    assert give(course.root, f"basket.py:{course.line}").rung == 1
    assert give(course.root, f"./basket.py:{course.line + 3}").rung == 2


@pytest.mark.parametrize("name", ["basket.py::count", "test_basket.py", "basket.py:1", "nothing here"])
def test_what_is_not_there_is_told_with_what_is(course: Course, name: str) -> None:
    with pytest.raises(BadInputError) as problem:
        give(course.root, name)
    assert any(word in str(problem.value) for word in (f"basket.py:{course.line}", "hint for", "Sum the prices"))


def test_a_marker_that_nobody_has_a_solution_of_has_a_ladder_too(course: Course) -> None:
    mine = (
        "export function latest(entries: string[]): string {\n"
        '  // TODO(human): newest first\n  throw new Error("TODO");\n}\n'
    )
    (course.root / "feed.ts").write_text(mine, encoding="utf-8")
    found = [give(course.root, "feed.ts::latest") for _ in range(4)]
    assert [hint.rung for hint in found] == [1, 2, 3, 4]
    assert "developer.mozilla.org" in found[1].text
    assert "`entries`" in found[2].text
    assert "?" in found[3].text.split("```")[1]


def test_a_file_of_tests_is_not_called_a_test(course: Course) -> None:
    known = store.of_root(course.root)[0]
    asked = known.model_copy(update={"tests": ("test_basket.py",), "hints": ("Which limit?", "And the limit itself?")})
    store.keep(course.root, [asked])
    said = [give(course.root, course.place).text for _ in range(4)]
    assert not [text for text in said if "“test_basket.py”" in text]
    assert "Its tests stand in `test_basket.py`. Begin with the simplest of them." in said[2]
    assert not [text for text in said if "?." in text]


def test_a_finding_of_the_review_has_a_ladder_without_code(course: Course) -> None:
    (course.root / "load.py").write_text("def load(text: str) -> object:\n    return eval(text)\n", encoding="utf-8")
    found = [give(course.root, "load.py:2") for _ in range(4)]
    assert [hint.rung for hint in found] == [1, 2, 3, 4]
    assert found[0].text.endswith("?")
    assert "`load.py:2`" in found[2].text
    assert "baseline:" in found[2].text
    assert "```" not in found[3].text
    assert len({hint.text for hint in found}) == 4
    assert give(course.root, "load.py:2").rung == 4


def test_a_model_may_word_a_rung_and_may_not_give_more_away(course: Course) -> None:
    plain = give(course.root).text
    better = "What comes out when no price is below it?"
    assert give(course.root, level=1, model=Scripted(better)).text == better
    for said in (
        "Write `found += price` in a loop over prices, if price < most.",
        "Would you call `functools.reduce` here?",
        "no question",
        ModelError("gone"),
    ):
        assert give(course.root, level=1, model=Scripted(said)).text == plain
