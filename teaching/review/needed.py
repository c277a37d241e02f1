"""The words without which a phrase cannot match, so that most phrases are turned away before they are compiled.

`needed.json` is written by `docs/generate.py` from the expressions themselves (`needing.py`). An expression that the
file does not know, one that was written a moment ago, is compiled and tried: an old file costs time, never a reading.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files

NAME = "needed.json"


def can_match(expression: str, sentence: str) -> bool:
    """Whether nothing that the expression needs is missing from the lower-cased sentence."""
    needs, words = _known()
    return all(any(word in sentence for word in words[one]) for one in needs.get(key(expression), ()))


def key(expression: str) -> str:
    """The name of an expression in the file."""
    return hashlib.blake2b(expression.encode(), digest_size=6).hexdigest()


@cache
def _known() -> tuple[dict[str, list[int]], list[list[str]]]:
    read = json.loads(files("teaching.review").joinpath(NAME).read_text(encoding="utf-8"))
    return read["expressions"], read["words"]
