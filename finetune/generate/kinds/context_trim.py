"""A CLAUDE.md with one part that belongs elsewhere; where it goes it is read as the answer says, by our own reader."""

import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from finetune.generate import play
from finetune.generate.bank import Register
from finetune.generate.checking import fenced, leaves_core
from finetune.generate.ground import Ground
from finetune.generate.kinds.tooling import Item, Words, counted, items, numbered, rounded, same_file, stated, told
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Facts, Job
from finetune.generate.voice import Voice
from teaching.commands.lint import lint
from teaching.documents.constitution import read_constitution
from teaching.planning.render import tokens

_AROUND = 3
_FRAMED = frozenset({"rules", "subfolder", "skill", "hook"})
_HOOKS = {
    "PostToolUse": "what formats the file that was edited",
    "PreToolUse": "what refuses paths below results/archive",
}


def scope(folder: Path, inputs: Mapping[str, str]) -> Facts:
    """Lays a project out and tells which files get the moved part, and what the linter says of it."""
    play.lay(folder, json.loads(inputs["files"]))
    target, inside, outside = inputs["target"], inputs["inside"], inputs["outside"]
    found: dict[str, Any] = {}
    if inside:
        folders = sorted({str(Path(inside).parent), str(Path(outside).parent)})
        read = read_constitution(folder, folder, folders)
        found["inside"] = any(one.path == target for one in read.for_path(inside))
        found["outside"] = any(one.path == target for one in read.for_path(outside))
    if target.startswith(".claude/") and "/rules/" not in target:
        found["problems"] = [one.id for one in lint(folder).problems]
    return found


def text_of(item: Item, chance: Random) -> tuple[str, int, int]:
    """CLAUDE.md with its parts in some order, and the first and last line of the part that can go."""
    others = [one for one in items("context", "common") if one["title"] not in item["stays"]]
    parts = [(title, list(lines)) for title, lines in item["stays"].items()]
    parts += [(one["title"], one["rules"]) for one in chance.sample(others, _AROUND)]
    chance.shuffle(parts)
    parts.insert(chance.randrange(len(parts) + 1), (item["title"], item["move"]))
    lines = [f"# Project: {item['name']}"]
    first = last = 0
    for title, rules in parts:
        lines += ["", f"## {title}", *(f"- {rule}" for rule in rules)]
        if title == item["title"]:
            first, last = len(lines) - len(rules), len(lines)
    return "\n".join(lines) + "\n", first, last


def candidate(ground: Ground, voice: Voice, words: Words, chance: Random, item: Item, to: Register) -> Candidate:
    """An example."""
    text, first, last = text_of(item, chance)
    frame = _frame(item, words)
    if frame:
        _holds(item, ground.proofs.of(_job(item, frame)))
    gone = "".join(line for number, line in enumerate(text.splitlines(True), 1) if first <= number <= last)
    whole, part = rounded(tokens(text)), rounded(tokens(gone))
    facts = {
        "whole": str(whole),
        "part": str(part),
        "rest": str(whole - part),
        "lines": f"{first} to {last}",
        "title": item["title"],
        "target": item["target"],
        "scope": item.get("paths", ""),
        "file": frame,
        "why": item["why"],
        "ask": item["ask"],
    }
    loose = stated(" ".join([*item["why"], *item["ask"], item["title"]]))
    checks = [
        counted((first, last, whole, part, whole - part, 4, *loose)),
        Check("right-lines", partial(_right_lines, text, item["title"])),
        Check("names-target", partial(_names, item["target"])),
    ]
    if frame:
        checks += [Check("takes-effect", partial(_takes_effect, ground, item)), leaves_core(), same_file(fenced(frame))]
    return Candidate(
        instruction=told(item, "wants", to),
        input=f"CLAUDE.md\n{numbered(text)}",
        output=voice.say(f"trim_{item['to']}", to, facts),
        language="markdown",
        about={"context": item["name"], "form": f"trim-{item['to']}"},
        checks=checks,
        audience=to,
    )


def _frame(item: Item, words: Words) -> str:
    """The file that the part goes to, with what is the learner's left open; empty where there is none."""
    if item["to"] not in _FRAMED:
        return ""
    if item["to"] == "hook":
        return f"```json\n{_settings(item)}\n```"
    first, *others = item["move"]
    title = f"# {item['title']}\n\n"
    if item["to"] == "skill":
        name = item["target"].split("/")[-2]
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(item["move"], 1))
        asked = words.say(_DESCRIBED)
        return f'```markdown\n---\nname: {name}\ndescription: "{asked}"\n---\n\n{title}{steps}\n```'
    front = f'---\npaths: "{item["paths"]}"\n---\n\n' if item["to"] == "rules" else ""
    rest = words.say(_OTHERS, {"count": ("one", "two", "three", "four", "five")[len(others) - 1]})
    return f"```markdown\n{front}{title}- {first}\n- {rest}\n```"


_DESCRIBED = (
    "TODO(human): when it is needed, in one sentence",
    "TODO(human): the words in which somebody would ask for it",
    "TODO(human): one sentence that begins with “Use it when”",
    "TODO(human): what somebody wants who needs this",
)
_OTHERS = (
    "TODO(human): the other {count}, those that are still true",
    "TODO(human): the {count} others, each in one line",
    "TODO(human): the remaining {count}, shortest first",
    "TODO(human): {count} more, unless a test holds one of them already",
    "TODO(human): the other {count}; leave out what nobody has broken",
    "TODO(human): {count} more, the one that is broken most on top",
)


def _settings(item: Item) -> str:
    hook = {"type": "command", "command": f"TODO(human): {_HOOKS[item['event']]}"}
    return json.dumps({"hooks": {item["event"]: [{"matcher": "Edit|Write", "hooks": [hook]}]}}, indent=2)


def _job(item: Item, frame: str) -> Job:
    code = fenced(frame)
    files = {"CLAUDE.md": f"# Project: {item['name']}\n", item["target"]: code}
    inputs = {
        "files": json.dumps(files, sort_keys=True),
        "target": item["target"],
        "inside": item.get("inside", ""),
        "outside": item.get("outside", ""),
    }
    uses = ("teaching.documents", "teaching.commands")
    return Job("context-scope", inputs, scope, code=uses)


def _holds(item: Item, facts: Facts) -> str:
    require(facts.get("inside", True), f"{item['target']} is not read for {item.get('inside')}")
    require(not facts.get("outside", False), f"{item['target']} is read for {item.get('outside')} as well")
    require(not facts.get("problems"), f"the linter finds {facts.get('problems')}")
    return "read where it should be" if "inside" in facts else "no problem"


def _takes_effect(ground: Ground, item: Item, answer: str) -> str:
    code = fenced(answer)
    require(code, "there is no file in it")
    return _holds(item, ground.proofs.of(_job(item, f"```\n{code}```")))


def _right_lines(text: str, title: str, answer: str) -> str:
    """The lines that are named are those of the part, counted in the file again."""
    lines = text.splitlines()
    begin = lines.index(f"## {title}") + 1
    end = next((number for number in range(begin, len(lines)) if not lines[number]), len(lines))
    named = {(int(first), int(last)) for first, last in re.findall(r"(\d+) to (\d+)", answer)}
    require((begin + 1, end) in named or (begin, end) in named, f"lines {begin} to {end} are not named")
    return f"{begin} to {end}"


def _names(target: str, answer: str) -> str:
    require(f"`{target}`" in answer, f"{target} is not named")
    return target
