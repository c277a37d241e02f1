"""Tells SQL from English: whether a text has the form of a statement."""

import re
from collections.abc import Sequence

from teaching.review.catalogue.sql.tokens import Token, body, statements, tokens

_OPENING = re.compile(
    (
        r"^[\s(;]*(?:(?:--[^\n]*\n|/\*.*?\*/)\s*)*(?:EXPLAIN|WITH|SELECT|INSERT|REPLACE|UPDATE|DELETE"
        r"|MERGE|CREATE|DROP|ALTER|TRUNCATE)\b"
    ),
    re.IGNORECASE | re.DOTALL,
)
_OBJECTS = (
    "TABLE",
    "INDEX",
    "VIEW",
    "SCHEMA",
    "DATABASE",
    "UNIQUE",
    "TEMP",
    "TEMPORARY",
    "MATERIALIZED",
    "TRIGGER",
    "TYPE",
)
_AFTER_TABLE = (
    "WHERE",
    "ORDER",
    "GROUP",
    "LIMIT",
    "JOIN",
    "INNER",
    "LEFT",
    "RIGHT",
    "AS",
    "UNION",
    "HAVING",
    "FOR",
    "CROSS",
    "NATURAL",
    "OFFSET",
    "FULL",
)


def is_sql(text: str, sure: bool) -> bool:
    """Whether a text is SQL.

    Args:
        sure: it is given to what runs SQL, or held by a name that says so; elsewhere lower case needs more form.
    """
    if _OPENING.match(text) is None:
        return False
    first = next(statements(tokens(text)), list[Token]())
    verb = body(first)
    if not verb:
        return False
    upper = verb[0].text.isupper()
    head = verb[0].text.upper()
    if head == "SELECT":
        return _is_select(verb, upper, sure)
    if head in {"INSERT", "REPLACE", "MERGE"}:
        return any(token.is_word("INTO") for token in verb[1:3]) and (upper or sure or _has(verb, "VALUES", "SELECT"))
    if head == "UPDATE":
        return _is_update(verb) and (upper or sure or any(token.text == "=" for token in verb))
    if head == "DELETE":
        return len(verb) > 2 and verb[1].is_word("FROM") and (upper or sure or _has(verb, "WHERE"))
    if head == "TRUNCATE":
        return upper and len(verb) > 1 and verb[1].is_word("TABLE")
    return (upper or sure) and len(verb) > 2 and any(token.is_word(*_OBJECTS) for token in verb[1:3])


def _has(verb: Sequence[Token], *words: str) -> bool:
    return any(token.is_word(*words) for token in verb)


def _is_update(verb: Sequence[Token]) -> bool:
    place = next((at for at, token in enumerate(verb[1:], start=1) if token.is_word("SET")), 0)
    # `UPDATE the profile SET` is a message; behind a table's name and its alias stands SET.
    return 2 <= place <= 6 and place + 1 < len(verb) and all(token.kind != "string" for token in verb[1:place])


def _is_select(verb: Sequence[Token], upper: bool, sure: bool) -> bool:
    depth = verb[0].depth
    place = next((at for at, token in enumerate(verb) if at and token.depth == depth and token.is_word("FROM")), 0)
    starred = len(verb) > 1 and verb[1].text == "*"
    if not place:
        return upper and starred and len(verb) == 2
    if upper or sure:
        return place > 1
    columns = verb[1:place]
    listed = starred or any(token.text in {",", "(", "."} for token in columns)
    follows = verb[place + 2] if place + 2 < len(verb) else None
    ends = (
        follows is None or follows.is_word(*_AFTER_TABLE) or follows.kind == "hole" or follows.text in {",", ".", "("}
    )
    if any(token.kind == "string" for token in columns):
        return False
    return place > 1 and (
        (listed and ends) or (follows is not None and follows.is_word("WHERE", "ORDER", "GROUP", "LIMIT", "JOIN"))
    )
