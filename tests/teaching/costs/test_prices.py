"""Prices: by id with and without a date, and never a guess."""

import pytest

from teaching.contracts.usage import Usage
from teaching.costs.prices import DEFAULTS, Price, cost_of, price_of, tokens_in

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("model", "usage", "dollars"),
    [
        ("claude-opus-5-5", Usage(MILLION, MILLION, MILLION, MILLION), 4 + 20 + 0.20 + 5),
        ("claude-opus-5-5-20261101", Usage(read=MILLION), 4),
        ("claude-sonnet-4-5@20250929", Usage(read=MILLION), 3),
        ("claude-opus-4-8[1m]", Usage(written=MILLION), 25),
        ("claude-haiku-5-5", Usage(read=100_000, written=1000), 0.0105),
        ("claude-haiku-5-5", Usage(read=50_000, cache_read=50_000, cache_written=1, written=1000), 0.0300006250),
        ("claude-fable-5-1", Usage(), 0),
    ],
)
def test_an_answer_costs_its_tokens_at_the_models_price(model: str, usage: Usage, dollars: float) -> None:
    assert cost_of(model, usage) == pytest.approx(dollars)


@pytest.mark.parametrize("model", ["llama3.2", "claude-opus-9", "", "claude-opus-5-5-preview"])
def test_a_price_that_is_not_known_is_not_guessed(model: str) -> None:
    assert cost_of(model, Usage(read=10)) is None


def test_a_persons_own_price_comes_first_also_for_a_dated_id() -> None:
    own = {**DEFAULTS, "claude-opus-5-5": Price(1, 1, 1, 1), "mine-20260101": Price(2, 2, 2, 2)}
    assert cost_of("claude-opus-5-5-20261101", Usage(read=MILLION), own) == 1
    assert price_of("mine-20260101", own) == Price(2, 2, 2, 2)


@pytest.mark.parametrize("prompt", [0, 10, 99_999, 100_000, 100_001])
def test_no_use_of_the_cache_costs_more_than_the_most(prompt: int) -> None:
    for price in DEFAULTS.values():
        most = price.at_most(prompt, 500)
        for usage in (Usage(prompt, 500), Usage(0, 500, prompt, 0), Usage(0, 500, 0, prompt)):
            assert price.of(usage) <= most + 1e-12


def test_a_text_has_a_token_for_every_four_characters_begun() -> None:
    assert [tokens_in(n) for n in (0, 1, 4, 5)] == [0, 1, 1, 2]
