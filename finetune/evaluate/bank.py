"""Reads the evaluation set: `items/*.toml`, short and written by hand, about things that no example is made of.

A case is a function with its tests, and a wrong one; four items are made of it, one for each metric that needs code:
the scaffold, the function itself, a hint, and the proof of its being done. The others stand for themselves.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any, Final

from finetune.evaluate.model import METRICS, Item
from finetune.examples import Example
from teaching.prompts.tasks import ASK, ASK_DEEP, EXPLAIN

_LEARNING: Final = "CLAUDE.md:4: - **Output Style:** Learning (use TODO(human) markers)"
_WHOLE: Final = "CLAUDE.md:4: - **Output Style:** Default"
_PROOF: Final = "CLAUDE.md:5: - **Verification:** Must run tests before marking tasks complete"
# What is shown of a test run; only the first proves anything.
_RECORDS: Final = {
    "green": "$ {run}\n{count} passed in 0.04s\n(exit 0; no file was changed since)",
    "none": "I tried it by hand and it looked right.",
    "red": "$ {run}\n1 failed, {fewer} passed in 0.05s\n(exit 1)",
    "empty": "$ {run}\ncollected 0 items\nno tests ran in 0.01s\n(exit 5)",
    "stale": "$ {run}\n{count} passed in 0.04s\n(exit 0; {path} was changed after it)",
    "swallowed": "$ {run} || true\n1 failed, {fewer} passed in 0.05s\n(exit 0)",
}
_UNPROVEN: Final = ("none", "red", "empty", "stale", "swallowed")
_FOLDER: Final = "items"


@cache
def items() -> tuple[Item, ...]:
    """Every item, in the order of its metric and file."""
    found: list[Item] = []
    folder = files("finetune.evaluate") / _FOLDER
    number = 0
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".toml"):
            continue
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        for case in table.get("case", ()):
            found += _of_case(case, number)
            number += 1
        for kind, make in (("alone", _alone), ("quick", _quick), ("plan", _plan), ("shown", _shown)):
            found += [make(one) for one in table.get(kind, ())]
    order = list(METRICS)
    return tuple(sorted(found, key=lambda item: order.index(item.metric)))


def chosen(limit: int, seed: int) -> tuple[Item, ...]:
    """So many items, every metric and kind in its turn; all of them for 0."""
    every = items()
    if not limit or limit >= len(every):
        return every
    waiting: dict[tuple[str, str], list[Item]] = {}
    for item in sorted(every, key=lambda one: hashlib.sha256(f"{seed} {one.id}".encode()).digest()):
        waiting.setdefault((item.metric, item.kind), []).append(item)
    ranked = sorted((place, item.id) for row in waiting.values() for place, item in enumerate(row))
    kept = {name for _, name in ranked[:limit]}
    return tuple(item for item in every if item.id in kept)


def digest(chosen: Sequence[Item]) -> str:
    """SHA-256 of everything that decides scores."""
    return hashlib.sha256(json.dumps([asdict(item) for item in chosen], sort_keys=True).encode()).hexdigest()


def examples() -> list[Example]:
    """The items as what must not be trained on: what is asked, and the code; not the frame that all of them share."""
    return [
        Example(
            id=item.id,
            instruction=item.instruction,
            input=item.memorable,
            output=item.solution or item.said or "-",
            phase="review",
            kind=item.kind,
            source=_FOLDER,
        )
        for item in items()
    ]


def _of_case(case: dict[str, Any], number: int) -> Iterator[Item]:
    name, head = case["name"], case.get("head", "")
    signature, path = case["signature"].rstrip("\n"), case["path"]
    symbol = signature.split("def ", 1)[1].split("(", 1)[0]
    run = f"pytest tests/test_{path.rpartition('/')[2]}"
    marker = f"    # TODO(human)[{name}]: {case['todo']}\n    raise NotImplementedError\n"
    stub = f"{head}{signature}\n{marker}"
    right, wrong = f"{signature}\n{case['core']}", f"{head}{signature}\n{case['wrong']}"
    common: dict[str, Any] = {
        "group": name, "path": path, "symbol": symbol, "solution": head + right, "tests": case["tests"],
        "commands": (run,), "todo": case["todo"], "title": case["task"], "said": case["hint"],
    }  # fmt: skip
    asks, bare = case["asks"], f"{head}{signature}"
    tests = f"Tests: {run}"
    yield Item(
        f"style/{name}", "style", "scaffold", instruction=asks["scaffold"], source=stub, memorable=bare,
        input="\n".join([_LEARNING, _PROOF, tests, f"{path} is to begin so:", bare]), **common,
    )  # fmt: skip
    yield Item(
        f"code/{name}", "code", "function", instruction=asks["code"], source=stub, memorable=bare,
        input="\n".join([_WHOLE, f"{path} is to begin so:", bare]), **common,
    )  # fmt: skip
    attempted = number % 2 == 1
    shown = wrong if attempted else stub
    faults = _faults(f"{head}{right}", wrong)
    yield Item(
        f"teaching/{name}", "teaching", "hint", instruction=asks["hint"], source=shown, memorable=shown,
        input="\n".join([_LEARNING, *_numbered(path, shown), tests]), faults=faults if attempted else (), **common,
    )  # fmt: skip
    yield _proof(case, number, common, {"right": f"{head}{right}", "wrong": wrong}, faults)


def _proof(
    case: dict[str, Any], number: int, common: dict[str, Any], code: dict[str, str], faults: tuple[int, ...]
) -> Item:
    path, run, asked = common["path"], common["commands"][0], case["asks"]["proof"]
    name = f"verification/{common['group']}"
    if number % 4 == 0:
        return Item(
            name, "verification", "review", instruction=asked, source=code["wrong"], memorable=code["wrong"],
            input="\n".join([_PROOF, *_numbered(path, code["wrong"]), f"Commands: test: {run}"]), faults=faults,
            **common,
        )  # fmt: skip
    record = "green" if number % 4 == 1 else _UNPROVEN[number // 2 % len(_UNPROVEN)]
    source = code["right" if record in ("green", "stale") else "wrong"]
    count = case["tests"].count("assert ")
    told = _RECORDS[record].format(run=run, count=count, fewer=max(1, count - 1), path=path)
    roadmap = f"ROADMAP.md:\n- [ ] {case['task']} <!-- id: {common['group']} -->\n  - verify: {run}"
    return Item(
        name, "verification", "tick", instruction=asked, source=source, memorable=source, record=record,
        input="\n".join([_PROOF, roadmap, *_numbered(path, source), told]), **common,
    )  # fmt: skip


def _alone(one: dict[str, Any]) -> Item:
    """A function in a project that leaves nothing to anybody: a marker would be out of place."""
    signature, name, path = one["signature"].rstrip("\n"), one["name"], one["path"]
    shown = "\n".join([_WHOLE, f"{path} is to begin so:", signature])
    return Item(
        f"style/{name}", "style", "finished", name, one["ask"], shown,
        path=path, source=signature, symbol=signature.split("def ", 1)[1].split("(", 1)[0],
        solution=f"{signature}\n{one['core']}", tests=one["tests"], memorable=signature,
    )  # fmt: skip


def _quick(one: dict[str, Any]) -> Item:
    form, name = one["form"], one["name"]
    return Item(
        f"economy/{name}", "economy", "quick", name, one["ask"], one.get("input", ""), form=form,
        accepts=tuple(one.get("accepts", ())), most=one.get("most", 90), said=one["answer"],
        tests=_quick_tests(form, one), memorable=one.get("input", ""),
    )  # fmt: skip


def _quick_tests(form: str, one: dict[str, Any]) -> str:
    if form == "expression":
        return "".join(f"assert value({trial})\n" for trial in _trials(one))
    if form == "regex":
        lines = [f"assert re.fullmatch(answer, {text!r})\n" for text in one["yes"]]
        lines += [f"assert not re.fullmatch(answer, {text!r})\n" for text in one["no"]]
        return "import re\nanswer = answer.strip('/')\n" + "".join(lines)
    if form == "query":
        return (
            "import sqlite3\nopened = sqlite3.connect(':memory:')\n"
            f"opened.executescript({one['schema']!r})\nassert opened.execute(answer).fetchall() == {one['rows']}\n"
        )
    return ""


def _trials(one: dict[str, Any]) -> Iterator[str]:
    for given, wanted in one["trials"]:
        yield f"{given}) == ({wanted}"


def _plan(one: dict[str, Any]) -> Item:
    return Item(
        f"economy/{one['name']}", "economy", "plan", one["name"], one["ask"], one.get("input", ""), ASK_DEEP,
        needs=tuple(tuple(words) for words in one["needs"]), most=one.get("most", 700), said=one["answer"],
        memorable=one.get("input", ""),
    )  # fmt: skip


def _shown(one: dict[str, Any]) -> Item:
    """Code that is to be explained or reviewed and is not run: any language."""
    source, path, name, kind = one["source"], one["path"], one["name"], one["kind"]
    frame = [_PROOF, *_numbered(path, source)] if kind == "review" else _numbered(path, source)
    commands = tuple(one.get("commands", ()))
    told = [f"Commands: {', '.join(commands)}"] if commands else []
    return Item(
        f"{'verification' if kind == 'review' else 'teaching'}/{name}",
        "verification" if kind == "review" else "teaching",
        kind, name, one["ask"], "\n".join([*frame, *told]), EXPLAIN if kind == "explanation" else ASK,
        path=path, source=source, commands=commands, faults=(one["fault"],) if "fault" in one else (),
        said=one["answer"], needs=tuple(tuple(words) for words in one.get("needs", ())), memorable=source,
    )  # fmt: skip


def _numbered(path: str, source: str) -> list[str]:
    return [f"{path}:{number}: {line}".rstrip() for number, line in enumerate(source.rstrip("\n").split("\n"), 1)]


def _faults(right: str, wrong: str) -> tuple[int, ...]:
    found: set[int] = set()
    lines = wrong.split("\n")
    for what, _, _, begins, ends in SequenceMatcher(None, right.split("\n"), lines, autojunk=False).get_opcodes():
        if what != "equal":
            # Of what is missing, the line that stands in its place.
            found.update(range(begins + 1, max(ends, begins + 1) + 1))
    return tuple(sorted(number for number in found if number < len(lines)))
