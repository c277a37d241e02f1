"""How each check did on the labelled corpus: data that `tests/corpus/code/measure.py` writes and a test holds true.

A precision is a count of what was seen, never a model's number: `right` of `of` findings were where a label stands.
"""

import json
from functools import cache
from importlib.resources import files

from teaching.contracts.review import Measured


def measured(check: str) -> Measured | None:
    """What was measured for a check; None where no case of the corpus made it speak."""
    counts = _counts().get(check)
    return None if counts is None else Measured(right=counts[0], of=counts[1])


def in_words(found: Measured) -> str:
    """Such as `right in 11 of 12 findings on the labelled corpus`."""
    return f"right in {found.right} of {found.of} findings on the labelled corpus"


@cache
def _counts() -> dict[str, tuple[int, int]]:
    text = files("teaching.review").joinpath("measured.json").read_text(encoding="utf-8")
    return {name: (int(right), int(of)) for name, (right, of) in json.loads(text).items()}
