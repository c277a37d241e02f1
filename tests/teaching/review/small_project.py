"""A project in memory, for checks that look at more than one file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from teaching.review.entry import Fact, Params
from teaching.review.source import LANGUAGE_OF_SUFFIX, SourceFile


@dataclass
class View:
    """Files with their texts, what they held before the change, and what git says of the rest."""

    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    old: Mapping[str, str] | None = None
    commits: tuple[tuple[str, str], ...] = ()
    branch: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(sorted({*self.texts, *self.sizes}))

    @property
    def files(self) -> tuple[str, ...]:
        return self.paths

    @property
    def changed(self) -> frozenset[str]:
        if self.old is None:
            return frozenset()
        return frozenset(path for path, text in self.texts.items() if self.old.get(path) != text)

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        suffixes = {path: "." + path.rpartition(".")[2] for path in sorted(self.texts)}
        return tuple(
            SourceFile(path, self.texts[path], LANGUAGE_OF_SUFFIX[suffix])
            for path, suffix in suffixes.items()
            if suffix in LANGUAGE_OF_SUFFIX
        )

    def read(self, path: str) -> str | None:
        return self.texts.get(path)

    def size(self, path: str) -> int | None:
        return self.sizes.get(path)

    def before(self, path: str) -> str | None:
        return (self.old or {}).get(path)


Find = Callable[..., Iterable[tuple[str, Fact]]]


def places(find: Find, view: View, **params: object) -> list[tuple[str, int]]:
    """Where a check speaks, by path and line."""
    given: Params = params  # type: ignore[assignment]
    return sorted((path, fact.line) for path, fact in find(view, given))


def commits(*messages: str) -> View:
    """A project of which only the commits matter, named c0, c1 and so on."""
    return View(commits=tuple((f"c{number}", message) for number, message in enumerate(messages)))
