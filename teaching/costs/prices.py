"""What a million tokens cost with each model, and what an answer came to.

The table has the published prices of November 2026; a person's `[prices."MODEL-ID"]` in config.toml comes first. A
model that stands in neither has no price, and none is guessed. Not covered: batches, priority tiers, tools of the API
that are paid by the call, and writing to a cache that lasts an hour.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from teaching.contracts.usage import Usage

MILLION = 1_000_000
# What may stand behind an id and costs nothing: a date, the length of the context.
_BEHIND = re.compile(r"(?:[-@]20\d{6})?(?:\[\w+\])?$")
# How many characters a token is reckoned to have, where the tokens must be known before anybody counted them.
CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens.

    Attributes:
        up_to: the longest prompt, in tokens, that these apply to; None where they apply to all.
        above: what applies to longer prompts.
    """

    read: float
    written: float
    cache_read: float
    cache_written: float
    up_to: int | None = None
    above: "Price | None" = None

    def of(self, usage: Usage) -> float:
        """What these tokens cost, in US dollars."""
        if self.up_to is not None and self.above is not None and usage.prompt > self.up_to:
            return self.above.of(usage)
        return (
            usage.read * self.read
            + usage.written * self.written
            + usage.cache_read * self.cache_read
            + usage.cache_written * self.cache_written
        ) / MILLION

    def at_most(self, prompt: int, written: int) -> float:
        """The most that a prompt and an answer of so many tokens can cost, however a cache is used."""
        part = self.above if self.up_to is not None and prompt > self.up_to and self.above is not None else self
        dearest = max(part.read, part.cache_read, part.cache_written)
        return (prompt * dearest + written * part.written) / MILLION


Prices = Mapping[str, Price]

_OPUS = Price(5, 25, 0.50, 6.25)
_SONNET = Price(3, 15, 0.30, 3.75)
DEFAULTS: dict[str, Price] = {
    "claude-fable-5-1": Price(10, 50, 0.25, 12.5),
    "claude-opus-5-5": Price(4, 20, 0.20, 5),
    "claude-opus-5": _OPUS,
    "claude-opus-4-8": _OPUS,
    "claude-opus-4-7": _OPUS,
    "claude-opus-4-6": _OPUS,
    "claude-opus-4-5": _OPUS,
    "claude-sonnet-5-5": Price(2, 10, 0.10, 2.5),
    "claude-sonnet-5": Price(2, 10, 0.20, 2.5),
    "claude-sonnet-4-6": _SONNET,
    "claude-sonnet-4-5": _SONNET,
    "claude-haiku-5-5": Price(0.10, 0.50, 0.01, 0.125, up_to=100_000, above=Price(0.50, 2.50, 0.05, 0.625)),
    "claude-haiku-4-5": Price(1, 5, 0.10, 1.25),
}


def price_of(model: str, prices: Prices = DEFAULTS) -> Price | None:
    """The price of a model by its id, with or without the date behind it; None where it is not known."""
    plain = _BEHIND.sub("", model, count=1)
    return prices.get(model) or prices.get(plain)


def cost_of(model: str, usage: Usage, prices: Prices = DEFAULTS) -> float | None:
    """What an answer cost, in US dollars; None where the model's price is not known."""
    price = price_of(model, prices)
    return None if price is None else price.of(usage)


def tokens_in(characters: int) -> int:
    """How many tokens a text of so many characters is reckoned to have, for what must be known before it is asked."""
    return -(-characters // CHARACTERS_PER_TOKEN)
