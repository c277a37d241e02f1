"""Lets a model say a finding in better words, and takes the words only when they add nothing to the facts."""

import re

from teaching.contracts.review import Finding
from teaching.models.protocol import Message, Model, ModelError
from teaching.prompts.tasks import REVIEW_WORDING, asked

_FEWEST_WORDS, _MOST_WORDS = 20, 120
_CODE_LIKE = re.compile(r"`[^`]+`|\b\w+(?:[._/]\w+)+\b|\b\w+_\w+\b|\b[a-z]+[A-Z]\w*|\b\w+\(\)")


def worded(finding: Finding, model: Model) -> Finding:
    """The finding with the model's question in place of the template's, or unchanged where that fails the checks."""
    given = asked(
        REVIEW_WORDING,
        rule=finding.rule.id,
        quote=finding.rule.quote,
        path=finding.path,
        line=finding.line,
        excerpt=finding.excerpt,
        fact=finding.fact,
        why=finding.why,
        question=finding.question,
    )
    messages = [
        Message("system", given.system),
        Message("user", given.user),
        Message("words", finding.question),
    ]
    try:
        text = model.complete(messages, max_tokens=200).text.strip()
    except ModelError:
        return finding
    return finding.model_copy(update={"question": text}) if acceptable(text, given.user, finding.rule.id) else finding


def acceptable(text: str, given: str, rule: str) -> bool:
    """Whether a wording names its rule, asks, keeps its length, and holds no code or name that the facts do not."""
    if "```" in text or f"[{rule}]" not in text or not text.endswith("?"):
        return False
    if not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS:
        return False
    return all(name.strip("`") in given for name in _CODE_LIKE.findall(text))
