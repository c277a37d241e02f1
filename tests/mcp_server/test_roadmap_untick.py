"""`teach roadmap untick`: takes off a tick that no evidence carries, and leaves every other byte and tick alone."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import at_terminal

TEACH = [sys.executable, "-m", "mcp_server"]
ROADMAP = """\
# Shop

- [ ] Sum <!-- id: sum -->
  - verify: python -m pytest -q test_basket.py
- [x] Page ✅ 2026-01-02 <!-- was: (In Progress) --> <!-- id: page -->
  - [x] Head
  - [ ] Foot
"""


@pytest.fixture
def shop(make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return make_repo({"ROADMAP.md": ROADMAP}).root


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TEACH, "roadmap", *words], cwd=root, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        timeout=120, check=False,
    )  # fmt: skip


def roadmap(root: Path) -> str:
    return (root / "ROADMAP.md").read_bytes().decode()


def test_a_tick_without_evidence_goes_and_what_it_replaced_comes_back(shop: Path) -> None:
    done = run(shop, "untick", "page")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Took the tick off “Page”, for no evidence carries it." in done.stdout
    assert "verify page" in done.stdout
    before = "- [x] Page ✅ 2026-01-02 <!-- was: (In Progress) -->"
    assert roadmap(shop) == ROADMAP.replace(before, "- [ ] Page (In Progress)")


@pytest.mark.parametrize("name", ["Head", "1.2.1", "hea"])
def test_a_nested_task_is_found_by_its_position_or_title_and_its_parent_keeps_its_tick(shop: Path, name: str) -> None:
    assert run(shop, "untick", name).returncode == 0
    assert roadmap(shop) == ROADMAP.replace("[x] Head", "[ ] Head")


def test_line_ends_of_windows_and_the_mark_stay(shop: Path) -> None:
    text = "\ufeff" + ROADMAP.replace("\n", "\r\n")
    (shop / "ROADMAP.md").write_bytes(text.encode())
    assert run(shop, "untick", "Head").returncode == 0
    assert roadmap(shop) == text.replace("[x] Head", "[ ] Head")


def test_an_open_task_and_an_unknown_one_change_nothing(shop: Path) -> None:
    done = run(shop, "untick", "sum")
    assert (done.returncode, done.stdout) == (0, "“Sum” has no tick: nothing to take off.\n")
    done = run(shop, "untick", "nothing like it")
    assert done.returncode == 2
    assert "no task is called 'nothing like it'" in done.stderr
    assert roadmap(shop) == ROADMAP


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["untick"], "say which task"),
        (["untick", "page", "--format", "json"], "--format json belongs to show and audit"),
        (["untick", "page", "--html", "a.html"], "--html belongs to show"),
        (["untick", "page", "--rerun"], "--rerun belongs to an audit"),
        (["show", "page"], "show is about all tasks"),
        (["audit", "page"], "audit is about all tasks"),
    ],
)
def test_what_does_not_fit_together_says_the_next_move(shop: Path, words: list[str], said: str) -> None:
    done = run(shop, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert roadmap(shop) == ROADMAP


def test_without_a_roadmap_the_next_move_is_a_plan(shop: Path) -> None:
    (shop / "ROADMAP.md").unlink()
    done = run(shop, "untick", "page")
    assert done.returncode == 2
    assert "there is no ROADMAP.md here" in done.stderr


def test_a_tick_that_evidence_carries_stays_until_it_no_longer_does(shop: Path) -> None:
    text = ROADMAP.replace("- [ ] Sum <!-- id: sum -->", "- [ ] Sum <!-- id: sum -->\n  - files: basket.py")
    (shop / "ROADMAP.md").write_text(text, encoding="utf-8")
    (shop / "basket.py").write_text("def total(prices):\n    return sum(prices)\n", encoding="utf-8")
    code, shown = at_terminal([*TEACH, "verify", "sum", "--attest", "looked at it"], shop)
    assert code == 0, shown
    ticked = roadmap(shop)
    assert "[x] Sum" in ticked
    done = run(shop, "untick", "sum")
    assert done.returncode == 1
    assert "the tick of “Sum” stays, for a person attested it" in done.stderr
    assert roadmap(shop) == ticked
    (shop / "basket.py").write_text("def total(prices):\n    return 0\n", encoding="utf-8")
    assert "stale sum" in run(shop, "audit").stdout
    assert run(shop, "untick", "sum").returncode == 0
    assert roadmap(shop) == text


def test_an_audit_names_the_way_back(shop: Path) -> None:
    done = run(shop, "audit")
    assert done.returncode == 1
    assert "roadmap untick TASK` takes off a tick that was not earned." in done.stdout
    run(shop, "untick", "page")
    run(shop, "untick", "Head")
    assert "untick" not in run(shop, "audit").stdout
