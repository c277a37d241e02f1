"""What the kinds of the architecture phase share: matter from TOML files, numbers that are computed, and their checks.

No kind by itself.
"""

import ast
import math
import operator
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final

from finetune.generate.bank import Register
from finetune.generate.checking import prose
from finetune.generate.model import Check, require
from teaching.prompts.tasks import ASK, ASK_DEEP
from teaching.routing.routing import classify

Case = Mapping[str, Any]
Values = dict[str, float]

NUMBER: Final = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?=\b|[A-Za-z%°])")
_SLOT: Final = re.compile(r"\{([a-z][a-z_0-9]*)\}")
_ENDS: Final = ("?", "?*", "?)")


@cache
def _read(kind: str, table: str) -> tuple[Case, ...]:
    folder = files("finetune.generate") / "matter" / kind
    texts = sorted((one.name, one.read_text(encoding="utf-8")) for one in folder.iterdir() if one.name.endswith("toml"))
    return tuple(case for _, text in texts for case in tomllib.loads(text)[table])


def matter(kind: str, table: str) -> list[Case]:
    """All situations of a kind, in the order of their files."""
    return list(_read(kind, table))


def rounds(
    cases: list[Case], parts: Iterable[str], times: int, chance: Random
) -> Iterator[tuple[Case, Mapping[str, int]]]:
    """Every case in every round, and which wording each of its parts has in this one.

    Where each begins is drawn, so that another seed puts other wordings together.
    """
    parts = tuple(parts)
    starts = {case["id"]: {part: chance.randrange(2) for part in parts} for case in cases}
    for turn in range(times):
        chance.shuffle(cases)
        for case in cases:
            yield case, {part: start + turn for part, start in starts[case["id"]].items()}


def prompt_of(instruction: str, context: str = "") -> str:
    """The prompt that serving sends with a first question: architecture questions have their own."""
    asked = "\n\n".join(part for part in (instruction, context) if part)
    return ASK_DEEP if classify(asked).kind == "planning" else ASK


def typed(text: str, to: Register, chance: Random) -> str:
    """A text as somebody types it: beginners are often careless with capitals and the last stop."""
    if to == "senior" or chance.random() < (0.45 if to == "beginner" else 0.7):
        return text
    first = text.split(" ", 1)[0]
    careless = text[0].lower() + text[1:] if first.lower() in {"i", "i'm"} or first[1:].islower() else text
    return careless.removesuffix(".").replace(" I ", " i ").replace("I'm ", "im ").replace("don't", "dont")


def asking() -> Check:
    """That the answer ends with a question."""

    def verdict(output: str) -> str:
        require(output.endswith(_ENDS), "it does not end with a question")
        return "ends with a question"

    return Check("ends-asking", verdict)


def numbers(text: str) -> list[str]:
    """Every number in a text, code left out; without thousands' commas."""
    return [found.replace(",", "") for found in NUMBER.findall(prose(text).replace("**", ""))]


def stated(name: str, *texts: str) -> Check:
    """That every number of the answer stands in one of these texts."""
    known = {one.replace(",", "") for text in texts for one in NUMBER.findall(text)}

    def verdict(output: str) -> str:
        foreign = [one for one in numbers(_unlisted(output)) if one not in known]
        require(not foreign, f"{foreign[0] if foreign else ''} was neither stated nor calculated")
        return f"{len(numbers(output))} numbers"

    return Check(name, verdict)


def _unlisted(text: str) -> str:
    """Without the numbers of lists and phases."""
    return re.sub(r"(?m)^\d+\. |\bPhase \d+\b|^#+ .*$", "", text)


def says_one_of(name: str, texts: Collection[str], what: str) -> Check:
    """That the answer has one of these texts, white space aside."""
    wanted = [_flat(text) for text in texts]

    def verdict(output: str) -> str:
        flat = _flat(output)
        require(any(text in flat for text in wanted), f"it does not say {what}")
        return what

    return Check(name, verdict)


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


# Numbers: drawn, computed, spelled.


_OPERATORS: dict[type[ast.AST], Any] = {
    # Of any type, as pyright would take the narrowest of all these functions.
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Pow: operator.pow,
    ast.USub: lambda value: -value,
}


def _two(value: float) -> float:
    """Two figures that count: what an estimate by hand has."""
    if value == 0:
        return 0
    return round(value, 1 - int(math.floor(math.log10(abs(value)))))


def _tenth(value: float) -> float:
    return round(value, 1)


_FUNCTIONS: dict[str, Any] = {
    "ceil": math.ceil,
    "floor": math.floor,
    "round": lambda value: round(value),
    "min": min,
    "max": max,
    "log2": math.log2,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "two": _two,
    "tenth": _tenth,
}


def computed(formula: str, values: Mapping[str, float]) -> float:
    """What a formula gives: sums, products, powers, and the few functions above.

    Raises:
        ValueError: the formula has something else in it.
    """
    return _value(ast.parse(formula, mode="eval").body, values)


def _value(node: ast.AST, values: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](_value(node.left, values), _value(node.right, values))
    if isinstance(node, ast.UnaryOp):
        return _OPERATORS[type(node.op)](_value(node.operand, values))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _FUNCTIONS[node.func.id](*(_value(one, values) for one in node.args))
    raise ValueError(f"a formula has {ast.dump(node)[:60]}")


def spelled(value: float) -> str:
    """A number as people write it: 12,000 and 0.35, three figures at most behind what is no whole number."""
    if abs(value) >= 100 or abs(value - round(value)) < 1e-9:
        return f"{round(value):,}"
    return f"{round(value, 2 - int(math.floor(math.log10(abs(value))))):.6f}".rstrip("0").rstrip(".")


def drawn(case: Case, chance: Random) -> Values:
    """The case's numbers: what is drawn, in its order, and then what follows from it."""
    values: Values = {name: chance.choice(options) for name, options in case.get("draw", {}).items()}
    return derived(case, values)


def derived(case: Case, given: Mapping[str, float]) -> Values:
    """The given numbers and those that follow, each formula with the names above it."""
    values = dict(given)
    for line in case.get("calc", ()):
        name, _, formula = line.partition("=")
        values[name.strip()] = computed(formula.strip(), values)
    return values


def filled(text: str, values: Mapping[str, float]) -> str:
    """A text with its numbers in it."""
    return _SLOT.sub(lambda match: spelled(values[match[1]]), text)


def all_filled(texts: str | Sequence[str], values: Mapping[str, float]) -> list[str]:
    """The same for one text or several."""
    return [filled(text, values) for text in ([texts] if isinstance(texts, str) else texts)]


def recalculated(case: Case, given: Mapping[str, float], *texts: str) -> Check:
    """That every number of the answer was stated, or comes out again when all is computed from what was drawn.

    Args:
        case: with its formulas; `also` has figures that are names rather than quantities.
        given: what was drawn.
        texts: of the learner.
    """
    values = derived(case, {name: given[name] for name in case.get("draw", {})})
    return stated("recalculated", *(spelled(value) for value in values.values()), *case.get("also", ()), *texts)


def uses(names: Iterable[str], values: Mapping[str, float]) -> Check:
    """That the answer has these results."""
    wanted = {name: spelled(values[name]) for name in names}

    def verdict(output: str) -> str:
        there = set(numbers(output))
        missing = [name for name, text in wanted.items() if text.replace(",", "") not in there]
        require(not missing, f"{', '.join(missing)} is not in it")
        return ", ".join(wanted.values())

    return Check("has-result", verdict)
