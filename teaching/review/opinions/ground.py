"""What opinions are held against: the rules, the files under review and their lines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from teaching.contracts.review import Finding
from teaching.repository.scope import Scope, ScopedFile
from teaching.review.catalogue.security.secrets_values import known_format
from teaching.review.opinions.excerpts import HIDDEN, Shown
from teaching.review.project import Loaded, Project
from teaching.review.rules import Rule
from teaching.review.source import SourceFile


@dataclass(frozen=True)
class Ground:
    """What a review looked at.

    Attributes:
        rules: all of the constitution.
        sources: the files that were understood.
        files: everything in scope, by path.
        everything: the scope is the whole tree, and no change.
        found: every finding of the tools, shown or not.
        declined: the ids of findings that somebody declined.
        read: the text of another file in scope; None where it cannot be read.
    """

    rules: Sequence[Rule]
    sources: Sequence[SourceFile]
    files: Mapping[str, ScopedFile]
    everything: bool
    found: Sequence[Finding] = ()
    declined: frozenset[str] = frozenset()
    read: Callable[[str], str | None] = field(default=lambda path: None)

    def line(self, path: str, number: int) -> str:
        """A line of a file in scope as it may be shown; of a text that no analyzer reads, known secrets are not."""
        if path in self.shown:
            return self.shown[path].line(number)
        line = (self.read(path) or "").split("\n")[number - 1]
        return line if known_format(line, in_tests=False) is None else HIDDEN

    def text(self, path: str) -> str | None:
        """The text of a file in scope."""
        source = self.shown.get(path)
        return source.source.text if source is not None else self.read(path)

    @cached_property
    def shown(self) -> Mapping[str, Shown]:
        """The understood files, as they may be shown."""
        return {source.path: Shown(source) for source in self.sources}


def ground_of(
    rules: Sequence[Rule], scope: Scope, loaded: Loaded, found: Sequence[Finding], declined: frozenset[str]
) -> Ground:
    """The ground of one review."""
    files = {file.path: file for file in scope.files}
    read = Project(scope, tuple(loaded.sources)).read
    return Ground(rules, loaded.sources, files, scope.kind == "all", found, declined, read)
