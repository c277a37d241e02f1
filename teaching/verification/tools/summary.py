"""Counts from the line of numbers that jest and vitest end with, each in its own spelling."""

import re
from collections import Counter

from teaching.verification.tools.tool import Counted


def summed(
    text: str, lines: re.Pattern[str], none: re.Pattern[str], count: re.Pattern[str], broken: re.Pattern[str]
) -> Counted | None:
    """The counts of every such line added up; None where there is neither one nor a word that there are no tests.

    Args:
        text: what the tool printed.
        lines: finds the lines, their numbers in the group `counts`.
        none: says that there are no tests.
        count: a number and what it counts.
        broken: how many files could not be loaded: they have no tests that could fail.
    """
    found = list(lines.finditer(text))
    if not found:
        return Counted(0, 0, 0) if none.search(text) else None
    numbers: Counter[str] = Counter()
    for line in found:
        for number, what in count.findall(line["counts"]):
            numbers[what] += int(number)
    failed = numbers["failed"]
    if not failed and (files := broken.search(text)):
        failed = int(files[1])
    return Counted(numbers["passed"], failed, numbers["skipped"] + numbers["todo"])
