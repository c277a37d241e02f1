"""A simulated month of a class of 30: what its questions cost by the tiers, against asking Claude about each of them.

    python benchmarks/class_month.py

Nothing is asked of any model. Which kinds of question come, and which of them ask for work, is what the router says of
the project's own training queries (`tests/corpus/queries`, a to c), so it is the mix of invented queries, not of a
real class. All other figures are assumptions, named below and written into the result; the lines at the end show how
the outcome moves with them. Left out: what a machine for the local model costs to buy and run, and
prompts that ask for work: those go to Claude either way.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import measure

from teaching.contracts.usage import Usage
from teaching.costs.prices import price_of
from teaching.models.tiers import MODELS, TIERS, Config, Kind, Routes, TierName
from teaching.routing import classify

ROOT = Path(__file__).resolve().parents[1]
QUERIES = [ROOT / "tests" / "corpus" / "queries" / f"queries-{part}.jsonl" for part in "abc"]
KINDS: tuple[Kind, ...] = ("syntax", "review", "planning", "general")
SEED = 2026
ROUTES = Routes()


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the simulation takes for granted.

    Attributes:
        questions_a_day: of one student on one day of class, on average.
        context_tokens: what a question brings along: the prompt of the system, facts and code of the project.
        answer_tokens: of an answer, by kind.
        spread: how far single numbers of tokens lie from the average, at most.
        rejected: the share of local answers that fail their checks, by kind, and go up one tier.
        failed: the share of calls of the local model that end without an answer, and go up as well.
        cached: the share of the prompt that the API takes from its cache, in both ways of asking.
        characters_per_token: by which a question's own length is turned into tokens.
    """

    students: int = 30
    days: int = 20
    questions_a_day: float = 12
    context_tokens: tuple[tuple[Kind, int], ...] = (
        ("syntax", 900), ("review", 2500), ("planning", 4000), ("general", 1800),
    )  # fmt: skip
    answer_tokens: tuple[tuple[Kind, int], ...] = (
        ("syntax", 250), ("review", 450), ("planning", 1200), ("general", 350),
    )  # fmt: skip
    spread: float = 0.5
    rejected: tuple[tuple[Kind, float], ...] = (
        ("syntax", 0.15), ("review", 0.30), ("planning", 0.60), ("general", 0.30),
    )  # fmt: skip
    failed: float = 0.03
    cached: float = 0.5
    characters_per_token: int = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its kind, and the tokens that any model reads and writes for it."""

    kind: Kind
    read: int
    written: int


def mix() -> tuple[list[tuple[Kind, int]], dict[str, int]]:
    """Kind and length of each query that words can answer, as the router takes it, and how many of all were what."""
    found: list[tuple[Kind, int]] = []
    counted: Counter[str] = Counter()
    for file in QUERIES:
        for line in file.read_text(encoding="utf-8").splitlines():
            text: str = json.loads(line)["text"]
            route = classify(text)
            counted["work" if route.work else route.kind] += 1
            if not route.work:
                found.append((route.kind, len(text)))
    return found, dict(sorted(counted.items()))


def questions(given: Assumptions, queries: list[tuple[Kind, int]]) -> Iterator[Asked]:
    """The month, question by question."""
    chance = random.Random(SEED)
    context, answer = dict(given.context_tokens), dict(given.answer_tokens)
    for _ in range(given.students * given.days):
        for _ in range(_some(chance, given.questions_a_day)):
            kind, length = chance.choice(queries)
            own = -(-length // given.characters_per_token)
            yield Asked(kind, own + _about(chance, context[kind], given), _about(chance, answer[kind], given))


def _some(chance: random.Random, average: float) -> int:
    """A whole number that is so large on average."""
    return int(average) + (chance.random() < average % 1)


def _about(chance: random.Random, tokens: int, given: Assumptions) -> int:
    return round(tokens * chance.uniform(1 - given.spread, 1 + given.spread))


def path(asked: Asked, start: TierName, given: Assumptions, chance: random.Random) -> list[TierName]:
    """The tiers that a question goes through, the last of which answers."""
    if start != "local":
        return [start]
    lost = given.failed + (1 - given.failed) * dict(given.rejected)[asked.kind]
    return ["local", TIERS[1]] if chance.random() < lost else ["local"]


def cost(asked: Asked, tier: TierName, given: Assumptions, config: Config) -> float:
    """US dollars of one call; the local model's tokens cost nothing here."""
    if tier == "local":
        return 0.0
    price = price_of(MODELS[tier], config.prices)
    assert price is not None, MODELS[tier]
    cached = round(asked.read * given.cached)
    return price.of(Usage(read=asked.read - cached, written=asked.written, cache_read=cached))


def month(given: Assumptions, queries: list[tuple[Kind, int]], routes: Routes = ROUTES) -> dict[str, Any]:
    """What the month comes to, by the tiers and without them."""
    config, chance = Config(routes=routes), random.Random(SEED + 1)
    calls, answers, kinds = Counter[str](), Counter[str](), Counter[str]()
    dollars = dict.fromkeys(TIERS, 0.0)
    always: dict[TierName, float] = {"fallback": 0.0, "deep": 0.0}
    for asked in questions(given, queries):
        way = path(asked, config.start(asked.kind), given, chance)
        kinds[asked.kind] += 1
        answers[way[-1]] += 1
        for tier in way:
            calls[tier] += 1
            dollars[tier] += cost(asked, tier, given, config)
        for tier in always:
            always[tier] += cost(asked, tier, given, config)
    total = sum(dollars.values())
    return {
        "questions": sum(kinds.values()),
        "kinds": dict(sorted(kinds.items())),
        "calls": {tier: calls[tier] for tier in TIERS},
        "answers": {tier: answers[tier] for tier in TIERS},
        "usd": {tier: round(dollars[tier], 2) for tier in TIERS},
        "usd_total": round(total, 2),
        "usd_always": {MODELS[tier]: round(usd, 2) for tier, usd in always.items()},
        "share_of_always_deep": round(total / always["deep"], 4),
        "saved_against_always_deep_usd": round(always["deep"] - total, 2),
        "saved_against_always_fallback_usd": round(always["fallback"] - total, 2),
    }


def variations(given: Assumptions, queries: list[tuple[Kind, int]]) -> list[dict[str, Any]]:
    """The month again, with more rejected, and with other places for planning to begin."""
    rows: list[dict[str, Any]] = []
    for rejected in (0.0, 0.15, 0.3, 0.6, 1.0):
        other = replace(given, rejected=tuple((kind, rejected) for kind in KINDS))
        found = month(other, queries)
        rows.append({"rejected_of_local": rejected, "usd_total": found["usd_total"]})
    for start in TIERS:
        found = month(given, queries, Routes(planning=start))
        rows.append({"planning_begins_at": start, "usd_total": found["usd_total"]})
    for questions_a_day in (4.0, 30.0):
        found = month(replace(given, questions_a_day=questions_a_day), queries)
        always = found["usd_always"][MODELS["deep"]]
        rows.append({"questions_a_day": questions_a_day, "usd_total": found["usd_total"], "usd_always_deep": always})
    return rows


def main() -> int:
    """Simulates, prints and writes."""
    given = Assumptions()
    queries, counted = mix()
    found = month(given, queries)
    assert found == month(given, queries), "the simulation is not deterministic"
    result = {
        "assumptions": asdict(given),
        "models": {"local": "free", "fallback": MODELS["fallback"], "deep": MODELS["deep"]},
        "prices_usd_per_million": {
            MODELS[tier]: asdict(price) for tier in ("fallback", "deep") if (price := price_of(MODELS[tier]))
        },
        "queries_by_the_router": counted,
        "month": found,
        "variations": variations(given, queries),
    }
    print(f"{found['questions']:,} questions of {given.students} students on {given.days} days")
    print(f"{'tier':<10}{'calls':>8}{'answers':>9}{'USD':>10}")
    for tier in TIERS:
        print(f"{tier:<10}{found['calls'][tier]:>8,}{found['answers'][tier]:>9,}{found['usd'][tier]:>10.2f}")
    print(f"{'together':<27}{found['usd_total']:>10.2f}")
    for model, usd in found["usd_always"].items():
        print(f"{'always ' + model:<27}{usd:>10.2f}")
    for row in result["variations"]:
        print("  " + ", ".join(f"{key} {value}" for key, value in row.items()))
    print(f"written to {measure.write('class_month', result).name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
