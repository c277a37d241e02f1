"""What may be shown of a file: its lines, with secrets masked as findings mask them."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeVar

from teaching.review.catalogue.security.secrets import hardcoded_secrets
from teaching.review.source import SourceFile
from teaching.review.symbols import symbol_at

_T = TypeVar("_T")
LONGEST = 400
HIDDEN = "…"
_QUOTED = re.compile(r"([\"'`])([^\"'`]{4,})\1")


class Shown:
    """One file as it may be shown."""

    def __init__(self, source: SourceFile) -> None:
        """Takes the file, and reads nothing yet."""
        self.source = source

    @cached_property
    def masked(self) -> Mapping[int, str]:
        """What stands in place of each line that holds a secret or a part of one."""
        facts = None if self.source.beyond else unharmed(lambda: list(hardcoded_secrets(self.source, {})))
        if facts is None:  # what could not be looked through is not shown
            return dict.fromkeys(range(1, len(self.source.lines) + 1), HIDDEN)
        found: dict[int, str] = {}
        for fact in facts:
            found[fact.line] = fact.shown
            found.update(dict.fromkeys(range(fact.line + 1, fact.end_line + 1), HIDDEN))
        return found

    def line(self, number: int) -> str:
        """A line without its end, masked where it has to be."""
        masked = self.masked.get(number)
        if masked is None:
            return self.source.line_text(number).rstrip()
        text = self.source.line_text(number)
        return text[: len(text) - len(text.lstrip())] + masked

    def excerpt(self, first: int, last: int) -> str:
        """The lines, both included, without what all of them are indented by, cut to what an excerpt may have."""
        lines = [self.line(number).expandtabs(4) for number in range(first, last + 1)]
        margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        text = "\n".join(line[margin:] for line in lines).strip("\n")
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

    def hidden_in(self, text: str) -> bool:
        """Whether a text repeats a word that is masked in this file."""
        words = {
            word
            for number, shown in self.masked.items()
            for word in _words(self.source.line_text(number)) - _words(shown)
        }
        return any(word in text for word in words)

    def symbol(self, line: int) -> str:
        """The name of what stands around a line."""
        return unharmed(lambda: symbol_at(self.source, line)) or ""

    def forget(self) -> None:
        """Lets the tree go, which the masks and names were read from."""
        self.source.forget()


def unharmed(ask: Callable[[], _T]) -> _T | None:
    """What a question to a tree comes to; None where the parser broke over it."""
    try:
        return ask()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # a Rust panic is one, and its class cannot be imported
        if type(problem).__name__ != "PanicException":
            raise
        return None


def _words(line: str) -> set[str]:
    """The longer words of a line, and what stands in quotes."""
    cut = "".join(character if character.isalnum() or character in "_-./+" else " " for character in line)
    return {word for word in cut.split() if len(word) >= 8} | {found[2] for found in _QUOTED.finditer(line)}
