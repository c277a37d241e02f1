"""Answers a question about a project: by the model that was chosen, else in the project's own words."""

from dataclasses import dataclass
from pathlib import Path

from teaching.contracts.mentor import Answered, Fallback
from teaching.errors import BadInputError
from teaching.guard.holding import is_held
from teaching.mentor.facts import Facts, facts_of, told
from teaching.models.protocol import Message, ModelError
from teaching.models.voice import Voice
from teaching.program import teach
from teaching.prompts.tasks import question as asked_of
from teaching.repository.files import Root
from teaching.repository.scope import narrowed

SECONDS = 60.0
LOCAL, WORDS = "local", "words"
_LONGEST_ANSWER = 6000
_LONGEST_CONTEXT = 1200
_MOST_TOKENS = 400


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to know.

    Attributes:
        path: what it is about, below the root; None for all of the project.
    """

    text: str
    path: str | None = None


def answer(root: Path, question: Question, voice: Voice | None) -> Answered:
    """Answers.

    Args:
        root: of the project.
        question: what to answer.
        voice: the model, with the time that it has; None has templates answer.

    Raises:
        BadInputError: nothing is asked, or the path is not in the project; nothing that the model does raises.
    """
    text = " ".join(question.text.split())
    if not text:
        raise BadInputError(f"say what you want to know, as in {teach('ask', 'which rule speaks of errors?')}")
    path = narrowed(Root(root), question.path) if question.path else ""
    facts = facts_of(root, text, path)
    if voice is None:
        return _in_words(facts, WORDS, [])
    try:
        done = voice.complete(_messages(text, path, facts), max_tokens=_MOST_TOKENS)
    except ModelError as error:
        return _in_words(facts, LOCAL, [Fallback(tier=LOCAL, model=voice.name, reason=str(error))])
    said = done.text.strip()[:_LONGEST_ANSWER]
    places = f"\n\nThe project says:\n\n{told(facts.found)}" if facts.found else ""
    made = Answered(text=said + places, tier=LOCAL, model=done.model, cost=done.cost, route=LOCAL, fallbacks=[])
    reason = ""
    if not said:
        reason = "it said nothing"
    elif is_held(markdown(made), root):
        reason = "its answer would have given away what is left to the learner"
    return _in_words(facts, LOCAL, [Fallback(tier=LOCAL, model=done.model, reason=reason)]) if reason else made


def markdown(answered: Answered) -> str:
    """The answer, with who gave it and what it cost."""
    lines = [answered.text, ""]
    for one in answered.fallbacks:
        lines.append(f"{one.model or 'The chosen model'} did not answer: {' '.join(one.reason.split()).rstrip('.')}.")
    who = "in the project's own words" if answered.tier == WORDS else f"by {answered.model}"
    lines.append(f"Answered {who} (tier {answered.tier}), cost ${answered.cost:.2f}.")
    if answered.route == WORDS:
        lines[-1] += f" No model is chosen: `{teach('model')}` shows how to have one."
    return "\n".join(lines) + "\n"


def _messages(question: str, path: str, facts: Facts) -> list[Message]:
    lines = [f"{one.place}: {one.text}" for one in facts.found]
    context = "\n".join([*([f"About {path}"] if path else []), *lines])
    asked = asked_of(question, context[:_LONGEST_CONTEXT])
    return [Message("system", asked.system), Message("user", asked.user)]


def _in_words(facts: Facts, route: str, fallbacks: list[Fallback]) -> Answered:
    text = f"The project says:\n\n{told(facts.found)}" if facts.found else _nothing(facts)
    return Answered(text=text, tier=WORDS, model=WORDS, cost=0.0, route=route, fallbacks=fallbacks)


def _nothing(facts: Facts) -> str:
    looked = (
        f"{facts.looked['says']} statements of CLAUDE.md, {facts.looked['task']} tasks of ROADMAP.md and "
        f"{facts.looked['open']} open TODO(human)"
    )
    lines = [f"Nothing in the project's own documents shares a word with this question; looked through: {looked}."]
    lines += [f"Not looked through: {note}." for note in facts.notes]
    lines.append(
        f"`{teach('rules')}` lists its rules, `{teach('next')}` says what comes next, `{teach('hint')}` helps with "
        "what is left to you."
    )
    return "\n\n".join(lines)
