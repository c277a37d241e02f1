"""Cores of a line or two, whose few operations and everyday names come up in any sentence: told whole, or no leak."""

from functools import cache

import pytest

from teaching.contracts.exercises import Exemplar
from teaching.curriculum import shelf, states
from teaching.guard.likeness import judge

SLUGS = ("crypto-tracker", "news-aggregator", "testing-framework")
# What a mentor says about other things, in the words that small cores are made of.
FINE = (
    "Put your own name there, or a part of it. Take the warmest day by its high, and call one with two degrees cold. "
    "Both come up in the log, and the one by Tove does not.",
    "Check what you would drop before you do it: the commit predates two changes, and you named only one of them.",
    "Take away at most one newline, or all of them; for a whole file, split it into lines without their ends.",
    "Write the phone first, then add what wider screens get. Keep each breakpoint once, in one file.",
    "Begin with the plain loop. It waits for each promise in turn; with `Promise.all` they go on at once.",
    "The rejection is right: the branch no longer contains what is on the server. Replace it with care.",
    "Show the message with its line and stop. Return to the form, and let the error message say what was wrong.",
    "Count what people searched for without success. Ten failed searches in a row appear in a list for the desk.",
    "If the check fails, show the failed lines first. Otherwise take the five largest and keep them.",
    "Keep what came now apart from what was received before, and return to it at the end.",
    "Refuse a name that is longer than the column, add a test for it, and say which of the two rules is meant.",
    "Close the file when you are done with it. Open the server in one terminal, and use it from the other.",
)
TOLD = {
    "multiply": "Multiply one by other, hand the product to divideRounded with ONE, and return what comes out.",
    "ageOf": "Subtract the price's receivedAt from now, take the maximum of zero and that, and return it.",
    "ErrorBoundary.getDerivedStateFromError": "Return an object whose message is messageOf of what was thrown.",
    "withShop": "Await start with the faults. In a try, await use with the shop and return that; in any case, at the "
    "end, await close on the shop.",
    "flips": "Map each outcome to whether it equals failed. Then slice off the first 1, filter the rest to those that "
    "are not equal to failed at the same index, and return the length.",
    "refuse_doubles": "Make an empty set. Loop over the sources, and for each loop over its name and its url. If the "
    "value is already in the set, raise an error with a text that has the value in it; otherwise add it to the set.",
}


@cache
def exemplars() -> tuple[Exemplar, ...]:
    return tuple(one for slug in SLUGS for one in states.exemplars(shelf.open_project(slug)))


@pytest.mark.parametrize("text", FINE)
def test_everyday_words_give_no_small_core_away(text: str) -> None:
    leak = judge(text, exemplars())
    assert leak is None, (leak.exemplar.symbol, leak.how, leak.score)


def test_nor_do_they_when_one_reply_follows_the_other() -> None:
    found = [judge(text, exemplars(), FINE[max(0, number - 4) : number]) for number, text in enumerate(FINE)]
    assert [leak.exemplar.symbol for leak in found if leak is not None] == []


@pytest.mark.parametrize("symbol", TOLD)
def test_a_small_core_that_is_told_whole_is_a_leak(symbol: str) -> None:
    exemplar = next(one for one in exemplars() if one.symbol == symbol)
    leak = judge(TOLD[symbol], [exemplar])
    assert leak is not None
    assert leak.how == "prose"
