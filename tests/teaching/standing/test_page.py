"""The page of `teach roadmap show --html`: read as a parser reads it. A real browser is not asked here."""

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
VOID = {"meta", "link", "rect", "line", "polyline"}
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
            assert attributes.get(name) in (None, "data:,")
    assert "http://" not in text.replace("http-equiv", "")
    assert "https://" not in text
    assert "url(" not in text
    ids = [attributes["id"] for _, attributes in page.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {attributes["aria-labelledby"] for tag, attributes in page.seen if tag == "section"} == set(ids)


def test_what_somebody_wrote_is_shown_as_text(shop: Path) -> None:
    shown = "".join(Page(html(standing(shop), "<i>shop</i>")).words)
    assert 'Sum <script>alert(1)</script> "quoted"' in shown
    assert "<i>shop</i>" in shown
    assert "Data & <b>more</b>" in shown


def test_progress_attested_ticks_and_markers_are_told_apart(shop: Path) -> None:
    page = Page(html(standing(shop), "shop"))
    shown = "".join(page.words)
    assert "0 of 4 tasks proved, 1 attested, 1 ticked without evidence, 2 open." in shown
    assert "2 of 4 ticked" in shown
    assert "unproven: no-evidence" in shown
    assert "TODO(human) sum.py:1" in shown
    (progress,) = [attributes for tag, attributes in page.seen if tag == "progress"]
    assert (progress["max"], progress["value"]) == ("4", "2")
    assert [attributes["class"] for tag, attributes in page.seen if tag == "polyline"] == [
        "line proved",
        "line attested",
    ]


def test_the_chart_rises_on_the_days_of_the_evidence() -> None:
    days = [Day(date="2026-11-01", proved=1, attested=0), Day(date="2026-11-11", proved=3, attested=0)]
    (line,) = re.findall(r'class="line proved" points="([^"]+)"', "".join(burn_up(days, 4)))
    points = [tuple(map(float, point.split(","))) for point in line.split()]
    assert points == [(40, 192), (40, 192), (40, 147), (588, 147), (588, 57), (588, 57)]
    assert "first point" in "".join(burn_up([], 4))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_has_contrast_on_both_grounds(scheme: int) -> None:
    light, dark = re.split(r"@media \(prefers-color-scheme: dark\)", STYLE)
    colours = dict(COLOUR.findall((light, dark)[scheme]))
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
