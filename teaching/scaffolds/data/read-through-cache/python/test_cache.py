"""What the cache promises; time and the source are the test's."""

import pytest

from your_package.cache import Cache, SourceFailedError


class World:
    """A clock and a source that counts and can fail."""

    def __init__(self) -> None:
        self.now = 0.0
        self.reads: list[str] = []
        self.broken = False

    def load(self, key: str) -> str:
        self.reads.append(key)
        if self.broken:
            raise ConnectionError("no route")
        return f"{key}@{self.now:g}"

    def cache(self, most: int = 1000) -> Cache[str]:
        return Cache(self.load, lambda: self.now, most=most)


def test_a_fresh_value_is_read_once() -> None:
    world = World()
    cache = world.cache()
    assert [cache.get("a"), cache.get("a")] == ["a@0", "a@0"]
    assert world.reads == ["a"]


def test_a_value_is_read_again_when_it_is_no_longer_fresh() -> None:
    world = World()
    cache = world.cache()
    cache.get("a")
    world.now = 60
    assert cache.get("a") == "a@60"


def test_an_old_value_is_served_while_the_source_fails() -> None:
    world = World()
    cache = world.cache()
    cache.get("a")
    world.now, world.broken = 599, True
    assert cache.get("a") == "a@0"
    world.broken = False
    assert cache.get("a") == "a@599"


def test_a_value_that_is_too_old_is_not_served() -> None:
    world = World()
    cache = world.cache()
    cache.get("a")
    world.now, world.broken = 600, True
    with pytest.raises(SourceFailedError):
        cache.get("a")


def test_a_source_that_never_worked_is_an_error_of_our_own() -> None:
    world = World()
    world.broken = True
    with pytest.raises(SourceFailedError):
        world.cache().get("a")


def test_the_least_recently_used_value_goes_first() -> None:
    world = World()
    cache = world.cache(most=2)
    for key in ("a", "b", "a", "c", "a", "b"):
        cache.get(key)
    assert world.reads == ["a", "b", "c", "b"]


def test_a_forgotten_value_is_read_again() -> None:
    world = World()
    cache = world.cache()
    cache.get("a")
    cache.forget("a")
    cache.forget("b")
    cache.get("a")
    assert world.reads == ["a", "a"]
