"""Which components a goal and its requirements name, which they exclude, and what was not understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from teaching.components.model import Component
from teaching.planning.words import GENERAL, Hit, Words, content

_NEEDED_HINTS = 2


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a text names.

    Attributes:
        named: ids of components, in the order of the knowledge base.
        excluded: components that the text says no to.
        unknown: telling words of the goal that belong to no component, in order.
    """

    named: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def recognise(texts: Sequence[str], known: Mapping[str, Component]) -> Recognition:
    """Read a goal and its requirements; hints may come from any of them together.

    Args:
        texts: the goal first, then each requirement.
        known: the knowledge base.
    """
    whole = Words(".\n".join(texts))
    named: list[str] = []
    excluded: list[str] = []
    for component in known.values():
        wanted = _hits(component, whole)
        if any(not hit.negated for hit in wanted) or _hinted(component, whole):
            named.append(component.id)
        elif wanted or any(hit.negated for hit in whole.find_all(component.hints, component.unless)):
            excluded.append(component.id)
    named = _without_doubles(named, known, whole)
    return Recognition(tuple(named), tuple(excluded), _unknown(texts[0], known, named))


def _hits(component: Component, words: Words) -> list[Hit]:
    return words.find_all(component.recognise, component.unless)


def _hinted(component: Component, words: Words) -> bool:
    found = 0
    for hint in component.hints:
        hits = words.find_all([hint], component.unless)
        if any(hit.negated for hit in hits):
            return False
        found += bool(hits)
    return found >= _NEEDED_HINTS


def _without_doubles(named: list[str], known: Mapping[str, Component], words: Words) -> list[str]:
    """Tokens and cookies are two ways to log in: where one is named outright, hints do not bring the other."""
    if "auth-jwt" in named and "sessions" in named and not _hits(known["sessions"], words):
        return [name for name in named if name != "sessions"]
    if "auth-jwt" in named and "sessions" in named and not _hits(known["auth-jwt"], words):
        return [name for name in named if name != "auth-jwt"]
    return named


def _unknown(goal: str, known: Mapping[str, Component], named: Sequence[str]) -> tuple[str, ...]:
    words = Words(goal)
    understood: set[int] = set()
    for name in named:
        for hit in words.find_all([*known[name].recognise, *known[name].hints], known[name].unless):
            understood.update(range(hit.start, hit.end))
    left = [word for index, word in enumerate(words.words) if index not in understood and content(word)]
    return tuple(dict.fromkeys(word for word in left if word not in GENERAL))
