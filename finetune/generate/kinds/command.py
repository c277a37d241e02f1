"""Slash commands: written in full, with their core left open, with narrower grants, and with one fault to be found."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from random import Random

from finetune.generate.bank import Register, bank
from finetune.generate.checking import cites, fenced, leaves_core, says
from finetune.generate.ground import Ground
from finetune.generate.kinds.command_faults import HOWS, Slip
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
    small,
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
_GRANTS = re.compile(r"^allowed-tools: (.*)$", re.MULTILINE)
_OPEN_ENDED = frozenset({"Bash", "WebFetch", "WebSearch"})


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Every situation in four forms, a small question between them now and then."""
    voice = Voice(bank("command"), chance)
    words = Words(chance)
    quick = iter(_quick(chance))
    hows = dealt(HOWS, chance)
    for number, (item, form, to) in enumerate(turns(items("command"), _FORMS, chance)):
        if number % 10 == 4 and (small := next(quick, None)) is not None:
            yield small
        one = drawn(item, chance)
        if form == "write":
            yield _written(voice, words, one, to)
        elif form == "leave":
            yield _left(voice, words, one, to)
        elif form == "narrow":
            yield _narrowed(voice, words, one, to)
        elif (faulty := _faulty(voice, words, one, to, next(hows), chance)) is not None:
            yield faulty


def text_of(item: Item, body: str = "", tools: str = "") -> str:
    """The file."""
    front = [f"description: {item['description']}", f'argument-hint: "{item["hint"]}"']
    if "arguments" in item:
        front.append(f"arguments: [{', '.join(item['arguments'].split())}]")
    front.append(f"allowed-tools: {tools or item['tools']}")
    return "---\n" + "\n".join(front) + f"\n---\n\n{(body or item['body']).strip()}\n"


def _facts(item: Item, text: str) -> Facts:
    tools = [f"`{one}`" for one in split(item["tools"])]
    return {
        "path": _path(item["name"]),
        "name": item["name"],
        "call": item["call"],
        "description": item["description"],
        "file": f"```markdown\n{text}```",
        "tools": listed(tools),
        "why": item["why"],
        "ask": item["ask"],
        "risk": item["risk"],
        "todo": item["todo"],
        "wide": item["wide"],
    }


def _path(name: str) -> str:
    return f".claude/commands/{name}.md"


def _written(voice: Voice, words: Words, item: Item, to: Register) -> Candidate:
    text = text_of(item)
    return Candidate(
        instruction=told(item, "wants", to),
        input=there(words, item),
        output=voice.say("write", to, _facts(item, text)),
        language="markdown",
        about={"command": item["name"], "form": "write"},
        checks=(lint_clean(_path(item["name"]), "command"), granted(_GRANTS, item["tools"]), same_file(text)),
        audience=to,
    )


def _left(voice: Voice, words: Words, item: Item, to: Register) -> Candidate:
    text = text_of(item, left_open(item))
    return Candidate(
        instruction=told(item, "wants", to),
        input=f"{words.say(_ROUGH[to])}\n\n{there(words, item)}".strip(),
        output=voice.say("leave", to, _facts(item, text)),
        language="markdown",
        about={"command": item["name"], "form": "leave"},
        checks=(
            lint_clean(_path(item["name"]), "command"),
            granted(_GRANTS, item["tools"]),
            same_file(text),
            leaves_core(),
        ),
        audience=to,
        secret=(item["cut"],),
    )


_ROUGH: Mapping[Register, Sequence[str]] = {
    "beginner": (
        "please show me how the file looks, i can fill in things",
        "i want to do the important part myself",
        "dont decide for me what counts, that i know",
        "the rules change often so leave me a place for them",
    ),
    "junior": (
        "A frame is enough, I know the rules of our place best",
        "Leave the rule itself open, we are still arguing about it",
        "just the skeleton, the criterion is mine",
        "Everything except the judgement call please",
    ),
    "senior": ("Frame only.", "Leave the policy to me.", "Skeleton, criterion open."),
}


def _narrowed(voice: Voice, words: Words, item: Item, to: Register) -> Candidate:
    wide = text_of(item, tools=item["wide"])
    line = next(number for number, one in enumerate(wide.splitlines(), 1) if one.startswith("allowed-tools:"))
    path = _path(item["name"])
    new = f"allowed-tools: {item['tools']}"
    facts = {
        **_facts(item, wide),
        "narrow": f"```yaml\n{new}\n```",
        "line": str(line),
        "place": f"{path}:{line}",
    }
    return Candidate(
        instruction=words.say(symptoms("command", "narrow")[to], plain(facts)),
        input=f"{path}\n{numbered(wide)}",
        output=voice.say("narrow_answer", to, facts),
        language="markdown",
        about={"command": item["name"], "form": "narrow"},
        checks=(Check("narrower", partial(_narrower, wide, item["name"])), granted(_GRANTS, item["tools"])),
        audience=to,
        facts=tuple(plain(facts).values()),
    )


def _narrower(wide: str, name: str, answer: str) -> str:
    found = _GRANTS.search(fenced(answer))
    require(found, "it has no line of grants")
    line = found[0] if found else ""
    new = _GRANTS.sub(lambda _: line, wide, count=1)
    problems = lint_text(new, _path(name), "command")
    require(not problems, problems[0].fact if problems else "")
    before, after = (set(split(match[1])) for match in (_GRANTS.search(wide), found) if match)
    require(after != before and not after & _OPEN_ENDED, "the grants are as wide as before")
    return f"{len(after)} grants"


def _faulty(voice: Voice, words: Words, item: Item, to: Register, how: str, chance: Random) -> Candidate | None:
    slip = HOWS[how](item["name"], text_of(item), item["hint"], chance)
    problem = slip.problem
    if problem is None:
        return None
    place = f"{slip.path}:{problem.line}"
    bad = _bad(slip, problem.text)
    facts = {
        **_facts(item, slip.text),
        "path": slip.path,
        "name": slip.name,
        "line": str(problem.line),
        "place": place,
        "bad": bad,
        "good": slip.good,
    }
    said = {**facts, "told": voice.say(f"told_{how}", to, facts), "effect": voice.say(f"effect_{how}", to, facts)}
    return Candidate(
        instruction=words.say(symptoms("command", how)[to], plain(facts)),
        input=f"{slip.path}\n{numbered(slip.text)}",
        output=voice.say("file_answer" if how in {"colon", "shadow"} else "fault_answer", to, said),
        language="markdown",
        about={"command": slip.name, "form": "fault", "fault": problem.id},
        checks=(Check("linter-finds-it", partial(_finds, slip, bad)), _cited(slip, place)),
        audience=to,
        facts=tuple(plain(facts).values()),
    )


def _bad(slip: Slip, text: str) -> str:
    if slip.how in {"key", "hintkey"}:
        return text.partition(":")[0]
    if slip.how == "amount":
        return text.partition(".")[0]
    return text.partition("\n")[0]


def _finds(slip: Slip, bad: str, answer: str) -> str:
    problem = slip.problem
    require(problem, "the linter says nothing, or two things")
    require(slip.how in {"colon", "shadow"} or bad in answer, "it does not quote the mistake")
    require(not slip.good or slip.good in answer, f"it does not say {slip.good}")
    require(text_missing(slip.text, answer), "it writes the whole file again")
    return problem.id if problem else ""


def text_missing(text: str, answer: str) -> bool:
    """Whether the body of a file is not in the answer: a fault is named, and its mending left."""
    body = text.rpartition("---\n")[2].strip()
    return body not in answer


def _cited(slip: Slip, place: str) -> Check:
    """A place in full, or the file's name, where the whole file is what is wrong."""
    return says((slip.path,), "cites-place") if slip.how == "shadow" else cites(place)


def _quick(chance: Random) -> Sequence[Candidate]:
    found = [small("command", item, number) for item in items("command", "quick") for number in range(2)]
    chance.shuffle(found)
    return found
