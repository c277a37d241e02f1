"""The form of what models cost: `teach costs --format json` prints exactly `Costs`. Money is in US dollars."""

from teaching.contracts.review import Form


class Tally(Form):
    """Calls together.

    Attributes:
        name: what they have in common: a tier, a model, a project, a task, or a day.
        failed: how many of the calls gave no answer that stood.
        usd: as far as prices are known.
        unpriced: how many of the calls have a price that is not known; they are not in `usd`.
    """

    name: str
    calls: int
    failed: int
    read: int
    written: int
    cache_read: int
    cache_written: int
    usd: float
    unpriced: int


class Period(Form):
    """The days up to now.

    Attributes:
        days: how many, today included.
        tiers: the tiers that were asked: teach's own, then `claude-code`.
        total: of teach's own tiers.
    """

    days: int
    tiers: list[Tally]
    total: Tally


class AtTop(Form):
    """What the answers of teach's own tiers would have cost, had the top tier given them all.

    Attributes:
        answers: how many were counted.
        usd: at the top tier; None where its price is not known.
        spent: what teach's own tiers did cost, failures included.
        assumption: what this takes for granted.
    """

    model: str
    answers: int
    usd: float | None
    spent: float
    assumption: str


class Limit(Form):
    """One limit of the budget.

    Attributes:
        name: `day`, `project_day` or `reply`.
        spent: towards it today; None for a limit on each reply.
    """

    name: str
    usd: float
    spent: float | None


class Costs(Form):
    """What was spent.

    Attributes:
        project: the root that this is about; None for all projects.
        since: the first day, where the user is.
        periods: today, and the days before with it.
        days: each day of the longest period, the first first.
        projects: of the longest period; one where only one project was asked for.
        tasks: tasks of the roadmap, with what Claude Code spent on each; "" for what belongs to none.
        elsewhere: calls in other projects, in the longest period.
        unpriced: the models whose price is not known.
        damaged: lines of the ledger that could not be read.
        next: what to do next; may be empty.
    """

    project: str | None
    since: str
    periods: list[Period]
    days: list[Tally]
    models: list[Tally]
    projects: list[Tally]
    tasks: list[Tally]
    at_top: AtTop
    budget: list[Limit]
    elsewhere: int
    unpriced: list[str]
    damaged: int
    next: str
