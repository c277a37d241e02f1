"""How well rules are read: totals over the labelled corpus, per half, with floors that only go up.

A line counts as wrong when a check was read that its label does not name, or when a check was read into a line that
nobody can decide. Values (numbers, folders) are compared by hand when the corpus is scored, not here.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from teaching.review.review import rules_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "rules"
LABELS: list[dict[str, Any]] = [
    json.loads(line)
    for name in ("labels.jsonl", "labels2.jsonl")
    for line in (CORPUS / name).read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus under its real names: in the repository they would be constitutions of its folders."""
    place = tmp_path_factory.mktemp("rules")
    for file in sorted(CORPUS.rglob("*.md.txt")):
        target = place / file.relative_to(CORPUS).with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    return place


@cache
def read(folder: Path) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Source line → status and names of checks of each rule on it."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for rule in rules_of(folder).rules:
        checks = frozenset(check.split()[0] for check in rule.checks)
        found.setdefault(rule.source, []).append((rule.status, checks))
    return found


def verdict(label: dict[str, Any], place: Path) -> str:
    folder, _, file = label["file"].partition("/")
    rules = read(place / folder).get(f"{file}:{label['line']}", [])
    checks = {name for _, names in rules for name in names}
    statuses = {status for status, _ in rules}
    if not label["decidable"]:
        return "misread" if checks else "left alone" if rules or label["status"] == "not-a-rule" else "silent"
    if label["status"] in {"needs-answer", "conflict"}:
        return "right" if label["status"] in statuses else "missed"
    wanted = [set(part.split("/")) for part in label["check"].split("+")]
    if not checks:
        return "missed" if rules else "silent"
    if all(part & checks for part in wanted):
        return "right"
    return "half" if any(part & checks for part in wanted) else "wrong"


def totals(half: str, place: Path) -> Counter[str]:
    return Counter(verdict(label, place) for label in LABELS if label["half"] == half)


def test_the_corpus_is_whole() -> None:
    assert len(LABELS) >= 1_000
    assert len({label["file"].split("/")[0] for label in LABELS}) == 38
    assert {label["half"] for label in LABELS} == {"A", "B"}


@pytest.mark.parametrize(("half", "right", "silent"), [("A", 303, 17), ("B", 244, 44)])
def test_reading_does_not_get_worse(restored: Path, half: str, right: int, silent: int) -> None:
    found = totals(half, restored)
    decidable = sum(1 for label in LABELS if label["half"] == half and label["decidable"])
    assert found["right"] >= max(right, 0.7 * decidable), found
    assert found["silent"] <= silent, found
    wrong = found["wrong"] + found["misread"]
    assert wrong <= 0.02 * (found["right"] + found["half"] + wrong), found
