r"""A bank of sentences: a TOML file of phrases, by what they do in a text and to whom they are said.

    facts = ["path", "line", "rule"]      what a source has to know before it can speak

    [see]                                 a move: what one or two sentences do
    any = ["`{path}:{line}` does not keep {rule}."]
    beginner = ["Look at line {line} of `{path}`: {rule} says otherwise."]

    [answer]                              a shape: a move that is made of others
    any = ["{see} {why}\n\n{ask}"]

`{name}` stands for a move or a fact; every other brace is text. A phrase whose facts are unknown is left out.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from teaching.errors import BadInputError

Register = Literal["beginner", "junior", "senior"]
REGISTERS: Final[tuple[Register, ...]] = ("beginner", "junior", "senior")
_SLOT = re.compile(r"\{([a-z][a-z_]*)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say something.

    Attributes:
        to: the registers that it suits.
        slots: the moves and facts in it, in their order.
    """

    text: str
    to: frozenset[str]
    slots: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with its slots filled in."""
        return _SLOT.sub(lambda match: values[match[1]], self.text)


@dataclass(frozen=True)
class Bank:
    """All that a kind of example can say.

    Attributes:
        facts: the names that may stand in a phrase without being a move.
    """

    name: str
    facts: frozenset[str]
    moves: Mapping[str, tuple[Phrase, ...]]


@cache
def bank(name: str) -> Bank:
    """A bank that is shipped.

    Raises:
        BadInputError: it is not as the form above says; the message names the move and the phrase.
    """
    text = (files("finetune.generate") / "banks" / f"{name}.toml").read_text(encoding="utf-8")
    return parsed(name, text)


def parsed(name: str, text: str) -> Bank:
    """A bank from its text.

    Raises:
        BadInputError: as `bank` does.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"bank {name}: {error}") from error
    facts = frozenset(given.pop("facts", ()))
    moves = {move: _phrases(name, move, table) for move, table in given.items()}
    found = Bank(name, facts, moves)
    _whole(found)
    return found


def _phrases(name: str, move: str, table: Mapping[str, list[str]]) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    for register, texts in table.items():
        if register != "any" and register not in REGISTERS:
            raise BadInputError(f"bank {name}: {move}.{register} is none of any, {', '.join(REGISTERS)}")
        to = frozenset(REGISTERS) if register == "any" else frozenset({register})
        found += [Phrase(text, to, tuple(_SLOT.findall(text))) for text in texts]
    if len({phrase.text for phrase in found}) != len(found):
        raise BadInputError(f"bank {name}: {move} says one thing twice")
    return tuple(found)


def _whole(found: Bank) -> None:
    """That every slot is known, and no move leads back to itself."""
    if both := found.facts & found.moves.keys():
        raise BadInputError(f"bank {found.name}: {', '.join(sorted(both))} is a fact and a move")
    for move, phrases in found.moves.items():
        for phrase in phrases:
            if unknown := set(phrase.slots) - found.facts - found.moves.keys():
                raise BadInputError(
                    f"bank {found.name}: {move} has {{{min(unknown)}}}, neither fact nor move: {phrase.text}"
                )
    done: set[str] = set()
    for move in found.moves:
        _endless(found, move, (), done)


def _endless(found: Bank, move: str, above: tuple[str, ...], done: set[str]) -> None:
    if move in above:
        raise BadInputError(f"bank {found.name}: {' → '.join((*above, move))} has no end")
    if move in done:
        return
    for slot in {slot for phrase in found.moves[move] for slot in phrase.slots} & found.moves.keys():
        _endless(found, slot, (*above, move), done)
    done.add(move)
