"""Sub-agents: defined, left open at their core, with fewer tools, with one fault to be found, and several at work."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from random import Random

from finetune.generate.bank import Register, bank
from finetune.generate.checking import cites, fenced, leaves_core, says
from finetune.generate.ground import Ground
from finetune.generate.kinds import agent_plans
from finetune.generate.kinds.agent_faults import HOWS, Slip
from finetune.generate.kinds.tooling import (
    Item,
    Words,
    dealt,
    drawn,
    granted,
    items,
    left_open,
    lint_clean,
    listed,
    numbered,
    plain,
    same_file,
    smalls,
    symptoms,
    there,
    told,
    turns,
)
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Facts, Voice
from teaching.commands.lint import lint_text
from teaching.commands.tools import split

_FORMS = ("write", "fault", "narrow", "fault", "leave")
_TOOLS = re.compile(r"^tools: (.*)$", re.MULTILINE)


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Every agent in four forms; plans for several and small questions between them."""
    voice, words = Voice(bank("agent"), chance), Words(chance)
    quick, plans, hows = smalls("agent", chance), agent_plans.candidates(voice, chance), dealt(HOWS, chance)
    for number, (item, form, to) in enumerate(turns(items("agent"), _FORMS, chance)):
        between = {2: plans, 4: quick}.get(number % 6)
        if between is not None and (other := next(between, None)) is not None:
            yield other
        one = drawn(item, chance)
        if form == "write":
            yield _written(voice, words, one, to)
        elif form == "leave":
            yield _left(voice, words, one, to)
        elif form == "narrow":
            yield _narrowed(voice, words, one, to)
        elif (faulty := _faulty(voice, words, one, to, next(hows), chance)) is not None:
            yield faulty
    yield from plans
    yield from quick


def text_of(item: Item, body: str = "", tools: str = "") -> str:
    """The file."""
    front = [f"name: {item['name']}", f"description: {item['description']}", f"tools: {tools or item['tools']}"]
    if "model" in item:
        front.append(f"model: {item['model']}")
    return "---\n" + "\n".join(front) + f"\n---\n\n{(body or item['body']).strip()}\n"


def _path(name: str) -> str:
    return f".claude/agents/{name}.md"


def _facts(item: Item, text: str) -> Facts:
    return {
        "path": _path(item["name"]),
        "name": item["name"],
        "task": item["task"],
        "file": f"```markdown\n{text}```",
        "tools": listed([f"`{one}`" for one in split(item["tools"])]),
        "why": item["why"],
        "ask": item["ask"],
        "risk": item["risk"],
        "todo": item["todo"],
        "wide": item["wide"],
    }


def _written(voice: Voice, words: Words, item: Item, to: Register) -> Candidate:
    text = text_of(item)
    return Candidate(
        instruction=told(item, "wants", to),
        input=there(words, item),
        output=voice.say("write", to, _facts(item, text)),
        language="markdown",
        about={"agent": item["name"], "form": "write"},
        checks=(lint_clean(_path(item["name"]), "agent"), granted(_TOOLS, item["tools"]), same_file(text)),
        audience=to,
    )


_ROUGH: Mapping[Register, Sequence[str]] = {
    "beginner": ("leave me the hard part please, i want to learn", "what it has to decide i write myself"),
    "junior": ("Leave the policy open, that one is for our team", "frame only, I'll write the judgement"),
    "senior": ("Policy line open.",),
}


def _left(voice: Voice, words: Words, item: Item, to: Register) -> Candidate:
    text = text_of(item, left_open(item))
    return Candidate(
        instruction=told(item, "wants", to),
        input=f"{words.say(_ROUGH[to])}\n\n{there(words, item)}".strip(),
        output=voice.say("leave", to, _facts(item, text)),
        language="markdown",
        about={"agent": item["name"], "form": "leave"},
        checks=(
            lint_clean(_path(item["name"]), "agent"),
            granted(_TOOLS, item["tools"]),
            same_file(text),
            leaves_core(),
        ),
        audience=to,
        secret=(item["cut"],),
    )


def _narrowed(voice: Voice, words: Words, item: Item, to: Register) -> Candidate:
    wide = text_of(item, tools=item["wide"])
    line = next(number for number, one in enumerate(wide.splitlines(), 1) if one.startswith("tools:"))
    path = _path(item["name"])
    facts = {
        **_facts(item, wide),
        "narrow": f"```yaml\ntools: {item['tools']}\n```",
        "line": str(line),
        "place": f"{path}:{line}",
    }
    return Candidate(
        instruction=words.say(symptoms("agent", "narrow")[to], plain(facts)),
        input=f"{path}\n{numbered(wide)}",
        output=voice.say("narrow_answer", to, facts),
        language="markdown",
        about={"agent": item["name"], "form": "narrow"},
        checks=(Check("narrower", partial(_narrower, wide, item["name"])), granted(_TOOLS, item["tools"])),
        audience=to,
        facts=tuple(plain(facts).values()),
    )


def _narrower(wide: str, name: str, answer: str) -> str:
    found = _TOOLS.search(fenced(answer))
    require(found, "it has no line of tools")
    line = found[0] if found else ""
    problems = lint_text(_TOOLS.sub(lambda _: line, wide, count=1), _path(name), "agent")
    require(not problems, problems[0].fact if problems else "")
    before, after = (set(split(match[1])) for match in (_TOOLS.search(wide), found) if match)
    require(after < before, "the tools are not fewer")
    return f"{len(before) - len(after)} fewer"


def _faulty(voice: Voice, words: Words, item: Item, to: Register, how: str, chance: Random) -> Candidate | None:
    slip = HOWS[how](item["name"], text_of(item), chance)
    problem = slip.problem
    if problem is None:
        return None
    place = f"{slip.path}:{problem.line}"
    facts = {**_facts(item, slip.text), "line": str(problem.line), "place": place, "bad": slip.bad, "good": slip.good}
    said = {**facts, "told": voice.say(f"told_{how}", to, facts), "effect": voice.say(f"effect_{how}", to, facts)}
    return Candidate(
        instruction=words.say(symptoms("agent", how)[to], plain(facts)),
        input=f"{slip.path}\n{numbered(slip.text)}",
        output=voice.say("fault_answer", to, said),
        language="markdown",
        about={"agent": item["name"], "form": "fault", "fault": problem.id},
        checks=(
            Check("linter-finds-it", partial(_finds, slip)),
            says((slip.path,), "cites-place") if how in {"nodesc", "differs", "duplicate"} else cites(place),
        ),
        audience=to,
        facts=tuple(plain(facts).values()),
    )


def _finds(slip: Slip, answer: str) -> str:
    problem = slip.problem
    require(problem, "the linter says nothing, or two things")
    require(slip.bad in answer, "it does not quote the mistake")
    require(not slip.good or slip.good in answer, f"it does not say {slip.good}")
    require(slip.text.rpartition("---\n")[2].strip() not in answer, "it writes the whole file again")
    return problem.id if problem else ""
