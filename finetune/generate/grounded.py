"""Nothing in an answer comes from nowhere: its names, places and numbers stand in what the example was made of.

What an example was made of: what the learner said and showed, the code of the answer itself (which has checks of its
own), the facts that its kind computed, and the matter and the bank of its kind.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from finetune.generate.model import Candidate, Check, require
from teaching.mentor.habits import FENCE, fences, places

_SPAN = re.compile(r"`([^`\n]+)`")
_WORD = re.compile(r"[A-Za-z_]\w*")
_NUMBER = re.compile(r"(?<![\w.,:/#-])\d[\d,_]*(?:\.\d+)?(?![\w:-]|,\d)")
_OWN = frozenset({"numbers", "numbers-real", "numbers-stated", "recalculated"})  # checks that know every number
_SMALL = 12  # steps of a list, and what somebody counts at a glance


def grounded(candidate: Candidate, kind: str) -> tuple[Check, ...]:
    """That every name, place and number of an answer is known; numbers only where no check of its kind knows better.

    Args:
        kind: whose matter and bank count.
    """
    shown = "\n".join((candidate.instruction, candidate.input, *(turn.content for turn in candidate.before)))
    own = "\n".join((shown, *candidate.facts))
    cited = {place for check in candidate.checks for place in check.places}

    def names(output: str) -> str:
        known = _words_of(kind) | _words("\n".join((own, *(code for _, code in fences(output)))))
        told = [word for span in _spans(output) for word in _WORD.findall(span)]
        strange = [word for word in told if word not in known]
        require(not strange, f"`{strange[0] if strange else ''}` stands nowhere")
        return f"{len(told)} names"

    def found(output: str) -> str:
        told = places(FENCE.sub("\n", output))
        strange = [place for place in told if place not in cited and place not in own]
        require(not strange, f"{strange[0] if strange else ''} is none of its places")
        return f"{len(told)} places"

    def numbers(output: str) -> str:
        texts = (own, *(code for _, code in fences(output)))
        known = _numbers_of(kind) | {number for text in texts for number in _numbers(text)}
        told = [number for number in _numbers(FENCE.sub("\n", output)) if float(number) > _SMALL]
        strange = [number for number in told if number not in known]
        require(not strange, f"{strange[0] if strange else ''} comes from nowhere")
        return f"{len(told)} numbers"

    common = (Check("names-known", names), Check("places-known", found))
    return common if _OWN & {check.name for check in candidate.checks} else (*common, Check("numbers-known", numbers))


def _spans(output: str) -> Iterator[str]:
    for match in _SPAN.finditer(FENCE.sub("\n", output)):
        yield match[1]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text))


def _numbers(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        yield match[0].replace(",", "").replace("_", "")


@cache
def _words_of(kind: str) -> frozenset[str]:
    return frozenset(_words(_written(kind)))


@cache
def _numbers_of(kind: str) -> frozenset[str]:
    return frozenset(_numbers(_written(kind)))


@cache
def _written(kind: str) -> str:
    """All matter and the bank of a kind, as one text."""
    name, whole = kind.replace("-", "_"), files("finetune.generate")
    bank = whole / "banks" / f"{name}.toml"
    texts = [bank.read_text(encoding="utf-8")] if bank.is_file() else []
    matter = whole / "matter" / name
    return "\n".join([*texts, *(_texts(matter) if matter.is_dir() else ())])


def _texts(folder: Traversable) -> Iterator[str]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _texts(one) if one.name != "__pycache__" else ()
        else:
            yield one.read_text(encoding="utf-8")
