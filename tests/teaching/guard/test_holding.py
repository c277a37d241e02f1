"""A reply that gives a solution away is held back for a mentor's student, and the rung below is said instead."""

from collections.abc import Callable
from pathlib import Path

import pytest

from teaching.guard import guarded, holding, release
from teaching.guard.chat import seen
from teaching.guard.guarded import found_in
from teaching.learning import record
from tests.teaching.guard.conftest import BODY, EXEMPLAR, LEAK

HELD = "This reply was held back"
FIRST, SECOND = EXEMPLAR.hints


def held(reply: str, root: Path) -> bool:
    released = release(reply, root)
    if released == reply:
        return False
    assert HELD in released
    assert "1009" not in released
    return True


def test_a_leak_is_replaced_by_the_place_the_task_and_the_first_hint_and_counted(student: Path) -> None:
    released = release(LEAK, student)
    assert released.startswith(HELD)
    assert "`scores.py:6` (`settle`)" in released
    assert "rank the scores and pay the best three" in released
    assert FIRST in released
    assert SECOND not in released
    assert "verify settle" in released
    assert not any(line.strip() in released for line in BODY.splitlines())
    assert record.read(student).leaks == 1


def test_a_hint_that_was_given_is_not_given_again(student: Path) -> None:
    given = record.MarkerRecord(1, "", "2026-01-01T00:00:00Z")
    record.change(student, lambda before: before.with_marker("scores.py::settle", given))
    assert SECOND in release(LEAK, student)
    given = record.MarkerRecord(4, "", "2026-01-01T00:00:00Z")
    record.change(student, lambda before: before.with_marker("scores.py::settle", given))
    assert "test_the_best_three_count" in release(LEAK, student)


@pytest.mark.parametrize(
    "reply",
    [
        "`settle` stands in scores.py:4. What is the order of the list that it gets?\n",
        "```python\nnames = sorted(people, key=len, reverse=True)\nprint(names[:10])\n```\n",
        "2 of 3 tests are red. Next: `pytest tests/test_scores.py -x`, then `ruff check .`\n",
    ],
)
def test_other_replies_pass_as_they_are(reply: str, student: Path) -> None:
    assert release(reply, student) == reply
    assert record.read(student).leaks == 0


def test_a_colleague_is_not_guarded(student: Path) -> None:
    (student / "CLAUDE.md").write_text("# Project: Scores\n", encoding="utf-8")
    assert not held(LEAK, student)
    assert seen(student, LEAK) is None


def test_the_learners_own_solution_may_be_quoted_and_written_otherwise(
    student: Path, solve: Callable[..., None]
) -> None:
    otherwise = LEAK.replace("best", "top").replace("total", "money").replace("score ", "one ")
    assert held(LEAK, student)
    assert held(otherwise, student)
    solve(BODY, marker=True)
    assert not held(LEAK, student)
    assert not held(otherwise, student)


def test_code_that_stands_in_a_file_that_the_reply_names_may_be_quoted(student: Path) -> None:
    (student / "old_scores.py").write_text("def old(scores, bonus):\n" + BODY, encoding="utf-8")
    assert not held(f"`old_scores.py:2` is never called:\n\n```python\n{BODY}```\n", student)
    assert held(LEAK, student)


def test_a_finished_function_and_one_that_was_asked_for_are_no_longer_guarded(
    student: Path, solve: Callable[..., None]
) -> None:
    solve("    return max(scores) + bonus\n")
    assert not held(LEAK, student)
    solve("    raise NotImplementedError\n")  # the marker alone was taken away
    assert held(LEAK, student)
    shown = record.Shown("request", "2026-01-01T00:00:00Z")
    record.change(student, lambda before: before.with_shown("scores.py::settle", shown))
    assert not held(LEAK, student)


def test_halves_in_two_replies_are_held_back_with_the_second(student: Path) -> None:
    lines = BODY.splitlines(keepends=True)
    assert not held(f"First:\n\n```python\n{''.join(lines[:2])}```\nThen look at the tests.\n", student)
    assert held(f"Now the rest:\n\n```python\n{''.join(lines[2:4])}```\nAnd run the tests.\n", student)


def test_without_an_exemplar_a_whole_function_of_the_markers_name_is_held_back(student: Path) -> None:
    (student / ".teaching" / "exercises.json").unlink()
    assert not held(LEAK, student)
    whole = "```python\ndef settle(scores, bonus):\n" + BODY + "```\n"
    assert held(whole, student)
    assert held(whole.replace("sorted(scores, reverse=True)[:3]", "heapq.nlargest(3, scores)"), student)
    assert not held(whole.replace("def settle", "def median"), student)
    assert not held("```python\ndef settle(scores, bonus):\n    raise NotImplementedError('yours')\n```\n", student)


def test_what_cannot_be_judged_is_released_only_without_code(student: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """As a parser written in Rust raises it."""

    for problem in (RecursionError("deep"), PanicException("a parser's")):

        def fails(*_: object, problem: BaseException = problem) -> None:
            raise problem

        monkeypatch.setattr(holding, "found_in", fails)
        assert held(LEAK, student)
        assert not held("Two of three tests are red, and the third one never ran.\n", student)


def test_an_interrupt_is_no_error_of_the_judge(student: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(holding, "found_in", interrupted)
    with pytest.raises(KeyboardInterrupt):
        release(LEAK, student)


def test_a_record_that_cannot_be_written_lets_nothing_out(student: Path) -> None:
    (student / ".teaching" / "hints.json").mkdir()
    assert held(LEAK, student)


def test_a_message_in_the_chat_is_recorded_as_shown(student: Path) -> None:
    assert seen(student, "Which end of the list has the best scores?") is None
    leak = seen(student, LEAK)
    assert leak is not None
    assert leak.exemplar == EXEMPLAR
    assert record.read(student).shown["scores.py::settle"].by == "chat"
    assert record.read(student).leaks == 0
    # What Claude said once may not be said by a tool: the learner did not ask for it.
    assert held(LEAK, student)


def test_a_repository_without_exercises_costs_no_look_at_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walked(*_: object) -> None:
        raise AssertionError("the tree was read")

    monkeypatch.setattr(guarded, "marked", walked)
    (tmp_path / "CLAUDE.md").write_text("- **Output Style:** Learning\n", encoding="utf-8")
    assert found_in(LEAK, tmp_path) is None
