"""An answer of the mentor in words: who gave it, what it cost, what went wrong before it, and why it went so."""

from collections.abc import Iterator

from teaching.contracts.mentor import Answered, Tried
from teaching.models.spending import dollars
from teaching.program import teach

_HAPPENED = {"rejected": "What {} answered is not passed on", "over budget": "{} was not asked"}


def markdown(answered: Answered, explain: bool = False) -> str:
    """The answer, with who gave it and what it cost.

    Args:
        answered: what came of the question.
        explain: also why it was routed so, and every step.
    """
    lines = [answered.text, "", *_failures(answered), _signed(answered)]
    if answered.note:
        lines.append(f"Note: {_line(answered.note)}.")
    if explain:
        lines += ["", *_why(answered)]
    return "\n".join(lines) + "\n"


def _failures(answered: Answered) -> Iterator[str]:
    outcomes = {(step.tier, step.model, step.reason): step.outcome for step in answered.steps}
    for one in answered.fallbacks:
        outcome = outcomes.get((one.tier, one.model, one.reason), "")
        words = _HAPPENED.get(outcome, "{} did not answer")
        yield f"{words.format(one.model or 'The chosen model')}: {_line(one.reason)}."


def _signed(answered: Answered) -> str:
    cost = "cost unknown (no price is set for it)" if answered.cost is None else f"cost {dollars(answered.cost)}"
    if answered.tier == "host":
        return f"No model of the mentor's own answered (tier host), {cost}: the words are the asking model's."
    if answered.tier != "words":
        return f"Answered by {answered.model} (tier {answered.tier}), {cost}."
    said = f"Answered in the project's own words (tier words), {cost}."
    if not answered.fallbacks and not any(step.model for step in answered.steps):
        said += f" No model is chosen: `{teach('model')}` shows how to have one."
    return said


def _why(answered: Answered) -> Iterator[str]:
    routing = answered.routing
    sure = "no kind was likely enough" if routing.abstained else f"{routing.certainty:.0%} sure"
    yield "Why so:"
    yield ""
    yield f"- Kind: {routing.kind}, {sure} ({_line(routing.because)}), so it began at the tier {routing.tier}."
    if routing.work:
        yield "- It may ask to change or run something; an answer does neither."
    yield f"- Spoken to as {_line(answered.level)}."
    for step in answered.steps:
        yield f"- {_step(step)}."
    if not answered.steps:
        yield "- No model was asked."
    if answered.tokens.read or answered.tokens.written:
        yield f"- Tokens: {answered.tokens.read} read, {answered.tokens.written} written, in {answered.seconds:.1f} s."


def _step(step: Tried) -> str:
    cost = "cost unknown" if step.cost is None else dollars(step.cost)
    who = f"Tier {step.tier}, {step.model}" if step.model else f"Tier {step.tier}"
    why = f": {_line(step.reason)}" if step.reason else ""
    return f"{who}: {step.outcome} after {step.seconds:.1f} s, {cost}{why}"


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
