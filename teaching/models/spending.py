"""Whether a call fits into the budget, by the most that it can cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from teaching.costs.ledger import Entry
from teaching.costs.prices import Price
from teaching.models.tiers import Budget


@dataclass(frozen=True, slots=True)
class Budgeted:
    """One call that costs money.

    Attributes:
        entry: what is set aside for it.
        price: None where it is not known.
        worst: the most that it can cost, in US dollars; None with an unknown price.
    """

    entry: Entry
    price: Price | None
    worst: float | None


def midnight() -> datetime:
    """When this day began, where the user is."""
    return datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def objection(budget: Budget, call: Budgeted, today: Sequence[Entry], project: str, reply: float) -> str:
    """Why the call is not made; empty where it fits.

    Args:
        today: what was spent and set aside since midnight, without Claude Code's own.
        project: whose part of it has a limit of its own.
        reply: US dollars that this reply has cost already.
    """
    if not budget.is_set:
        return ""
    if call.worst is None:
        model = call.entry.model
        return (
            f'the price of {model} is not known, so no budget can hold it: write it under [prices."{model}"] in '
            "config.toml"
        )
    day = sum(entry.cost or 0.0 for entry in today)
    here = sum(entry.cost or 0.0 for entry in today if entry.project == project)
    limits = (
        (budget.reply_usd, reply, "this reply"),
        (budget.project_day_usd, here, "this project today"),
        (budget.day_usd, day, "today"),
    )
    for limit, spent, what in limits:
        if limit is not None and spent + call.worst > limit:
            return (
                f"it may cost {dollars(call.worst)}, and {dollars(spent)} of {dollars(limit)} for {what} "
                f"{'is' if spent <= limit else 'are'} spent"
            )
    return ""


def dollars(amount: float) -> str:
    """An amount with as many places as it needs: $1.20, $0.0031."""
    if amount == 0 or amount >= 0.01:
        return f"${amount:,.2f}"
    return f"${amount:.4f}" if amount >= 0.0001 else "under $0.0001"
