"""A plan opened in the words of the chosen model; the plan itself is made without one, and none of it changes."""

from teaching.contracts.plan import Plan
from teaching.contracts.review import Wording
from teaching.models.protocol import Message, Model, ModelError
from teaching.prompts.tasks import PLAN_WORDING, Asked, asked
from teaching.review.grounded import added
from teaching.review.render import worded_by

SECONDS = 20.0
_FEWEST_WORDS, _MOST_WORDS = 20, 120
_MOST_TASKS = 4


def opened(plan: Plan, model: Model | None) -> Plan:
    """The plan with an opening in a model's words, where they hold to it, and with what became of them.

    Args:
        plan: as it was made.
        model: may fail, which costs its words and nothing else; None asks nobody.
    """
    if model is None:
        return plan
    given = asking(plan)
    try:
        # On one line, so that it cannot add a heading or a task.
        messages = [Message("system", given.system), Message("user", given.user)]
        text = " ".join(model.complete(messages, max_tokens=300).text.split())
    except ModelError as error:
        return _with(plan, Wording(model=model.name, worded=0, of=1, fallbacks=[str(error)]))
    if why := _objection(text, given.user):
        reason = f"its answer did not hold to the plan ({why})"
        return _with(plan, Wording(model=model.name, worded=0, of=1, fallbacks=[reason]))
    return _with(plan, Wording(model=model.name, worded=1, of=1, fallbacks=[]), text)


def signed(text: str, plan: Plan | None) -> str:
    """A plan in words, with who opened it; as it was where no model was asked."""
    if plan is None or plan.wording is None:
        return text
    return f"{text.rstrip()}\n\n{worded_by(plan.wording)}\n"


def asking(plan: Plan) -> Asked:
    """The prompt that has a model open this plan."""
    lines = [f"Goal: {plan.goal}", f"Plan: {plan.summary}"]
    for number, phase in enumerate(plan.phases, 1):
        titles = [task.title for task in plan.tasks if task.phase == phase.name]
        more = f" and {len(titles) - _MOST_TASKS} more" if len(titles) > _MOST_TASKS else ""
        lines.append(f"Phase {number}, {phase.name}: {phase.purpose} Tasks: {'; '.join(titles[:_MOST_TASKS])}{more}.")
    lines += [f"Risk: {item.risk}" for item in plan.risks[:3]]
    lines += [f"Question: {item.ask} Without an answer: {item.default}." for item in plan.questions]
    return asked(PLAN_WORDING, plan="\n".join(lines))


def _objection(text: str, given: str) -> str:
    if not text.endswith("?"):
        return "it does not end with a question"
    if not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS:
        return f"it has not {_FEWEST_WORDS} to {_MOST_WORDS} words"
    return added(text, given)


def _with(plan: Plan, wording: Wording, opening: str = "") -> Plan:
    return plan.model_copy(update={"opening": opening, "wording": wording})
