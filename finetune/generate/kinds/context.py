"""Context: a CLAUDE.md that says too much, outputs that are pasted whole, prompts in a bad order, sessions that end.

Every number is counted from the text of the example; tokens are a quarter of the characters, as `teaching` has it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random

from finetune.generate.bank import Register, bank
from finetune.generate.checking import cites, fenced, leaves_core, says
from finetune.generate.ground import Ground
from finetune.generate.kinds import context_trim
from finetune.generate.kinds.tooling import (
    SPAN,
    Item,
    Words,
    counted,
    items,
    rounded,
    same_file,
    smalls,
    stated,
    told,
)
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice
from teaching.planning.render import tokens

_FEWEST, _MOST = 18, 34  # lines of an output that is pasted


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """All forms in turn; each situation comes back for another audience."""
    voice, words = Voice(bank("context"), chance), Words(chance)
    makers: Sequence[tuple[str, Callable[[Item, Register], Candidate]]] = (
        ("trim", partial(context_trim.candidate, ground, voice, words, chance)),
        ("paste", partial(_paste, voice, chance)),
        ("handover", partial(_handover, voice, chance)),
        ("order", partial(_order, voice)),
    )
    decks = [_deck(table, make, chance) for table, make in makers]
    decks.append(smalls("context", chance))
    # Of five examples two are of the larger decks, so that all end at about the same time.
    pattern = (0, 1, 4, 2, 0, 1, 3, 4, 2, 1)
    idle = 0
    while idle < len(pattern):
        for number in pattern:
            one = next(decks[number], None)
            idle = 0 if one else idle + 1
            if one:
                yield one


def _deck(table: str, make: Callable[[Item, Register], Candidate], chance: Random) -> Iterator[Candidate]:
    order = items("context", table)
    chance.shuffle(order)
    audiences: tuple[tuple[Register, ...], ...] = (
        ("beginner", "junior", "beginner", "junior", "senior"),
        ("junior", "beginner", "senior", "beginner", "junior"),
        ("senior", "senior", "junior", "junior", "beginner"),
    )
    for round_of in audiences:
        for number, item in enumerate(order):
            yield make(item, round_of[number % len(round_of)])


def _paste(voice: Voice, chance: Random, item: Item, to: Register) -> Candidate:
    count = chance.randrange(_FEWEST, _MOST)
    at = chance.randrange(count // 3, count - 2)
    lines = [_line(chance.choice(item["noise"]), number, chance) for number in range(count)]
    culprit = _line(item["culprit"], at, chance)
    lines[at] = culprit
    text = "\n".join(lines)
    path, _, _ = item["place"].partition(":")
    wants = told(item, "wants", to)
    # An estimate is told as one.
    whole, little = rounded(tokens(text)), tokens(f"{culprit}\n")
    facts = {
        "count": str(count),
        "line": str(at + 1),
        "place": item["place"],
        "quote": culprit,
        "whole": f"{whole:,}",
        "little": str(little),
        "command": item["command"],
        "grep": item["grep"],
        "why": item["why"],
        "ask": item["ask"],
        "path": path,
    }
    return Candidate(
        instruction=wants,
        input=f"$ {item['command']}\n{text}",
        output=voice.say("paste_cost" if "token" in wants.casefold() else "paste", to, facts),
        language="",
        about={"context": item["name"], "form": "paste"},
        checks=(
            counted((1, count, at + 1, whole, little, *stated(" ".join([*item["why"], *item["ask"]])))),
            cites(item["place"]),
            Check("right-line", partial(_right_line, text, item["place"])),
        ),
        audience=to,
    )


def _line(template: str, number: int, chance: Random) -> str:
    text = template.replace("%i%", str(number * 7 % 97 + 101))
    while "%d%" in text:
        text = text.replace("%d%", str(chance.randrange(1, 10)), 1)
    return text


def _right_line(text: str, place: str, answer: str) -> str:
    """The line that is named is the one that has the place."""
    named = re.search(r"[Ll]ine (\d+)(?! only)|(?<=\bline )(\d+)", answer)
    lines = text.splitlines()
    right = next(number for number, line in enumerate(lines, 1) if _tells(line, place))
    found = [int(one) for one in re.findall(r"[Ll]ine (\d+)", SPAN.sub("", answer))]
    require(named and right in found, f"line {right} is not named")
    return f"line {right}"


def _tells(line: str, place: str) -> bool:
    path, _, number = place.partition(":")
    return path in line and number in line


def _order(voice: Voice, item: Item, to: Register) -> Candidate:
    parts: Sequence[tuple[str, int, bool]] = [tuple(part) for part in item["parts"]]
    best = sorted(parts, key=lambda part: not part[2])
    facts = {
        "name": item["name"],
        "before": f"{prefix(parts):,}",
        "after": f"{prefix(best):,}",
        "all": f"{sum(part[1] for part in parts):,}",
        "order": "\n".join(f"{number}. {what}, {size:,} tokens" for number, (what, size, _) in enumerate(best, 1)),
        "why": item["why"],
        "ask": item["ask"],
    }
    numbers = [prefix(parts), prefix(best), sum(part[1] for part in parts), *(part[1] for part in parts)]
    loose = [0, *range(1, len(parts) + 1), *stated(" ".join([*item["why"], *item["ask"]]))]
    listed = [f"{number}. {what} ({size:,} tokens)" for number, (what, size, _) in enumerate(parts, 1)]
    return Candidate(
        instruction=told(item, "wants", to),
        input=f"{item['name'].capitalize()}, the parts of a request in their order:\n" + "\n".join(listed),
        output=voice.say("order_answer", to, facts),
        language="",
        about={"context": item["name"], "form": "order"},
        checks=(
            counted([*numbers, *loose], numbers[1:2]),
            Check("fixed-first", partial(_fixed_first, [part[0] for part in best])),
        ),
        audience=to,
    )


def prefix(parts: Sequence[tuple[str, int, bool]]) -> int:
    """How many tokens stand before the first part that changes."""
    whole = 0
    for _, size, fixed in parts:
        if not fixed:
            break
        whole += size
    return whole


def _fixed_first(best: Sequence[str], answer: str) -> str:
    listed = re.findall(r"^\d+\. (.+), [\d,]+ tokens$", answer, re.MULTILINE)
    require(
        not listed or [one.casefold() for one in listed] == [one.casefold() for one in best],
        "what changes stands before what does not",
    )
    return f"{len(listed)} parts"


def _handover(voice: Voice, chance: Random, item: Item, to: Register) -> Candidate:
    files: Sequence[tuple[str, int]] = [tuple(one) for one in item["files"]]
    note = _note(item, files, chance)
    facts = {
        "name": item["name"],
        "note": f"```markdown\n{note}```",
        "branch": item["branch"],
        "test": item["test"],
        "direct": item["direct"],
        "why": item["why"],
        "ask": item["ask"],
    }
    read = "\n".join(f"{path} ({size:,} characters)" for path, size in files)
    return Candidate(
        instruction=told(item, "wants", to),
        input=f"{item['name'].capitalize()}, branch {item['branch']}. Done: {item['done']}. Open: {item['next']}.\n"
        f"Test: {item['test']}\nRead so far:\n{read}",
        output=voice.say("handover_answer", to, facts),
        language="markdown",
        about={"context": item["name"], "form": "handover"},
        checks=(
            counted(stated(" ".join([*item["direct"], *item["why"], *item["ask"]]))),
            leaves_core(),
            says([item["test"], item["branch"]]),
            Check("note-true", partial(_note_true, item)),
            same_file(note),
        ),
        audience=to,
    )


def _note(item: Item, files: Sequence[tuple[str, int]], chance: Random) -> str:
    named = [path for path, _ in files if path.split("/")[-1].split(".")[0] in item["test"]] or [files[0][0]]
    title = chance.choice(("# Hand-over: {}", "# Where we are with {}", "# {}, next session", "# To go on with {}"))
    lines = [
        chance.choice(("branch: `{branch}`", "work is on `{branch}`", "`git switch {branch}`")),
        chance.choice(("done: {done}", "finished: {done}", "proved: {done}")),
        chance.choice(("open: {next}", "next: {next}", "now: {next}")),
        chance.choice(("run first: `{test}`", "begin with `{test}`", "the test: `{test}`")),
        chance.choice(("read only `{file}`", "of the files read `{file}` first", "start in `{file}`")),
        chance.choice(
            (
                "decided, and why: TODO(human)",
                "tried and dropped: TODO(human)",
                "TODO(human): what was ruled out, with its reason",
                "TODO(human): the decision that no test shows",
                "not to be tried again: TODO(human)",
                "TODO(human): the reason behind the last commit",
                "rejected: TODO(human)",
                "TODO(human): the doubt you have tonight",
                "agreed with others: TODO(human)",
                "TODO(human): what surprised you",
            )
        ),
    ]
    slots = {"branch": item["branch"], "done": item["done"], "next": item["next"], "test": item["test"]}
    text = "\n".join(f"- {line.format(**slots, file=named[0])}" for line in lines)
    head = title.format(item["name"])
    return f"{head[:2]}{head[2].upper()}{head[3:]}\n\n{text}\n"


def _note_true(item: Item, answer: str) -> str:
    note = fenced(answer)
    for name in ("branch", "done", "next", "test"):
        require(item[name] in note, f"the note does not say {item[name]}")
    return "as it was told"
