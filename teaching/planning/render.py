"""A plan as markdown: compact for a model or a terminal, and in the house form for ROADMAP.md."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from teaching.contracts.plan import ArchitecturePhase, Judgement, Plan, PlannedTask, Problem, Question
from teaching.roadmap.render import NewPhase, NewTask, render

CHARS_PER_TOKEN = 4
_PROBLEMS = 20
_SHARED = 3


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much is spelled out."""

    criteria: int
    approach: bool
    reasons: bool
    by_hand: bool
    risks: int
    limits: int


# From everything to the least that is still a plan.
_DETAILS = (
    _Detail(criteria=5, approach=True, reasons=True, by_hand=True, risks=8, limits=9),
    _Detail(criteria=3, approach=True, reasons=True, by_hand=True, risks=6, limits=5),
    _Detail(criteria=2, approach=True, reasons=True, by_hand=True, risks=5, limits=4),
    _Detail(criteria=1, approach=True, reasons=True, by_hand=True, risks=4, limits=3),
    _Detail(criteria=1, approach=True, reasons=True, by_hand=False, risks=4, limits=3),
    _Detail(criteria=1, approach=False, reasons=True, by_hand=False, risks=4, limits=2),
    _Detail(criteria=1, approach=False, reasons=False, by_hand=False, risks=4, limits=2),
    _Detail(criteria=0, approach=False, reasons=True, by_hand=False, risks=5, limits=2),
    _Detail(criteria=0, approach=False, reasons=False, by_hand=False, risks=4, limits=1),
    _Detail(criteria=0, approach=False, reasons=False, by_hand=False, risks=2, limits=0),
)


def tokens(text: str) -> int:
    """About how many tokens a text costs: a quarter of its characters."""
    return -(-len(text) // CHARS_PER_TOKEN)


def markdown(plan: Plan, budget: int = 1800, by_hand: bool = True) -> str:
    """The whole plan within a budget of tokens: every task and question, and as much detail as fits.

    The last lines say what was left out. A plan whose task titles alone are over the budget is not cut further.

    Args:
        by_hand: whether each task says what a learner writes without help.
    """
    text = ""
    for detail in _DETAILS:
        text = _spelled(plan, replace(detail, by_hand=detail.by_hand and by_hand))
        if tokens(text) <= budget:
            break
    return text


def _spelled(plan: Plan, detail: _Detail) -> str:
    lines = [f"# Plan: {plan.goal}", plan.summary]
    lines += ["", plan.opening, ""] if plan.opening else []
    lines += [f"Note: {note}" for note in plan.notes]
    common = _common(plan.tasks)
    if common:
        spelled = " (with `_` for `-`)" if plan.stack == "python" else ""
        lines.append(f"Proof of each task, unless it says another: `{common}`{spelled}.")
    if plan.assumptions:
        lines.append(f"Assumed: {'; '.join(plan.assumptions)}.")
    if plan.services:
        lines.append("Services:")
        lines += [f"- {item.name} owns {item.owns}; {item.consistency}" for item in plan.services]
    for number, phase in enumerate(plan.phases, 1):
        tasks = [task for task in plan.tasks if task.phase == phase.name]
        lines += ["", f"## Phase {number}: {phase.name}", *_architecture(phase, detail)]
        for task in tasks:
            lines += _task(task, detail, common)
    lines += ["", "## Risks", *(f"- {item.risk}: {item.mitigation}" for item in plan.risks[: detail.risks])]
    lines.append(f"\nNot planned: {'; '.join(plan.non_goals)}.")
    lines += _requirements(plan)
    lines += _questions(plan.questions)
    if replace(detail, by_hand=True) != _DETAILS[0]:
        lines.append("\nShortened; the roadmap has every criterion, file and reason.")
    return "\n".join(lines) + "\n"


def _architecture(phase: ArchitecturePhase, detail: _Detail) -> Iterator[str]:
    if detail.approach:
        yield from (f"{part.title}: {part.approach}" for part in phase.parts if part.title != phase.name)
    if phase.libraries:
        named = [f"{item.name} ({item.reason})" if detail.reasons else item.name for item in phase.libraries]
        yield f"Libraries: {'; '.join(named)}."
    if phase.limits and detail.limits:
        shown = [f"{item.what}: {item.bound}, else {item.fallback}" for item in phase.limits[: detail.limits]]
        yield f"Limits: {'; '.join(shown)}."


def _common(tasks: Sequence[PlannedTask]) -> str:
    """The command that most tasks share but for their id; "" where fewer than three do."""
    counts = Counter(_pattern(task) for task in tasks if task.verify)
    pattern, count = counts.most_common(1)[0] if counts else ("", 0)
    return pattern if count >= _SHARED and "<id>" in pattern else ""


def _pattern(task: PlannedTask) -> str:
    return (task.verify or "").replace(task.id.replace("-", "_"), "<id>").replace(task.id, "<id>")


def _task(task: PlannedTask, detail: _Detail, common: str) -> Iterator[str]:
    depends = f" ← {', '.join(task.depends)}" if task.depends else ""
    yield f"- [ ] {task.title} ({task.id}, {task.minutes} min){depends}"
    shown = task.acceptance[: detail.criteria]
    more = len(task.acceptance) - len(shown)
    if shown:
        yield f"  Done when: {'; '.join(shown)}{f'; +{more} more' if more else ''}"
    if task.attest:
        yield f"  attest: {task.attest}"
    elif _pattern(task) != common:
        yield f"  verify: {task.verify}"
    if detail.by_hand:
        yield f"  By hand: {task.by_hand}"


def _requirements(plan: Plan) -> Iterator[str]:
    if not plan.requirements:
        return
    covered = [f"“{item.text}” → {', '.join(item.tasks)}" for item in plan.requirements if item.tasks]
    if covered:
        yield f"\nRequirements: {'; '.join(covered)}."
    for item in plan.requirements:
        if item.question:
            yield f"Not covered ({item.source}): {item.question}"


def _questions(questions: Sequence[Question]) -> Iterator[str]:
    if questions:
        yield "\n## Questions (the plan holds with the defaults)"
    for number, item in enumerate(questions, 1):
        others = [option for option in item.options if option != item.default]
        instead = f"; else {' / '.join(others)}" if others else ""
        yield f"{number}. [{item.id}] {item.ask} Default: {item.default}{instead}. {item.why}"


def roadmap(plan: Plan, by_hand: bool = True) -> bytes:
    """The plan in the house form, to be merged into ROADMAP.md; `by_hand` as in `markdown`."""
    phases = [
        NewPhase(
            title=f"Phase {number}: {phase.name}",
            text=_text(phase),
            tasks=tuple(_new_task(task, by_hand) for task in plan.tasks if task.phase == phase.name),
        )
        for number, phase in enumerate(plan.phases, 1)
    ]
    sections: list[tuple[str, Sequence[str]]] = [
        ("Assumptions", plan.assumptions),
        ("Services", [f"{item.name} owns {item.owns}; {item.consistency}" for item in plan.services]),
        ("Risks", [f"{item.risk}: {item.mitigation}" for item in plan.risks]),
        ("Non-goals", plan.non_goals),
        ("Questions", [_asked(item) for item in plan.questions] + _uncovered(plan)),
    ]
    phases += [NewPhase(title=title, text=_bullets(items)) for title, items in sections if items]
    return render(phases, title=f"Roadmap: {plan.goal}")


def _text(phase: ArchitecturePhase) -> str:
    lines = [phase.purpose, ""]
    lines += [f"- {part.title}: {part.approach}" for part in phase.parts if part.title != phase.name]
    lines += [f"- Library {item.name}: {item.reason}" for item in phase.libraries]
    lines += [f"- Limit, {item.what}: {item.bound}; else {item.fallback}" for item in phase.limits]
    return "\n".join(lines)


def _new_task(task: PlannedTask, by_hand: bool) -> NewTask:
    own = [f"by hand: {task.by_hand}"] if by_hand else []
    notes = [f"why: {task.why}", *own, f"size: {task.minutes} min"]
    if task.attest:
        notes.insert(0, f"attest: {task.attest}")
    return NewTask(
        title=task.title,
        id=task.id,
        acceptance=tuple(task.acceptance),
        files=tuple(task.files),
        depends=tuple(task.depends),
        verify=(task.verify,) if task.verify else (),
        notes=tuple(notes),
    )


def _asked(item: Question) -> str:
    return f"{item.ask} Default: {item.default}. {item.why}"


def _uncovered(plan: Plan) -> list[str]:
    return [f"Not covered ({item.source}): {item.question}" for item in plan.requirements if item.question]


def _bullets(items: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def judgement(found: Judgement) -> str:
    """A judgement as markdown: the errors first, each with what to mend."""
    verdict = "accepted" if found.accepted else f"refused: {len(found.errors)} to mend, then draft again"
    lines = [f"Draft of {found.tasks} tasks {verdict}."]
    lines += _listed("Errors", found.errors, _problem)
    lines += _listed("Advice", found.advice, _problem)
    return "\n".join(lines) + "\n"


def _listed(title: str, problems: Sequence[Problem], spell: Callable[[Problem], str]) -> list[str]:
    if not problems:
        return []
    more = len(problems) - _PROBLEMS
    left = [f"- and {more} more"] if more > 0 else []
    return [f"{title}:", *(f"- {spell(problem)}" for problem in problems[:_PROBLEMS]), *left]


def _problem(problem: Problem) -> str:
    place = f"line {problem.line}" if problem.line else "draft"
    return f"{place} [{problem.rule}] {problem.fact}. Mend: {problem.mend}"
