"""What engines are given and what they return."""

from dataclasses import dataclass, field

from teaching.review.entry import Engine, Entry, Fact, Params
from teaching.review.source import SourceFile
from teaching.review.symbols import Named


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


@dataclass(frozen=True, slots=True)
class Seen:
    """The places in a file that one job's rule speaks of: 1-based lines, and whether the rule is visibly kept there."""

    job: int
    path: str
    sites: tuple[tuple[int, bool], ...]


@dataclass(slots=True)
class Outcome:
    """All that a batch yielded.

    Attributes:
        seen: for the checks that count where they could have spoken.
        partial: path → reason, for files that an analyzer understood only in part.
        failed: path ("." for the project) → the checks that failed there, each with the name of what ended it.
        engines: name → version, or why it did not run and how to get it.
        beyond: path → why no check could look at the file, empty where they could; of each file that was walked.
        outlines: path → its functions and classes, of each file whose tree was open.
    """

    found: list[Found] = field(default_factory=list[Found])
    seen: list[Seen] = field(default_factory=list[Seen])
    partial: dict[str, str] = field(default_factory=dict[str, str])
    failed: dict[str, list[tuple[str, str]]] = field(default_factory=dict[str, list[tuple[str, str]]])
    engines: dict[str, str] = field(default_factory=dict[str, str])
    beyond: dict[str, str] = field(default_factory=dict[str, str])
    outlines: dict[str, tuple[Named, ...]] = field(default_factory=dict[str, tuple[Named, ...]])

    def add(self, other: "Outcome") -> None:
        """Takes in what another engine yielded."""
        self.found.extend(other.found)
        self.seen.extend(other.seen)
        for path, reason in other.partial.items():
            self.partial.setdefault(path, reason)
        for path, failures in other.failed.items():
            self.failed.setdefault(path, []).extend(failures)
        self.engines.update(other.engines)
        self.beyond.update(other.beyond)
        self.outlines.update(other.outlines)
