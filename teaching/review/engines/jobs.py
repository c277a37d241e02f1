"""What engines are given and what they return."""

from dataclasses import dataclass, field

from teaching.review.entry import Engine, Entry, Fact, Params
from teaching.review.source import SourceFile


@dataclass(frozen=True, slots=True)
class Job:
    """One engine of one entry with its parameters, over the files that its rule governs.

    Attributes:
        others: the files in scope that are governed as well and are no source code; a whole project's checks read them.
    """

    entry: Entry
    engine: Engine
    params: Params
    sources: tuple[SourceFile, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A fact with the position of its job in the batch that was given, and the analyzer's own rule name."""

    job: int
    path: str
    fact: Fact
    code: str = ""


@dataclass(slots=True)
class Outcome:
    """All that a batch yielded.

    Attributes:
        partial: path → reason, for files that an analyzer understood only in part.
        engines: name → version, or why it did not run and how to get it.
    """

    found: list[Found] = field(default_factory=list[Found])
    partial: dict[str, str] = field(default_factory=dict[str, str])
    engines: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, other: "Outcome") -> None:
        """Takes in what another engine yielded."""
        self.found.extend(other.found)
        for path, reason in other.partial.items():
            self.partial.setdefault(path, reason)
        self.engines.update(other.engines)
