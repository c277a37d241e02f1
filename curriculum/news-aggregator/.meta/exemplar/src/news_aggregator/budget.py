"""How long a summary may be. A token is what a model counts: in English about four characters."""

from math import ceil

MAX_TOKENS = 500
CHARACTERS_PER_TOKEN = 4
FALLBACK_CHARACTERS = 200


def tokens_of(text: str) -> int:
    """How many tokens a text takes, by rule of thumb."""
    return ceil(len(text) / CHARACTERS_PER_TOKEN)
