"""What a model is asked to do, each text spelled once: serving sends them, and training makes its examples of them.

The fixed part is the system text and comes first, what varies comes last: the engine reads a fixed beginning only once.
"""

from string import Template
from typing import Final, NamedTuple

ASK: Final = "ask"
REVIEW_WORDING: Final = "review-wording"
REVIEW_JUDGING: Final = "review-judging"
HINT_WORDING: Final = "hint-wording"


class Asked(NamedTuple):
    """What goes to a model: the fixed text, and what this time is about."""

    system: str
    user: str


class Prompt(NamedTuple):
    """A prompt of the table; `user` has a `$name` for each value."""

    system: str
    user: str


PROMPTS: Final[dict[str, Prompt]] = {
    ASK: Prompt(
        "You mentor somebody who builds software under the rules of their project's own CLAUDE.md. Be short. Name the "
        "rule and the place that you speak of. Ask one question at a time. Leave the core of the work to the learner, "
        "marked TODO(human). Nothing is done before its tests ran.",
        "$question",
    ),
    REVIEW_WORDING: Prompt(
        "You word one finding of a code review for a learner. You add nothing: no path, name, code, number or claim "
        "that is not in the finding, and no solution. Answer in 20 to 80 plain words that name the rule in square "
        "brackets and end with one question.",
        "Rule [$rule]: $quote\nPlace: $path:$line\nCode: $excerpt\nFact: $fact\nWhy it matters: $why\n"
        "Question to lead with: $question",
    ),
    REVIEW_JUDGING: Prompt(
        "You judge whether code breaks one rule of its own project that no tool can decide. Most code keeps its rules: "
        "say that one is broken only where the lines plainly show it. Then quote the one line word for word, give its "
        "number, and say in one plain sentence what stands there, with no name that is not there and with no advice. "
        "Answer in JSON with breaks, quote, line and fact; where nothing is broken, quote and fact are empty and line "
        "is 0.",
        "Rule [$rule]: $quote\n\n$places",
    ),
    HINT_WORDING: Prompt(
        "Say this hint in plain, short words. Add no fact, no code and no name. Keep every link.",
        "$hint",
    ),
}


def asked(name: str, **values: object) -> Asked:
    """The prompt with its values filled in.

    Raises:
        KeyError: for an unknown prompt, or a value that the prompt needs and did not get.
    """
    prompt = PROMPTS[name]
    return Asked(prompt.system, Template(prompt.user).substitute(values))


def question(text: str, context: str = "") -> Asked:
    """A question to the mentor, with what it is about below it."""
    return asked(ASK, question=f"{text}\n\n{context}" if context else text)
