"""Task house-rule: a rule of your own that a machine can check."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from teach_program import ROOT, teach

TO_DO = (
    "no rule speaks of httpx.post yet: write one into CLAUDE.md or .claude/rules/bank.md that keeps "
    "`httpx.post()` inside src/shop/bank.py"
)
MISTAKE = ROOT / "tests" / "house_rule" / "refunds.py.txt"


def is_ours(rule: dict[str, Any]) -> bool:
    """Whether it is the rule of this task."""
    return "httpx.post" in rule["quote"]


@pytest.fixture(scope="module")
def rules() -> list[dict[str, Any]]:
    """The rules of this task, as they were understood."""
    found = [rule for rule in teach("rules")["rules"] if is_ours(rule)]
    if not found:
        pytest.fail(TO_DO, pytrace=False)
    return found


def test_the_rule_is_checked_by_a_machine(rules: list[dict[str, Any]]) -> None:
    assert "checked" in {rule["status"] for rule in rules}, (
        f"`teach rules` calls it {rules[0]['status']}: name the call in backticks, and where it is allowed"
    )


def test_the_rule_trips_over_the_mistake_and_over_nothing_else(rules: list[dict[str, Any]], tmp_path: Path) -> None:
    for name in ("CLAUDE.md", ".claude", "src"):
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        elif place.is_file():
            shutil.copy(place, tmp_path / name)
    shutil.copy(MISTAKE, tmp_path / "src" / "shop" / "refunds.py")
    review = teach("review", "--scope", "all", "--max-findings", "0", root=tmp_path)
    found = [one["path"] for one in review["findings"] if is_ours(one["rule"])]
    assert set(found) == {"src/shop/refunds.py"}, (
        f"of {len(rules)} rules about httpx.post the review found {found}: only refunds.py breaks it"
    )
