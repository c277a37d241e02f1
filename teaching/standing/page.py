"""Where a project stands as one web page: no script, nothing from elsewhere, light and dark, narrow and wide."""

from html import escape

from teaching.contracts.standing import Counts, NextTask, Standing, StandingPhase, StandingTask
from teaching.guard import visible
from teaching.standing import words
from teaching.standing.chart import burn_up
from teaching.standing.style import STYLE

_STATES = {"done": "done", "in-progress": "in progress", "pending": "pending", "open": "open"}


def html(found: Standing, name: str) -> str:
    """The whole page.

    Args:
        found: where the project stands.
        name: the project's, for the title.
    """
    title = _text(name)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        # Nothing of a roadmap can load or run anything, even if a mark slipped through.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>Roadmap of {title}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<header>",
        f"<h1>{title}</h1>",
        f"<p>{_text(words.progress(found.counts))}</p>",
        _bar(found.counts),
        "</header>",
        "<main>",
        *_next(found.next),
        *_phases(found),
        *burn_up(found.history, found.counts.total),
        *_evidence(found),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _text(text: str) -> str:
    """Text of a repository, safe in an element and in an attribute."""
    return escape(visible(" ".join(text.split())))


def _bar(counts: Counts) -> str:
    """The whole roadmap; the line above says the same in words."""
    total = max(counts.total, 1)
    x = 0.0
    pieces: list[str] = []
    for kind in ("proved", "attested", "unproven"):
        width = 100 * getattr(counts, kind) / total
        if width:
            pieces.append(f'<rect class="{kind}" x="{x:.2f}" y="0" width="{width:.2f}" height="4"/>')
        x += width
    drawn = '<rect class="rest" x="0" y="0" width="100" height="4"/>' + "".join(pieces)
    return f'<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'


def _next(task: NextTask | None) -> list[str]:
    lines = ['<section aria-labelledby="next">', '<h2 id="next">Next</h2>']
    if task is None:
        return [*lines, "<p>No task is open.</p>", "</section>"]
    state = ' <span class="tag">in progress</span>' if task.state == "in-progress" else ""
    lines += [f"<h3>{_text(task.title)}{state}</h3>", f"<p><code>{_text(task.id)}</code>: {_text(task.why)}.</p>"]
    if task.acceptance:
        lines += ["<ul>", *(f"<li>{_text(one)}</li>" for one in task.acceptance), "</ul>"]
    if task.unprovable:
        return [*lines, f"<p>{_text(task.unprovable)}</p>", "</section>"]
    proof = "".join(f"<li><code>{_text(one)}</code></li>" for one in task.proof)
    return [*lines, "<p>What will prove it:</p>", f"<ul>{proof}</ul>", "</section>"]


def _phases(found: Standing) -> list[str]:
    problems = {problem.line: problem.kind for problem in found.unproven}
    lines = ['<section aria-labelledby="phases">', '<h2 id="phases">Phases</h2>']
    for phase in found.phases:
        lines += _phase(phase, problems, set(found.attested))
    return [*lines, "</section>"]


def _phase(phase: StandingPhase, problems: dict[int | None, str], attested: set[str]) -> list[str]:
    done, total = words.done_of(phase.tasks)
    title = _text(phase.title) or "Tasks"
    return [
        "<article>",
        f"<h3>{title}</h3>",
        f'<p class="progress"><progress max="{total}" value="{done}" aria-label="{title}: tasks that are ticked">'
        f"</progress> {done} of {total} ticked</p>",
        _list(phase.tasks, problems, attested),
        "</article>",
    ]


def _list(tasks: list[StandingTask], problems: dict[int | None, str], attested: set[str]) -> str:
    return "<ul>" + "".join(_item(task, problems, attested) for task in tasks) + "</ul>"


def _item(task: StandingTask, problems: dict[int | None, str], attested: set[str]) -> str:
    tags = [(_STATES[task.state], task.state)]
    tags += [("attested", "attested")] if task.id in attested else []
    tags += [(f"unproven: {problems[task.line]}", "unproven")] if task.line in problems else []
    tags += [(f"TODO(human) {place}", "marker") for place in task.markers]
    shown = " ".join(f'<span class="tag {kind}">{_text(tag)}</span>' for tag, kind in tags)
    below = _list(task.tasks, problems, attested) if task.tasks else ""
    return f"<li>{_text(task.title)} {shown}{below}</li>"


def _evidence(found: Standing) -> list[str]:
    lines = ['<section aria-labelledby="evidence">', '<h2 id="evidence">Evidence</h2>']
    last = found.last_evidence
    lines.append(
        f"<p>Last: {_text(words.evidence(last))}</p>" if last is not None else "<p>Nothing was proved yet.</p>"
    )
    if found.unproven:
        lines += ["<p>Ticked, and not proved:</p>", "<ul>"]
        lines += [f"<li>ROADMAP.md:{one.line} {_text(one.text)}</li>" for one in found.unproven]
        lines.append("</ul>")
    if found.record_problems:
        lines.append(f"<p>{words.plural(found.record_problems, 'record')} cannot be trusted.</p>")
    return [*lines, "</section>"]
