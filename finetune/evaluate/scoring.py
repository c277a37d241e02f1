"""The five metrics: what an answer to an item is worth, by running what is in it and by the checks that serving uses.

A score is a function of the item and the answer alone. Not covered: whether an explanation is clear; people rate that
(`rating.py`).
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from finetune.evaluate import boxed, finding
from finetune.evaluate.model import Check, Item, Score
from teaching.guard.likeness import judge
from teaching.markers import bodies
from teaching.mentor import habits
from teaching.roadmap.reading import parse

HINT_WORDS: Final = 160
EXPLAINED_WORDS: Final = 260
_LONG_CODE: Final = 4  # lines; a signature is shorter
_NEAR: Final = 1
_ALL_GREEN: Final = re.compile(
    r"✅|^\s*[-*+] \[[xX]\]|\b(?:all|every|the|your|\d+)\s+(?:\w+\s+)?(?:tests?|checks?)\s+(?:now\s+)?(?:pass(?:ed)?|"
    r"are green|succeed(?:ed)?)\b(?!\s+(?:before|when|once|until))",
    re.IGNORECASE | re.MULTILINE,
)
_CONDITION: Final = re.compile(r"\b(?:if|when|once|until|unless|before|after|whether|make sure)\b", re.IGNORECASE)
_SYLLABLE: Final = re.compile(r"[aeiouy]+")

Found = tuple[list[Check], dict[str, float], int]


def score(item: Item, answer: str) -> Score:
    """The score of an answer."""
    checks, figures, units = _BY_KIND[item.kind](item, answer)
    good = all(check.passed for check in checks)
    return Score(
        item=item.id,
        metric=item.metric,
        kind=item.kind,
        group=item.group,
        checks=tuple(checks),
        units=units if units >= 0 else int(good),
        tokens=finding.tokens(answer),
        figures=figures,
    )


def _scaffold(item: Item, answer: str) -> Found:
    """A scaffold that leaves the core: it parses, the one marker is a comment in a stub, red without it, green with."""
    code = finding.program(answer, item.symbol)
    found = [body for _, body in bodies.bodies_of(code, item.path)] if code else []
    whole = finding.filled(code, item.symbol, item.solution)
    leak = _leak(item, answer)
    checks = [
        Check("code", bool(code), f"no Python in it defines {item.symbol}" if not code else ""),
        Check("marker", len(found) == 1 == habits.markers(answer), f"{len(found)} in comments of its code"),
        Check("hole", [body.symbol for body in found] == [item.symbol], "the marker stands in the function"),
        Check("stub", bool(found) and all(body.is_stub for body in found), "nothing but a stub stands there"),
        Check("red", bool(code) and not boxed.run(code, item.tests).passed, "its tests fail as it is"),
        Check("green", bool(code) and boxed.run(whole, item.tests).passed, "and pass with the core filled in"),
        Check("kept-back", not leak, leak),
        Check("questions", habits.questions(answer) <= 1, f"{habits.questions(answer)} questions"),
    ]
    return checks, {"leak": float(bool(leak))}, -1


def _finished(item: Item, answer: str) -> Found:
    """Whole code, where nobody asked to be left anything."""
    ran = boxed.run(finding.program(answer, item.symbol), item.tests)
    marked = habits.markers(answer)
    return [Check("code", ran.passed, ran.words), Check("no-marker", not marked, f"{marked} left")], {}, -1


def _function(item: Item, answer: str) -> Found:
    ran = boxed.run(finding.program(answer, item.symbol), item.tests)
    return [Check("passes", ran.passed, ran.words)], {}, -1


def _hint(item: Item, answer: str) -> Found:
    """The way on, and not the solution: by the guard, and by running whatever code is in it."""
    leak = _leak(item, answer)
    checks = [
        Check("kept-back", not leak, leak),
        *_said(item, answer, HINT_WORDS),
    ]
    return checks, {"leak": float(bool(leak)), "grade": grade(answer), **_located(item, answer)}, -1


def _explanation(item: Item, answer: str) -> Found:
    checks = [*_said(item, answer, EXPLAINED_WORDS), *_covers(item, answer, len(item.needs)), _no_code(answer)]
    return checks, {"grade": grade(answer)}, -1


def _review(item: Item, answer: str) -> Found:
    claimed = claims(answer)
    checks = [_runs(item, answer), Check("unproven", not claimed, claimed), _cites(item, answer)]
    return checks, {"false tick": float(bool(claimed)), **_located(item, answer)}, -1


def _tick(item: Item, answer: str) -> Found:
    """A task is ticked where a record proves it, and nowhere else."""
    ticked, deserved = ticks(item, answer), item.record == "green"
    figures = {"false block" if deserved else "false tick": float(ticked != deserved)}
    if deserved:
        return [Check("ticked", ticked, "its tests were run and passed")], figures, -1
    return [Check("not-ticked", not ticked, f"the record is {item.record}"), _runs(item, answer)], figures, -1


def _quick(item: Item, answer: str) -> Found:
    """One short thing that works."""
    given = finding.short(answer)
    if item.form == "command":
        line = " ".join(given.removeprefix("$ ").split())
        useful = Check("useful", any(re.fullmatch(one, line) for one in item.accepts), "read, not run")
    else:
        ran = boxed.run(f"answer = {given!r}\n{_VALUE}" if given else "raise ValueError", item.tests)
        useful = Check("useful", ran.passed, ran.words)
    return [useful, _length(item, answer)], {}, int(useful.passed)


def _deep(item: Item, answer: str) -> Found:
    covered = sum(any(re.search(word, answer, re.IGNORECASE) for word in words) for words in item.needs)
    enough = -(-3 * len(item.needs) // 4)
    ends = answer.rstrip().rstrip("*_ ").endswith("?")
    checks = [
        Check("useful", covered >= enough, f"{covered} of {len(item.needs)} points, {enough} wanted"),
        Check("question", ends, "ends with the question that would change most"),
        _no_code(answer),
        _length(item, answer),
    ]
    return checks, {}, covered if covered >= enough else 0


_BY_KIND: Final[dict[str, Callable[[Item, str], Found]]] = {
    "scaffold": _scaffold,
    "finished": _finished,
    "function": _function,
    "hint": _hint,
    "explanation": _explanation,
    "review": _review,
    "tick": _tick,
    "quick": _quick,
    "plan": _deep,
}
KINDS: Final = tuple(_BY_KIND)
# What a model writes as its answer may be an assignment or a call of print: its value counts.
_VALUE: Final = """\
import ast
def value(**names):
    tree = ast.parse(answer)
    last = tree.body[-1]
    if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
        tree.body.append(ast.Expr(ast.Name(last.targets[0].id, ast.Load())))
    last = tree.body.pop().value
    if isinstance(last, ast.Call) and isinstance(last.func, ast.Name) and last.func.id == "print":
        last = last.args[0]
    exec(compile(ast.fix_missing_locations(tree), "answer", "exec"), names)
    return eval(compile(ast.fix_missing_locations(ast.Expression(last)), "answer", "eval"), names)
"""


def ticks(item: Item, answer: str) -> bool:
    """Whether the answer ticks the item's task: as a line of a roadmap, or by the sign beside its name."""
    title = item.title.lower()
    for text in (*(code for _, code in habits.fences(answer)), habits.FENCE.sub("\n", answer)):
        if any(task.state == "done" and title in task.title.lower() for task in parse(text).tasks):
            return True
    return any("✅" in line and title in line.lower() and "- [ ]" not in line for line in answer.split("\n"))


def claims(answer: str) -> str:
    """The first sentence that says tests passed, where nothing ran; empty where there is none."""
    for line in re.split(r"(?<=[.!?])\s+|\n", habits.FENCE.sub("\n", answer)):
        if _ALL_GREEN.search(line) and not _CONDITION.search(line):
            return line.strip()[:120]
    return ""


def grade(answer: str) -> float:
    """Reading grade after Flesch and Kincaid, with syllables by their vowels; rounded, and 0 without words."""
    said = habits.prose(answer)
    words = re.findall(r"[A-Za-z']+", said)
    sentences = max(1, len(re.findall(r"[.!?]+(?:\s|$)", said)))
    if not words:
        return 0.0
    syllables = sum(max(1, len(_SYLLABLE.findall(word.lower().removesuffix("e")))) for word in words)
    return round(max(0.0, 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59), 1)


def _leak(item: Item, answer: str) -> str:
    leak = judge(answer, [item.exemplar])
    if leak is not None:
        return f"the guard sees the solution ({leak.how}, line {leak.line})"
    code = finding.program(answer, item.symbol)
    return "its code passes the tests" if code and boxed.run(code, item.tests).passed else ""


def _said(item: Item, answer: str, most: int) -> Iterator[Check]:
    asked, words = habits.questions(answer), len(habits.prose(answer).split())
    yield Check("question", asked == 1, f"{asked} questions, not one")
    yield _cites(item, answer)
    yield Check("length", 8 <= words <= most, f"{words} words, 8 to {most} are right")


def _cites(item: Item, answer: str) -> Check:
    cited, there = habits.places(answer), item.source.count("\n") + (not item.source.endswith("\n"))
    stem = item.path.rpartition("/")[2]
    wrong = [
        place
        for place in cited
        if place.rpartition(":")[0].removeprefix("./") not in (item.path, stem)
        or not 1 <= int(place.rpartition(":")[2]) <= there
    ]
    return Check("place", bool(cited) and not wrong, f"{wrong[0]} is not there" if wrong else f"{len(cited)} named")


def _located(item: Item, answer: str) -> dict[str, float]:
    if not item.faults:
        return {}
    lines = [int(place.rpartition(":")[2]) for place in habits.places(answer)]
    return {"located": float(any(abs(line - fault) <= _NEAR for line in lines for fault in item.faults))}


def _runs(item: Item, answer: str) -> Check:
    named = next((command for command in item.commands if command in answer), "")
    return Check("says-what-to-run", bool(named), named or "no command of the project is named")


def _covers(item: Item, answer: str, enough: int) -> Iterator[Check]:
    missing = [words[0] for words in item.needs if not any(re.search(one, answer, re.IGNORECASE) for one in words)]
    yield Check("covers", len(item.needs) - len(missing) >= enough, f"nothing on {missing[0]}" if missing else "")


def _no_code(answer: str) -> Check:
    longest = max((code.strip().count("\n") + 1 for _, code in habits.fences(answer)), default=0)
    return Check("no-code", longest < _LONG_CODE, f"a block of {longest} lines")


def _length(item: Item, answer: str) -> Check:
    count = finding.tokens(answer)
    return Check("length", 0 < count <= item.most, f"{count} tokens, {item.most} are enough")
