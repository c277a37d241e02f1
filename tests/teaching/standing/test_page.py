"""The page of `teach roadmap show --html`: read as a parser reads it. tests/browser asks a real one."""

import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.standing import Day
from teaching.contracts.verification import Evidence
from teaching.evidence import records, store
from teaching.standing.chart import burn_up
from teaching.standing.page import html
from teaching.standing.standing import standing
from teaching.standing.style import STYLE

ROADMAP = """\
## Data & <b>more</b>
- [x] Name ✅ 2026-11-21 (attested) <!-- id: name -->
- [x] Import ✅ 2026-11-21 <!-- id: import -->
- [ ] Sum <script>alert(1)</script> "quoted" (In Progress) <!-- id: sum -->
  - Acceptance: <img src=x onerror=alert(1)>
  - verify: python -m pytest -q
  - [ ] Nested
"""
VOID = {"meta", "link", "br", "rect", "path", "circle", "use", "polygon", "polyline"}
COLOUR = re.compile(r"--([a-z]+): (#[0-9a-f]{6})")


class Page(HTMLParser):
    """Collects what a page holds, and holds that every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture
def shop(make_repo: Callable[..., Any]) -> Path:
    root = make_repo({"ROADMAP.md": ROADMAP, "sum.py": "# TODO(human)[sum]: add\n"}).root
    plain = Evidence(
        task="name", title="Name", parents=[], made_at="2026-11-21T10:00:00Z", runs=[], files={}, tree="", attested="so"
    )
    store.add(root, records.signed(plain))
    return root


def test_the_page_is_whole_and_reaches_for_nothing(shop: Path) -> None:
    text = html(standing(shop), "shop")
    page = Page(text)
    assert page.open == []
    tags = [tag for tag, _ in page.seen]
    assert {"script", "img", "iframe", "b"}.isdisjoint(tags)
    assert [tag for tag in tags if re.fullmatch("h[1-6]", tag)][:3] == ["h1", "h2", "h3"]
    for _, attributes in page.seen:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "srcset", "action"):
            assert (attributes.get(name) or "data:,").startswith(("data:,", "#"))
    assert "http://" not in text.replace("http-equiv", "")
    assert "https://" not in text
    assert "url(" not in text
    ids = [attributes["id"] for _, attributes in page.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    sections = {attributes["aria-labelledby"] for tag, attributes in page.seen if tag == "section"}
    assert sections == {"next", "burn-up", "phases", "markers", "evidence"}
    links = {attributes["href"] for tag, attributes in page.seen if tag == "a"}
    assert links == {f"#{section}" for section in sections}
    used = {attributes["href"] for tag, attributes in page.seen if tag == "use"}
    assert {link[1:] for link in links | used if link} <= set(ids)


def test_what_somebody_wrote_is_shown_as_text(shop: Path) -> None:
    shown = "".join(Page(html(standing(shop), "<i>shop</i>")).words)
    assert 'Sum <script>alert(1)</script> "quoted"' in shown
    assert "<i>shop</i>" in shown
    assert "Data & <b>more</b>" in shown


def test_progress_attested_ticks_and_markers_are_told_apart(shop: Path) -> None:
    page = Page(html(standing(shop), "shop"))
    shown = "".join(page.words)
    for words in (
        "0 of 4 tasks proved", "0 proved by commands", "1 attested by a person", "1 ticked without evidence", "2 open",
        "0 of 4 proved, 1 attested, 1 without evidence", "not proved: no evidence", "TODO(human) sum.py:1",
        "On a person’s word (1)", "Ticked, and not proved (1)",
    ):  # fmt: skip
        assert words in shown
    bars = [attributes["class"] for tag, attributes in page.seen if tag == "rect"]
    assert bars == ["rest", "attested", "unproven"] * 2
    lines = [attributes["class"] for tag, attributes in page.seen if tag == "polyline"]
    assert lines == ["line attested", "line proved"]


def test_a_long_roadmap_is_closed_but_for_where_work_goes_on(make_repo: Callable[..., Any]) -> None:
    phases = [f"## Phase {phase}\n" + f"- [ ] Task of phase {phase}\n" * 120 for phase in range(3)]
    root = make_repo({"ROADMAP.md": "\n".join(phases).replace("[ ] Task of phase 0", "[x] Task of phase 0")}).root
    page = Page(html(standing(root), "shop"))
    details = [attributes for tag, attributes in page.seen if tag == "details"]
    # Each phase, with 50, 50 and 20 tasks in it; and the ticks that nothing proves.
    assert [attributes.get("class") for attributes in details] == ["phase", "piece", "piece", "piece"] * 3 + [None]
    assert [number for number, attributes in enumerate(details) if "open" in attributes] == [4, 5]
    assert "Tasks 101 to 120" in "".join(page.words)


def test_a_very_long_list_of_faults_is_cut(make_repo: Callable[..., Any]) -> None:
    root = make_repo({"ROADMAP.md": "- [x] Ticked by hand\n" * 207}).root
    shown = "".join(Page(html(standing(root), "shop")).words)
    assert shown.count("nothing was ever stored for it") == 200
    assert "and 7 more" in shown


def test_the_chart_rises_on_the_days_of_the_evidence() -> None:
    days = [Day(date="2026-11-01", proved=1, attested=0), Day(date="2026-11-11", proved=3, attested=0)]
    (line,) = re.findall(r'class="line proved" points="([^"]+)"', "".join(burn_up(days, 4)))
    points = [tuple(map(float, point.split(","))) for point in line.split()]
    assert [(round(x), y) for x, y in points] == [(0, 200), (54, 200), (54, 150), (600, 150), (600, 50)]
    assert "first point" in "".join(burn_up([], 4))
    assert "first point" in "".join(burn_up([Day(date=day, proved=1, attested=0) for day in ("0001-01-01", "soon")], 4))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_has_contrast_on_both_grounds(scheme: int) -> None:
    light, dark = re.split(r"@media screen and \(prefers-color-scheme: dark\)", STYLE)
    colours = dict(COLOUR.findall((light, dark.split("@media print")[0])[scheme]))
    for ground in ("ground", "panel"):
        for name in ("text", "quiet", "proved", "attested", "unproven", "begun"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def contrast(one: str, other: str) -> float:
    """WCAG's ratio."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def teach(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mcp_server", *words], cwd=root, stdin=subprocess.DEVNULL, capture_output=True,
        encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


def test_the_command_writes_the_page_and_only_a_page(shop: Path) -> None:
    done = teach(shop, "roadmap", "show", "--html", "where.html")
    assert (done.returncode, done.stdout) == (0, "Wrote where.html: open it in a browser.\n")
    assert (shop / "where.html").read_text(encoding="utf-8") == html(standing(shop), "repo")
    for wrong in (["show", "--html", "ROADMAP.md"], ["show", "--html", "no/where.html"], ["audit", "--html", "a.html"]):
        refused = teach(shop, "roadmap", *wrong)
        assert refused.returncode == 2
        assert refused.stderr.startswith("teach roadmap: ")
    assert (shop / "ROADMAP.md").read_text(encoding="utf-8") == ROADMAP
