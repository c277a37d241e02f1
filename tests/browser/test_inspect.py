"""The page of `python -m finetune inspect` in a real browser: phone and desktop, many records, and hostile ones."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from finetune.__main__ import main
from tests.browser.browser import DESKTOP, PHONE, SCREENS, Browser, View

WORDS = "parser queue retry index cursor token schema worker cache ledger buffer filter branch rebase mock".split()
PHASES = {"foundational": ("rule", "hint"), "review": ("finding", "wording"), "tooling": ("command",)}
HOSTILE = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> \u202e \u2028 & ]]>"
LOAD_MS = 20_000  # a machine of CI that runs other tests meanwhile needs air; alone it takes a tenth


def record(number: int) -> dict[str, Any]:
    phase = list(PHASES)[number % 3]
    kind = PHASES[phase][number // 3 % len(PHASES[phase])]
    body = " ".join(WORDS[(number * place) % len(WORDS)] for place in range(5, 25 + number % 60))
    whole = {
        "id": f"{number:016x}", "phase": phase, "kind": kind, "source": f"generate/{kind}",
        "language": ("python", "typescript", "go", "")[number % 4], "audience": ("beginner", "senior", "")[number % 3],
        "instruction": f"Look at task {number}",
        "input": f"def total_{number}(items):\n    return sum(items)",
        "output": f"{body}\n\n```python\nassert total_{number}([1]) == 1\n```\n\nWhat would an empty list give?",
        "checks": {"questions": "1", "cites-place": f"app.py:{number}"}, "provenance": {"defect": f"d{number}"},
    }  # fmt: skip
    if number % 50 == 7:
        return {**{name: whole[name] for name in ("id", "phase", "kind", "instruction", "output")}, "reason": "twice"}
    return whole


def page_of(folder: Path, rows: list[Mapping[str, Any]], broken: str = "") -> Path:
    file, page = folder / "teaching.jsonl", folder / "page.html"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows) + broken, encoding="utf-8")
    counts = {"in": len(rows), "kept": len(rows) - 1, "drops": {"broken": 1, "same": 0}}
    (folder / "funnel.json").write_text(json.dumps({"total": counts, "sources": {"crew.jsonl": counts}}), "utf-8")
    assert main(["inspect", str(file), "--out", str(page)]) == 0
    return page


def ask(script: str) -> View:
    return View("asked", *DESKTOP, axe=False, picture=False, script=script)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return page_of(tmp_path, [record(number) for number in range(120)], '{"instruction": "cut')


def test_every_view_is_free_of_faults(small: Path, browser: Browser) -> None:
    opened = "document.querySelectorAll('summary').forEach((one, place) => place < 3 && one.click());"
    views = [View(f"{one.name}", one.width, one.height, one.scheme, script=opened) for one in SCREENS]
    views.append(View("narrow", 320, 640, text_scale=200, open=True, axe=False))
    seen = browser.look(small, views, "inspect")
    assert {name: view.faults for name, view in seen.items() if view.faults} == {}
    first = seen["desktop-light"].facts
    assert first["title"] == "Examples: teaching.jsonl"
    assert first["headings"][:2] == ["h1 Examples teaching.jsonl", "h2 Browse"]
    assert first["landmarks"] == ["header", "main", "footer"]


def test_search_filters_and_order_lead_to_the_records(small: Path, browser: Browser) -> None:
    script = """
      const told = [];
      const by = (id) => document.getElementById(id);
      const tell = () => told.push([by("count").textContent, document.querySelector("summary .first")?.textContent]);
      const choose = (id, value) => { by(id).value = value; by(id).dispatchEvent(new Event("change")); tell(); };
      tell();
      by("search").value = "LOOK d42"; by("search").dispatchEvent(new Event("input"));
      await new Promise((done) => setTimeout(done, 400));
      tell();
      by("search").value = "";
      choose("by-phase", "review"); choose("by-kind", "wording"); choose("by-audience", "senior");
      choose("by-phase", ""); choose("by-kind", ""); choose("by-audience", "");
      choose("by-state", "set aside"); choose("by-state", "");
      choose("by-check", "cites-place"); choose("by-check", "");
      choose("order", "longest answer");
      by("after").click();
      told.push([by("where").textContent, String(document.querySelectorAll("#list > li").length)]);
      return told;
    """
    (seen,) = browser.look(small, [ask(script)], "inspect").values()
    told = seen.answer
    assert told[0] == ["121 records", "Look at task 0"]
    assert told[1] == ["1 of 121 records", "Look at task 42"]
    assert [one[0] for one in told[2:5]] == ["40 of 121 records", "20 of 121 records", "20 of 121 records"]
    assert told[8][0] == "4 of 121 records"
    assert told[10][0] == "117 of 121 records"
    assert told[12][1] == "Look at task 59"
    assert told[13] == ["2 of 5", "25"]
    assert seen.faults == {}


def test_a_record_is_shown_with_both_sides_its_checks_and_what_it_is_made_of(small: Path, browser: Browser) -> None:
    script = """
      const details = document.querySelector("#list details");
      details.open = true;
      await new Promise((done) => setTimeout(done, 100));
      const sides = [...details.querySelectorAll(".side")].map((one) => one.getBoundingClientRect());
      return [sides[0].right <= sides[1].left, details.textContent, document.getElementById("steps").textContent];
    """
    (seen,) = browser.look(small, [ask(script)], "inspect").values()
    beside, text, funnel = seen.answer
    assert beside
    for piece in (
        "return sum(items)",
        "assert total_0([1]) == 1",
        "cites-place",
        "app.py:0",
        "defect",
        "teaching.jsonl:1",
    ):
        assert piece in text
    assert "```" not in text
    assert "total" in funnel and "crew.jsonl" in funnel and "broken" in funnel


def test_what_somebody_hostile_wrote_is_text(tmp_path: Path, browser: Browser) -> None:
    fields = ("instruction", "input", "output", "id", "kind", "phase", "language", "source", "audience")
    hostile = {**dict.fromkeys(fields, HOSTILE), "checks": {HOSTILE: HOSTILE}, "provenance": {"__proto__": HOSTILE}}
    page = page_of(
        tmp_path,
        [hostile, record(1)],
        '{"x": "</script><script>alert(3)</script>"}\n\ud83d</script>'.encode("utf-8", "replace").decode(),
    )
    script = (
        "document.querySelectorAll('summary').forEach((one) => one.click());"
        "await new Promise((done) => setTimeout(done, 100)); return document.querySelectorAll('script').length;"
    )
    (seen,) = browser.look(page, [View("hostile", *PHONE, script=script)], "inspect").values()
    assert seen.faults == {} and seen.answer == 2
    assert seen.facts["text"].count("<img src=x onerror=alert(2)>") > 5
    assert "[U+202E]" in seen.facts["text"]


@pytest.mark.parametrize("count", [2_000, pytest.param(20_000, marks=pytest.mark.full)])
def test_many_records_stay_usable(count: int, tmp_path: Path, browser: Browser) -> None:
    page = page_of(tmp_path, [record(number) for number in range(count)])
    script = f"""
      const begun = performance.now();
      const search = document.getElementById("search");
      search.value = "task {count - 1}"; search.dispatchEvent(new Event("input"));
      while (document.getElementById("count").textContent.startsWith("{count:,}")) {{
        await new Promise((done) => setTimeout(done, 20));
      }}
      return [performance.now() - begun, document.getElementById("count").textContent];
    """
    looked = browser.look(page, [View("many-phone", *PHONE), View("many", *DESKTOP, script=script)], "inspect")
    assert {name: view.faults for name, view in looked.items() if view.faults} == {}
    assert looked["many-phone"].facts["loadMs"] < LOAD_MS
    took, found = looked["many"].answer
    assert found == f"1 of {count:,} records" and took < LOAD_MS
