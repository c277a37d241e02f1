"""teaching.roadmap.merge and render: a new plan joins a roadmap, and what is there stays."""

import itertools

import pytest

from teaching.errors import RefusedError
from teaching.roadmap.merge import merge
from teaching.roadmap.reading import find, parse
from teaching.roadmap.render import NewPhase, NewTask, render
from tests.teaching.roadmap.samples import all_samples

MINE = """\
# My shop

Notes to myself.

## Sprint 2: Authentication
- [x] JWT Token Generation ✅ 2025-11-20
* [ ] Refresh Token Logic (In Progress)
  asked Ada about this
  - [ ] Rotation
My own words.

## Later
1. [ ] Dark mode <!-- id: dark -->"""

PLAN = [
    NewPhase("Phase 1: Data layer", (NewTask("Schema", acceptance=("one table per thing",)),), text="First, because."),
    NewPhase(
        "Sprint 2: Authentication",
        (
            NewTask("Jwt token generation", "jwt"),
            NewTask("Refresh token logic", "refresh", tasks=(NewTask("Rotation"), NewTask("Revocation"))),
            NewTask(
                "Password hashing", depends=("jwt",), files=("auth.py", "test_auth.py"), verify=("pytest test_auth.py",)
            ),
        ),
    ),
    NewPhase("Phase 7: Later", (NewTask("Night mode", "dark"),)),
]


def test_a_new_task_is_written_in_the_house_form():
    phase = NewPhase(
        "Phase 1: Data",
        (
            NewTask("Parse\nfeeds", None, ("fast", "safe"), ("a.py",), ("setup",), ("pytest a",), ("write: it",)),
            NewTask("Parse feeds"),
        ),
    )
    assert render([phase], "Plan").decode() == (
        "# Plan\n\n## Phase 1: Data\n\n- [ ] Parse feeds <!-- id: parse-feeds -->\n"
        "  - Acceptance: fast\n  - Acceptance: safe\n"
        "  - files: a.py\n  - depends: setup\n  - verify: pytest a\n  - write: it\n"
        "- [ ] Parse feeds <!-- id: parse-feeds-2 -->\n"
    )
    (task, _) = parse(render([phase])).tasks
    assert (task.acceptance, task.files, task.depends, task.verify, task.notes) == (
        ("fast", "safe"),
        ("a.py",),
        ("setup",),
        ("pytest a",),
        ("write: it",),
    )


def test_a_plan_joins_a_roadmap_and_keeps_progress_notes_and_order():
    merged = merge(MINE.encode(), render(PLAN, "The plan"))
    assert merged.text.decode() == (
        "# My shop\n\nNotes to myself.\n\n## Sprint 2: Authentication\n"
        "- [x] JWT Token Generation ✅ 2025-11-20 <!-- id: jwt -->\n"
        "* [ ] Refresh Token Logic (In Progress) <!-- id: refresh -->\n  asked Ada about this\n"
        "  - [ ] Rotation <!-- id: rotation -->\nMy own words.\n"
        "  - [ ] Revocation <!-- id: revocation -->\n"
        "* [ ] Password hashing <!-- id: password-hashing -->\n  - files: auth.py, test_auth.py\n  - depends: jwt\n"
        "  - verify: pytest test_auth.py\n"
        "\n## Later\n1. [ ] Dark mode <!-- id: dark -->\n"
        "\n## Phase 1: Data layer\n\nFirst, because.\n\n- [ ] Schema <!-- id: schema -->\n"
        "  - Acceptance: one table per thing\n"
    )
    assert merged.added == ("Schema", "Revocation", "Password hashing")
    assert merged.notes == ()
    assert merge(merged.text, render(PLAN, "The plan")).text == merged.text


def test_what_the_new_plan_no_longer_has_stays_and_is_said():
    merged = merge(MINE.encode(), render([NewPhase("Later", (NewTask("Sound"),))]))
    assert merged.text.startswith(MINE.encode())
    assert merged.text.endswith(b"<!-- id: dark -->\n- [ ] Sound <!-- id: sound -->\n")
    assert len(merged.notes) == 4
    assert merged.notes[0] == "kept 'JWT Token Generation' (line 6): the new plan does not have it"


def test_the_first_plan_is_taken_as_it_is_but_for_its_ticks():
    merged = merge(b"\n", "# P\r\n- [x] a ✅ 2025-01-01 (attested)\r\n- [ ] b\r\n".encode())
    assert merged.text == b"# P\r\n- [ ] a\r\n- [ ] b\r\n"
    assert merged.added == ("a", "b")


def test_a_plan_cannot_tick_anything():
    text = merge(b"# A\n- [ ] a\n", "# A\n- [x] a ✅ 2025-01-01\n- [x] b ✅ 2025-01-01\n  - [x] c\n".encode()).text
    assert {task.state for task in parse(text).tasks} == {"open"}
    assert find(parse(text), "b").id == "b"


def test_line_ends_are_those_of_the_roadmap():
    text = merge(
        b"# A\r\n\r\n- [ ] a\r\n\r\n## B\r\n", render([NewPhase("B", (NewTask("b"),)), NewPhase("C", (NewTask("c"),))])
    ).text
    assert text.replace(b"\r\n", b"").count(b"\n") == 0
    assert text.decode() == (
        "# A\r\n\r\n- [ ] a\r\n\r\n## B\r\n\r\n- [ ] b <!-- id: b -->\r\n\r\n## C\r\n\r\n- [ ] c <!-- id: c -->\r\n"
    )


def test_equal_titles_in_several_phases_are_kept_apart():
    plan = render([NewPhase(f"Phase {n}: Part {n}", (NewTask("Write tests"),)) for n in (1, 2, 3)])
    text = merge(b"## Part 2\n- [x] Write tests\n", plan).text
    assert [(task.phase.title, task.state) for task in parse(text).tasks] == [
        ("Part 2", "done"),
        ("Phase 1: Part 1", "open"),
        ("Phase 3: Part 3", "open"),
    ]
    assert merge(text, plan).text == text


def test_a_task_that_the_student_moved_is_not_added_again():
    plan = render([NewPhase("A", (NewTask("One"), NewTask("Two")))])
    text = b"## B\n- [x] Two\n## A\n- [ ] One\n"
    assert [task.title for task in parse(merge(text, plan).text).tasks] == ["Two", "One"]


def test_a_roadmap_whose_end_is_hidden_is_refused():
    with pytest.raises(RefusedError, match="line 3 opens a code fence that nothing closes: close it"):
        merge(b"- [ ] a\n\n```\n", b"- [ ] b\n")


@pytest.mark.parametrize("name", all_samples())
def test_merging_a_roadmap_with_itself_changes_nothing(name):
    text, _ = all_samples()[name]
    if not parse(text).unclosed and text.strip():
        assert merge(text, text).text in (text, text + b"\n")


def test_merging_any_plan_twice_adds_nothing_more_and_loses_nothing():
    usable = {name: text for name, (text, _) in all_samples().items() if text.strip() and not parse(text).unclosed}
    for (name, text), (other, plan) in itertools.product(usable.items(), repeat=2):
        if "utf-16" in (name, other):
            continue
        first = merge(text, plan)
        assert merge(first.text, plan).text == first.text, (name, other)
        before, after = parse(text), parse(first.text)
        assert len(after.tasks) == len(before.tasks) + len(first.added), (name, other)
        left = list(after.lines)
        for task in before.tasks:
            assert any(task.own_lines[0].rstrip()[:8] in line for line in left), (name, other, task)
