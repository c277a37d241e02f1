"""What `teach lint` prints for people: problems by file, then how much was checked."""

from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from mcp_server.output.text import console, shown
from teaching.commands.report import LintReport, Problem
from teaching.review.render import plural

_STYLE = {"error": "must", "warning": "should"}


def lint(report: LintReport, out: Console | None = None) -> None:
    """Prints a whole report."""
    out = out or console()
    for path, problems in groupby(report.problems, key=lambda one: one.path):
        out.print(Text(shown(path), style="place"))
        for problem in problems:
            _problem(out, problem)
        out.print()
    for skip in report.skipped:
        out.print(Text(f"not checked: {shown(skip.path)} ({skip.reason})", style="quiet"))
    out.print(Text(summary(report), style="must" if report.errors else "ok" if not report.problems else "should"))


def _problem(out: Console, problem: Problem) -> None:
    out.print(
        Text.assemble(
            "  ",
            (problem.severity, _STYLE[problem.severity]),
            "  ",
            (shown(f"{problem.path}:{problem.line}"), "place"),
            (f"  {problem.id}", "quiet"),
        )
    )
    lines = [(shown(problem.text), ""), (problem.fact, "quiet"), (f"→ {shown(problem.move)}", "ask")]
    for words, style in lines:
        if words:
            out.print(Padding(Text(words, style=style), (0, 0, 0, 6)))


def summary(report: LintReport) -> str:
    """The last line: how many files were checked, and what was found in them."""
    counted = f"{plural(len(report.checked), 'file')} checked"
    if report.skipped:
        counted += f", {len(report.skipped)} not"
    warnings = len(report.problems) - report.errors
    if not report.problems:
        return f"{counted}: no problems"
    return f"{counted}: {plural(report.errors, 'error')}, {plural(warnings, 'warning')}"
