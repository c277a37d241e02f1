"""What the page of `inspect` holds, as far as no browser is needed: its data, its policy, and what it refuses."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finetune.__main__ import main
from finetune.inspect.page import embedded
from tests.finetune.combining import put, row, run

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def data_of(page: Path) -> dict[str, Any]:
    (found,) = DATA.findall(page.read_text(encoding="utf-8"))
    return json.loads(found)


def test_every_record_of_every_file_is_there_with_its_line(tmp_path: Path) -> None:
    talk = {"messages": [{"role": role, "content": role} for role in ("user", "assistant") * 2]}
    files = [put(tmp_path, "a.jsonl", [row(1, checks={"length": "9"}), talk]), put(tmp_path, "b.jsonl", [{"x": 1}])]
    page = tmp_path / "page.html"
    assert main(["inspect", *map(str, files), "--out", str(page)]) == 0
    data = data_of(page)
    assert data["files"] == ["a.jsonl", "b.jsonl"]
    assert [(one["f"], one["n"]) for one in data["rows"]] == [(0, 1), (0, 2), (1, 1)]
    assert data["rows"][0]["c"] == {"length": "9"}
    assert data["rows"][1]["t"] == [["user", "user"], ["assistant", "assistant"]]
    assert data["rows"][2]["r"].startswith("it has the fields x")


def test_what_combine_left_can_be_looked_at_with_its_funnel(tmp_path: Path) -> None:
    assert run(tmp_path, put(tmp_path, "crew.jsonl", [row(1), {"text": "x"}])) == 0
    left, page = tmp_path / "run" / "combine", tmp_path / "page.html"
    assert main(["inspect", str(left / "train.jsonl"), str(left / "set-aside.jsonl"), "--out", str(page)]) == 0
    data = data_of(page)
    assert [bool(one.get("r")) for one in data["rows"]] == [False, True]
    assert "k" not in data["rows"][1] and data["rows"][1]["at"] == "crew.jsonl:2"
    (funnel,) = data["funnels"]
    steps = {step["name"]: dict(step["counts"]) for step in funnel["steps"]}
    assert steps["total"] == {"in": 2, "kept": 1, "broken": 1, "train_rows": 1, "held": 1}
    assert steps["sources / crew.jsonl"]["in"] == 2 and steps["phases"] == {"foundational": 1}


@given(st.recursive(st.text() | st.text("<>/!-script&'\"\u2028"), lambda inner: st.lists(inner, max_size=4)))
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_data_cannot_end_the_element_that_it_stands_in(value: Any) -> None:
    text = embedded(value)
    assert "<" not in text and text.isascii() and "\n" not in text
    assert json.loads(text) == value


def test_the_page_asks_for_nothing_and_only_its_own_script_may_run(tmp_path: Path) -> None:
    file, page = put(tmp_path, "a.jsonl", [row(1)]), tmp_path / "page.html"
    assert main(["inspect", str(file), "--out", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert html.unescape(policy).startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert not re.search(r'(?:src|href)="(?!data:)', text) and "url(" not in text


def test_a_page_is_written_again_and_anything_else_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, page = put(tmp_path, "a.jsonl", [row(1)]), tmp_path / "page.html"
    assert main(["inspect", str(file), "--out", str(page)]) == 0
    assert main(["inspect", str(file), "--out", str(page)]) == 0
    before = file.read_bytes()
    assert main(["inspect", str(file), "--out", str(file)]) == 1
    assert "no page of ours" in capsys.readouterr().err and file.read_bytes() == before
    assert main(["inspect", str(file), "--out", str(tmp_path / "none" / "page.html")]) == 1
    assert "name another file with --out" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(tmp_path / "nowhere.jsonl")]) == 2
    assert "nowhere.jsonl cannot be read (no such file or directory)" in capsys.readouterr().err
