"""Work for several agents: what can run at once follows from what each job needs, and is sorted again by the check."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from graphlib import TopologicalSorter
from random import Random

from finetune.generate.bank import Register
from finetune.generate.kinds.tooling import Item, items, listed, told
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice

_AUDIENCES: Sequence[Sequence[Register]] = (
    ("beginner", "junior", "senior", "junior"),
    ("junior", "beginner", "beginner", "senior"),
)
_COUNTS = ("no", "one", "two", "three", "four", "five", "six")
_ROW = re.compile(r"^\d+\. (.+)$", re.MULTILINE)


def candidates(voice: Voice, chance: Random) -> Iterator[Candidate]:
    """Every plan for two audiences."""
    order = items("agent", "plan")
    chance.shuffle(order)
    for audiences in _AUDIENCES:
        for number, item in enumerate(order):
            yield _planned(voice, chance, item, audiences[number % len(audiences)])


def stages_of(item: Item) -> list[list[str]]:
    """The jobs that can run at once, stage after stage."""
    sorter = TopologicalSorter({name: needs for name, _, needs, _ in item["jobs"]})
    sorter.prepare()
    found: list[list[str]] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=[job[0] for job in item["jobs"]].index)
        found.append(ready)
        sorter.done(*ready)
    return found


def _planned(voice: Voice, chance: Random, item: Item, to: Register) -> Candidate:
    stages = stages_of(item)
    jobs = {job[0]: job for job in item["jobs"]}
    waiting = [job for job in item["jobs"] if job[2]]
    last = chance.choice(waiting)
    first = jobs[chance.choice(stages[0])]
    count = len(stages)
    facts = {
        "goal": item["name"],
        "stages": _rows(stages, jobs, chance),
        "depth": f"{_COUNTS[count]} stages",
        "width": _COUNTS[max(map(len, stages))],
        "jobs": f"The {_COUNTS[len(jobs)]} jobs",
        "last": last[0],
        "needs": listed([f"`{one}`" for one in last[2]]),
        "first": first[0],
        "gives": first[3],
        "why": item["why"],
        "ask": item["ask"],
    }
    given = "\n".join(
        f"- {name}: {what}" + (f" (needs {', '.join(needs)})" if needs else "") for name, what, needs, _ in item["jobs"]
    )
    return Candidate(
        instruction=told(item, "wants", to),
        input=f"{item['name'][0].upper()}{item['name'][1:]}:\n{given}",
        output=voice.say("plan_answer" if max(map(len, stages)) > 1 else "row_answer", to, facts),
        language="",
        about={"agent": item["name"], "form": "plan"},
        checks=(Check("order-of-stages", partial(_ordered, item)),),
        audience=to,
    )


def _rows(stages: Sequence[Sequence[str]], jobs: dict[str, Sequence[str]], chance: Random) -> str:
    style = chance.randrange(4)
    rows: list[str] = []
    for number, stage in enumerate(stages, 1):
        names = listed([f"`{name}`" for name in stage])
        if style == 0:
            rows.append(f"{number}. {names}" + (" at once" if len(stage) > 1 else ""))
        elif style == 1:
            rows.append(f"{number}. " + "; ".join(f"`{name}`: {jobs[name][1]}" for name in stage))
        elif style == 2:
            rows.append(f"{number}. " + "; ".join(f"`{name}`, which brings {jobs[name][3]}" for name in stage))
        else:
            rows.append(f"{number}. {names}" + ("" if number == 1 else ", when the stage above is back"))
    return "\n".join(rows)


def _ordered(item: Item, answer: str) -> str:
    """Every job stands in its stage, no earlier and no later."""
    known = [job[0] for job in item["jobs"]]
    said = [[name for name in re.findall(r"`([^`]+)`", row) if name in known] for row in _ROW.findall(answer)]
    require(said == stages_of(item), "the stages are others")
    return f"{len(said)} stages"
