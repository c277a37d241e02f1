"""Lets a model say findings in better words, and takes the words only when they add nothing to the facts."""

from collections import Counter
from collections.abc import Callable

from teaching.contracts.review import Finding, Review, Wording
from teaching.models.protocol import Message, Model, ModelError
from teaching.prompts.tasks import REVIEW_WORDING, Asked, asked
from teaching.review.grounded import added
from teaching.review.render import plural

_FEWEST_WORDS, _MOST_WORDS = 20, 120


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
    refused: Counter[str] = Counter()
    worded_ones = 0
    for finding in result.findings:
        progress(len(said), len(result.findings))
        better = finding
        try:
            text, why = _better(finding, model)
        except ModelError as error:
            problems[str(error)] = None
        else:
            refused += Counter([why] if why else [])
            better = finding if why else finding.model_copy(update={"question": text})
        worded_ones += better is not finding
        said.append(better)
    reasons = [f"{plural(count, 'answer')} did not hold to the facts ({why})" for why, count in refused.items()]
    wording = Wording(model=model.name, worded=worded_ones, of=len(said), fallbacks=[*problems, *reasons])
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
    """Whether a wording names its rule, asks, keeps its length, and holds no code, name or number beyond the facts."""
    return not objection(text, given, rule)


def objection(text: str, given: str, rule: str) -> str:
    """Why a wording is not taken, quoting nothing of it; empty where it is."""
    if f"[{rule}]" not in text:
        return "it does not name the rule"
    if not text.endswith("?"):
        return "it does not end with a question"
    if not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS:
        return f"it has not {_FEWEST_WORDS} to {_MOST_WORDS} words"
    return added(text, given)


def _better(finding: Finding, model: Model) -> tuple[str, str]:
    """The model's question, and why it does not hold to the facts; empty where it does."""
    given = asking(finding)
    messages = [Message("system", given.system), Message("user", given.user), Message("words", finding.question)]
    # On one line, so that it cannot add one to the reply.
    text = " ".join(model.complete(messages, max_tokens=200).text.split())
    return text, objection(text, given.user, finding.rule.id)
