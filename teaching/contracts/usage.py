"""Tokens of an answer, as models report them and the ledger keeps them; loaded by both, so it loads nothing itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer, in the model's own count.

    Attributes:
        read: of the prompt, without those that came from or went into a cache.
        written: of the answer, thinking included.
        cache_read: of the prompt, taken from the engine's cache.
        cache_written: of the prompt, put into it.
    """

    read: int = 0
    written: int = 0
    cache_read: int = 0
    cache_written: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.read + self.written + self.cache_read + self.cache_written

    @property
    def prompt(self) -> int:
        """Those of the prompt, wherever the engine had them from."""
        return self.read + self.cache_read + self.cache_written

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.read + other.read,
            self.written + other.written,
            self.cache_read + other.cache_read,
            self.cache_written + other.cache_written,
        )
