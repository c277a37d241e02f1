"""The ladder over a finding of the review: question, why, place and rule, and the direction of its fix without code."""

import hashlib
import re

from teaching.contracts.review import Finding
from teaching.hints.checks import MOST_QUESTION, MOST_WORDS
from teaching.review.explanations import explanation

_FENCE = re.compile(r"```.*?```", re.DOTALL)
_PLAIN = "What would have to be true of this line for the rule to hold?"


def texts(finding: Finding) -> list[str]:
    """The four rungs."""
    rule = finding.rule
    where = f"`{finding.path}:{finding.line}`"
    if finding.end_line > finding.line:
        where = f"`{finding.path}:{finding.line}-{finding.end_line}`"
    question = finding.question if len(finding.question.split()) <= MOST_QUESTION else _PLAIN
    # The rule is explained at length where that was written; an own check has its own words.
    why = explanation(finding.check) or finding.why or finding.fact
    place = (
        f"The place is {where}: {_ended(finding.fact)} The rule is “{rule.quote}” ({rule.source}).\n\n"
        "Which word of that line breaks it?"
    )
    hint = _FENCE.sub("", finding.hint).strip() or finding.why
    direction = f"The direction: {_ended(hint)}\n\nWrite the change yourself, then review the file again."
    return [question, *(_short(text) for text in (f"Why it matters: {_ended(why)}", place, direction))]


def key_of(finding: Finding) -> str:
    """What the finding is called in the record: it survives moved lines."""
    return f"{finding.path}::finding {finding.check} {digest_of(finding)[:12]}"


def digest_of(finding: Finding) -> str:
    """Of the code that it is about."""
    return hashlib.sha256(" ".join(finding.excerpt.split()).encode("utf-8", "replace")).hexdigest()


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _short(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= MOST_WORDS else " ".join(words[: MOST_WORDS - 1]) + " …"
