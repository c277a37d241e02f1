"""Works out which words an expression cannot match without: for `needed.json`, not for use while reviewing.

The tree is that of the standard library's own parser, which has no public name; a part that this module does not know
asks for nothing.
"""

import json
import re._constants as constants  # pyright: ignore[reportMissingImports]
import re._parser as parser  # pyright: ignore[reportMissingImports]
from collections.abc import Iterable, Sequence
from typing import Any, cast

from teaching.review.needed import key

# More alternatives than that turn little away; a letter alone turns away nothing.
MOST_WORDS = 64
SHORTEST = 2
MOST_SETS = 4

Words = frozenset[str]

# Neither module has types.
sre = cast("Any", constants)
parse = cast("Any", parser).parse


def words_needed(expression: str) -> list[Words]:
    """Sets of words, of each of which one occurs in whatever the expression matches; the best first, four at most."""
    try:
        found = _of_sequence(parse(expression).data)
    except (RecursionError, OverflowError):
        return []
    kept = {words for words in found if len(words) <= MOST_WORDS and min(map(len, words)) >= SHORTEST}
    return sorted(kept, key=lambda words: (-min(map(len, words)) / len(words), sorted(words)))[:MOST_SETS]


def written(expressions: Iterable[str]) -> str:
    """The content of `needed.json` for these expressions."""
    known = {key(expression): words_needed(expression) for expression in sorted(set(expressions))}
    words = sorted({tuple(sorted(one)) for sets in known.values() for one in sets})
    position = {one: number for number, one in enumerate(words)}
    table = {name: [position[tuple(sorted(one))] for one in sets] for name, sets in sorted(known.items()) if sets}
    return json.dumps({"words": words, "expressions": table}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _of_sequence(items: Sequence[tuple[Any, Any]]) -> list[Words]:
    """What each part of a sequence needs; letters that follow each other are one word."""
    found: list[Words] = []
    letters = ""
    for operator, argument in items:
        if operator is sre.LITERAL:
            letters += chr(argument)
            continue
        if letters:
            found.append(frozenset({letters}))
            letters = ""
        found += _of_part(operator, argument)
    return [*found, frozenset({letters})] if letters else found


def _of_part(operator: Any, argument: Any) -> list[Words]:
    if operator is sre.SUBPATTERN:
        _, added, removed, inner = argument
        return [] if added or removed else _of_sequence(inner.data)
    if operator is sre.ATOMIC_GROUP:
        return _of_sequence(argument.data)
    if operator in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
        least, _, inner = argument
        return _of_sequence(inner.data) if least else []
    if operator is sre.BRANCH:
        return _of_branches([branch.data for branch in argument[1]])
    if operator is sre.ASSERT:
        return _of_sequence(argument[1].data)
    return []


def _of_branches(branches: Iterable[Sequence[tuple[Any, Any]]]) -> list[Words]:
    """One word of any branch: of each branch its longest; nothing where a branch needs nothing."""
    found: set[str] = set()
    for branch in branches:
        sets = _of_sequence(branch)
        if not sets:
            return []
        found |= max(sets, key=lambda words: min(map(len, words)))
    return [frozenset(found)]
