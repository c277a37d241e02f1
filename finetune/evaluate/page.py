"""The report as one web page that needs nothing from elsewhere: tables, plots, and every answer side by side."""

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from finetune.evaluate import plots, words
from finetune.evaluate.model import METRICS, Item
from finetune.evaluate.results import FIGURES, OVERALL, Judged


def html(report: Mapping[str, Any], every: Sequence[Judged], items: Sequence[Item], toy: bool) -> str:
    """The whole page; it has no script, and asks for nothing."""
    models: Mapping[str, Any] = report["models"]
    behind = words.worse(report["pairs"])
    return Template((files("finetune.evaluate") / "page.html").read_text(encoding="utf-8")).substitute(
        about=escape(
            f"{report['items']} items ({report['digest'][:12]}), seed {report['seed']}, code run in: "
            f"{report['sandbox']}." + (" A toy: only the controls are judged." if toy else "")
        ),
        rates=plots.rates(models),
        tokens=plots.tokens(models),
        differences=plots.differences(report["pairs"]) if report["pairs"] else "",
        metrics=_table(["model", *METRICS.values(), "Mean"], [_row(name, one) for name, one in models.items()]),
        figures=_table(
            ["model", *FIGURES.values()],
            [[name, *(words.share(one["figures"][figure]) for figure in FIGURES)] for name, one in models.items()],
        ),
        behind="".join(f"<li>{escape(line)}</li>" for line in behind) or "<li>Nobody, beyond the interval.</li>",
        answers="".join(_item(number, item, every) for number, item in enumerate(items)),
    )


def _row(name: str, one: Mapping[str, Any]) -> list[str]:
    return [name, *(words.share(one["metrics"][metric]) for metric in METRICS), f"{100 * one[OVERALL]:.1f} %"]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="w" tabindex="0" role="group" aria-label="table"><table><tr>{cells}</tr>{lines}</table></div>'


def _item(number: int, item: Item, every: Sequence[Judged]) -> str:
    columns = "".join(_answer(one, number) for one in every)
    marks = " ".join(
        f'<b style="color:{plots.colour(place)}">{"✓" if one.scores[number].passed else "✗"}</b>'
        for place, one in enumerate(every)
    )
    return (
        f"<details><summary>{marks} <code>{escape(item.id)}</code> {escape(item.instruction)}</summary>"
        f"<pre class=q>{escape(item.input)}</pre><div class=s>{columns}</div></details>"
    )


def _answer(one: Judged, number: int) -> str:
    answer, score = one.answers[number], one.scores[number]
    failed = "".join(
        f"<li>{escape(check.name)}: {escape(check.words)}</li>" for check in score.checks if not check.passed
    )
    verdict = "not answered" if answer.failed else "passed" if score.passed else "failed"
    return (
        f"<div><h3>{escape(one.who.name)}: {verdict}, {score.tokens} tokens</h3><ul>{failed}</ul>"
        f"<pre>{escape(answer.text)}</pre></div>"
    )
