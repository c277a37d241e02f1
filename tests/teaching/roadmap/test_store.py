"""teaching.roadmap.store: no change is lost, no reader sees half of one, and nothing outside the folder is touched."""

import os
import stat
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from teaching.errors import BadInputError, RefusedError
from teaching.roadmap import store
from teaching.roadmap.edit import tick
from teaching.roadmap.reading import parse

DAY = date(2025, 11, 20)
TREE = Path(__file__).resolve().parents[3]
OLD = b"# Plan\n" + b"".join(b"- [ ] Task number %d <!-- id: t%d -->\n" % (n, n) for n in range(200))

# Ticks tasks FIRST, FIRST + STEP … through the store.
TICKER = """
import sys
from datetime import date
from pathlib import Path
from teaching.roadmap import store
from teaching.roadmap.edit import tick
root, first, step, count = Path(sys.argv[1]), *map(int, sys.argv[2:])
for number in range(first, first + step * count, step):
    store.change(root, lambda text: tick(text, f"t{number}", date(2025, 11, 20)))
"""

# Ticks t0, and dies of SIGKILL before the n-th line of the store's own code, or of those functions of it only.
KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from teaching.roadmap import store
from teaching.roadmap.edit import tick
left, only = int(sys.argv[2]), sys.argv[3:]
def trace(frame, event, argument):
    global left
    if frame.f_code.co_filename != store.__file__ or (only and frame.f_code.co_name not in only):
        return None
    left -= event == "line"
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return trace
sys.settrace(trace)
store.change(Path(sys.argv[1]), lambda text: tick(text, "t0", date(2025, 11, 20)))
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "student"
    folder.mkdir()
    (folder / "ROADMAP.md").write_bytes(OLD)
    return folder


def python(script: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", script, *map(str, arguments)], cwd=TREE, stderr=subprocess.PIPE)


def ended(process: subprocess.Popen[bytes]) -> int:
    _, said = process.communicate(timeout=120)
    assert process.returncode in (0, -9), said.decode()
    return process.returncode


def done(root: Path) -> list[str]:
    return [task.id or "" for task in parse(store.read(root)).tasks if task.state == "done"]


def leftovers(root: Path) -> list[str]:
    return sorted(set(os.listdir(root)) - {"ROADMAP.md", ".teaching"})


def test_a_change_is_written_and_returned(root):
    written = store.change(root, lambda text: tick(text, "t3", DAY))
    assert written == store.read(root) == tick(OLD, "t3", DAY)
    assert leftovers(root) == []
    assert sorted(os.listdir(root / ".teaching")) == [".gitignore", "roadmap.lock"]


def test_the_mode_of_the_file_is_kept_and_an_unchanged_text_not_written(root):
    (root / "ROADMAP.md").chmod(0o640)
    before = (root / "ROADMAP.md").stat()
    store.change(root, lambda text: text)
    assert (root / "ROADMAP.md").stat().st_ino == before.st_ino
    store.change(root, lambda text: text + b"\n")
    after = (root / "ROADMAP.md").stat()
    assert stat.S_IMODE(after.st_mode) == 0o640
    assert after.st_ino != before.st_ino


def test_a_missing_roadmap_is_made_only_when_asked(root):
    (root / "ROADMAP.md").unlink()
    for call in (lambda: store.read(root), lambda: store.change(root, lambda text: text)):
        with pytest.raises(BadInputError, match=r"no ROADMAP\.md here: .*plan"):
            call()
    assert store.change(root, lambda text: text + b"# New\n", create=True) == b"# New\n"
    assert store.read(root) == b"# New\n"


def test_an_error_in_the_change_writes_nothing(root):
    with pytest.raises(BadInputError):
        store.change(root, lambda text: tick(text, "nothing like it", DAY))
    assert store.read(root) == OLD
    assert leftovers(root) == []


def test_what_another_program_wrote_meanwhile_is_not_overwritten(root):
    def change(text: bytes) -> bytes:
        (root / "ROADMAP.md").write_bytes(b"# From an editor\n")
        return text + b"mine\n"

    with pytest.raises(RefusedError, match="changed by another program just now: try again"):
        store.change(root, change)
    assert store.read(root) == b"# From an editor\n"
    assert leftovers(root) == []


def make_link(root: Path) -> None:
    (root.parent / "victim.md").write_bytes(OLD)
    (root / "ROADMAP.md").unlink()
    (root / "ROADMAP.md").symlink_to("../victim.md")


def make_hard_link(root: Path) -> None:
    os.link(root / "ROADMAP.md", root.parent / "victim.md")


def make_pipe(root: Path) -> None:
    (root / "ROADMAP.md").unlink()
    os.mkfifo(root / "ROADMAP.md")


def make_folder(root: Path) -> None:
    (root / "ROADMAP.md").unlink()
    (root / "ROADMAP.md").mkdir()


def make_folder_link(root: Path) -> None:
    (root.parent / "outside").mkdir()
    (root / ".teaching").symlink_to("../outside")


def make_lock_link(root: Path) -> None:
    (root / ".teaching").mkdir()
    (root / ".teaching" / "roadmap.lock").symlink_to("../../victim.lock")


def make_read_only(root: Path) -> None:
    (root / "ROADMAP.md").chmod(0o444)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (make_link, "symbolic link"),
        (make_hard_link, "hard link"),
        (make_pipe, "named pipe"),
        (make_folder, "a directory"),
        (make_folder_link, r"\.teaching cannot be used"),
        (make_lock_link, r"roadmap\.lock cannot be opened"),
        (make_read_only, "read-only"),
    ],
)
def test_what_is_no_plain_file_of_its_own_is_refused_and_nothing_outside_is_touched(root, make, reason):
    make(root)
    before = {path: path.read_bytes() for path in root.parent.glob("victim*")}
    with pytest.raises(RefusedError, match=reason):
        store.change(root, lambda text: text + b"x")
    assert {path: path.read_bytes() for path in root.parent.glob("victim*")} == before
    assert not (root.parent / "outside").exists() or list((root.parent / "outside").iterdir()) == []


def test_a_root_that_is_no_folder_is_refused(tmp_path):
    with pytest.raises(BadInputError, match="not a folder"):
        store.read(tmp_path / "nothing")


def test_a_lock_that_was_deleted_while_somebody_waited_still_keeps_writers_apart(root):
    inside, leave = threading.Event(), threading.Event()

    def hold(text: bytes) -> bytes:
        (root / ".teaching" / "roadmap.lock").unlink()
        inside.set()
        assert leave.wait(30)
        return tick(text, "t0", DAY)

    said: list[str] = []

    def refused() -> None:
        with pytest.raises(RefusedError) as caught:
            store.change(root, hold)
        said.append(str(caught.value))

    first = threading.Thread(target=refused)
    first.start()
    assert inside.wait(30)
    # The name is free: a second writer may take a new lock, and then the first must see that the text has changed.
    store.change(root, lambda text: tick(text, "t1", DAY))
    leave.set()
    first.join(30)
    assert said == ["ROADMAP.md was changed by another program just now: try again"]
    assert done(root) == ["t1"]


def test_a_lock_that_nobody_gives_back_is_an_error_and_no_endless_wait(root, monkeypatch):
    monkeypatch.setattr(store, "_WAIT_S", 0.02)

    def nested(text: bytes) -> bytes:
        store.change(root, lambda inner: inner + b"x")
        return text

    with pytest.raises(RefusedError, match="another program is writing"):
        store.change(root, nested)


def test_threads_that_tick_at_once_lose_nothing(root):
    threads = [
        threading.Thread(target=store.change, args=(root, lambda text, n=number: tick(text, f"t{n}", DAY)))
        for number in range(24)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(done(root)) == 24


@pytest.mark.parametrize("each", [8, pytest.param(50, marks=pytest.mark.full)])
def test_four_processes_that_tick_at_once_lose_nothing(root, each):
    assert [ended(process) for process in [python(TICKER, root, first, 4, each) for first in range(4)]] == [0] * 4
    assert len(done(root)) == 4 * each
    assert leftovers(root) == []


@pytest.mark.parametrize(
    "only", [("_replace", "_write"), pytest.param((), marks=pytest.mark.full)], ids=["writing", "all"]
)
def test_a_kill_before_any_line_of_a_tick_leaves_the_old_or_the_new_roadmap(root, only):
    new = tick(OLD, "t0", DAY)
    seen: list[bytes] = []
    for moment in range(1000):
        (root / "ROADMAP.md").write_bytes(OLD)
        code = ended(python(KILLED, root, moment, *only))
        seen.append(store.read(root))
        assert seen[-1] in (OLD, new), moment
        if code == 0:
            break
        assert store.change(root, lambda text: text) == seen[-1]  # the lock is free, and what was left is swept away
        assert leftovers(root) == []
    assert seen[0] == OLD
    assert seen[-1] == new
    assert len(seen) > (12 if only else 60)


@pytest.mark.parametrize("rounds", [4, pytest.param(60, marks=pytest.mark.full)])
def test_a_kill_at_any_time_of_many_ticks_leaves_whole_ticks(root, rounds):
    for number in range(rounds):
        (root / "ROADMAP.md").write_bytes(OLD)
        process = python(TICKER, root, 0, 1, 200)
        # The first tick shows that it has begun; from there on each round waits for another number of them.
        while process.poll() is None and len(done(root)) < 1 + number % 30:
            pass
        process.kill()
        process.communicate()
        ticks = done(root)
        expected = OLD
        for name in ticks:
            expected = tick(expected, name, DAY)
        assert store.read(root) == expected
        assert ticks == [f"t{n}" for n in range(len(ticks))]
