"""A scaffold as somebody else might write it, and the same with its core filled in."""

SOURCE = '''\
"""Baskets."""


class BasketError(Exception):
    """What a basket could not do."""


def count(names: list[str]) -> dict[str, int]:
    """How often each name is there."""
    # TODO(human)[basket]: Count each name
    # Hint: collections.Counter does this
    raise NotImplementedError("TODO(human): count")
'''
TEST = '''\
"""What counting means."""

from basket import count


def test_every_name_is_counted() -> None:
    """Twice is two."""
    assert count(["a", "b", "a"]) == {"a": 2, "b": 1}
'''
GOOD = {"basket.py": SOURCE, "tests/test_basket.py": TEST}
FILLED = SOURCE.replace(
    '    raise NotImplementedError("TODO(human): count")\n', "    return {name: names.count(name) for name in names}\n"
)


def changed(**files: str) -> dict[str, str]:
    """The good scaffold with one of its files another."""
    return {
        **GOOD,
        **{{"source": "basket.py", "test": "tests/test_basket.py"}[name]: text for name, text in files.items()},
    }
