"""A cache in front of something slow: it reads through, forgets in time, and serves
what it has when the slow fails.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

V = TypeVar("V")


class CacheError(Exception):
    """What the cache could not do."""


class SourceFailedError(CacheError):
    """The source failed and nothing usable is kept."""


@dataclass(slots=True)
class Kept(Generic[V]):
    """One value and when it was read."""

    value: V
    read_at: float


@dataclass(slots=True)
class Cache(Generic[V]):
    """A bounded cache.

    Attributes:
        load: reads a value from the source.
        fresh_s: how long a value is served without asking the source.
        stale_s: how long it may be served when the source fails; longer than fresh_s.
        most: how many values are kept.
        kept: by key, the least recently used first.
    """

    load: Callable[[str], V]
    clock: Callable[[], float]
    fresh_s: float = 60.0
    stale_s: float = 600.0
    most: int = 1000
    kept: dict[str, Kept[V]] = field(default_factory=dict[str, Kept[V]])

    def get(self, key: str) -> V:
        """The value of a key: kept while it is fresh, else read; an old one where the
        source fails (OSError).

        Raises:
            SourceFailedError: the source failed, and what is kept is older than stale_s
                or nothing.
        """
        fresh = self.younger(key, self.fresh_s)
        if fresh is not None:
            return fresh.value
        try:
            return self.keep(key, self.load(key))
        except OSError as error:
            stale = self.younger(key, self.stale_s)
            if stale is None:
                raise SourceFailedError(key) from error
            return stale.value

    def younger(self, key: str, age_s: float) -> Kept[V] | None:
        """What is kept of a key, if it is younger than that; then it counts as used."""
        found = self.kept.get(key)
        if found is None or self.clock() - found.read_at >= age_s:
            return None
        self.put(key, found)
        return found

    def keep(self, key: str, value: V) -> V:
        """Keep a value that was read just now, and give it back."""
        self.put(key, Kept(value, self.clock()))
        return value

    def put(self, key: str, value: Kept[V]) -> None:
        """Make it the most recently used; what is beyond `most` goes, oldest first."""
        self.kept.pop(key, None)
        self.kept[key] = value
        while len(self.kept) > self.most:
            del self.kept[next(iter(self.kept))]

    def forget(self, key: str) -> None:
        """The value changed at its source."""
        self.kept.pop(key, None)
