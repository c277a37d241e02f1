"""Where a project stands, in few words: compact markdown for a model."""

from teaching.contracts.standing import Counts, LastEvidence, NextTask, OpenMarker, Standing, StandingTask
from teaching.contracts.verification import AuditProblem
from teaching.program import teach

_CRITERIA = 5
_CRITERION = 120
_COMMANDS = 4
_MARKERS = 5
_TICKS = 5


def markdown(found: Standing) -> str:
    """At most about 600 tokens, however large the roadmap is."""
    blocks = [[progress(found.counts)]]
    blocks.append(_next(found.next) if found.next is not None else [_nothing_next(found.counts)])
    if found.markers:
        first = set(found.next.markers) if found.next is not None else set[str]()
        blocks.append(_markers(sorted(found.markers, key=lambda one: one.place not in first)))
    if found.unproven:
        blocks.append(_unproven(found.unproven))
    if found.record_problems:
        words = plural(found.record_problems, "record")
        blocks.append([f"{words} of evidence cannot be trusted: `{teach('roadmap', 'audit')}` names them."])
    if found.last_evidence is not None:
        blocks.append([f"Last evidence: {evidence(found.last_evidence)}"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def progress(counts: Counts) -> str:
    """Progress in one line; what a person attested, and what nothing carries, stands apart."""
    apart = [f"{counts.attested} attested"] if counts.attested else []
    apart += [f"{counts.unproven} ticked without evidence"] if counts.unproven else []
    return ", ".join([f"{counts.proved} of {plural(counts.total, 'task')} proved", *apart, f"{counts.open} open"]) + "."


def how_proved(task: NextTask) -> str:
    """The commands that will prove a task, or why there are none."""
    if task.unprovable:
        return _short(task.unprovable, 240)
    shown = [f"`{_short(one, 120)}`" for one in task.proof[:_COMMANDS]]
    more = [f"{len(task.proof) - _COMMANDS} more"] if len(task.proof) > _COMMANDS else []
    again = [f"{plural(task.again, 'command')} of earlier tasks again"] if task.again else []
    return ", ".join([*shown, *more, *again])


def evidence(last: LastEvidence) -> str:
    """The newest record in one line."""
    counts = ((last.passed, "passed"), (last.failed, "failed"), (last.skipped, "skipped"))
    tested = ", ".join(f"{number} {word}" for number, word in counts if number or (word == "passed" and number == 0))
    what = "on a person's word" if last.attested else tested or "no tests counted"
    return f"“{_short(last.title, 80)}”, {last.made_at[:10]} {last.made_at[11:16]} UTC: {what}"


def done_of(tasks: list[StandingTask]) -> tuple[int, int]:
    """How many are ticked, and how many there are; nested ones count."""
    done = total = 0
    for task in tasks:
        below = done_of(task.tasks)
        done += task.done + below[0]
        total += 1 + below[1]
    return done, total


def plural(number: int, word: str) -> str:
    """`1 task`, `2 tasks`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def _nothing_next(counts: Counts) -> str:
    if counts.total:
        return "Every task of the roadmap is ticked."
    return f"ROADMAP.md has no tasks: `{teach('plan')}` writes some, or add a line `- [ ] Title`."


def _next(task: NextTask) -> list[str]:
    state = {"in-progress": " (In Progress)", "pending": " (Pending)"}.get(task.state, "")
    where = f"ROADMAP.md:{task.line}" + (f", {_short(task.phase, 60)}" if task.phase else "")
    lines = [f"## Next: {_short(task.title, 120)}{state}", "", f"`{task.id}` ({where}): {_short(task.why, 180)}."]
    if task.acceptance:
        lines += ["", "Acceptance:", *(f"- {_short(one, _CRITERION)}" for one in task.acceptance[:_CRITERIA])]
        if len(task.acceptance) > _CRITERIA:
            lines.append(f"- and {len(task.acceptance) - _CRITERIA} more")
    lines += ["", f"Proved by: {how_proved(task)}"]
    if task.state != "in-progress":
        lines.append(f"To begin: `{teach('next', '--start')}` marks it (In Progress).")
    return lines


def _markers(markers: list[OpenMarker]) -> list[str]:
    lines = [f"{len(markers)} open TODO(human):"]
    for one in markers[:_MARKERS]:
        task = f" [{one.task}]" if one.task else ""
        state = f" ({one.state})" if one.state != "open" else ""
        lines.append(f"- `{one.place}`{task} {_short(one.text, 60)}".rstrip() + state)
    if len(markers) > _MARKERS:
        lines.append(f"- and {len(markers) - _MARKERS} more")
    return lines


def _unproven(problems: list[AuditProblem]) -> list[str]:
    lines = [f"Ticked, and not proved ({len(problems)}):"]
    lines += [f"- ROADMAP.md:{one.line} {_short(one.task, 60)}: {one.kind}" for one in problems[:_TICKS]]
    if len(problems) > _TICKS:
        lines.append(f"- and {len(problems) - _TICKS} more")
    return [*lines, f"`{teach('verify', 'TASK')}` proves one again."]


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
