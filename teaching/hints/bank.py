"""The bank of concepts, and which of them a piece of work is about.

Recognised by what a solution calls and how it is built, and by the words of marker, symbol and documentation.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from teaching.contracts.exercises import Doc
from teaching.contracts.review import Form
from teaching.errors import MissingPartError

_PLACE = Path(__file__).resolve().parent / "data" / "concepts.yml"
_CALL, _WORD, _SHAPE = 6, 3, 1
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LETTERS = re.compile(r"[^a-z0-9]+")


class Concept(Form):
    """One concept.

    Attributes:
        id: its name, which may be told.
        calls: what a solution calls.
        words: phrases of which each tells something.
        shape: traits of the structure, of which all must be there.
        question: at most 30 words.
        concept: what it is about, in a few short sentences.
        steps: what such code does, with the decisive parts open.
    """

    id: str
    question: str
    concept: str
    steps: list[str] = Field(min_length=2)
    python: Doc
    web: Doc
    calls: list[str] = Field(default_factory=list[str])
    words: list[str] = Field(default_factory=list[str])
    shape: list[str] | None = None

    def doc(self, language: str) -> Doc:
        """Where the language's own pages explain it."""
        return self.python if language == "python" else self.web


@cache
def concepts() -> Sequence[Concept]:
    """All of them, the particular ones before the general ones.

    Raises:
        MissingPartError: the installation lost them.
    """
    try:
        loaded: Any = yaml.load(_PLACE.read_text(encoding="utf-8"), Loader=_Loader)
        return tuple(Concept.model_validate(item) for item in loaded)
    except (OSError, yaml.YAMLError, ValidationError, TypeError) as error:
        raise MissingPartError("the bank of hints is damaged: install claude-code-teaching-assistant again") from error


def recognised(calls: Collection[str], traits: Collection[str], texts: Mapping[str, int]) -> list[Concept]:
    """The concepts that a piece of work is about, the nearest first; never none.

    Args:
        calls: what its solution calls; empty where it is not known.
        traits: of its structure.
        texts: what is written about it, with how much each counts.
    """
    words = [(_plain(text), weight) for text, weight in texts.items()]
    scores = [(_score(one, calls, traits, words), -number, one) for number, one in enumerate(concepts())]
    ranked = sorted((item for item in scores if item[0] > 0), key=lambda item: item[:2], reverse=True)
    return [one for _, _, one in ranked] or [concepts()[-1]]


def _score(one: Concept, calls: Collection[str], traits: Collection[str], words: Sequence[tuple[str, int]]) -> int:
    found = _CALL * min(2, sum(name in calls for name in one.calls))
    for phrase in one.words:
        plain = _plain(phrase)
        found += max((_WORD * weight + plain.count(" ", 1, -1) for text, weight in words if plain in text), default=0)
    if one.shape is not None and set(one.shape) <= set(traits):
        found += _SHAPE + len(one.shape)
    return found


def _plain(text: str) -> str:
    """Words with one space around each, those of a camelCase or snake_case name too."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return f" {_LETTERS.sub(' ', parted.lower()).strip()} "
