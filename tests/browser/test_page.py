"""The page of `teach roadmap show --html` in a real browser: phone and desktop, light and dark, screen and paper."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.browser import DESKTOP, PHONE, SCREENS, Browser, View
from tests.browser.cases import CASES, HOSTILE, STATES

# For thousands of tasks one phone and one desktop stand for the four.
FEW = (View("phone", *PHONE, prune=True), View("desktop", *DESKTOP, scheme="dark", prune=True))
# A machine of CI that runs other tests meanwhile needs air; alone it takes a tenth.
LOAD_MS = 10_000
PAGE_BYTES = 2_000_000


@pytest.fixture
def page_of(make_repo: Callable[..., Any]) -> Callable[[str], Path]:
    """`page_of(case)`: the page that the command writes for it."""

    def write(case: str) -> Path:
        root = CASES[case](lambda files: make_repo(files, name="feeds").root)
        done = subprocess.run(
            [sys.executable, "-m", "mcp_server", "roadmap", "show", "--html", "roadmap.html"], cwd=root,
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return root / "roadmap.html"

    return write


@pytest.mark.parametrize("case", [pytest.param("empty", marks=pytest.mark.full), "states", "hostile"])
def test_every_view_is_free_of_faults(case: str, page_of: Callable[[str], Path], browser: Browser) -> None:
    seen = browser.look(page_of(case), SCREENS, case)
    assert len(seen) == 4
    assert {name: view.faults for name, view in seen.items() if view.faults} == {}
    assert {view.facts["lang"] for view in seen.values()} == {"en"}


@pytest.mark.parametrize("case", [pytest.param("states", marks=pytest.mark.full), "hostile"])
def test_with_everything_open_and_twice_the_letters_nothing_sticks_out(
    case: str, page_of: Callable[[str], Path], browser: Browser
) -> None:
    views = [
        View("open-phone", *PHONE, scheme="dark", open=True),
        View("narrow", 320, 640, text_scale=200, open=True, axe=False),
        View("large-letters", *DESKTOP, text_scale=200, open=True, axe=False),
    ]
    seen = browser.look(page_of(case), views, case)
    assert {name: view.faults for name, view in seen.items() if view.faults} == {}


def test_headings_and_landmarks_lead_through_the_page(page_of: Callable[[str], Path], browser: Browser) -> None:
    (seen,) = browser.look(page_of("states"), [View("outline", *DESKTOP, axe=False, picture=False)], "states").values()
    assert seen.facts["title"] == "Roadmap of feeds: 6 of 15 tasks proved"
    assert seen.facts["landmarks"] == ["header", "nav", "main", "footer"]
    headings = seen.facts["headings"]
    assert headings[:3] == ["h1 Roadmap of feeds", "h2 Next", "h3 Name the source that failed"]
    assert [one for one in headings if one.startswith("h2")] == [
        "h2 Next", "h2 Burn-up", "h2 Phases", "h2 TODO(human)", "h2 Evidence",
    ]  # fmt: skip
    assert [one for one in headings if one.startswith("h3 Phase")] == [
        line.replace("##", "h3") for line in STATES.splitlines() if line.startswith("## ")
    ]


def test_the_keyboard_reaches_and_opens_everything_and_one_sees_where_one_is(
    page_of: Callable[[str], Path], browser: Browser
) -> None:
    (seen,) = browser.look(
        page_of("states"), [View("keyboard", *PHONE, axe=False, keyboard=True, picture=False)], "states"
    ).values()
    assert [stop["text"] for stop in seen.stops if stop["tag"] == "a"] == [
        "Next", "Burn-up", "Phases", "TODO(human)", "Evidence",
    ]  # fmt: skip
    assert [stop["text"].split(":")[0] for stop in seen.stops if stop["tag"] == "summary"] == [
        "The numbers, by day", "Phase 1", "Phase 2", "Phase 3", "Phase 4",
    ]  # fmt: skip
    assert [stop for stop in seen.stops if not (stop["outlined"] and stop["seen"])] == []
    assert seen.toggled == {"opened": True, "closed": True}


def test_paper_gets_every_task_on_white_and_no_links(page_of: Callable[[str], Path], browser: Browser) -> None:
    views = [
        View("screen", *DESKTOP, axe=False, picture=False),
        View("paper", *DESKTOP, scheme="dark", media="print", pdf=True),
    ]
    screen, paper = browser.look(page_of("middle"), views, "middle").values()
    assert paper.facts["ground"] == "rgb(255, 255, 255)"
    links = 4
    assert screen.facts["shown"] < paper.facts["shown"] == paper.facts["items"] - links
    assert paper.facts["tallest"] < 60, "a heading is squeezed into a narrow column"
    assert paper.pdf_bytes > 10_000
    assert paper.faults == {}


@pytest.mark.parametrize("case", ["long", pytest.param("one-phase", marks=pytest.mark.full)])
def test_five_thousand_tasks_stay_usable(case: str, page_of: Callable[[str], Path], browser: Browser) -> None:
    page = page_of(case)
    looked = browser.look(page, FEW, case)
    assert {name: view.faults for name, view in looked.items() if view.faults} == {}
    seen = looked["phone"]
    assert seen.facts["text"].count("titled as people do") >= 5000
    assert page.stat().st_size < PAGE_BYTES
    assert seen.facts["loadMs"] < LOAD_MS
    # What is open fits in a few screens, and holds the task that comes next.
    assert 50 <= seen.facts["shown"] < 250
    assert seen.facts["height"] < 40 * PHONE[1]
    assert seen.facts["next"] == f"Task 1 of phase {17 if case == 'long' else 1}, titled as people do"


def test_what_somebody_hostile_wrote_is_text(page_of: Callable[[str], Path], browser: Browser) -> None:
    (seen,) = browser.look(page_of("hostile"), [View("text", *DESKTOP, axe=False, picture=False)], "hostile").values()
    assert (seen.faults, seen.facts["live"]) == ({}, 0)
    shown = seen.facts["text"]
    for line in HOSTILE.splitlines():
        if "<script>" in line and line.startswith("## "):
            assert line.removeprefix("## ") in shown
    for written in ("<img src=x onerror=alert(1)>", "\"><svg onload=alert(2)> &lt;b&gt; &amp;amp; '", "<base href="):
        assert written in shown
    assert "\u202e" not in shown
