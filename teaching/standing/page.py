"""Where a project stands as one web page: no script, nothing from elsewhere, light and dark, phone to paper."""

from teaching.contracts.standing import Counts, LastEvidence, NextTask, OpenMarker, Standing
from teaching.standing import words
from teaching.standing.chart import burn_up
from teaching.standing.markup import bar, folded, head, icon, icons, prose, sentence, text
from teaching.standing.style import STYLE
from teaching.standing.tree import phases, walk

_FOOT = (
    "Made from <code>ROADMAP.md</code> and the signed records in <code>.teaching/evidence</code>. A record is "
    "tamper-evident, and no proof: whoever owns the machine owns the key. What a person attested counts apart from "
    "what a command proved."
)


def html(found: Standing, name: str) -> str:
    """The whole page.

    Args:
        found: where the project stands.
        name: the project's, for the title.
    """
    counts = found.counts
    sections = {
        "next": _next(found),
        "burn-up": burn_up(found.history, counts.total) if counts.total else [],
        "phases": phases(found),
        "markers": _markers(found),
        "evidence": _evidence(found) if counts.total or found.last_evidence is not None else [],
    }
    title = f"Roadmap of {text(name)}: {counts.proved} of {words.plural(counts.total, 'task')} proved"
    parts = [
        head(title, STYLE),
        icons(),
        *_header(name, counts),
        *_nav([section for section, lines in sections.items() if lines]),
        "<main>",
        *(line for lines in sections.values() for line in lines),
        "</main>",
        f"<footer><p>{_FOOT}</p></footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _header(name: str, counts: Counts) -> list[str]:
    lines = ["<header>", f"<h1><span>Roadmap of</span> {prose(name)}</h1>"]
    if not counts.total:
        return [*lines, '<p class="lead">No tasks yet.</p>', "</header>"]
    legend = [("proved", f"{counts.proved} proved by commands")]
    legend += [("attested", f"{counts.attested} attested by a person")] if counts.attested else []
    legend += [("unproven", f"{counts.unproven} ticked without evidence")] if counts.unproven else []
    legend.append(("open", f"{counts.open} open"))
    items = "".join(f"<li>{icon(kind)} {said}</li>" for kind, said in legend)
    return [
        *lines,
        f'<p class="lead"><strong>{counts.proved}</strong> of {words.plural(counts.total, "task")} proved</p>',
        bar({"proved": counts.proved, "attested": counts.attested, "unproven": counts.unproven}, counts.total),
        f'<ul class="legend" role="list">{items}</ul>',
        "</header>",
    ]


_NAMES = {"next": "Next", "burn-up": "Burn-up", "phases": "Phases", "markers": "TODO(human)", "evidence": "Evidence"}


def _nav(sections: list[str]) -> list[str]:
    if len(sections) < 2:
        return []
    links = "".join(f'<li><a href="#{section}">{_NAMES[section]}</a></li>' for section in sections)
    return [f'<nav aria-label="On this page"><ul role="list">{links}</ul></nav>']


def _next(found: Standing) -> list[str]:
    lines = ['<section class="now" aria-labelledby="next">', '<h2 id="next">Next</h2>']
    if found.next is not None:
        return [*lines, *_task(found.next), "</section>"]
    if found.counts.total:
        apart = " Those without evidence wait to be verified again." if found.counts.unproven else ""
        return [*lines, f"<p>Every task of the roadmap is ticked.{apart}</p>", "</section>"]
    return [
        *lines,
        '<p>A task is one line in <code>ROADMAP.md</code>: <code style="white-space: nowrap">- [ ] Title</code>. '
        "Headings make phases.</p>",
        "</section>",
    ]


def _task(task: NextTask) -> list[str]:
    state = {"in-progress": "in progress", "pending": "pending"}.get(task.state, "")
    tag = f' <span class="tag {task.state}">{state}</span>' if state else ""
    where = f"{prose(task.phase)} · " if task.phase else ""
    lines = [
        f"<h3>{prose(task.title)}{tag}</h3>",
        f'<p class="quiet">{where}<code>{text(task.id)}</code> · ROADMAP.md:{task.line}</p>',
        f"<p><strong>Why this one:</strong> {prose(task.why)}.</p>",
    ]
    if task.acceptance:
        lines += ["<h4>It is done when</h4>", _list([prose(one) for one in task.acceptance])]
    if task.markers:
        lines += ["<h4>First the open TODO(human)</h4>", _list([f"<code>{text(one)}</code>" for one in task.markers])]
    if task.unprovable:
        return [*lines, "<h4>What will prove it</h4>", f"<p>{sentence(task.unprovable)}</p>"]
    lines += ["<h4>What will prove it</h4>", _list([f"<code>{text(one)}</code>" for one in task.proof], "commands")]
    if task.again:
        lines.append(f'<p class="quiet">and {words.plural(task.again, "command")} of earlier tasks again</p>')
    return lines


def _list(items: list[str], kind: str = "plain") -> str:
    return f'<ul class="{kind}">{"".join(f"<li>{one}</li>" for one in items)}</ul>'


def _markers(found: Standing) -> list[str]:
    if not found.markers:
        return []
    titles = {task.id: task.title for phase in found.phases for task in walk(phase.tasks)}
    return [
        '<section aria-labelledby="markers">',
        '<h2 id="markers">TODO(human)</h2>',
        *folded(f"{len(found.markers)} open, for a person to write", [_marker(one, titles) for one in found.markers]),
        "</section>",
    ]


def _marker(one: OpenMarker, titles: dict[str, str]) -> str:
    task = titles.get(one.task or "", one.task or "no task")
    said = f"{prose(one.text)}<br>" if one.text else ""
    state = f" · {one.state}" if one.state != "open" else ""
    return f'{said}<span class="quiet"><code>{text(one.place)}</code> · {prose(task)}{state}</span>'


def _evidence(found: Standing) -> list[str]:
    lines = ['<section aria-labelledby="evidence">', '<h2 id="evidence">Evidence</h2>']
    lines += _last(found.last_evidence) if found.last_evidence is not None else ["<p>Nothing was proved yet.</p>"]
    tasks = {task.id: task for phase in found.phases for task in walk(phase.tasks)}
    if found.attested:
        titles = [_with_icon("attested", prose(tasks[one].title if one in tasks else one)) for one in found.attested]
        lines += folded(f"On a person’s word ({len(titles)})", titles)
    if found.unproven:
        ticks = [
            _with_icon("unproven", f'{prose(one.text)} <span class="quiet">ROADMAP.md:{one.line}</span>')
            for one in found.unproven
        ]
        lines += folded(f"Ticked, and not proved ({len(ticks)})", ticks)
    if found.record_problems:
        said = words.plural(found.record_problems, "record")
        lines.append(_with_icon("unproven", f"{said} cannot be trusted; an audit of the roadmap names them."))
    return [*lines, "</section>"]


def _last(last: LastEvidence) -> list[str]:
    counts = ((last.passed, "passed"), (last.failed, "failed"), (last.skipped, "skipped"))
    tested = ", ".join(f"{number} {word}" for number, word in counts if number or (word == "passed" and number == 0))
    kind = "attested" if last.attested else "proved"
    what = "on a person’s word" if last.attested else tested or "no tests counted"
    when = f"{text(last.made_at[:10])} {text(last.made_at[11:16])} UTC"
    return [
        "<h3>Last</h3>",
        _with_icon(
            kind,
            f'{prose(last.title)}<br><span class="quiet">{what} · '
            f'<time datetime="{text(last.made_at)}">{when}</time></span>',
        ),
    ]


def _with_icon(kind: str, said: str) -> str:
    return f'<div class="told">{icon(kind)}<div>{said}</div></div>'
