"""Tells what a query is about, and whether it asks for deeds: a rule for the clear cases, else what training found.

Nothing is loaded before the first query.
"""

from teaching.routing.model import Chances, Weights, weights
from teaching.routing.route import KINDS, Route
from teaching.routing.rules import rule_for

_SURE = 0.99  # of what a rule says
_LIKELY = 0.4  # from here on a kind is named
_NO_WORK = 0.5  # a query asks for work from here on; `Route.surely_question` asks for more
_ABOUT = {
    "syntax": "how a language or a tool works",
    "planning": "what to build, and in which order",
    "review": "a judgement of what exists",
    "general": "something else: a deed, the project's state, learning, or the assistant",
}


def classify(query: str, trained: Weights | None = None) -> Route:
    """What a query is about, and whether it asks to change, run or look into something.

    Args:
        query: as typed, of any length; only its beginning and its end are looked at.
        trained: other weights than those that come with the package.
    """
    if not any(letter.isalnum() for letter in query[:4000]):
        return Route("general", True, 0.0, True, "there are no words in it", 0.0)
    rule = rule_for(query)
    if rule is not None:
        because, kind, work = rule
        return Route(kind, work, _SURE, False, because, 1 - _SURE if work else _SURE)
    return _weighed((trained or weights()).chances(query))


def _weighed(chances: Chances) -> Route:
    kind, certainty = chances.best
    work = chances.work >= _NO_WORK
    question = round(1 - chances.work, 4)
    if certainty < _LIKELY:
        second = sorted(zip(chances.kinds, KINDS, strict=True), reverse=True)[1][1]
        because = f"its words speak for {kind} and {second} alike"
        return Route("general", work, round(certainty, 4), True, because, question)
    return Route(kind, work, round(certainty, 4), False, f"its words are those of {_ABOUT[kind]}", question)
