"""The labelled replies of tests/corpus/leaks: parts a, b and c were there to tune on, part d measures.

`-k "not measured"` leaves d out; whoever changes the guard runs no more than that until it is done.
"""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from teaching.contracts.exercises import Exemplar
from teaching.guard.likeness import judge

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "leaks"
# Part c holds many leaks in languages beside Python and TypeScript and in docstrings; measured unseen it was at 0.842
# with 5.3 % false alarms, and has stayed below the goal of the others.
RECALL = {"a": 0.95, "b": 0.95, "c": 0.85, "d": 0.95}
FALSE_ALARMS = 0.03
AT_LEAST = 30  # of each label in a half


@dataclass(frozen=True, slots=True)
class Score:
    """How the guard did on one half."""

    right: Counter[tuple[bool, str]]
    all: Counter[tuple[bool, str]]

    def share(self, leaks: bool) -> float:
        """The share that was judged as labelled."""
        right = sum(count for (label, _), count in self.right.items() if label is leaks)
        return right / sum(count for (label, _), count in self.all.items() if label is leaks)

    def table(self) -> str:
        """The numbers by kind."""
        rows = [
            f"  {'leak' if leaks else 'fine':5} {kind:18} {self.right[leaks, kind]:3} of {count:3}"
            for (leaks, kind), count in sorted(self.all.items())
        ]
        return "\n".join([f"recall {self.share(True):.3f}, false alarms {1 - self.share(False):.3f}", *rows])


def exemplars(half: str) -> dict[str, Exemplar]:
    name = "exemplars.json" if half in {"a", "b"} else f"exemplars-{half}.json"
    listed = json.loads((CORPUS / name).read_text(encoding="utf-8"))
    return {one["id"]: Exemplar.model_validate(one) for one in listed if one.get("half", half) == half}


def judged(replies: list[str], exemplar: Exemplar) -> bool:
    """Whether a leak was seen in any of these replies, each judged when it comes."""
    return any(judge(reply, [exemplar], replies[:number]) for number, reply in enumerate(replies))


def score_of(half: str) -> Score:
    known = exemplars(half)
    right, every = Counter[tuple[bool, str]](), Counter[tuple[bool, str]]()
    for line in (CORPUS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        label = (item["leaks"], item["kind"])
        every[label] += 1
        right[label] += judged(item["replies"], known[item["exemplar"]]) == item["leaks"]
    return Score(right, every)


TUNED = [pytest.param(part, id=f"tuned-{part}") for part in "abc"]
MEASURED = [pytest.param("d", id="measured")] if (CORPUS / "d.jsonl").is_file() else []


@pytest.mark.parametrize("half", TUNED + MEASURED)
def test_leaks_are_seen_and_other_replies_left_alone(half: str) -> None:
    score = score_of(half)
    print(f"\nhalf {half}: {score.table()}")
    for leaks in (True, False):
        assert sum(count for (label, _), count in score.all.items() if label is leaks) >= AT_LEAST
    assert score.share(True) >= RECALL[half], score.table()
    assert 1 - score.share(False) <= FALSE_ALARMS, score.table()
