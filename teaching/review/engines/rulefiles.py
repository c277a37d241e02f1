"""Reads an author's ast-grep rule file, and refuses what would bring yaml or ast-grep down.

ast-grep walks a rule by recursion in native code, where too deep a rule ends the process and cannot be caught.
"""

from typing import Any, cast

import yaml

_MOST_CHARACTERS = 64 * 1024
_MOST_BRACKETS = 100  # open at once
_DEEPEST = 50
_MOST_VALUES = 10_000  # with what stands behind an alias counted each time
_LONGEST = 2_000  # of one text: a pattern is code, and so can be nested too


class UnusableRuleError(Exception):
    """Why a rule file cannot be used, as a phrase that goes on from its name."""


class _Loader(yaml.SafeLoader):
    """YAML without dates, for a rule has none, and without merge keys, which can grow without bound."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":merge"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merges nothing."""


def read_documents(text: str) -> list[Any]:
    """The documents of a rule file.

    Raises:
        UnusableRuleError: it is no YAML, or more than a rule can be.
    """
    if len(text) > _MOST_CHARACTERS:
        raise UnusableRuleError(f"is longer than {_MOST_CHARACTERS} characters")
    if _most_open(text) > _MOST_BRACKETS:
        raise UnusableRuleError(f"has more than {_MOST_BRACKETS} brackets within one another")
    try:
        documents = list(yaml.load_all(text, _Loader))
    except yaml.YAMLError as error:
        raise UnusableRuleError(f"is no YAML: {str(error).splitlines()[0]}") from error
    except RecursionError as error:
        raise UnusableRuleError("is nested too deeply") from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:  # what yaml lets through of a bad scalar
        raise UnusableRuleError("holds a value that is not what its YAML tag or its form says") from error
    _check(documents)
    return documents


def _most_open(text: str) -> int:
    most = now = 0
    for character in text:
        if character in "([{":
            now += 1
            most = max(most, now)
        elif character in ")]}":
            now = max(0, now - 1)
    return most


def _check(documents: list[Any]) -> None:
    """Walks all values with a stack of its own, so that a value that holds itself is met as one without end."""
    waiting: list[tuple[Any, int, bool]] = [(documents, -1, False)]
    seen = 0
    while waiting:
        value, depth, counted = waiting.pop()
        seen += 1
        if depth > _DEEPEST or seen > _MOST_VALUES:
            raise UnusableRuleError("is nested too deeply, or an alias in it leads back to itself")
        if isinstance(value, str):
            _check_text(value)
        elif isinstance(value, dict):
            for key, inner in cast("dict[Any, Any]", value).items():
                if counted and key == "matches":
                    raise UnusableRuleError("has `matches` within `ofRule`, which ast-grep cannot always follow")
                waiting += [(key, depth + 1, counted), (inner, depth + 1, counted or key == "ofRule")]
        elif isinstance(value, list | tuple | set):
            waiting += [(inner, depth + 1, counted) for inner in cast("list[Any]", value)]


def _check_text(text: str) -> None:
    if len(text) > _LONGEST:
        raise UnusableRuleError(f"has a text of more than {_LONGEST} characters")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UnusableRuleError("has a text with half a character")
