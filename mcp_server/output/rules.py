"""What `teach rules` prints for people: each rule with its check, the counts, and how one line was read."""

import shlex
from collections import Counter

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from mcp_server.output.text import console, shown
from teaching.contracts.explained import Explained, ExplainedStatement, ReadBy
from teaching.contracts.review import STATUSES, Rules, RuleView
from teaching.guard import visible
from teaching.program import teach
from teaching.review.measured import in_words
from teaching.review.render import plural

_STYLE = {
    "checked": "green",
    "partly": "yellow",
    "needs-answer": "yellow",
    "verify": "cyan",
    "conflict": "bold red",
    "vague": "magenta",
}
_COUNTED = {"needs-answer": ("needs an answer", "need an answer"), "conflict": ("in conflict", "in conflict")}
_INDENT = (0, 0, 0, 13)


def listing(result: Rules, out: Console | None = None) -> None:
    """Prints the counts, a block for each rule, the notes, and the next move."""
    out = out or console()
    if result.rules:
        out.print(Text(headline(result), style="place"))
        out.print()
    for rule in result.rules:
        _block(out, rule)
    for note in result.notes:
        out.print(Text(shown(note), style="quiet"))
    move = next_move(result)
    if move:
        out.print(Text(move), soft_wrap=True)


def headline(result: Rules) -> str:
    """Such as `31 rules: 14 checked, 3 need an answer`."""
    counts = Counter(rule.status for rule in result.rules)
    named: list[str] = []
    for status in STATUSES:
        if count := counts[status]:
            one, many = _COUNTED.get(status, (status, status))
            named.append(f"{count} {one if count == 1 else many}")
    return f"{plural(len(result.rules), 'rule')}: {', '.join(named)}"


def next_move(result: Rules) -> str:
    """What to do about the first rule that asks; empty where none does."""
    asking = next((rule for rule in result.rules if rule.status == "needs-answer"), None)
    doubted = next((rule for rule in result.rules if rule.doubt), None)
    if asking is not None and asking.answer:
        typed = " ".join([teach("rules", "--answer", asking.source), *map(shlex.quote, asking.answer.split())])
        return f"Next: {typed}"
    if asking is not None:
        return f"Next: {teach('rules', '--explain', asking.source)}"
    if doubted is not None:
        return f"Next: {teach('rules', '--explain', doubted.source)}"
    return ""


def _block(out: Console, rule: RuleView) -> None:
    head = Text.assemble((f"{rule.status:<12} ", _STYLE.get(rule.status, "")), (shown(rule.source), "place"))
    head.append(f"   {rule.id}", style="quiet")
    if rule.hits is not None:
        head.append(f"   {plural(rule.hits, 'hit')} today", style="" if rule.hits else "quiet")
    out.print(head)
    out.print(Padding(Text(f"“{shown(rule.quote)}”"), _INDENT))
    if rule.checks:
        scope = f"  ({shown(rule.scope)})" if rule.scope else ""
        out.print(Padding(Text(shown("; ".join(rule.checks)) + scope), _INDENT))
    out.print(Padding(Text(shown(rule.reason), style="quiet"), _INDENT))
    for check, counts in rule.measured.items():
        out.print(Padding(Text(f"{check}: {in_words(counts)}", style="quiet"), _INDENT))
    if rule.doubt:
        out.print(Padding(Text(shown(rule.doubt), style="should"), _INDENT))
    _code(out, "breaks it", rule.failing)
    _code(out, "keeps it", rule.passing)
    out.print()


def _code(out: Console, label: str, code: str) -> None:
    for number, line in enumerate(code.split("\n") if code else ()):
        text = Text(f"   {label if number == 0 else '':>10}  ", style="quiet")
        out.print(text.append(visible(line.expandtabs(4)), style=""), soft_wrap=True)


def explanation(result: Explained, out: Console | None = None) -> None:
    """Prints how a line was read."""
    out = out or console()
    out.print(Text(shown(result.line), style="place"))
    if result.note:
        out.print(Text(shown(result.note), style="quiet"))
    for one in result.statements:
        _statement(out, one)


def _statement(out: Console, one: ExplainedStatement) -> None:
    out.print(Text(f"“{shown(one.quote)}”"))
    above = " › ".join(one.headings)
    rows = [
        ("Stands", f"{one.form}{f', under {above}' if above else ''}{f', after “{one.lead}”' if one.lead else ''}"),
        ("Taken for", f"{'a rule' if one.rule else 'no rule'}: {one.why}"),
        ("Status", f"{one.status}: {one.reason}" if one.status else ""),
        ("Id", one.id if one.rule else ""),
        ("Checks", "; ".join(one.checks)),
        ("Scope", one.scope),
        ("Kept", one.kept),
        *(("Read by", _read_by(read)) for read in one.read_by),
        *(("Like", near) for near in one.near),
        *(("Next", move) for move in one.next),
    ]
    last = ""
    for label, words in rows:
        if words:
            text = Text(f"{label if label != last else '':>9}  ", style="quiet")
            out.print(text.append(shown(words), style=""), soft_wrap=label == "Next")
            last = label
    out.print()


def _read_by(read: ReadBy) -> str:
    values = ", ".join(f"{name}={value or 'nothing'}" for name, value in read.values.items())
    by = f" by its wording {read.wording}" if read.wording else " by a wording that leaves its value open"
    if read.wording == "likeness":
        by = " by its likeness to known wordings (a comment or `--accept` makes sure)"
    like = f", which also reads “{read.like}”" if read.like else ""
    asks = f"; it asks: {' '.join(read.asks)}" if read.asks else ""
    return f"{read.check}{f' ({values})' if values else ''}{by}{like}{asks}; offered as “{read.words}”"
