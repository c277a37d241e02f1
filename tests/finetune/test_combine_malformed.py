"""Whatever a file holds, every line that is not blank is kept or set aside with its number, and the run goes on."""

import gzip
import json
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finetune import foreign, reading
from tests.finetune.combining import put, row, run, written

GOOD = json.dumps(row(0)).encode()

BROKEN = {
    "invalid UTF-8": (b'{"prompt": "a", "completion": "\xff"}', "no UTF-8 text at byte 32"),
    "half a character in bytes": (b'{"prompt": "a", "completion": "\xed\xa0\x80"}', "no UTF-8 text at byte 32"),
    "half a character, escaped": (b'{"prompt": "a", "completion": "\\udc80"}', "half of a character"),
    "a NUL": (b'{"prompt": "a", "completion": "\x00"}', "it is no JSON (invalid control character"),
    "a NUL, escaped": (b'{"prompt": "a", "completion": "b\\u0000"}', "a NUL character"),
    "NULs alone": (b"\x00\x00\x00\x00", "it is no JSON"),
    "a field twice": (b'{"prompt": "a", "completion": "b", "completion": "c"}', "the field 'completion' twice"),
    "a field twice within": (b'{"messages": [{"role": "user", "role": "user", "content": "x"}]}', "'role' twice"),
    "deep lists": (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    "deep records": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
    "a number without end": (b'{"prompt": "a", "completion": ' + b"9" * 9000 + b"}", "it is no JSON that can be read"),
    "two records": (b'{"prompt": "a", "completion": "b"}{"prompt": "a", "completion": "b"}', "extra data"),
    "a list of records": (b'[{"prompt": "a", "completion": "b"}]', "on a line of its own"),
    "a tool call": (b'{"messages": [{"role": "user", "content": null}]}', "no text as its content"),
    "a role that is no text": (b'{"messages": [{"role": ["user"], "content": "x"}]}', "the role ['user']"),
    "a history of words": (b'{"instruction": "a", "output": "b", "history": "c"}', "its history is no list"),
    "strange names": (b'{"\\ud800": 1}', "it has the fields \\ud800"),
}


@pytest.mark.parametrize(("line", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_set_aside_with_its_file_line_and_reason(line: bytes, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "crew.jsonl"
    file.write_bytes(GOOD + b"\n\n" + line + b"\n" + json.dumps(row(2)).encode())
    assert run(tmp_path, file) == 0
    found = written(tmp_path)
    assert len(found.train) == 2
    assert [(one["place"], one["line"], one["kind"]) for one in found.aside] == [("crew.jsonl:3", 3, "broken")]
    assert reason in found.aside[0]["reason"]
    assert (found.total["in"], found.total["kept"], found.total["drops"]["broken"]) == (3, 2, 1)


def test_a_truncated_last_line_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD + b'\n{"prompt": "a", "compl')
    assert run(tmp_path, tmp_path / "a.jsonl") == 0
    assert "may be cut off" in written(tmp_path).aside[0]["reason"]


def test_a_line_of_50_megabytes_is_set_aside_and_never_held_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(GOOD + b'\n{"prompt": "a", "completion": "' + b"x" * 50_000_000 + b'"}\n' + GOOD)
    tracemalloc.start()
    lines = list(reading.read(file))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(line.number, line.reason) for line in lines] == [(1, ""), (2, "the line has more than 4 MiB"), (3, "")]
    assert len(lines[1].text) == 500
    assert peak < 20_000_000


def test_marks_of_byte_order_and_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    rows = [row(number, input="a\r\nb") for number in range(3)]
    file = tmp_path / "windows.jsonl"
    file.write_bytes(b"\r\n".join(b"\xef\xbb\xbf" + json.dumps(one).encode() for one in rows) + b"\r\n")
    assert run(tmp_path, file) == 0
    found = written(tmp_path)
    assert found.aside == [] and {one.input for one in found.train} == {"a\nb"}


OTHERS = {
    "gzip": (gzip.compress(GOOD, mtime=0), "gunzip"),
    "zip": (b"PK\x03\x04rest", "unpack it"),
    "UTF-16": ("\ufeff{}".encode("utf-16-le"), "save it as UTF-8"),
    "Parquet": (b"PAR1rest", "write it as JSONL"),
    "one list": (b'[\n  {"prompt": "a", "completion": "b"}\n]\n', "jq -c"),
}


@pytest.mark.parametrize(("content", "said"), OTHERS.values(), ids=OTHERS)
def test_a_file_of_another_kind_is_refused_with_what_to_do(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    assert run(tmp_path, tmp_path / "a.jsonl") == 2
    error = capsys.readouterr().err
    assert "a.jsonl" in error and said in error


def test_strict_ends_at_the_first_broken_line_and_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = put(tmp_path, "a.jsonl", [row(1), {"text": "x"}, row(2)])
    assert run(tmp_path, file, more=("--strict",)) == 2
    assert f"{file}:2: it has the fields text" in capsys.readouterr().err
    assert not (tmp_path / "run" / "combine").exists()
    assert run(tmp_path, file) == 0
    assert "a.jsonl:2: set aside: it has the fields text" in capsys.readouterr().out
    # What was good without --strict is looked at again with it.
    assert run(tmp_path, file, more=("--strict",)) == 2


RECORDS = st.builds(
    lambda form, asked, said: json.dumps(
        {
            "alpaca": {"instruction": asked, "output": said},
            "prompt": {"prompt": asked, "completion": said},
            "chat": {"messages": [{"role": "user", "content": asked}, {"role": "assistant", "content": said}]},
            "shared": {"conversations": [{"from": "human", "value": asked}, {"from": "gpt", "value": said}]},
            "turn": {"role": "user" if len(said) % 2 else "assistant", "content": said},
        }[form]
    ).encode(),
    st.sampled_from(["alpaca", "prompt", "chat", "shared", "turn"]),
    st.text(max_size=30),
    st.text(max_size=60),
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["messages", "role", "content", "prompt", "output", "id"]), inner, max_size=4)
    ),
    max_leaves=12,
).map(lambda value: json.dumps(value).encode())
LINES = st.one_of(
    RECORDS,
    JSON_VALUES,
    st.binary(max_size=40).map(lambda line: line.replace(b"\n", b" ")),
    st.sampled_from([line for line, _ in BROKEN.values() if len(line) < 1000] + [b"", b" ", b"\xef\xbb\xbf" + GOOD]),
    st.tuples(RECORDS, st.integers(0, 60)).map(lambda cut: cut[0][: cut[1]]),
)


FILES = st.builds(
    lambda lines, ends, ended: ends.join([GOOD, *lines]) + (ends if ended else b""),
    st.lists(LINES, max_size=12),
    st.sampled_from([b"\n", b"\r\n"]),
    st.booleans(),
)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Each of these runs the whole stage.
FEW = settings(MANY, max_examples=25)


@given(FILES)
@MANY
def test_every_line_is_part_of_exactly_one_record(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "any.jsonl").write_bytes(content)
    meant = [
        number
        for number, line in enumerate(content.split(b"\n"), 1)
        if line.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf").strip()
    ]
    pieces = list(foreign.read(tmp_path / "any.jsonl"))
    covered = Counter(number for piece in pieces for number in meant if piece.number <= number <= piece.until)
    assert covered == Counter(meant)
    assert all((piece.example is None) == bool(piece.reason) for piece in pieces)


@given(FILES)
@FEW
def test_nothing_is_lost_whatever_the_lines_are(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "any.jsonl").write_bytes(content)
    assert run(folder, folder / "any.jsonl") == 0
    found = written(folder)
    pieces = list(foreign.read(folder / "any.jsonl"))
    assert found.total["in"] == len(pieces) == found.total["kept"] + len(found.aside)
    assert Counter(one["kind"] for one in found.aside) == {k: n for k, n in found.total["drops"].items() if n}
    assert len({one.id for one in found.train}) == len(found.train) == found.total["kept"]
