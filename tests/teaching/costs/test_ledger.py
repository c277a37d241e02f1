"""The ledger: nothing is lost, doubled or shown to others, and a spoilt line spoils no other."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teaching.contracts.usage import Usage
from teaching.costs import ledger
from teaching.costs.ledger import Entry
from teaching.errors import RefusedError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ENTRY = Entry(NOON, "/home/ada/shop", "deep", "claude-opus-5-5", "ask", Usage(10, 20, 3, 4), 0.5, 1.25, "answered")
PROCESSES, LINES = 16, 60
WRITER = """
import sys
from datetime import UTC, datetime
from teaching.contracts.usage import Usage
from teaching.costs import ledger
name, lines = sys.argv[1], int(sys.argv[2])
sys.stdin.read()
for number in range(lines):
    ledger.record(ledger.Entry(datetime(2026, 11, 23, 12, tzinfo=UTC), "/p" * 200, "local", "m", f"{name}/{number}",
                               Usage(1, 2), 0.001, 0.1, "answered"))
"""
RESERVER = """
import sys
from datetime import UTC, datetime
from teaching.contracts.usage import Usage
from teaching.costs import ledger
sys.stdin.read()
entry = ledger.Entry(datetime(2026, 11, 23, 12, tzinfo=UTC), "/p", "deep", "m", "ask", Usage(), 1.0, 0.0, "asked",
                     id=f"call-{sys.argv[1]:0>40}")
print(ledger.reserve(entry, lambda before: "full" if sum(e.cost for e in before) + 1 > 5 else "",
                     datetime(2026, 11, 1, tzinfo=UTC)) or "mine")
"""


def month(state: Path, name: str = "2026-11") -> Path:
    return state / "teach" / "costs" / f"{name}.jsonl"


def at_once(program: str, *more: str) -> list[str]:
    """What so many processes print that begin at one signal."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(number), *more],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=Path(__file__).parents[3],
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    for one in running:
        assert one.stdin is not None
        one.stdin.close()
    said = []
    for one in running:
        assert one.stdout is not None
        said.append(one.stdout.read().strip())
        one.stdout.close()
        assert one.wait(120) == 0
    return said


def test_what_is_written_is_read_and_only_the_user_may(state: Path) -> None:
    entries = [ENTRY, replace(ENTRY, cost=None, task="sum", id="msg_0123456789abcdefghijk", outcome="slow")]
    for entry in entries:
        ledger.record(entry)
    assert ledger.read(LONG_AGO) == ledger.Book(tuple(entries), 0)
    assert month(state).stat().st_mode & 0o777 == 0o600
    assert month(state).parent.stat().st_mode & 0o777 == 0o700


def test_before_the_first_call_nothing_is_read_and_nothing_made(state: Path) -> None:
    assert ledger.read(LONG_AGO) == ledger.Book((), 0)
    assert not state.exists()


def test_each_month_has_its_file_and_only_what_is_asked_for_is_read(state: Path) -> None:
    days = [NOON - timedelta(days=days) for days in (70, 40, 1, 0)]
    for day in days:
        ledger.record(replace(ENTRY, at=day))
    assert [file.stem for file in sorted(month(state).parent.glob("*.jsonl"))] == ["2026-09", "2026-10", "2026-11"]
    assert [entry.at for entry in ledger.read(NOON - timedelta(days=50)).entries] == days[1:]
    assert [entry.at for entry in ledger.read(NOON).entries] == [NOON]


def test_sixteen_processes_at_once_lose_no_line() -> None:
    at_once(WRITER, str(LINES))
    book = ledger.read(LONG_AGO)
    assert book.damaged == 0
    purposes = {entry.purpose for entry in book.entries}
    assert purposes == {f"{process}/{line}" for process in range(PROCESSES) for line in range(LINES)}
    assert len(book.entries) == PROCESSES * LINES


def test_sixteen_processes_at_once_set_no_more_aside_than_there_is() -> None:
    assert sorted(at_once(RESERVER)) == ["full"] * (PROCESSES - 5) + ["mine"] * 5
    assert sum(entry.cost or 0 for entry in ledger.read(LONG_AGO).entries) == 5


def test_between_the_look_and_the_writing_nobody_else_sets_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_LOCK_WITHIN_S", 0)
    aside = replace(ENTRY, outcome=ledger.ASKED, id="call-" + "1" * 32)

    def looks(before: tuple[Entry, ...]) -> str:
        with pytest.raises(RefusedError, match="held by another process"):
            ledger.reserve(aside, lambda _: "", LONG_AGO)
        return "seen"

    assert ledger.reserve(aside, looks, LONG_AGO) == "seen"
    assert ledger.read(LONG_AGO).entries == ()


SPOILT = [
    "",
    "{",
    "[]",
    "null",
    '"x"',
    "{}",
    "\x00\xff",
    "[" * 100_000,
    json.dumps({"at": "2026-11-23T12:00:00Z", "project": 3}),
]


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_damaged_line_is_skipped_and_counted(state: Path, spoilt: str) -> None:
    ledger.record(ENTRY)
    with month(state).open("ab") as stream:
        stream.write(f"{spoilt}\n".encode("latin-1"))
    ledger.record(ENTRY)
    assert ledger.read(LONG_AGO) == ledger.Book((ENTRY, ENTRY), 1 if spoilt else 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [("cost", "free"), ("cost", -1), ("cost", float("nan")), ("cost", True), ("read", 1.5), ("read", -1),
     ("written", None), ("seconds", "long"), ("at", "yesterday"), ("at", "2026-11-23T12:00:00"), ("tier", 1)],
)  # fmt: skip
def test_a_line_with_an_impossible_value_is_damaged(state: Path, field: str, value: object) -> None:
    ledger.record(ENTRY)
    row = {**json.loads(month(state).read_text(encoding="ascii")), field: value}
    month(state).write_text(json.dumps(row) + "\n", encoding="ascii")
    assert ledger.read(LONG_AGO) == ledger.Book((), 1)


def test_a_line_that_was_cut_off_does_not_spoil_the_next(state: Path) -> None:
    ledger.record(ENTRY)
    os.truncate(month(state), month(state).stat().st_size - 9)
    ledger.record(ENTRY)
    assert ledger.read(LONG_AGO) == ledger.Book((ENTRY,), 1)


def test_a_line_never_grows_beyond_what_one_write_puts_in() -> None:
    ledger.record(replace(ENTRY, project="/ä" * 5000, model="m" * 5000, purpose="💥" * 5000, task="t" * 5000))
    (entry,) = ledger.read(LONG_AGO).entries
    assert (entry.tier, entry.usage, entry.cost) == (ENTRY.tier, ENTRY.usage, ENTRY.cost)


def test_money_that_was_set_aside_counts_until_the_call_is_settled() -> None:
    aside = replace(ENTRY, cost=0.9, outcome=ledger.ASKED, id="call-" + "1" * 32)
    assert ledger.reserve(aside, lambda _: "", LONG_AGO) == ""
    assert [entry.cost for entry in ledger.read(LONG_AGO).entries] == [0.9]
    ledger.record(replace(aside, cost=0.1, outcome="answered"))
    assert [(entry.cost, entry.outcome) for entry in ledger.read(LONG_AGO).entries] == [(0.1, "answered")]
    assert ledger.reserve(aside, lambda before: f"{len(before)} before", LONG_AGO) == "1 before"


def test_an_answer_that_a_transcript_repeats_counts_once_with_its_greatest_usage() -> None:
    first = replace(ENTRY, tier=ledger.CLAUDE_CODE, id="msg_01ABCDEFGHIJKLMNOPQRS")
    ledger.record(first)
    ledger.record(first)
    ledger.record(replace(first, usage=Usage(10, 90), at=NOON + timedelta(hours=1), task="later"))
    (entry,) = ledger.read(LONG_AGO).entries
    assert (entry.at, entry.usage.written) == (NOON, 90)
    assert ledger.read(LONG_AGO, with_claude_code=False).entries == ()


def test_ids_that_a_gateway_numbers_anew_are_no_repetition() -> None:
    for _ in range(2):
        ledger.record(replace(ENTRY, id="msg_1"))
    assert len(ledger.read(LONG_AGO).entries) == 2


def test_a_ledger_that_others_may_write_is_refused_with_the_move(state: Path) -> None:
    ledger.record(ENTRY)
    month(state).chmod(0o644)
    for touch in (lambda: ledger.record(ENTRY), lambda: ledger.read(LONG_AGO)):
        with pytest.raises(RefusedError, match="chmod go-rwx"):
            touch()


def test_a_link_in_its_place_is_not_followed(state: Path, tmp_path: Path) -> None:
    ledger.record(ENTRY)
    month(state).unlink()
    month(state).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RefusedError, match="symbolic link"):
        ledger.record(ENTRY)
    assert not (tmp_path / "elsewhere").exists()
