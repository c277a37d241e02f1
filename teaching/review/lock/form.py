"""The form of `.claude/checks.lock.json`: one entry for each rule about which its author decided something."""

import hashlib
import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

NAME = "checks.lock.json"
PLACE = f".claude/{NAME}"
# Words, and the marks that turn what a sentence says: `<`, `%`, a cross, a tick.
_TOKEN = re.compile(r"\w+|[<>≤≥=]+|!=+|[%❌🚫✗✘⛔✅✓]")

Answer = int | str | list[str]


class Kept(BaseModel):
    """What was decided about one rule.

    Attributes:
        quote: the rule in the project's own words as they were then.
        digest: of the sentence without its punctuation and case; another one makes what is kept stale.
        source: where it stood, as `CLAUDE.md:14`.
        answers: values that the sentence does not give, by check and value.
        accepted: the checks as they were read, each as in a `<!-- check: … -->` comment; they stand in for reading.
        rejected: names of checks that this rule is not about.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    quote: str
    digest: str
    source: str
    answers: dict[str, dict[str, Answer]] = Field(default_factory=dict[str, dict[str, Answer]])
    accepted: list[str] = Field(default_factory=list[str])
    rejected: list[str] = Field(default_factory=list[str])

    @property
    def is_empty(self) -> bool:
        """Whether nothing is decided any more."""
        return not (self.answers or self.accepted or self.rejected)


class Lock(BaseModel):
    """The whole file; keys are ids of rules."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    version: Literal[1] = 1
    rules: dict[str, Kept] = Field(default_factory=dict[str, Kept])


def digest_of(plain: str) -> str:
    """What a sentence is known by while only its punctuation, marks and case change."""
    return hashlib.sha256(" ".join(_TOKEN.findall(plain.lower())).encode()).hexdigest()[:16]
