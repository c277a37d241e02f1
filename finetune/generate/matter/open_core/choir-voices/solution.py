"""Whether enough singers said yes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum


class Voice(Enum):
    SOPRANO = 1
    ALTO = 2
    TENOR = 3
    BASS = 4


def missing(needs: Mapping[Voice, int], singers: Iterable[Voice]) -> dict[Voice, int]:
    """How many singers each voice is short of, in score order; full voices are not there."""
    coming = Counter(singers)
    return {voice: needs[voice] - coming[voice] for voice in Voice if needs.get(voice, 0) > coming[voice]}
