"""Exercises: code whose core is left to the learner, and the solutions that nobody may be shown too soon."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["python", "typescript", "tsx", "javascript", "other"]


class Doc(BaseModel):
    """A page of official documentation.

    Attributes:
        explains: what is found there, in a few words.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: str
    explains: str


class Exemplar(BaseModel):
    """The reference solution of one marker.

    Attributes:
        path: the file that holds the marker, relative to the learner's root.
        symbol: dotted name of the function, as `Basket.total`; empty for a region.
        text: the whole function as it was, signature and docstring included; for a region its lines.
        task: the id in the marker's brackets, or None.
        marker: what the marker says is to be done.
        tests: the tests that are red until it is done, as their runner names them.
        core: words and calls without which no solution stands; a reply that has them all gives it away.
        digest: of the code that stands in the learner's file until something is done.
        docs: what hints point to.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    path: str
    symbol: str
    language: Language
    text: str
    task: str | None = None
    marker: str = ""
    hints: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    digest: str = ""
    docs: tuple[Doc, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """One function whose body is to be replaced by a marker.

    Attributes:
        symbol: dotted name, as `Basket.total`.
        text: what the marker says is to be done.
        hints: its `Hint:` lines.
    """

    symbol: str
    text: str
    hints: tuple[str, ...] = ()
    task: str | None = None
