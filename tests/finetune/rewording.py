"""A set of six plain examples, and teachers that reword them well."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from finetune.generate.checking import says
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Kind

THINGS = ("basket", "ledger", "parser", "router", "window", "backlog")
COUNT = len(THINGS)


def plainly(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Answers that need nothing to be executed."""
    for number, thing in enumerate(THINGS):
        command = f"`pytest tests/test_{thing}.py`"
        yield Candidate(
            instruction=f"Is my {thing} done?",
            input="",
            output=f"Not before {command} is green for the {thing}, all {number + 2} of its tests. Is the {thing}?",
            language="",
            about={"thing": thing},
            checks=(says([command]),),
            facts=(command,),
        )


def bare(_: object) -> SimpleNamespace:
    """A ground without projects, which take a second to open."""
    return SimpleNamespace(exemplars=(), proofs=SimpleNamespace(used={}, executed=0))


def install(change: Callable[[str, Any], object]) -> None:
    """A set of one kind alone, so that the teacher is all that takes time."""
    change("Ground", bare)
    change("KINDS", (Kind("plain", "review", 1400, plainly, (5, 60)),))
    change("quotas", lambda count: {"plain": count})


def reworded(asked: str) -> str:
    """What a good teacher makes of an answer: the same facts in other words."""
    told = re.search(r"Answer to reword:\n-----\n(.*?)\n-----", asked, re.DOTALL)
    assert told
    whole = re.fullmatch(r"Not before (`[^`]*`) is green for the (\w+), all (\d+) of its tests\. .*", told[1])
    assert whole, told[1]
    openings = ("Wait for", "First of all,", "One thing is open:", "Look at", "You decide that with", "It hangs on")
    begin = openings[THINGS.index(whole[2])]
    ends = f"your {whole[2]} is. What do the tests of your {whole[2]} say now?"
    return f"{begin} {whole[1]}: once the {whole[3]} of them pass, {ends}"


def as_json(text: str) -> str:
    return json.dumps({"answer": text})


def spoken(body: Any) -> str:
    return as_json(reworded(body["messages"][-1]["content"]))


def words(out: Path, backend: str, url: str, *more: str) -> list[str]:
    model = "claude-opus-5-5" if backend == "anthropic" else "tutor-8b"
    asked = ["--teacher", backend, "--teacher-url", url, "--teacher-model", model, "--i-have-permission"]
    settings = ["--set", "teacher.share=1", "--set", "teacher.at_once=2", "--set", "teacher.poll_s=0.05"]
    return ["generate", "--num-examples", str(COUNT), "--out", str(out), *asked, *settings, *more]


def result(out: Path) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The facts of the manifest, and the rejects."""
    folder = out / "generate"
    rejects = [json.loads(line) for line in (folder / "rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["facts"], rejects
