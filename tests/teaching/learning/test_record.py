"""teaching.learning.record: what is remembered of a learner, whoever writes it and whatever the file holds."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teaching.errors import RefusedError
from teaching.learning.record import MarkerRecord, Prediction, Record, Shown, change, key_of, read
from teaching.markers.bodies import bodies_of

FULL = (
    Record()
    .with_marker("a.py::A.f", MarkerRecord(2, "abc", "2026-01-02T03:04:05Z"))
    .with_attempt("sum", "one")
    .with_attempt("sum", "two")
    .with_shown("a.py::A.f", Shown("request", "2026-01-02T03:04:05Z"))
    .with_leak()
    .with_prediction("sum", Prediction("wrong", "2026-01-02T03:04:05Z", "test_a"))
)


def place(root: Path) -> Path:
    return root / ".teaching" / "hints.json"


def test_what_was_changed_is_read_again(tmp_path: Path) -> None:
    assert read(tmp_path) == Record()
    assert change(tmp_path, lambda before: FULL) == FULL
    assert read(tmp_path) == FULL
    written = place(tmp_path).read_bytes()
    change(tmp_path, lambda before: before)
    assert place(tmp_path).read_bytes() == written
    assert sorted(os.listdir(tmp_path / ".teaching")) == [".gitignore", "hints.json", "hints.json.lock"]


def test_the_same_attempt_twice_in_a_row_is_one() -> None:
    record = Record().with_attempt("a", "1").with_attempt("a", "1").with_attempt("a", "2").with_attempt("a", "1")
    assert record.attempts == {"a": ("1", "2", "1")}
    for number in range(300):
        record = record.with_attempt("a", str(number))
    assert len(record.attempts["a"]) == 100
    assert record.attempts["a"][-1] == "299"


def test_the_first_time_that_something_was_shown_stays() -> None:
    record = Record().with_shown("a", Shown("chat", "1")).with_shown("a", Shown("request", "2"))
    assert record.shown == {"a": Shown("chat", "1")}


def test_what_is_misspelt_is_passed_over_and_the_rest_is_kept(tmp_path: Path) -> None:
    change(tmp_path, lambda before: FULL)
    text = json.loads(place(tmp_path).read_text("utf-8"))
    text["markers"] |= {"x": 3, "y": {"rung": "2"}, "z": {"rung": -1}}
    text["attempts"] |= {"x": "none", "y": [1, "a"]}
    text["shown"] |= {"x": {"by": "me", "at": "1"}}
    text["predictions"] |= {"x": {"outcome": "asked", "at": 3}}
    text |= {"leaks": True, "more": [1]}
    place(tmp_path).write_text(json.dumps(text), encoding="utf-8")
    found = read(tmp_path)
    assert found.markers == FULL.markers
    assert found.attempts == {**FULL.attempts, "y": ("a",)}
    assert found.shown == FULL.shown
    assert found.predictions == {**FULL.predictions, "x": Prediction("asked", "")}
    assert found.leaks == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff", b"<<<<<<< HEAD\n{}\n", b"[" * 100_000])
def test_a_file_that_is_no_record_is_empty_and_kept_beside_the_next(tmp_path: Path, content: bytes) -> None:
    place(tmp_path).parent.mkdir()
    place(tmp_path).write_bytes(content)
    assert read(tmp_path) == Record()
    assert change(tmp_path, lambda before: before.with_leak()).leaks == 1
    assert read(tmp_path).leaks == 1
    assert place(tmp_path).with_name("hints.json.old").read_bytes() == content


def test_nothing_is_read_or_written_through_a_link(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    change(elsewhere_root := tmp_path, lambda before: FULL)
    assert place(elsewhere_root).exists()
    (root / ".teaching").symlink_to(tmp_path / ".teaching")
    assert read(root) == Record()
    with pytest.raises(RefusedError, match=r"\.teaching cannot be used \(a link or no folder\)"):
        change(root, lambda before: FULL.with_leak())
    (root / ".teaching").unlink()
    (root / ".teaching").mkdir()
    elsewhere.write_text("{}", encoding="utf-8")
    place(root).symlink_to(elsewhere)
    assert read(root) == Record()
    with pytest.raises(RefusedError, match=r"hints\.json is not read \(symbolic link\)"):
        change(root, lambda before: FULL)
    assert elsewhere.read_text("utf-8") == "{}"
    assert read(tmp_path) == FULL


def test_a_change_that_fails_changes_nothing_and_leaves_no_lock(tmp_path: Path) -> None:
    change(tmp_path, lambda before: FULL)

    def fails(before: Record) -> Record:
        raise ValueError(before.leaks)

    with pytest.raises(ValueError, match="1"):
        change(tmp_path, fails)
    assert change(tmp_path, lambda before: before.with_leak()).leaks == 2


WRITER = """
import sys
from pathlib import Path
from teaching.learning.record import change
for number in range(25):
    change(Path(sys.argv[1]), lambda before: before.with_leak())
"""


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert read(tmp_path).leaks == 75


def test_a_key_survives_moved_lines_and_tells_markers_of_one_file_apart() -> None:
    text = (
        "class A:\n    def f(self):\n        # TODO(human): a\n        x()\n        # TODO(human): b\n        y()\n\n\n"
        "# TODO(human): c\nz = 1\n\n# TODO(human): d\n"
    )
    keys = ["a.py::A.f", "a.py::A.f#2", "a.py::L1", "a.py::L2"]
    assert [key_of("a.py", body) for _, body in bodies_of(text, "a.py")] == keys
    assert [key_of("a.py", body) for _, body in bodies_of(f"import os\n\n\n{text}", "a.py")] == keys


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
SHAPED = st.dictionaries(
    st.sampled_from(["markers", "attempts", "shown", "leaks", "predictions"]),
    JSON
    | st.dictionaries(st.text(max_size=5), JSON | st.fixed_dictionaries({"rung": JSON, "by": JSON, "outcome": JSON})),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHAPED)
def test_whatever_the_file_holds_it_is_read_and_written_again(tmp_path: Path, value: object) -> None:
    place(tmp_path).parent.mkdir(exist_ok=True)
    place(tmp_path).write_text(json.dumps(value), encoding="utf-8")
    found = read(tmp_path)
    assert change(tmp_path, lambda before: before.with_leak()).leaks == found.leaks + 1
    assert asdict(read(tmp_path)) == {**asdict(found), "leaks": found.leaks + 1}
