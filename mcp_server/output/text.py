"""What `teach` prints for people: a review, the rules, a check-up. Colours only where the terminal has them."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from teaching.contracts.review import Finding, Mode, Review, Rules
from teaching.guard import visible
from teaching.review.render import advice, closing, headline, one_line, plural

THEME = Theme(
    {
        "must": "bold red",
        "should": "bold yellow",
        "consider": "bold cyan",
        "place": "bold",
        "quiet": "dim",
        "ask": "green",
        "ok": "green",
        "optional": "yellow",
        "missing": "bold red",
    }
)
MOST_COLUMNS = 120
_LEXER = {"py": "python", "pyi": "python", "ts": "typescript", "tsx": "tsx", "js": "javascript", "jsx": "jsx"}
_STATUS_STYLE = {
    "checked": "green",
    "partly": "yellow",
    "needs-answer": "yellow",
    "verify": "cyan",
    "conflict": "bold red",
    "vague": "magenta",
}


@dataclass(frozen=True, slots=True)
class Checkup:
    """One line of `teach doctor`.

    Attributes:
        state: `ok`, `optional` (works without it) or `missing` (a review needs it).
        move: what to do next, as typed; empty where nothing is to be done.
    """

    name: str
    state: str
    finding: str
    move: str = ""

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return {"name": self.name, "state": self.state, "finding": self.finding, "next": self.move}


def console(**options: object) -> Console:
    """A console with our colours that never guesses at markup or highlights."""
    # Lines of more than this are hard to read, however wide the window is.
    options.setdefault("width", min(Console().width, MOST_COLUMNS))
    return Console(theme=THEME, highlight=False, markup=False, emoji=False, **options)  # type: ignore[arg-type]


def shown(text: str) -> str:
    """Text of a repository, on one line and without what no reader sees."""
    return one_line(visible(text))


def say(line: str) -> None:
    """Prints one plain line."""
    console().print(visible(line), soft_wrap=True)


def review(result: Review, name: str, out: Console | None = None) -> None:
    """Prints a whole review."""
    out = out or console()
    out.print(Text.assemble(("Review of ", "quiet"), (shown(name), "place"), (f" · {shown(result.scope)}", "quiet")))
    out.print(Text(headline(result), style="must" if result.findings else "ok"))
    out.print()
    for number, finding in enumerate(result.findings, start=1):
        _finding(out, number, finding, result.constitution.mode)
    for line in closing(result):
        out.print(Text(shown(line), style="" if line.startswith("Run next") else "quiet"))


def _finding(out: Console, number: int, finding: Finding, mode: Mode) -> None:
    out.print(
        Text.assemble(
            (f"{number}. ", "quiet"),
            (finding.severity, finding.severity),
            "  ",
            (shown(f"{finding.path}:{finding.line}"), "place"),
            (f"   {finding.check} · {finding.tier}", "quiet"),
        )
    )
    lexer = _LEXER.get(finding.path.rsplit(".", 1)[-1], "text")
    code = Syntax(shown(finding.excerpt), lexer, theme="ansi_dark", background_color="default", word_wrap=True)
    out.print(Padding(code, (0, 0, 0, 3)))
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="quiet", justify="right", min_width=5)
    grid.add_column(overflow="fold")
    grid.add_row("Rule", Text.assemble(f"“{shown(finding.rule.quote)}” ", (finding.rule.source, "quiet")))
    grid.add_row("Fact", Text(shown(finding.fact)))
    grid.add_row("Why", Text(finding.why))
    label, _, words = advice(finding, mode).partition(": ")
    grid.add_row(label, Text(shown(words), style="ask"))
    out.print(Padding(grid, (0, 0, 1, 3)))


def rules(result: Rules, out: Console | None = None) -> None:
    """Prints each rule with its status, source and the reason."""
    out = out or console()
    for rule in result.rules:
        style = _STATUS_STYLE.get(rule.status, "")
        out.print(Text.assemble((f"{rule.status:<12} ", style), (shown(rule.source), "place")))
        out.print(Padding(Text(f"“{shown(rule.quote)}”"), (0, 0, 0, 13)))
        how = "; ".join(rule.checks) or rule.reason
        out.print(Padding(Text(shown(how), style="quiet"), (0, 0, 0, 13)))
        if rule.checks and rule.status != "checked":
            out.print(Padding(Text(shown(rule.reason), style="quiet"), (0, 0, 0, 13)))
    counts = {rule.status: 0 for rule in result.rules}
    for rule in result.rules:
        counts[rule.status] += 1
    if counts:
        out.print()
        named = ", ".join(f"{count} {status}" for status, count in counts.items())
        out.print(Text(f"{plural(len(result.rules), 'rule')}: {named}"))
    for note in result.notes:
        out.print(Text(shown(note), style="quiet"))


def checkups(found: Iterable[Checkup], title: str, out: Console | None = None) -> None:
    """Prints a check-up."""
    out = out or console()
    out.print(Text(title, style="place"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column()
    grid.add_column(overflow="fold")
    for one in found:
        words = Text(shown(one.finding))
        if one.move:
            words.append(f"\n→ {shown(one.move)}", style="quiet")
        grid.add_row(Text(one.state, style=one.state), Text(one.name), words)
    out.print(grid)
