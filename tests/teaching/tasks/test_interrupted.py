"""Ticks that are killed, and several at once: the roadmap is the old or the new one, and its evidence audits."""

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from teaching.evidence.audit import audit
from teaching.evidence.store import heads, read_all
from teaching.roadmap.reading import parse

# Ticks tasks one after the other without running anything: what is killed is the tick and its evidence.
WORKER = """\
import sys
from pathlib import Path
from teaching.tasks.verifying import attest
print("ready", flush=True)
sys.stdin.readline()
for name in sys.argv[2:]:
    attest(Path(sys.argv[1]), name, "by a test")
"""
TASKS = 60


def roadmap(root: Path) -> bytes:
    lines = [f"- [ ] Task {number} <!-- id: t{number} -->\n  - note {number}\n" for number in range(TASKS)]
    text = ("# Plan\n\n" + "".join(lines)).encode()
    (root / "ROADMAP.md").write_bytes(text)
    return text


def start(root: Path, *names: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(root), *names],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def begin(process: subprocess.Popen[str]) -> None:
    """Lets it tick: it has all that it needs loaded."""
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.close()


def unticked(text: bytes) -> bytes:
    """The text with each tick of ours taken back, by hand."""
    return re.sub(" ✅ [0-9-]+ \\(attested\\)".encode(), b"", text).replace(b"- [x]", b"- [ ]")


@pytest.mark.parametrize("rounds", [8, pytest.param(80, marks=pytest.mark.full)])
def test_a_kill_at_any_moment_leaves_ticks_that_their_evidence_carries(rounds: int, tmp_path: Path) -> None:
    chance = random.Random(7)
    names = [f"t{number}" for number in range(TASKS)]
    for number in range(rounds):
        root = tmp_path / str(number)
        root.mkdir()
        before = roadmap(root)
        process = start(root, *names)
        begin(process)
        time.sleep(chance.uniform(0, 0.15))  # the moment of the kill is what the test varies
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
        after = (root / "ROADMAP.md").read_bytes()
        assert unticked(after) == before
        found = audit(root, parse(after))
        assert found.problems == []
        assert found.attested == after.count(b"- [x]")


def test_servers_that_tick_at_once_lose_nothing(tmp_path: Path) -> None:
    roadmap(tmp_path)
    shares = [[f"t{number}" for number in range(first, TASKS, 4)] for first in range(4)]
    processes = [start(tmp_path, *share) for share in shares]
    for process in processes:
        begin(process)
    for process in processes:
        assert process.wait(60) == 0
        assert process.stdout is not None
        process.stdout.close()
    found = audit(tmp_path, parse((tmp_path / "ROADMAP.md").read_bytes()))
    assert (found.problems, found.attested) == ([], TASKS)
    stored = read_all(tmp_path)
    assert len(stored) == TASKS
    assert len(heads(stored)) == 1
    # One after the other: nobody wrote beside somebody else.
    assert max(len(one.record.parents) for one in stored if one.record is not None) == 1
