"""The page on which people rate clarity: two answers to each question, in an order that is drawn, by nobody knows whom.

Who said what stands in `rating-key.json`, which raters need not get.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from string import Template
from typing import Final

from finetune.config import JSON
from finetune.evaluate.model import Item
from finetune.evaluate.rating import Key
from finetune.evaluate.results import Judged
from finetune.inspect.page import embedded

PAGE: Final = "rating.html"
_RATED: Final = frozenset({"hint", "explanation", "plan"})  # what is there to be understood
_MOST: Final = 30


def page(one: Judged, other: Judged, items: Sequence[Item], seed: int) -> tuple[str, Key]:
    """The page, and the key to it."""
    rows: list[dict[str, JSON]] = []
    left: dict[str, str] = {}
    both = zip(items, one.answers, other.answers, strict=True)
    fit = [row for row in both if row[0].kind in _RATED and row[1].text.strip() and row[2].text.strip()]
    for item, mine, theirs in sorted(fit, key=lambda row: _drawn(seed, "item", row[0].id))[:_MOST]:
        swapped = _drawn(seed, "side", item.id)[0] & 1
        left[item.id] = (other if swapped else one).who.name
        first, second = (theirs, mine) if swapped else (mine, theirs)
        rows.append({"id": item.id, "asked": item.instruction, "shown": item.input, "A": first.text, "B": second.text})
    number = hashlib.sha256(json.dumps(rows, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    here = files("finetune.evaluate")
    script = (here / "rating.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(f"\n{script}".encode()).digest()).decode()
    whole = Template((here / "rating.html").read_text(encoding="utf-8")).substitute(
        policy=f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'",
        data=embedded({"page": number, "items": list(rows)}),
        script=script,
    )
    return whole, Key(page=number, models=(one.who.name, other.who.name), a=left)


def _drawn(seed: int, what: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed} {what} {name}".encode()).digest()
