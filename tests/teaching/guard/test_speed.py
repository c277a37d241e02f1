"""What is ruled out without a closer look is ruled out rightly."""

import json

import pytest

from teaching.guard import telling
from teaching.guard.likeness import Leak, judge
from tests.teaching.guard.test_leak_corpus import CORPUS, exemplars


def verdicts(part: str) -> list[Leak | None]:
    known = exemplars(part)
    found: list[Leak | None] = []
    for line in (CORPUS / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        replies = item["replies"]
        found += [judge(reply, [known[item["exemplar"]]], replies[:number]) for number, reply in enumerate(replies)]
    return found


@pytest.mark.parametrize("part", "abcd")
def test_the_bound_changes_no_verdict(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bounded = verdicts(part)
    assert len(bounded) >= 140
    monkeypatch.setattr(telling, "bound", lambda *_: float("inf"))
    same = [one == other for one, other in zip(bounded, verdicts(part), strict=True)]
    assert all(same), f"{same.count(False)} of part {part}"


def test_what_a_bound_rests_on_is_never_against_a_leak() -> None:
    assert {name for name, value in telling.ODDS.items() if value < 0} == {"start", "large"}
