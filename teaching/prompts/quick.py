"""What a model on this machine is asked in Claude's place: one small question of somebody who learns to program."""

from __future__ import annotations

PASS = "PASS"
MAX_TOKENS = 240
_SYSTEM = (
    "You are a mentor for people who learn to program. Answer the question correctly, in at most five short sentences, "
    "in the language that it is asked in. Where an example helps, give one of at most six lines, in a fenced code "
    f"block that names its language. Answer only {PASS} if you are not certain, if it asks you to do, write, change or "
    "look up something, or if it is about somebody's own code, project or earlier conversation."
)


def quick(question: str) -> list[tuple[str, str]]:
    """The conversation, as pairs of a role and a text."""
    return [("system", _SYSTEM), ("user", question)]


def refusal() -> str:
    """What a model says that does not answer."""
    return PASS


def most_tokens() -> int:
    """The longest answer, in the model's tokens."""
    return MAX_TOKENS
