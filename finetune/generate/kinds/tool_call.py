"""Which tool of our server is called with which arguments, and what came back; and tools of one's own."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from random import Random
from typing import Any

from finetune.generate.bank import Register, bank
from finetune.generate.checking import fences, says
from finetune.generate.ground import Ground
from finetune.generate.kinds import tool_own, tool_projects
from finetune.generate.kinds.tooling import Item, Words, items, turns
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice

_WHOLE = 2
_FORMS = ("status", "review", "hint", "verify", "ask", "wrong-name", "wrong-value", "missing")
_MISTAKES = {
    "wrong-name": ("mistake_name", "file", "path"),
    "wrong-value": ("mistake_value", "level", "level"),
    "missing": ("mistake_missing", "task", "task"),
}
_SHAPES = {
    "hint": "hint_answer",
    "ask": "asked",
    "wrong-name": "mend_call",
    "wrong-value": "mend_call",
    "missing": "mend_missing",
}
_TOOL_AUDIENCES: Sequence[Sequence[Register]] = (
    ("beginner", "junior", "beginner", "junior", "senior"),
    ("junior", "beginner", "senior", "beginner", "junior"),
    ("senior", "junior", "junior", "senior", "beginner"),
)
Told = Mapping[str, Any]


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Every project in each form, and between them the tools of one's own."""
    voice, words = Voice(bank("tool_call"), chance), Words(chance)
    projects = items("tool_call", "project")
    told = ground.proofs.of(tool_projects.job_of(projects))
    own = _own(ground, voice, chance)
    for number in range(2):
        for place, (item, form, to) in enumerate(turns(projects, _FORMS, chance)):
            if place % 3 == 1 and (tool := next(own, None)) is not None:
                yield tool
            if number and form in _MISTAKES:
                continue  # a mistake is told once
            if form != "hint" or item.get("hint"):
                yield _called(voice, words, item, told[item["name"]], form, to)
    yield from own


def _own(ground: Ground, voice: Voice, chance: Random) -> Iterator[Candidate]:
    tools = items("tool_call", "tool")
    # Asked for once: a proof that is drawn to be made again is made again each time.
    found = ground.proofs.of(tool_own.job_of(tools))
    order = list(tools)
    chance.shuffle(order)
    for audiences in _TOOL_AUDIENCES:
        for number, item in enumerate(order):
            # The lines above the decorator are the same in every file, so few answers show them.
            whole = audiences is _TOOL_AUDIENCES[0] and number < _WHOLE
            yield tool_own.candidate(found, voice, item, audiences[number % len(audiences)], whole=whole)


@cache
def said(form: str) -> Mapping[Register, Sequence[str]]:
    """What somebody says who wants this, by register."""
    text = (files("finetune.generate") / "matter" / "tool_call" / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["said"][form]


def _called(voice: Voice, words: Words, item: Item, replies: Told, form: str, to: Register) -> Candidate:
    tool, arguments = tool_projects.mended(item, form)
    facts = {**_common(item), "tool": tool, "call": _spelled(tool, arguments)}
    facts |= _replied(form, item, replies)
    if form in _MISTAKES:
        move, bad, good = _MISTAKES[form]
        facts |= {"bad": bad, "good": good}
        facts["mistake"] = voice.say(move, to, facts)
    shape = _SHAPES.get(form, form)
    slots = {**{name: text for name, text in facts.items() if isinstance(text, str)}, **_words(item)}
    return Candidate(
        instruction=words.say(said(form)[to], slots),
        input=_input(form, item, replies),
        output=voice.say(shape, to, facts),
        language="json",
        about={"project": item["name"], "form": form, "tool": tool},
        checks=(
            Check("valid-call", partial(_valid, tool, arguments)),
            says(_wanted(form, facts), "from-the-reply"),
        ),
        audience=to,
        facts=tuple(text for text in facts.values() if isinstance(text, str)),
    )


def _common(item: Item) -> dict[str, Any]:
    return {
        "name": f"the {item['name']} project",
        "file": item["file"],
        "folder": item["file"].split("/")[0],
        "task": item["task"][0],
        "title": item["task"][1],
        "accepted": item["task"][2],
        "command": item["task"][3],
        "marker": f"{item['file']}:{tool_projects.marker_of(item)}",
        "why": item["why"],
        "ask": item["ask"],
    }


def _words(item: Item) -> dict[str, str]:
    marker = tool_projects.marker_of(item)
    lines = item["code"].strip("\n").splitlines()[:marker]
    symbol = next(found[1] for line in reversed(lines) if (found := re.match(r"def (\w+)", line)))
    return {"name": item["name"], "marker": str(marker), "symbol": symbol, "topic": item["topic"]}


def _replied(form: str, item: Item, replies: Told) -> dict[str, str]:
    """What the reply says, taken out of its text.

    Raises:
        Wrong: it is not the reply that the form is about.
    """
    text = replies[form]["text"]
    if form == "status":
        found = re.search(r"^`([\w-]+)` \((ROADMAP\.md:\d+)", text, re.MULTILINE)
        ticked = re.search(r"^- ROADMAP\.md:\d+ ([\w-]+): no-evidence", text, re.MULTILINE)
        marked = re.search(r"^- `([^`]+:\d+)` (.+)$", text, re.MULTILINE)
        require(found and ticked and marked, "the status is another one")
        if found and ticked and marked:
            return {"next": found[1], "place": found[2], "ticked": ticked[1], "marker": marked[1], "open": marked[2]}
    if form == "review":
        finding = tool_projects.finding_of(text)
        require(finding.get("count") == "1", "the review has not one finding")
        return finding
    if form == "hint":
        rung = re.search(r"^## Hint 1 of 4, question: `([^`]+)`.*\n\n(.+)$", text, re.MULTILINE)
        require(rung, "it gave no hint")
        return {"place": rung[1], "hint": rung[2].strip()} if rung else {}
    if form == "verify":
        place = re.search(r"\((ROADMAP\.md:\d+)\) was never allowed", text)
        require(place and replies[form]["error"], "it was not refused")
        return {"place": place[1]} if place else {}
    if form == "ask":
        rule = re.search(r"^- `(CLAUDE\.md:\d+)` “([^”]+)”", text, re.MULTILINE)
        require(rule, "it names no rule")
        return {"rule_place": rule[1], "rule": rule[2]} if rule else {}
    takes = re.search(r"It takes: (.+)\.$", text)
    require(takes and replies[form]["error"], "it was not refused")
    return {"takes": ", ".join(f"`{one}`" for one in takes[1].split(", "))} if takes else {}


def _wanted(form: str, facts: Mapping[str, Any]) -> list[str]:
    """What an answer has to have of the reply."""
    return {
        "status": [facts["command"], facts.get("next", "")],
        "review": [facts.get("place", ""), facts.get("rule_place", ""), facts.get("rule", "")],
        "hint": [facts.get("hint", "")],
        "verify": [facts["command"]],
        "ask": [facts.get("rule_place", ""), facts.get("rule", "")],
    }.get(form, [facts.get("good", "")])


def _input(form: str, item: Item, replies: Told) -> str:
    """What the tool replied, so that nothing of the answer comes from nowhere; of a mistake, the call too."""
    tool, arguments = tool_projects.calls_of(item)[form]
    text = replies[form]["text"]
    if form in _MISTAKES:
        return f"{json.dumps({'tool': tool, 'arguments': arguments})}\n{text}"
    # What a reply says to the model about its manner is left out.
    text = text.partition("\n\n(Mentor mode")[0].partition("\n\nNo model of the mentor's own")[0]
    _, project, rules = text.partition("The project says:")
    return f"`{tool}` replied:\n{project}{rules}" if rules else f"`{tool}` replied:\n{text.strip()}"


def _spelled(tool: str, arguments: Mapping[str, Any]) -> str:
    return f"```json\n{json.dumps({'tool': tool, 'arguments': arguments})}\n```"


def _valid(tool: str, arguments: Mapping[str, Any], answer: str) -> str:
    """The one call that the answer makes is held to the contract, and is the one that was played."""
    calls = [code for tag, code in fences(answer) if tag == "json"]
    require(len(calls) == 1, f"{len(calls)} calls instead of one")
    found = tool_projects.validated(calls[0])
    require(found == (tool, dict(arguments)), "it is not the call that was played")
    return tool
