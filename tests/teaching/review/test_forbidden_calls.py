"""Calls that a rule forbids by name: of a function or of a method, in tests alone, or everywhere but in one place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main

SPEC = """\
import { test } from "@playwright/test";

test("a basket is shown", async ({ page }) => {
  await page.locator(".basket").click();
  await page.getByRole("button").click();
  await page.waitForTimeout(500);
});
"""
PAGE_OBJECT = """\
export class Basket {
  async open() {
    await this.page.locator(".basket").click();
    await this.page.waitForTimeout(500);
  }
}
"""
CLOCK = """\
from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
"""
RENTAL = """\
import datetime
import time


def late(start: float) -> bool:
    return datetime.datetime.now().timestamp() - start > 60 or time.time() < 0
"""
FILES = {
    "e2e/basket.spec.ts": SPEC,
    "src/pages/basket.ts": PAGE_OBJECT,
    "src/clock/system.py": CLOCK,
    "src/rent/rental.py": RENTAL,
}

Found = Callable[[str], list[tuple[str, int]]]


@pytest.fixture
def found(make_repo: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> Found:
    """Path and line of each finding under one rule."""

    def under(rule: str) -> list[tuple[str, int]]:
        root: Path = make_repo({"CLAUDE.md": f"# Shop\n\n## Rules\n- {rule}\n", **FILES}).root
        main(["review", str(root), "--scope", "all", "--no-baseline", "--max-findings", "0", "--format", "json"])
        result = json.loads(capsys.readouterr().out)
        assert result["constitution"]["rules"]["checked"] == 1, result["unchecked"]
        return [(one["path"], one["line"]) for one in result["findings"]]

    return under


@pytest.mark.parametrize(
    "rule", ["Never call `locator()` in tests", "Tests must not call `locator()`", "`locator()` is forbidden in tests"]
)
def test_a_name_without_a_receiver_is_a_method_too_and_in_tests_means_there_alone(rule: str, found: Found) -> None:
    assert found(rule) == [("e2e/basket.spec.ts", 4)]


def test_a_name_without_a_place_is_forbidden_everywhere(found: Found) -> None:
    assert found("Never call `locator()`") == [("e2e/basket.spec.ts", 4), ("src/pages/basket.ts", 3)]


@pytest.mark.parametrize("name", ["waitForTimeout()", ".waitForTimeout()", "page.waitForTimeout()"])
def test_a_wait_of_the_browser_is_found_in_page_objects_too(name: str, found: Found) -> None:
    assert found(f"Never call `{name}`") == [("e2e/basket.spec.ts", 6), ("src/pages/basket.ts", 4)]


def test_in_tests_it_is_found_in_tests_alone(found: Found) -> None:
    assert found("Never call `.waitForTimeout()` in tests") == [("e2e/basket.spec.ts", 6)]


@pytest.mark.parametrize(
    "rule",
    [
        "Never call `datetime.now()` outside `src/clock/`",
        "Never call `datetime.now()` outside `src/clock/`; take a `Clock`",
        "Do not call `datetime.now()` outside of the `clock` module",
        "No calls to `datetime.now()` outside src/clock/",
        "Outside `src/clock/`, never call `datetime.now()`",
        "`datetime.now()` must not be called outside `src/clock/`",
        "`datetime.now()` may only be called in `src/clock/system.py`",
        "Only `src/clock/` may call `datetime.now()`",
        "Only code in `src/clock/` calls `datetime.now()`.",
        "Call `datetime.now()` only in `src/clock/`",
        "Nothing outside `src/clock/` calls `datetime.now()`",
    ],
)
def test_who_alone_may_call_turns_the_scope_around(rule: str, found: Found) -> None:
    assert found(rule) == [("src/rent/rental.py", 6)]


@pytest.mark.parametrize(
    "rule",
    [
        "Never call `datetime.now()` outside `src/clock/` without a timezone",
        "Never call `datetime.now()` outside `src/clock/`, except in `src/rent/`",
        "Never call `datetime.now()` outside `src/clock/` unless a test asks for it",
        "Never call `locator()` outside page objects",
        "Only services may call `datetime.now()`",
        "Never call `time.time()` directly; use the clock in `src/clock/`",
        "In rentals, never call `time.time()`",
    ],
)
def test_a_place_that_is_not_certain_leaves_the_rule_to_judgement(
    rule: str, make_repo: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    root: Path = make_repo({"CLAUDE.md": f"# Shop\n\n## Rules\n- {rule}\n", **FILES}).root
    assert main(["rules", str(root), "--no-hits", "--format", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["rules"]
    assert (one["status"] in {"opinion", "process"}, one["checks"]) == (True, [])
