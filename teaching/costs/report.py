"""What the ledger comes to: by day, tier, model, project and task, and what the top tier would have cost instead.

Not covered: what a subscription costs. Claude Code's tokens are counted at the prices of the API, whoever pays how.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from teaching.contracts.costs import AtTop, Costs, Limit, Period, Tally
from teaching.contracts.usage import Usage
from teaching.costs.ledger import CLAUDE_CODE, Book, Entry
from teaching.costs.prices import Prices, cost_of
from teaching.program import teach

TIERS = ("local", "fallback", "deep", CLAUDE_CODE)
ANSWERED = "answered"
_ASSUMPTION = (
    "the same numbers of tokens at the price of {model}, without a cache; every model counts tokens its own way"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the ledger.

    Attributes:
        now: with the time zone in which days begin.
        days: the lengths of the periods, today included.
        project: the root of one project; None for all.
        prices: of the models.
        top: the id of the top tier's model.
        limits: of the budget: `day`, `project_day`, `reply`.
    """

    now: datetime
    days: tuple[int, ...]
    project: str | None
    prices: Prices
    top: str
    limits: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Priced:
    entry: Entry
    usd: float | None


def since(now: datetime, days: int) -> datetime:
    """When the first of so many days began, today included."""
    return (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)


def report(book: Book, question: Question) -> Costs:
    """Adds up what was read."""
    longest = max(question.days)
    start = since(question.now, longest)
    every = [_Priced(one, _usd(one, question.prices)) for one in book.entries if one.at >= start]
    mine = [one for one in every if question.project is None or one.entry.project == question.project]
    return Costs(
        project=question.project,
        since=f"{start:%Y-%m-%d}",
        periods=[_period(mine, days, question.now) for days in question.days],
        days=_days(mine, longest, question.now),
        models=_by(mine, lambda one: one.model),
        projects=_by(mine, lambda one: one.project),
        tasks=_by([one for one in mine if one.entry.tier == CLAUDE_CODE], lambda one: one.task),
        at_top=_at_top(mine, question),
        budget=_limits(every, question),
        elsewhere=len(every) - len(mine),
        unpriced=sorted({one.entry.model for one in mine if one.usd is None}),
        damaged=book.damaged,
        next=_next(mine, every),
    )


def _usd(entry: Entry, prices: Prices) -> float | None:
    return cost_of(entry.model, entry.usage, prices) if entry.cost is None else entry.cost


def _period(priced: Sequence[_Priced], days: int, now: datetime) -> Period:
    start = since(now, days)
    inside = [one for one in priced if one.entry.at >= start]
    found = {row.name: row for row in _by(inside, lambda one: one.tier)}
    order = [*TIERS, *sorted(set(found) - set(TIERS))]
    return Period(
        days=days,
        tiers=[found[name] for name in order if name in found],
        total=_tally("total", [one for one in inside if one.entry.tier != CLAUDE_CODE]),
    )


def _days(priced: Sequence[_Priced], days: int, now: datetime) -> list[Tally]:
    zone = now.tzinfo
    names = [f"{since(now, days - number):%Y-%m-%d}" for number in range(days)]
    found: dict[str, list[_Priced]] = {name: [] for name in names}
    for one in priced:
        found.setdefault(f"{one.entry.at.astimezone(zone):%Y-%m-%d}", []).append(one)
    return [_tally(name, found[name]) for name in names]


def _by(priced: Iterable[_Priced], of: Callable[[Entry], str]) -> list[Tally]:
    """A row for each, the dearest first."""
    groups: dict[str, list[_Priced]] = {}
    for one in priced:
        groups.setdefault(of(one.entry), []).append(one)
    rows = [_tally(name, group) for name, group in groups.items()]
    return sorted(rows, key=lambda row: (-row.usd, -row.calls, row.name))


def _tally(name: str, priced: Sequence[_Priced]) -> Tally:
    usage = sum((one.entry.usage for one in priced), Usage())
    return Tally(
        name=name,
        calls=len(priced),
        failed=sum(one.entry.outcome != ANSWERED for one in priced),
        read=usage.read,
        written=usage.written,
        cache_read=usage.cache_read,
        cache_written=usage.cache_written,
        usd=round(sum(one.usd or 0.0 for one in priced), 9),
        unpriced=sum(one.usd is None for one in priced),
    )


def _at_top(priced: Sequence[_Priced], question: Question) -> AtTop:
    ours = [one for one in priced if one.entry.tier != CLAUDE_CODE]
    answers = [one.entry.usage for one in ours if one.entry.outcome == ANSWERED]
    each = [cost_of(question.top, Usage(one.prompt, one.written), question.prices) for one in answers]
    usd = None if None in each else sum(one or 0.0 for one in each)
    return AtTop(
        model=question.top,
        answers=len(answers),
        usd=None if usd is None else round(usd, 9),
        spent=round(sum(one.usd or 0.0 for one in ours), 9),
        assumption=_ASSUMPTION.format(model=question.top),
    )


def _limits(every: Sequence[_Priced], question: Question) -> list[Limit]:
    today = since(question.now, 1)
    ours = [one for one in every if one.entry.tier != CLAUDE_CODE and one.entry.at >= today]
    spent: dict[str, float | None] = {
        "day": sum(one.usd or 0.0 for one in ours),
        "project_day": sum(one.usd or 0.0 for one in ours if one.entry.project == question.project),
        "reply": None,
    }
    names = [name for name in question.limits if name != "project_day" or question.project is not None]
    return [Limit(name=name, usd=question.limits[name], spent=spent[name]) for name in names]


def _next(mine: Sequence[_Priced], every: Sequence[_Priced]) -> str:
    if mine:
        return ""
    return teach("costs", "--all") if every else teach("model")
