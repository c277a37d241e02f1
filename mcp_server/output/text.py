"""What `teach` prints for people: a review, the rules, a check-up. Colours only where the terminal has them."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from teaching.contracts.review import Finding, Mode, Review
from teaching.guard import visible
from teaching.review.opinions import words
from teaching.review.render import advice, closing, headline, how_sure, one_line

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
    found = words.of_tools(result)
    out.print(Text(headline(result), style="must" if found else "ok"))
    out.print()
    for number, finding in enumerate(found, start=1):
        _finding(out, number, finding, result.constitution.mode)
    if told := words.opinion_lines(result):
        out.print(Text(shown(told[0]), style="place"))
        for line in told[1:]:
            out.print(Padding(Text(shown(line)), (0, 0, 0, 3)))
        out.print()
    for line in closing(result):
        out.print(Text(shown(line), style="" if line.startswith("Run next") else "quiet"))


def _finding(out: Console, number: int, finding: Finding, mode: Mode) -> None:
    out.print(
        Text.assemble(
            (f"{number}. ", "quiet"),
            (finding.severity, finding.severity),
            "  ",
            (shown(f"{finding.path}:{finding.line}"), "place"),
            (f"   {finding.check} · {how_sure(finding)} · {finding.id}", "quiet"),
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
