"""The one place where prompts are spelled. Templates are checked for undefined values when they are rendered."""

from string import Template

_PROMPTS: dict[str, str] = {
    "review-wording-system": (
        "You word one finding of a code review for a learner. You add nothing: no path, name, code, number or claim "
        "that is not in the finding, and no solution. Answer in 20 to 80 plain words that name the rule in square "
        "brackets and end with one question."
    ),
    "review-wording": (
        "Rule [$rule]: $quote\nPlace: $path:$line\nCode: $excerpt\nFact: $fact\nWhy it matters: $why\n"
        "Question to lead with: $question"
    ),
}


def render(name: str, **values: object) -> str:
    """The prompt `name` with its values filled in.

    Raises:
        KeyError: for an unknown prompt or a value that the prompt needs and did not get.
    """
    return Template(_PROMPTS[name]).substitute(values)
