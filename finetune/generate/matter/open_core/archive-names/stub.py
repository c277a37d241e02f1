"""File names for a photo archive."""

import re
import unicodedata
from collections.abc import Container


def slug(title: str, longest: int = 40) -> str:
    """A file name from a title.

    Accents are taken off; whatever is then no ASCII letter or digit becomes one hyphen, none at the ends. All is lower
    case. A longer name is cut at its last hyphen that fits, or hard. Where nothing is left it is "untitled".
    """
    # TODO(human): apply the rules one after the other.
    raise NotImplementedError("slug")


def unique(title: str, taken: Container[str]) -> str:
    """The slug of a title, with a number where it is taken."""
    name, number = slug(title), 1
    while name in taken:
        number += 1
        name = f"{slug(title)}-{number}"
    return name
