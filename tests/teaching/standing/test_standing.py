"""Where a project stands, on repositories as students have them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.standing import StandingTask
from teaching.contracts.verification import Evidence, Run
from teaching.errors import BadInputError
from teaching.evidence import files, records, store
from teaching.roadmap.order import next_task
from teaching.roadmap.reading import parse
from teaching.standing import words
from teaching.standing.beginning import begin
from teaching.standing.standing import standing

ROADMAP = """\
# Shop

## Data
- [x] Schema ✅ 2026-11-20 <!-- id: schema -->
  - files: schema.sql
- [x] Name ✅ 2026-11-21 (attested) <!-- id: name -->
- [x] Import ✅ 2026-11-21 <!-- id: import -->

## Pages
- [ ] Page (Pending) <!-- id: page -->
  - depends: total
- [ ] Total <!-- id: total -->
  - Acceptance: prices add up
  - Acceptance: an empty basket costs nothing
  - depends: schema
  - verify: python -m pytest -q test_total.py
- [ ] Export
  - [x] As text ✅ 2026-11-21
  - [ ] As JSON
"""
GREEN = Run(
    step="test", argv=["pytest"], exit=0, passed=3, failed=0, skipped=1, duration_s=1.0, output="0" * 64,
    sandbox="bwrap",
)  # fmt: skip


def store_record(root: Path, task: str, day: int, *runs: Run, **more: Any) -> None:
    plain = Evidence(
        task=task, title=task.title(), parents=store.heads(store.read_all(root)),
        made_at=f"2026-11-{day}T10:00:00Z", runs=list(runs), files=files.digests(root, [f"{task}.sql"]),
        tree="", **more,
    )  # fmt: skip
    store.add(root, records.signed(plain))


@pytest.fixture
def shop(make_repo: Callable[..., Any]) -> Path:
    root = make_repo(
        {
            "ROADMAP.md": ROADMAP,
            "schema.sql": "create table basket (price integer);\n",
            "total.py": "# TODO(human)[total]: add them up\n# TODO(human): whose is this?\n",
            "page.ts": "// TODO(human)[page]: show the total\n",
        }
    ).root
    store_record(root, "schema", 20, GREEN)
    store_record(root, "name", 22, attested="the team voted")
    return root


def chosen(roadmap: str) -> tuple[str, str]:
    choice = next_task(parse(roadmap))
    assert choice is not None
    return choice.task.title, choice.why


def test_each_task_says_state_line_proof_and_markers(shop: Path) -> None:
    found = standing(shop)
    assert [(phase.id, phase.title) for phase in found.phases] == [("data", "Data"), ("pages", "Pages")]
    page, total, export = found.phases[1].tasks
    assert (page.state, page.done, page.markers) == ("pending", False, ["page.ts:1"])
    assert total == StandingTask(
        id="total", title="Total", state="open", done=False, line=12, markers=["total.py:1"], tasks=[],
        verify=["python -m pytest -q test_total.py"],
    )  # fmt: skip
    assert [(task.id, task.done) for task in export.tasks] == [("2.3.1", True), ("2.3.2", False)]


def test_the_next_task_comes_with_its_criteria_and_what_will_prove_it(shop: Path) -> None:
    task = standing(shop).next
    assert task is not None
    assert (task.id, task.phase, task.line) == ("total", "Pages", 12)
    assert task.acceptance == ["prices add up", "an empty basket costs nothing"]
    assert task.proof[0] == "python -m pytest -q test_total.py"
    assert (task.unprovable, task.markers) == ("", ["total.py:1"])
    assert task.why == "what it depends on is done (“Schema”), and no open task before it is ready"


def test_ticks_are_counted_by_what_carries_them(shop: Path) -> None:
    found = standing(shop)
    counts = found.counts
    assert (counts.total, counts.proved, counts.attested, counts.unproven, counts.open) == (8, 1, 1, 2, 4)
    assert [(problem.task, problem.kind) for problem in found.unproven] == [
        ("import", "no-evidence"),
        ("As text", "no-evidence"),
    ]
    assert found.attested == ["name"]
    assert [(day.date, day.proved, day.attested) for day in found.history] == [
        ("2026-11-20", 1, 0),
        ("2026-11-22", 1, 1),
    ]


def test_a_file_that_changed_takes_the_proof_out_of_the_counts_and_the_chart(shop: Path) -> None:
    (shop / "schema.sql").write_text("drop table basket;\n", encoding="utf-8")
    found = standing(shop)
    assert (found.counts.proved, found.counts.unproven) == (0, 3)
    assert "stale" in {problem.kind for problem in found.unproven}
    assert [(day.date, day.proved, day.attested) for day in found.history] == [("2026-11-22", 0, 1)]


def test_the_last_evidence_is_the_newest_record_that_can_be_trusted(shop: Path) -> None:
    last = standing(shop).last_evidence
    assert last is not None
    assert (last.task, last.attested, last.passed) == ("name", True, None)
    store_record(shop, "schema", 23, GREEN)
    edited = max((shop / ".teaching/evidence").glob("*.json"), key=lambda file: "-23T" in file.read_text("utf-8"))
    last = standing(shop).last_evidence
    assert last is not None
    assert (last.task, last.made_at, last.passed, last.skipped) == ("schema", "2026-11-23T10:00:00Z", 3, 1)

    edited.write_text(edited.read_text("utf-8").replace('"passed": 3', '"passed": 9'), encoding="utf-8")
    found = standing(shop)
    assert found.last_evidence is not None
    assert found.last_evidence.task == "name"
    assert found.record_problems == 1


def test_without_a_roadmap_the_next_move_is_to_plan(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="plan"):
        standing(tmp_path)


def test_a_task_in_progress_comes_first_unless_it_waits() -> None:
    assert chosen("- [ ] A\n- [ ] B (In Progress)\n") == ("B", "it is in progress")
    assert chosen("- [ ] A\n- [ ] B (In Progress)\n  - depends: C\n- [ ] C\n")[0] == "A"
    assert chosen("- [ ] A\n- [ ] B (In Progress)\n  - [ ] B1\n")[0] == "B1"


def test_a_task_with_open_ones_under_it_waits_for_them_and_inherits_what_it_waits_for() -> None:
    assert chosen("- [ ] A\n  - [ ] A1\n")[0] == "A1"
    assert chosen("- [ ] A\n  - [x] A1\n")[0] == "A"
    assert chosen("- [ ] A\n  - depends: Late\n  - [ ] A1\n- [ ] Late\n")[0] == "Late"


@pytest.mark.parametrize("name", ["late-one", "1.2", "Late: one", "LATE ONE", "mine"])
def test_a_dependency_is_known_by_all_its_names(name: str) -> None:
    roadmap = f"- [ ] Early\n  - depends: {name}\n- [{{}}] Late: one{{}}\n- [ ] Last\n"
    named = " <!-- id: mine -->" if name == "mine" else ""
    assert chosen(roadmap.format(" ", named))[0] == "Late: one"
    assert chosen(roadmap.format("x", named))[0] == "Early"


def test_tasks_that_wait_for_each_other_still_give_a_next_one_and_say_so() -> None:
    title, why = chosen("- [ ] A\n  - depends: B\n- [ ] B\n  - depends: A\n")
    assert (title, why) == ("A", "every open task waits for another; this one waits for “B”")
    assert next_task(parse("- [x] A\n")) is None


def test_to_begin_changes_one_line_and_only_once(shop: Path) -> None:
    assert begin(shop)
    after = (shop / "ROADMAP.md").read_text(encoding="utf-8")
    assert after == ROADMAP.replace("- [ ] Total <!--", "- [ ] Total (In Progress) <!--")
    assert not begin(shop)
    (shop / "ROADMAP.md").write_text("- [x] A\n", encoding="utf-8")
    assert not begin(shop)


def test_the_words_stay_short_however_large_the_roadmap_is(make_repo: Callable[..., Any]) -> None:
    long = "a long criterion that somebody wrote down with all its circumstances " * 6
    tasks = [
        f"- [x] Done number {number} of many with a title ✅ 2026-11-20 <!-- id: t{number} -->" for number in range(12)
    ]
    tasks += [f"- [ ] Open number {number} <!-- id: o{number} -->" for number in range(13)]
    tasks[12] += "".join(f"\n  - Acceptance: {long}" for _ in range(20)) + "\n  - verify: pytest tests/test_open.py"
    markers = "".join(f"# TODO(human)[o{number}]: {long}\n\n" for number in range(13))
    root = make_repo({"ROADMAP.md": "\n".join(tasks) + "\n", "work.py": markers}).root
    text = words.markdown(standing(root))
    assert len(text) <= 2000, text  # about 3.5 characters a token
    assert text.startswith("0 of 25 tasks proved, 12 ticked without evidence, 13 open.\n\n## Next: Open number 0\n")
    assert text.count("- `work.py:") == 5
    assert "- and 8 more" in text


def test_what_was_attested_and_then_proved_counts_from_its_proof(shop: Path) -> None:
    store_record(shop, "name", 24, GREEN)
    found = standing(shop)
    assert found.attested == []
    assert [(day.date, day.proved, day.attested) for day in found.history] == [
        ("2026-11-20", 1, 0),
        ("2026-11-24", 2, 0),
    ]
