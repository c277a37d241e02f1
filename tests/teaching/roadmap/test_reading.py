"""teaching.roadmap.reading: any reasonable ROADMAP.md as phases and tasks, and a task found by what a user types."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teaching.errors import BadInputError
from teaching.roadmap.model import Roadmap
from teaching.roadmap.reading import find, parse
from teaching.roadmap.scan import Scanner
from tests.teaching.roadmap.samples import all_samples

SPRINT = """\
# Shop

## Sprint 1: Orders
- [x] **Order form** ✅ 2025-11-20 <!-- id: form -->
- [x] Terms of sale ✅ 2025-11-21 (attested)
- [ ] Stock check (In Progress)
  - Acceptance: two buyers never get the last piece
  - Acceptance criteria:
    - [ ] the second is told so
    - the first is charged once
  - files: `shop/stock.py`, tests/test_stock.py
  - depends: form, "Terms of sale"
  - verify: `pytest tests/test_stock.py`
  - verify: ruff check shop
  - write: the lock by hand
  - [ ] Reserve
    - [ ] Release after ten minutes (Pending)

Why orders come first.

## Sprint 2: Payment

### Cards
- [ ] Stock take
- [ ] Refunds
"""


@pytest.fixture
def sprint() -> Roadmap:
    return parse(SPRINT)


def test_there_are_at_least_forty_samples():
    assert len(all_samples()) >= 50


@pytest.mark.parametrize("name", all_samples())
def test_every_sample_is_read_without_loss_and_with_its_tasks(name):
    text, count = all_samples()[name]
    roadmap = parse(text)
    assert roadmap.data == text
    assert len(roadmap.tasks) == count, [task.title for task in roadmap.tasks]
    for task in roadmap.tasks:
        assert task.line <= task.head_end <= max(task.end, task.head_end) <= len(roadmap.lines)
        assert find(roadmap, task.position) is task


def test_headings_are_phases_and_only_those_with_tasks_are_numbered(sprint):
    assert [(phase.title, phase.level, phase.number) for phase in sprint.phases] == [
        ("", 0, 0),
        ("Shop", 1, 0),
        ("Sprint 1: Orders", 2, 1),
        ("Sprint 2: Payment", 2, 0),
        ("Cards", 3, 2),
    ]


def test_a_task_says_what_its_lines_say(sprint):
    form, terms, stock = sprint.phases[2].tasks
    assert (form.id, form.title, form.state, form.done_on) == ("form", "Order form", "done", date(2025, 11, 20))
    assert (terms.attested, form.attested) == (True, False)
    assert (stock.title, stock.state, stock.position, stock.line, stock.end) == (
        "Stock check",
        "in-progress",
        "1.3",
        6,
        17,
    )
    assert stock.acceptance == (
        "two buyers never get the last piece",
        "the second is told so",
        "the first is charged once",
    )
    assert stock.files == ("shop/stock.py", "tests/test_stock.py")
    assert stock.depends == ("form", "Terms of sale")
    assert stock.verify == ("pytest tests/test_stock.py", "ruff check shop")
    assert stock.notes == ("write: the lock by hand",)
    (reserve,) = stock.tasks
    (release,) = reserve.tasks
    assert (release.title, release.state, release.position, release.parent) == (
        "Release after ten minutes",
        "pending",
        "1.3.1.1",
        reserve,
    )


def test_values_may_stand_below_their_key_or_in_a_fence():
    (task,) = parse(
        "- [ ] a\n  - Verify:\n    ```sh\n    pytest -k 'a, b'\n    ruff check\n    ```\n  - Files:\n    - a.py\n"
        "    - b.py\n"
        "  **Depends on:** none\n"
    ).tasks
    assert task.verify == ("pytest -k 'a, b'", "ruff check")
    assert (task.files, task.depends) == (("a.py", "b.py"), ())


def test_criteria_without_a_task_belong_to_the_phase():
    roadmap = parse("## A\n- [ ] a\n\n**Acceptance criteria:**\n- [ ] fast\n- small\n")
    assert roadmap.phases[1].acceptance == ("fast", "small")


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("form", "Order form"),
        ("1.3.1", "Reserve"),
        ("2.1", "Stock take"),
        ("Order form", "Order form"),
        ("  order FORM ", "Order form"),
        ("release after", "Release after ten minutes"),
        ("Refu", "Refunds"),
        ("terms-of-sale", "Terms of sale"),
    ],
)
def test_a_task_is_found_by_id_position_title_beginning_or_made_id(sprint, wanted, title):
    assert find(sprint, wanted).title == title


@pytest.mark.parametrize(
    ("wanted", "parts"),
    [
        ("stock", ["names 2 tasks", "1.3 Stock check (line 6)", "2.1 Stock take"]),
        ("Refund", None),
        ("Refnds", ["no task is called 'Refnds'", "2.2 Refunds", "roadmap show"]),
        ("9.9", ["no task is called"]),
        ("", ["name a task"]),
        ("?", ["no task is called"]),
    ],
)
def test_an_ambiguous_or_unknown_name_gets_the_nearest(sprint, wanted, parts):
    if parts is None:
        assert find(sprint, wanted).title == "Refunds"
        return
    with pytest.raises(BadInputError) as caught:
        find(sprint, wanted)
    assert all(part in str(caught.value) for part in parts), caught.value


def test_a_roadmap_without_tasks_says_how_to_get_some():
    with pytest.raises(BadInputError, match="has no tasks: .*plan"):
        find(parse("# Empty\n"), "x")


def test_problems_name_their_lines():
    roadmap = parse(
        b"- [x] a \xe2\x9c\x85 2025-02-30 <!-- id: x -->\n- [ ] b <!-- id: x -->\n- [ ] B\n  - depends: nobody\n"
        b"- [ ] \xff\n\n```\n- [ ] c\n"
    )
    assert [(problem.kind, problem.lines) for problem in roadmap.problems] == [
        ("bad-date", (1,)),
        ("duplicate-id", (1, 2)),
        ("duplicate-title", (2, 3)),
        ("unknown-dependency", (3,)),
        ("not-utf8", (5,)),
        ("open-fence", (7,)),
    ]


LINES = st.sampled_from(
    [
        *(
            "",
            "# A",
            "## B",
            "### Acceptance",
            "text",
            "  text",
            "key: value",
            "  verify: x",
            "Title\n---",
            "---",
            "***",
        ),
        *(
            "- [ ] a",
            "- [x] b ✅ 2025-01-01",
            "  - [ ] c (Pending)",
            "    - [ ] d",
            "* [ ] e",
            "1. [ ] f",
            "   - [ ] g",
        ),
        *(
            "- plain",
            "  - plain",
            "    - plain",
            "  - Acceptance: x",
            "  - Acceptance:",
            "- [ ] h <!-- id: h -->",
            "\t- [ ] t",
        ),
        *(
            "```",
            "  ```",
            "~~~",
            "<!--",
            "-->",
            "- [ ] i <!-- open",
            "> - [ ] q",
            "| a |",
            "        - [ ] far",
            "<pre>",
        ),
    ]
)
DOCUMENTS = st.tuples(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans()).map(
    lambda made: (
        (made[1].join(made[0]).replace("\n", made[1]) if made[1] != "\n" else "\n".join(made[0]))
        + (made[1] if made[2] else "")
    )
)


def shape(text: str) -> list[object]:
    return [
        (task.line, task.head_end, task.end, task.position, task.ticked, task.parent.line if task.parent else 0)
        for task in parse(text).tasks
    ]


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS)
def test_the_fast_way_through_usual_tasks_sees_what_the_slow_way_sees(text):
    fast = shape(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Scanner, "_plain_task", lambda self, index, offset: offset)
        assert shape(text) == fast


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), DOCUMENTS, st.binary()))
def test_no_text_is_refused_or_changed(text):
    roadmap = parse(text)
    assert isinstance(text, str) or roadmap.data == text
    assert {task.state for task in roadmap.tasks} <= {"done", "in-progress", "pending", "open"}
    assert sum(len(task.details.notes) for task in roadmap.tasks) <= len(roadmap.lines)
    assert all(problem.lines for problem in roadmap.problems)


@pytest.mark.parametrize("piece", ["`", "``` ", "<!-- ", "(", "*", "[ ] ", "- ", "> ", "\t", "✅ 2025-"])
def test_a_long_line_takes_no_squares_of_time(piece):
    text = "- [ ] " + piece * 40_000 + "\n" + f"  - {piece * 20_000}\n" * 2
    (task,) = parse(text).tasks[:1]
    assert task.state == "open"
    assert task.details is not None
