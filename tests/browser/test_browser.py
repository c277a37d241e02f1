"""That the browser's eyes see: a page with one fault of each kind, and what a missing browser comes to."""

from pathlib import Path

import pytest

from tests import npm
from tests.browser.browser import DESKTOP, HERE, OVERRIDE, PHONE, Browser, View, find_chromium

FAULTS = """\
<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body>
<p style="color: #bbbbbb">grey on white</p>
<p style="font-size: 9px">small print</p>
<p style="width: 3000px; text-align: right">far out</p>
<button style="width: 20px; height: 20px; padding: 0" aria-label="small"></button>
<a href="#here" style="outline: none">no outline</a>
<img alt="" src="https://elsewhere.invalid/a.png">
<script>console.warn("a warning"); alert("boo"); missing();</script>
</body>
</html>
"""
KINDS = {"console", "requests", "dialogs", "axe", "wide", "small text", "small targets"}
AXE = {"color-contrast", "document-title", "html-has-lang", "landmark-one-main", "page-has-heading-one", "region"}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_kind_of_fault_is_seen(size: tuple[int, int], tmp_path: Path, browser: Browser) -> None:
    page = tmp_path / "faults.html"
    page.write_text(FAULTS, encoding="utf-8")
    (seen,) = browser.look(page, [View(f"view-{size[0]}", *size, keyboard=True)], "faults").values()
    assert set(seen.faults) == KINDS
    assert {one.split(":")[0] for one in seen.axe} >= AXE
    assert {one.split(":")[0] for one in seen.console} == {"warning", "error"}
    assert (seen.requests, seen.dialogs) == (["https://elsewhere.invalid/a.png"], ["boo"])
    assert "no outline" in [stop["text"] for stop in seen.stops if not stop["outlined"]]
    assert (browser.artefacts / f"faults-view-{size[0]}.png").read_bytes().startswith(b"\x89PNG")


def test_the_override_counts_even_where_it_names_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "mine"
    mine.write_text("#!/bin/sh\n", encoding="utf-8")
    mine.chmod(0o755)
    monkeypatch.setenv(OVERRIDE, str(mine))
    assert find_chromium() == str(mine)
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "nowhere"))
    assert find_chromium() is None


def test_the_pins_name_exact_versions_and_no_place() -> None:
    assert npm.problems_of_pins(HERE) == []
