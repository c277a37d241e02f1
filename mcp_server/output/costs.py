"""What `teach costs` prints for people: tables that a narrow window gets as lines, and a chart of the days."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mcp_server.output.text import console, shown
from teaching.contracts.costs import Costs, Limit, Tally
from teaching.models.spending import dollars
from teaching.program import teach

_NARROW = 56
_MOST_ROWS = 10
_MOST_DAYS = 14
_CHART = 60
_LEAST_BAR = 8
_NAMES = {"claude-code": "Claude Code"}
_LIMITS = {"day": "today", "project_day": "in this project today", "reply": "for each reply"}


def show(found: Costs, out: Console | None = None) -> None:
    """Prints all of it."""
    out = out or console()
    longest = found.periods[-1]
    if not longest.tiers:
        _told(out, _nothing(found))
        return
    where = "all projects" if found.project is None else PurePath(found.project).name
    out.print(Text(f"Models in {shown(where)}, since {found.since}", style="place"))
    out.print()
    _rows(out, "", [row for period in found.periods for row in _period(period.days, period.tiers)])
    if found.project is None:
        _rows(out, "Projects", [(shown(PurePath(row.name).name or row.name), row) for row in found.projects])
    _rows(out, "Models", [(shown(row.name), row) for row in found.models])
    if any(row.name for row in found.tasks):
        _rows(out, "Claude Code, by task", [(shown(row.name) or "no task", row) for row in found.tasks])
    _chart(out, found.days)
    _told(out, _closing(found))


def _told(out: Console, lines: Iterator[str]) -> None:
    for line in lines:
        # A command is copied as it stands: only the window itself may break it.
        out.print(Text(line), soft_wrap=teach() in line)


def _nothing(found: Costs) -> Iterator[str]:
    where = "anywhere" if found.project is None else "in this project"
    yield f"No model was asked {where} since {found.since}, so nothing was spent."
    yield (
        "What will be here: every call of a model with its tokens and what it cost, by tier, day and task, and what "
        "Claude Code itself spends in projects that opted in (a folder .teaching)."
    )
    yield (
        f"Which models there are: `{teach('model')}` for the local one; for others the table [tiers] in config.toml, "
        "as docs/models.md shows. Without it no key is used and nothing is spent."
    )
    if found.elsewhere:
        yield _elsewhere(found)
    if found.damaged:
        yield _damaged(found)


def _period(days: int, tiers: Sequence[Tally]) -> list[tuple[str, Tally | None]]:
    head = "Today" if days == 1 else f"{days} days"
    rows: list[tuple[str, Tally | None]] = [(f"  {_NAMES.get(row.name, shown(row.name))}", row) for row in tiers]
    return [(head, None), *(rows or [("  nothing", None)])]


def _rows(out: Console, title: str, rows: Sequence[tuple[str, Tally | None]]) -> None:
    most = rows if not title else rows[:_MOST_ROWS]
    if title:
        out.print(Text(title, style="place"))
    if out.width < _NARROW:
        for name, row in most:
            out.print(Text(name if row is None else f"{name}: {_line(row)}"))
    else:
        grid = Table.grid(padding=(0, 2), expand=False)
        grid.add_column(overflow="fold", ratio=1)
        for _ in range(4):
            grid.add_column(justify="right", no_wrap=True)
        grid.add_row(*(Text(word, style="quiet") for word in ("", "calls", "tokens", "cost", "failed")))
        for name, row in most:
            style = "place" if row is None and not title else ""
            cells = ["", "", "", ""] if row is None else [f"{row.calls:,}", _tokens(row), _cost(row), _failed(row)]
            grid.add_row(Text(name, style=style), *map(Text, cells))
        out.print(grid)
    if len(rows) > len(most):
        out.print(Text(f"and {len(rows) - len(most)} more: {teach('costs', '--format', 'json')}", style="quiet"))
    out.print()


def _line(row: Tally) -> str:
    failed = f", {row.failed:,} failed" if row.failed else ""
    return f"{row.calls:,} {'call' if row.calls == 1 else 'calls'}, {_tokens(row)} tokens, {_cost(row)}{failed}"


def _tokens(row: Tally) -> str:
    count = row.read + row.written + row.cache_read + row.cache_written
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if count >= size:
            return f"{count / size:.1f}{letter}"
    return str(count)


def _cost(row: Tally) -> str:
    if row.unpriced == row.calls:
        return "price unknown"
    return dollars(row.usd) + (" + unknown" if row.unpriced else "")


def _failed(row: Tally) -> str:
    return f"{row.failed:,}" if row.failed else "-"


def _chart(out: Console, days: Sequence[Tally]) -> None:
    """A bar for each of the last days, by what it cost; by its calls where nothing cost anything."""
    last = days[-_MOST_DAYS:]
    by_money = any(day.usd for day in last)
    values = [day.usd if by_money else float(day.calls) for day in last]
    most = max(values, default=0.0)
    if len(last) < 2 or not most:
        return
    told = [dollars(value) if by_money else f"{value:,.0f}" for value in values]
    wide = min(_CHART, out.width - 12 - max(map(len, told)))
    if wide < _LEAST_BAR:
        return
    block = "█" if (out.encoding or "").lower().startswith("utf") else "#"
    out.print(Text("Cost by day" if by_money else "Calls by day", style="place"))
    for day, value, words in zip(last, values, told, strict=True):
        bar = block * (max(1, round(wide * value / most)) if value else 0)
        name = f"{date.fromisoformat(day.name):%a %d %b}"
        out.print(Text.assemble((f"{name} ", "quiet"), (bar, "ok"), f" {words}" if value else ""), no_wrap=True)
    out.print()


def _closing(found: Costs) -> Iterator[str]:
    top = found.at_top
    if top.answers:
        instead = "a price that is not known" if top.usd is None else dollars(top.usd)
        answers = f"{top.answers:,} {'answer' if top.answers == 1 else 'answers'}"
        yield (
            f"Of teach's own tiers, {answers} cost {dollars(top.spent)}; all at the top tier ({shown(top.model)}) "
            f"would be {instead}: {shown(top.assumption)}."
        )
    if any(row.name == "claude-code" for row in found.periods[-1].tiers):
        yield "Claude Code's own tokens are counted at the API's prices; a subscription is billed otherwise."
    yield from (_limit(limit) for limit in found.budget)
    if not found.budget:
        yield "No budget is set: the table [budget] in config.toml takes day_usd, project_day_usd and reply_usd."
    if found.unpriced:
        names = ", ".join(shown(name) for name in found.unpriced[:_MOST_ROWS])
        yield f'The price is not known of: {names}. [prices."MODEL-ID"] in config.toml takes it.'
    if found.elsewhere:
        yield _elsewhere(found)
    if found.damaged:
        yield _damaged(found)


def _limit(limit: Limit) -> str:
    if limit.spent is None:
        return f"Budget: {dollars(limit.usd)} {_LIMITS[limit.name]}."
    return f"Budget: {dollars(limit.spent)} of {dollars(limit.usd)} {_LIMITS[limit.name]}."


def _elsewhere(found: Costs) -> str:
    calls = "was 1 call" if found.elsewhere == 1 else f"were {found.elsewhere:,} calls"
    return f"In other projects there {calls}: {teach('costs', '--all')}"


def _damaged(found: Costs) -> str:
    lines = "line" if found.damaged == 1 else "lines"
    return f"{found.damaged:,} {lines} of the ledger could not be read, and count nowhere."
