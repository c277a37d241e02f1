"""The clear cases: whole queries that say the same whoever asks, and what they say.

A rule fits a query as a whole, letters small and signs at the end left out, so that nothing longer is mistaken for it.
"""

from functools import cache
from pathlib import Path

from teaching.routing.route import KINDS, Kind

_ENDS = " \t\n.!?,;:…。！？"
_LONGEST = 60  # characters of a query that a rule can fit


def rule_for(query: str) -> tuple[str, Kind, bool] | None:
    """The rule that fits: its name, the kind, and whether work is asked for."""
    if len(query) > 2 * _LONGEST:
        return None
    return _rules().get(normal(query))


def normal(query: str) -> str:
    """The query as rules spell it."""
    return " ".join(query.lower().replace("’", "'").strip(_ENDS).split())


@cache
def _rules() -> dict[str, tuple[str, Kind, bool]]:
    """By the query, what `rules.txt` says: `name | kind | work or words | query / query / …`."""
    found: dict[str, tuple[str, Kind, bool]] = {}
    for line in Path(__file__).with_name("rules.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, kind, work, queries = line.split(" | ")
        for query in queries.split(" / "):
            found[query] = (name, KINDS[KINDS.index(kind)], work == "work")
    return found
