"""Which training rows hold a piece of what is judged: the same question, thirteen words in a row, or the same code.

A run of words or a piece of code that more than ten training rows have is a form of speaking, or a task's own frame,
and shows nothing by itself; the same question always counts. Nearly the same texts are found earlier, by `Sorting`. Not
covered: paraphrases.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from finetune.combine.sorting import asked, whole
from finetune.examples import Example
from finetune.likeness import Hashes, distinct, runs, words

RUN_OF = 13
COMMON = 10
_LEAST_CODE = 40  # bytes without white space: less is an import, or a call
_ONE, _PRIME = np.uint64(1), np.array([0x9E3779B97F4A7C15], np.uint64)  # an array wraps without a warning
_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n(.*?)^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_CODE_LIKE = re.compile(
    r"[;{}=]\s*$|^\s*(?:def|class|import|from|function|const|export|fn|func|package)\b", re.MULTILINE
)


@dataclass
class _Hits:
    """The rows that have a piece, until there are too many."""

    what: str
    rows: list[int] = field(default_factory=list)


def found(rows: Sequence[Example], hashed: Sequence[Hashes], judged: Sequence[Example]) -> dict[int, str]:
    """By the number of a row, the piece of what is judged that it holds.

    Args:
        hashed: the words of each row.
    """
    if not judged:
        return {}
    reasons = _questions(rows, judged)
    for hits in (*_by_words(hashed, judged), *_by_code(rows, judged)):
        if len(hits.rows) <= COMMON:
            for number in hits.rows:
                reasons.setdefault(number, hits.what)
    return dict(sorted(reasons.items()))


def _questions(rows: Sequence[Example], judged: Iterable[Example]) -> dict[int, str]:
    known = {_bare("\n".join(asked(one))): one.id for one in judged}
    named = ((number, known.get(_bare("\n".join(asked(row))))) for number, row in enumerate(rows))
    return {number: f"the same question as {name} of the evaluation" for number, name in named if name}


def _by_words(rows: Iterable[Hashes], judged: Sequence[Example]) -> Iterable[_Hits]:
    pieces = [(one, _runs(words(whole(one)))) for one in judged]
    known = distinct(np.concatenate([np.zeros(0, np.uint64), *(piece for _, piece in pieces)]))
    if not len(known):
        return []
    owner: dict[int, str] = {}
    for one, piece in pieces:
        for place in np.searchsorted(known, piece).tolist():
            owner.setdefault(place, one.id)
    hits: dict[int, _Hits] = {}
    telling = np.ones(len(known), np.bool_)
    for number, hashed in enumerate(rows):
        mine = _runs(hashed)
        if not len(mine):
            continue
        places = np.searchsorted(known, mine) % len(known)
        for place in set(places[(known[places] == mine) & telling[places]].tolist()):
            said = f"{RUN_OF} words in a row of {owner[place]} of the evaluation"
            one = hits.setdefault(place, _Hits(said))
            one.rows.append(number)
            telling[place] = len(one.rows) <= COMMON
    return hits.values()


def _runs(hashed: Hashes) -> Hashes:
    """The runs of words, whatever marks stand between them; a text that is shorter has none."""
    only = hashed[hashed & _ONE == _ONE]
    return runs(only, RUN_OF) if len(only) >= RUN_OF else only[:0]


def _by_code(rows: Iterable[Example], judged: Iterable[Example]) -> Iterable[_Hits]:
    """A piece is looked for by its beginning first: few rows have that, and are then compared in full."""
    begins: dict[int, list[tuple[bytes, _Hits]]] = {}
    for one in judged:
        for piece in sorted(set(_code(one))):
            hits = _Hits(f"code of {one.id} of the evaluation")
            begins.setdefault(int(_windows(piece)[0]), []).append((piece, hits))
    known = np.array(sorted(begins), np.uint64)
    for number, row in enumerate(rows if begins else ()):
        text = _squeezed(whole(row))
        mine = _windows(text)
        places = np.searchsorted(known, mine) % len(known)
        for begin in set(known[places[known[places] == mine]].tolist()):
            for piece, hits in begins[begin]:
                if piece in text and len(hits.rows) <= COMMON:
                    hits.rows.append(number)
    return [hits for pieces in begins.values() for _, hits in pieces]


def _windows(text: bytes) -> Hashes:
    """A hash of each forty bytes in a row, doubled up from the hashes of shorter ones."""
    summed, length, eights = np.frombuffer(text, np.uint8).astype(np.uint64) + _ONE, 1, np.zeros(0, np.uint64)
    if len(text) < _LEAST_CODE:
        return np.zeros(0, np.uint64)
    while length < 32:
        summed = summed[:-length] * _PRIME**length + summed[length:]
        length *= 2
        eights = summed if length == 8 else eights
    return summed[:-8] * _PRIME**8 + eights[32:]


def _code(example: Example) -> Iterable[bytes]:
    for text in (*asked(example), example.output):
        fenced = [match[2] for match in _FENCE.finditer(text)]
        blocks = fenced or ([text] if len(_CODE_LIKE.findall(text)) >= 3 else [])
        yield from (bare for block in blocks if len(bare := _squeezed(block)) >= _LEAST_CODE)


def _squeezed(text: str) -> bytes:
    return _bare(text).encode("utf-8", "surrogatepass")


def _bare(text: str) -> str:
    return "".join(text.split())
