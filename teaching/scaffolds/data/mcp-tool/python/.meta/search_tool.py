"""The tool `search_notes` of an MCP server: a description, checked arguments, and a
pure function behind them.

The server's own library calls `call` and sends the text; nothing in here knows a
protocol.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DESCRIPTION = (
    "Finds notes that have every word of a query, newest first. "
    "Says how many more there are."
)
LONGEST_QUERY = 200
MOST_RESULTS = 20
LONGEST_REPLY = 2000
DEFAULT_LIMIT = 5
NOTHING = "no note has all of these words: try fewer"


class ToolError(Exception):
    """What the model that called can mend; the message says how."""


class ArgumentError(ToolError):
    """The arguments are not acceptable."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note; a higher number is newer."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class SearchArguments:
    """Checked arguments.

    Attributes:
        words: of the query, in lower case.
        limit: 1 to MOST_RESULTS.
    """

    words: tuple[str, ...]
    limit: int = DEFAULT_LIMIT


def call(arguments: Mapping[str, object], notes: Sequence[Note]) -> str:
    """One call of the tool.

    Raises:
        ToolError: what a better call would fix.
    """
    return search(arguments_of(arguments), notes)


def arguments_of(given: Mapping[str, object]) -> SearchArguments:
    """The arguments `query` and `limit` (5 where it is not given), checked.

    Raises:
        ArgumentError: an argument is unknown, missing, of another type or out of range;
            it says what to pass.
    """
    if unknown := given.keys() - {"query", "limit"}:
        raise ArgumentError(
            f"there is no {', '.join(sorted(unknown))}: pass query and limit"
        )
    return SearchArguments(
        words_of(given.get("query")), limit_of(given.get("limit", DEFAULT_LIMIT))
    )


def words_of(query: object) -> tuple[str, ...]:
    """The words of a query in lower case.

    Raises:
        ArgumentError: it is no text of 1 to LONGEST_QUERY characters.
    """
    if not isinstance(query, str) or not query.strip() or len(query) > LONGEST_QUERY:
        raise ArgumentError(f"pass a query of 1 to {LONGEST_QUERY} characters")
    return tuple(query.lower().split())


def limit_of(limit: object) -> int:
    """How many notes to show.

    Raises:
        ArgumentError: it is no whole number from 1 to MOST_RESULTS.
    """
    if not isinstance(limit, int) or isinstance(limit, bool):
        raise ArgumentError(f"pass a limit of 1 to {MOST_RESULTS}")
    if not 1 <= limit <= MOST_RESULTS:
        raise ArgumentError(f"pass a limit of 1 to {MOST_RESULTS}")
    return limit


def search(arguments: SearchArguments, notes: Sequence[Note]) -> str:
    """The reply: a line for each note found, newest first, and how many are left.

    A note is found when it has every word. Where none is found, the reply is NOTHING.
    It is never longer than LONGEST_REPLY.
    """
    found = [note for note in notes if has_all(note, arguments.words)]
    found.sort(key=lambda note: note.id, reverse=True)
    lines = [line_of(note) for note in found[: arguments.limit]]
    if left := len(found) - len(lines):
        lines.append(f"{left} more: narrow the query, or raise limit")
    return "\n".join(lines)[:LONGEST_REPLY] or NOTHING


def has_all(note: Note, words: Sequence[str]) -> bool:
    """Whether a note has every word, whatever its case."""
    return all(word in note.text.lower() for word in words)


def line_of(note: Note) -> str:
    """One note on one line, shortened."""
    return f"#{note.id} {' '.join(note.text.split())[:80]}"
