"""Plans before any code, drafts that do not hold, and decisions that a plan leaves open."""

import re
from collections.abc import Iterator
from random import Random

from finetune.generate.checking import cites, names
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Check, require
from teaching.components.knowledge import components
from teaching.components.model import Component, QuestionTemplate
from teaching.contracts.plan import Plan
from teaching.planning import render
from teaching.planning.judge import judge
from teaching.planning.planner import plan

_MOST_TOKENS = 420
_QUESTIONS = 2
GOALS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("a booking site for a rowing club", ("members book a boat for an hour", "no boat twice at one time")),
    ("a command line tool that imports bank statements", ("CSV from two banks", "a report for each month")),
    ("a REST API for a recipe collection", ("search by ingredient", "at most 20 recipes a page")),
    ("a dashboard that shows sensor readings as charts", ("live updates by WebSocket",)),
    ("an order service for a bakery", ("200 orders a day", "card payments", "stock never below zero")),
    ("a feed reader that mails a digest every morning", ("five RSS feeds", "no story twice")),
    ("a photo upload page for a school", ("files up to 5 MB", "only teachers may delete")),
    ("a price tracker for train tickets", ("checks once an hour", "a mail when the price falls")),
    ("a chat room for one class", ("messages arrive at once", "sign in with a password")),
    ("a job queue for video conversion", ("a failed job is tried three times",)),
    ("a translation memory for a small agency", ("full-text search", "import of spreadsheets")),
    ("end-to-end tests for a shop from its user stories", ("run in CI",)),
)
_UNFINISHED = re.compile(r"\{|\btold in the answer\b")  # a number, or an answer, that is still to come
_VAGUE = ("It works well", "The interface is user-friendly", "It is fast enough", "Errors are handled properly")


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """A plan for each goal, in short."""
    goals = list(GOALS)
    chance.shuffle(goals)
    for goal, requirements in goals:
        made = plan(goal, requirements)
        output = _spelled(made)
        yield Candidate(
            instruction=f"Plan {goal}",
            input=f"Requirements: {'; '.join(requirements)}",
            output=output,
            language="markdown",
            about={"goal": goal, "tasks": str(len(made.tasks))},
            checks=(
                Check("accepted-by-judge", lambda _, made=made: _accepted(made)),
                Check("in-budget", _short),
            ),
            questions=(min(_QUESTIONS, len(made.questions)),) * 2,
        )


def drafts(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """A draft with one criterion that nobody could test."""
    goals = list(GOALS)
    chance.shuffle(goals)
    for number, (goal, requirements) in enumerate(goals):
        lines = render.roadmap(plan(goal, requirements)).decode("utf-8").splitlines()
        places = [place for place, line in enumerate(lines) if line.startswith("  - Acceptance: ")]
        place = chance.choice(places)
        lines[place] = f"  - Acceptance: {_VAGUE[number % len(_VAGUE)]}"
        draft = "\n".join(lines) + "\n"
        problems = [one for one in judge(draft).errors if one.line]
        if problems:
            yield _of_draft(goal, draft, place, problems[0].fact, problems[0].line)


def _of_draft(goal: str, draft: str, place: int, fact: str, line: int) -> Candidate:
    lines = draft.splitlines()
    begin = max(number for number in range(place + 1) if lines[number].startswith("- [ ]"))
    shown = "\n".join(f"{number + 1}: {lines[number]}" for number in range(begin, place + 1))
    output = (
        f"The draft cannot be accepted yet. PLAN.md:{line}: {fact.rstrip('.')}. A criterion is something that a test "
        "can contradict. Which input and which result would show you that it is met?"
    )

    def verdict(_: str) -> str:
        found = judge(draft)
        require(not found.accepted, "the judge accepts it")
        require(any(one.line == line == begin + 1 for one in found.errors), "the judge objects to another task")
        return "refused for this task"

    return Candidate(
        instruction="Judge my plan before I begin",
        input=f"Goal: {goal}\nPLAN.md\n{shown}",
        output=output,
        language="markdown",
        about={"goal": goal, "line": lines[place].strip()},
        checks=(Check("judge-refuses-it", verdict), cites(f"PLAN.md:{line}")),
    )


def choices(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """A decision with its options, what depends on it, and a default."""
    found = [(one, question) for one in components().values() for question in one.questions]
    plain = [
        pair for pair in found if not _UNFINISHED.search(f"{pair[1].ask} {pair[1].why} {' '.join(pair[1].options)}")
    ]
    chance.shuffle(plain)
    for component, question in plain:
        yield _of_choice(component, question)


def _of_choice(component: Component, question: QuestionTemplate) -> Candidate:
    options = list(question.options)
    others = " or ".join(options[1:])
    output = (
        f"What depends on it: {question.why.rstrip('.')}. I would plan with “{options[0]}” and can change that to "
        f"{others} later. Which of your requirements would it break?"
    )

    def verdict(output: str) -> str:
        require(question.why.rstrip(".") in output, "it does not say what depends on it")
        known = components()[component.id].questions
        require(any(one.id == question.id and one.default == options[0] for one in known), "the default is another")
        return f"{component.id}: {question.id}"

    return Candidate(
        instruction=question.ask,
        input=f"Part: {component.title}. Options: {', '.join(options)}.",
        output=output,
        language="",
        about={"component": component.id, "question": question.id},
        checks=(Check("from-the-knowledge-base", verdict), names(options[0])),
    )


def _spelled(made: Plan) -> str:
    lines = ["Before any code, this is how I would cut it:", ""]
    for number, phase in enumerate(made.phases, 1):
        lines.append(f"**Phase {number}: {phase.name}**")
        if phase.libraries:
            lines.append(f"- Libraries: {', '.join(library.name for library in phase.libraries[:3])}")
        lines += [f"- Limit: {limit.what}: {limit.bound}; else {limit.fallback}" for limit in phase.limits[:1]]
        lines += [f"- {task.title}" for task in made.tasks if task.phase == phase.name]
        lines.append("")
    lines.append("**Questions before we begin** (the plan holds with the defaults)")
    lines += [
        f"{number}. {one.ask} Default: {one.default}." for number, one in enumerate(made.questions[:_QUESTIONS], 1)
    ]
    lines += ["", "With your answers I write it into ROADMAP.md, each task with the command that proves it."]
    return "\n".join(lines)


def _accepted(made: Plan) -> str:
    found = judge(render.roadmap(made).decode("utf-8"))
    require(found.accepted, found.errors[0].fact if found.errors else "it is refused")
    return f"{found.tasks} tasks"


def _short(output: str) -> str:
    count = render.tokens(output)
    require(count <= _MOST_TOKENS, f"about {count} tokens, {_MOST_TOKENS} at most")
    return f"about {count} tokens"
