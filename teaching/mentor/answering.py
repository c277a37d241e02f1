"""Answers a question about a project: by the model of the tier that it belongs to, else in the project's own words."""

from dataclasses import dataclass
from pathlib import Path

from teaching.contracts.mentor import Answered
from teaching.errors import BadInputError
from teaching.mentor.describing import described, quoted
from teaching.mentor.excerpt import Excerpt, excerpt_of, split
from teaching.mentor.facts import Facts, facts_of, told
from teaching.mentor.grounding import below, context_of, places_of
from teaching.mentor.level import level_of
from teaching.mentor.replying import Asking, replied
from teaching.mentor.tiers import Asker
from teaching.program import teach
from teaching.prompts.tasks import ASK
from teaching.repository.files import Root
from teaching.routing import Route, classify


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to know.

    Attributes:
        path: what it is about, below the root, with `:NAME` or `:LINE` behind it where a part is meant; None for all
            of the project.
    """

    text: str
    path: str | None = None


def answer(root: Path, question: Question, who: Asker) -> Answered:
    """Answers.

    Args:
        root: of the project.
        question: what to answer.
        who: may be asked, with the time that they have.

    Raises:
        BadInputError: nothing is asked, or the path is not in the project or never read; nothing that a model does
            raises.
    """
    text = " ".join(question.text.split())
    if not text:
        raise BadInputError(f"say what you want to know, as in {teach('ask', 'which rule speaks of errors?')}")
    path, name = split(Root(root), question.path) if question.path else ("", "")
    piece = excerpt_of(root, path, name) if path else None
    facts, route, level = facts_of(root, text, path), classify(text), level_of(root)
    asking = Asking(
        text=text,
        route=route,
        level=level,
        prompt=ASK,
        context=context_of(facts, path, piece),
        template=_in_words(facts, route, piece, level.name != "colleague"),
        purpose="ask",
        code=quoted(piece) if piece is not None else "",
        below=below(facts),
        places=places_of(facts, piece),
        # What a language is like stands in no document of the project.
        cites=bool(facts.found) and route.kind != "syntax",
        open=[one.place for one in facts.found if one.kind == "open"],
    )
    return replied(root, asking, who)


def _in_words(facts: Facts, route: Route, piece: Excerpt | None, asks: bool) -> str:
    parts = [f"The project says:\n\n{told(facts.found)}"] if facts.found else []
    if piece is not None and piece.name:
        parts.insert(0, described(piece, asks))
    if not parts:
        parts.append(_nothing(facts))
    if route.kind == "planning":
        goal = teach("plan", "what is to be built")
        parts.append(f"`{goal}` makes a whole plan of it, with phases, libraries, limits and risks, and no model.")
    return "\n\n".join(parts)


def _nothing(facts: Facts) -> str:
    looked = (
        f"{facts.looked['says']} statements of CLAUDE.md, {facts.looked['task']} tasks of ROADMAP.md and "
        f"{facts.looked['open']} open TODO(human)"
    )
    lines = [f"Nothing in the project's own documents shares a word with this question; looked through: {looked}."]
    lines += [f"Not looked through: {note}." for note in facts.notes]
    lines.append(
        f"`{teach('rules')}` lists its rules, `{teach('next')}` says what comes next, `{teach('hint')}` helps with "
        f"what is left to you, and `{teach('explain', 'PATH:NAME')}` takes a piece of code apart."
    )
    return "\n\n".join(lines)
