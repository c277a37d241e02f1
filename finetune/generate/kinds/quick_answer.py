"""Simple questions and short answers: what a snippet is said to give is what it gave when it was run.

The matter is a table of questions by language. A line of a snippet that ends in a comment with a numbered slot is
measured, and the same slot may stand in the prose.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any, Final

from finetune.generate.bank import bank
from finetune.generate.ground import Ground
from finetune.generate.kinds.quick_play import played
from finetune.generate.kinds.slots import filled, folder, shuffled, tables
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Job
from teaching.mentor.checking import Wanted, problem
from teaching.mentor.habits import fences, prose

_MOST_WORDS = 80
_BATCH = 16
_ROUNDS = 3
_BARE = 0.4
_USES: Final[Mapping[str, Sequence[str]]] = {
    "python": ("python",),
    "javascript": ("python", "node"),
    "typescript": ("python", "node"),
    "sql": ("python", "sqlite"),
    "shell": ("python", "git"),
}
_PADDING = re.compile(
    r"\b(?:great question|good question|certainly|of course!|sure thing|absolutely|happy to help|"
    r"hope (?:this|that) helps|let me know|feel free|in conclusion|it is important to note|it's worth noting|"
    r"as an ai|dive in|don't hesitate)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)")


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Every question, answered in one way after the other, with what it is about drawn by chance."""
    known = questions()
    order = {one["name"]: shuffled(range(len(one["says"])), chance) for one in known}
    for turn in range(_ROUNDS):
        todo = [
            Telling(one, order[one["name"]][turn], chance) for one in shuffled(known, chance) if turn < len(one["says"])
        ]
        for start in range(0, len(todo), _BATCH):
            batch = todo[start : start + _BATCH]
            for told, facts in zip(batch, ground.proofs.all([one.job for one in batch]), strict=True):
                yield told.candidate(facts)


@cache
def questions() -> Sequence[Mapping[str, Any]]:
    """All that lie in the matter."""
    return tables("quick_answer")


def ways_to_ask(one: Mapping[str, Any], number: int) -> Sequence[str]:
    """The ways to ask that this answer fits."""
    fits = one.get("fits", {}).get(str(number), range(len(one["asks"])))
    return [one["asks"][ask] for ask in fits]


def _in_passing(ask: str, chance: Random) -> str:
    """The question as somebody asks it: half of them without a word around it."""
    if chance.random() < _BARE:
        return ask
    return chance.choice(bank("quick_answer").moves["asks"]).filled({"ask": ask})


class Telling:
    """A question with one of its answers, and what both are about."""

    def __init__(self, one: Mapping[str, Any], number: int, chance: Random) -> None:
        values: dict[str, str] = dict(chance.choice(one["draw"])) if "draw" in one else {}
        self._one, self._ask = one, _in_passing(filled(chance.choice(ways_to_ask(one, number)), values), chance)
        self._input = filled(chance.choice(one.get("inputs", [""])), values)
        self._said = filled(one["says"][number], values, rest=True).strip()
        language = one.get("runs", one["file"])
        script = {
            "language": language,
            "fences": [[tag, code] for tag, code in fences(self._said)],
            "setup": filled(one.get("setup", ""), values, rest=True),
            "after": filled(one.get("after", ""), values, rest=True),
            "prove": filled(one.get("prove", ""), values, rest=True),
        }
        inputs = {"script": json.dumps(script, sort_keys=True)}
        uses = _USES.get(language, ("python",))
        self.job = Job("quick-answer", inputs, played, uses, ("finetune.generate.play",))

    def candidate(self, facts: Mapping[str, Any]) -> Candidate:
        """The example, with what came out."""
        # Another answer to the same question may have been measured along with it.
        told = {number: result for number, result in facts["out"].items() if f"«{number}»" in self._said}
        output = filled(self._said, told)
        return Candidate(
            self._ask.strip(),
            self._input.strip(),
            output,
            self._one["file"],
            {"question": self._one["name"], "proof": self.job.key},
            checks({**facts, "out": told}, output),
            questions=(0, 1),
            facts=tuple(told.values()),
        )


def checks(facts: Mapping[str, Any], told: str) -> Sequence[Check]:
    """What a short answer must hold.

    Args:
        facts: what came out.
        told: the answer as it was made of them: it holds every number that may be said.
    """
    return (
        Check("snippet-proven", lambda output: _proven(output, facts)),
        Check("results-real", lambda output: _results(output, facts)),
        Check("numbers-real", lambda output: _numbers(output, told)),
        Check("no-padding", _plain),
        Check("serving-takes-it", _taken),
    )


def _proven(output: str, facts: Mapping[str, Any]) -> str:
    shown = [code for _, code in fences(output)]
    require(shown == facts["shown"], "its code is not the code that was run")
    return f"{len(shown)} snippets were run"


def _results(output: str, facts: Mapping[str, Any]) -> str:
    missing = [result for result in facts["out"].values() if result not in output]
    require(not missing, f"it does not say that {missing[0] if missing else ''} came out")
    return f"{len(facts['out'])} results"


def _numbers(output: str, told: str) -> str:
    known = set(_NUMBER.findall(told))
    unknown = [number for number in _NUMBER.findall(prose(output)) if number not in known]
    require(not unknown, f"{unknown[0] if unknown else ''} came out of nothing that was run")
    return "every number is known"


def _plain(output: str) -> str:
    found = _PADDING.search(output)
    require(found is None, f"“{found[0] if found else ''}” is padding")
    return "none"


def _taken(output: str) -> str:
    why = problem(output, Wanted(folder("quick_answer"), _MOST_WORDS))
    require(not why, why)
    return "taken"
