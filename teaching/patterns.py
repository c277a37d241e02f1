"""Regular expressions that are compiled when they are first used, not when their module is imported.

Most checks and most readings of a review never come into play on a given project, and compiling what they would look
for takes longer than what they do. Use it for the patterns of a module; `re.compile` stays right within a function.
"""

import re
from typing import Any, cast


class _Lazy:
    """Stands for a compiled pattern and becomes one at the first use; its methods are then the pattern's own."""

    __slots__ = ("__dict__", "_flags", "pattern")

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what `copy` and `pickle` ask of any object is no use of the pattern
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        for method in ("search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"):
            self.__dict__[method] = getattr(compiled, method)
        return getattr(compiled, name)


def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that is compiled at its first use.

    Args:
        pattern: the expression; an error in it shows at the first use, so each needs a test that uses it.
        flags: as of `re.compile`.

    Returns:
        What has the methods of a compiled pattern; functions of `re` do not take it.
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
