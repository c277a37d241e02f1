"""Lets a model say findings in better words, and takes the words only when they add nothing to the facts."""

import re
from collections.abc import Callable

from teaching.contracts.review import Finding, Review, Wording
from teaching.models.protocol import Message, Model, ModelError
from teaching.prompts.tasks import REVIEW_WORDING, Asked, asked
from teaching.review.render import plural

_FEWEST_WORDS, _MOST_WORDS = 20, 120
_CODE_LIKE = re.compile(r"`[^`]+`|\b\w+(?:[._/]\w+)+\b|\b\w+_\w+\b|\b[a-z]+[A-Z]\w*|\b\w+\(\)")


def worded(result: Review, model: Model, progress: Callable[[int, int], None] = lambda done, total: None) -> Review:
    """The review with its questions in a model's words, where they hold, and with what became of them.

    A colleague's review shows no questions, so nothing is asked.

    Args:
        result: with the templates' words.
        model: may fail, which costs its words and nothing else.
        progress: is told how many findings are done, and of how many; it may raise to stop.
    """
    if result.constitution.mode != "mentor" or not result.findings:
        return result
    said: list[Finding] = []
    problems: dict[str, None] = {}
    worded_ones = refused = 0
    for finding in result.findings:
        progress(len(said), len(result.findings))
        better: Finding | None = None
        try:
            better = _better(finding, model)
        except ModelError as error:
            problems[str(error)] = None
        else:
            refused += better is None
        worded_ones += better is not None
        said.append(better or finding)
    reasons = [*problems, *([f"{plural(refused, 'answer')} did not hold to the facts"] if refused else [])]
    wording = Wording(model=model.name, worded=worded_ones, of=len(said), fallbacks=reasons)
    return result.model_copy(update={"findings": said, "wording": wording})


def unworded(wording: Wording, reason: str) -> Wording:
    """What became of words that were not taken after all."""
    return wording.model_copy(update={"worded": 0, "fallbacks": [reason, *wording.fallbacks]})


def asking(finding: Finding) -> Asked:
    """The prompt that has a model word this finding."""
    return asked(
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


def acceptable(text: str, given: str, rule: str) -> bool:
    """Whether a wording names its rule, asks, keeps its length, and holds no code or name that the facts do not."""
    if "```" in text or f"[{rule}]" not in text or not text.endswith("?"):
        return False
    if not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS:
        return False
    return all(name.strip("`") in given for name in _CODE_LIKE.findall(text))


def _better(finding: Finding, model: Model) -> Finding | None:
    """The finding with the model's question; None where that does not hold to the facts."""
    given = asking(finding)
    messages = [Message("system", given.system), Message("user", given.user), Message("words", finding.question)]
    # On one line, so that it cannot add one to the reply.
    text = " ".join(model.complete(messages, max_tokens=200).text.split())
    return finding.model_copy(update={"question": text}) if acceptable(text, given.user, finding.rule.id) else None
