"""teaching.roadmap.edit: a tick changes one task's lines, and taking it off gives the bytes from before."""

from datetime import date

import pytest
from hypothesis import given, settings

from teaching.errors import BadInputError, RefusedError
from teaching.roadmap.edit import start, tick, untick, with_id
from teaching.roadmap.reading import find, parse
from tests.teaching.roadmap.samples import all_samples
from tests.teaching.roadmap.test_reading import DOCUMENTS

DAY = date(2025, 11, 20)


def holds_the_property(text: bytes) -> int:
    """Tick and untick every open task; how many there were."""
    before = parse(text)
    opened = 0
    for number, task in enumerate(before.tasks):
        if task.ticked:
            continue
        opened += 1
        ticked = tick(text, task, DAY)
        after = parse(ticked)
        assert (after.tasks[number].state, after.tasks[number].done_on) == ("done", DAY)
        assert after.tasks[number].title == task.title
        assert [one.state for one in after.tasks if one.line != task.line] == [
            one.state for one in before.tasks if one.line != task.line
        ]
        own = range(task.line - 1, task.head_end)
        assert len(after.lines) == len(before.lines)
        assert [i for i, line in enumerate(after.lines) if line != before.lines[i] and i not in own] == []
        assert tick(ticked, after.tasks[number], date(2026, 1, 1)) == ticked
        assert untick(ticked, after.tasks[number]) == text
    return opened


@pytest.mark.parametrize("name", all_samples())
def test_tick_and_untick_of_each_task_give_the_same_bytes(name):
    text, _ = all_samples()[name]
    assert holds_the_property(text) == sum(not task.ticked for task in parse(text).tasks)


@settings(max_examples=200, deadline=None)
@given(DOCUMENTS)
def test_tick_and_untick_give_the_same_bytes_whatever_the_document(text):
    holds_the_property(text.encode())


@pytest.mark.parametrize("name", all_samples())
def test_an_id_and_a_start_touch_one_task_only(name):
    text, _ = all_samples()[name]
    before = parse(text)
    for number, task in enumerate(before.tasks):
        for edit in (with_id, start):
            if edit is start and task.ticked:
                continue
            after = parse(edit(text, task))
            own = range(task.line - 1, task.head_end)
            assert [i for i, line in enumerate(after.lines) if line != before.lines[i] and i not in own] == []
            assert after.tasks[number].title == task.title
            if edit is start:
                assert after.tasks[number].state == "in-progress"
            else:
                assert after.tasks[number].id


def ticked(line: str, **options) -> str:
    return tick(line.encode(), "1.1", DAY, **options).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] JWT Token Generation", "- [x] JWT Token Generation ✅ 2025-11-20"),
        ("- [ ] a <!-- id: a -->  \r\n", "- [x] a ✅ 2025-11-20 <!-- id: a -->  \r\n"),
        ("- [ ] a (In Progress)\n", "- [x] a ✅ 2025-11-20 <!-- was: (In Progress) -->\n"),
        ("* [ ] a *(Pending)* b\n", "* [x] a ✅ 2025-11-20 <!-- was: *(Pending)* --> b\n"),
        ("- [ ] a ✅ 2024-01-01\n", "- [x] a ✅ 2025-11-20 <!-- was: ✅ 2024-01-01 -->\n"),
        ("- [x] by hand\n", "- [x] by hand ✅ 2025-11-20\n"),
        ("- [X] by hand\n", "- [X] by hand ✅ 2025-11-20\n"),
        ("- [x] a ✅ 2024-01-01 (attested)\n", "- [x] a ✅ 2025-11-20\n"),
        ("- [x] a ✅ 2024-01-01\n", "- [x] a ✅ 2024-01-01\n"),
    ],
)
def test_a_tick_is_written_in_the_house_form(before, after):
    assert ticked(before) == after


def test_an_attested_tick_says_so_and_does_not_replace_a_proven_one():
    assert ticked("- [ ] Deploy", attested=True) == "- [x] Deploy ✅ 2025-11-20 (attested)"
    assert ticked("- [x] Deploy ✅ 2024-01-01", attested=True) == "- [x] Deploy ✅ 2024-01-01"
    assert parse(ticked("- [ ] Deploy", attested=True)).tasks[0].attested


def test_unticking_what_somebody_ticked_by_hand_leaves_an_open_task():
    assert untick("- [x] a ✅ 2025-01-01 <!-- id: a -->\n".encode(), "a") == b"- [ ] a <!-- id: a -->\n"
    assert untick(b"- [X] a\n", "a") == b"- [ ] a\n"
    assert untick(b"- [ ] a\n", "a") == b"- [ ] a\n"


def test_a_start_leaves_other_started_tasks_unless_it_is_to_be_alone():
    text = b"- [ ] a (In Progress)\n- [ ] b *(Pending)*\n- [x] c (In Progress)\n"
    assert start(text, "b") == b"- [ ] a (In Progress)\n- [ ] b *(In Progress)*\n- [x] c (In Progress)\n"
    assert start(text, "b", alone=True) == b"- [ ] a\n- [ ] b *(In Progress)*\n- [x] c (In Progress)\n"
    assert start(b"- [ ] a\n", "a") == b"- [ ] a (In Progress)\n"
    with pytest.raises(RefusedError, match="is done"):
        start(text, "c")


def test_an_id_is_made_from_the_title_and_never_given_twice():
    text = b"- [ ] Refresh **Token** Logic! (Pending)\n- [ ] other <!-- id: refresh-token-logic -->\n"
    assert parse(with_id(text, "1.1")).tasks[0].id == "refresh-token-logic-2"
    assert parse(with_id(text, "1.1", "mine")).tasks[0].id == "mine"
    assert with_id(text, "1.2") == text
    assert parse(with_id("- [ ] 🚀\n".encode(), "1.1")).tasks[0].id == "task"
    assert find(parse(with_id("- [ ] Größe prüfen\n".encode(), "1.1")), "größe-prüfen").line == 1


def test_a_task_of_another_text_is_refused():
    task = parse(b"- [ ] a\n- [ ] b\n").tasks[1]
    with pytest.raises(RefusedError, match="read it again"):
        tick(b"- [ ] new\n- [ ] a\n- [ ] b\n", task, DAY)
    with pytest.raises(BadInputError):
        tick(b"- [ ] a\n", "z", DAY)
