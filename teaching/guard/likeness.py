"""Whether a reply gives an exemplar away: its code and its sentences against what the exemplar's body does.

Code is compared by operations and by what they are applied to, so that other names, another order and another language
make no difference; sentences by the operations that they name. What a stub shows anyhow is no leak.

Not covered: another algorithm for the same task, code of a language that no grammar is here for, and sentences in
languages other than English, German, Spanish and French.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from teaching.contracts.exercises import Exemplar
from teaching.guard.comparing import likeness, odds
from teaching.guard.evidence import Evidence, Piece, evidence_in, is_apart
from teaching.guard.profile import Profile, profile_of
from teaching.guard.telling import coverage, told
from teaching.guard.trees import Bag

How = Literal["verbatim", "alike", "translated", "prose", "split"]

CODE = -0.5  # from these odds on, one piece of code or some sentences are a leak
PROSE = -0.8
JOINED = 0.6  # how much of an exemplar several pieces may hold together
PAIR = 0.66  # the same for two pieces of one reply, where chance holds more
TOLD = 0.62  # the same for what sentences and pieces of several replies name
_ADDS = 0.1  # how much a reply must add to the ones before
_SOME = 0.15  # a piece with less has nothing to do with the exemplar
_NOTHING = -15.0
_MOST_REPLY = 60_000
_WEB = {"typescript", "tsx", "javascript"}


@dataclass(frozen=True, slots=True)
class Leak:
    """That a reply gives an exemplar away.

    Attributes:
        score: how much of the exemplar is in it, up to 1.
        line: where in the reply it begins, 1-based.
    """

    exemplar: Exemplar
    how: How
    score: float
    line: int


def judge(reply: str, exemplars: Sequence[Exemplar], earlier: Sequence[str] = ()) -> Leak | None:
    """The leak in a reply, the plainest where there are several; None where there is none.

    Args:
        reply: markdown or plain text; only its first 60,000 characters are read.
        exemplars: the solutions that nobody may be shown yet.
        earlier: the replies before this one, oldest first: what they began counts where this one adds to it.
    """
    if not exemplars:
        return None
    now = evidence_in(reply[:_MOST_REPLY])
    before = [evidence_in(one[:_MOST_REPLY]) for one in earlier]
    leaks = [leak for exemplar in exemplars if (leak := _judged(profile_of(exemplar), now, before))]
    return max(leaks, key=lambda leak: leak.score, default=None)


def has_code(reply: str) -> bool:
    """Whether anything in a reply computes something."""
    return any(piece.bag.links for piece in evidence_in(reply[:_MOST_REPLY]).pieces)


def _judged(profile: Profile, now: Evidence, before: Sequence[Evidence]) -> Leak | None:
    scores = [(odds(profile, piece), piece) for piece in now.pieces if not is_apart(piece)]
    scores.sort(key=lambda pair: pair[0], reverse=True)
    said = told(profile, now, PROSE - 0.01, alone=True)
    if said.odds >= max(PROSE, scores[0][0] if scores else PROSE):
        return Leak(profile.exemplar, "prose", _chance(said.odds), said.line + 1)
    if scores and scores[0][0] >= CODE:
        return _leak(profile, *scores[0])
    # What stands in two fences may be one solution.
    best = [piece for score, piece in scores if score > _NOTHING and not piece.quoted and not piece.whole][:2]
    if len(best) == 2 and likeness(profile, best[0].bag | best[1].bag) >= PAIR:
        return _leak(profile, CODE, best[0])
    return _split(profile, now, before) if before else None


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _leak(profile: Profile, score: float, piece: Piece) -> Leak:
    lines = ["".join(line.split()) for line in piece.text.split("\n")]
    ours = profile.exemplar.language
    how: How = "translated"
    if sum(line in profile.lines for line in lines) * 2 >= len(profile.lines):
        how = "verbatim"
    elif piece.language == ours or {piece.language, ours} <= _WEB:
        how = "alike"
    return Leak(profile.exemplar, how, _chance(score), piece.line + 1)


def _split(profile: Profile, now: Evidence, before: Sequence[Evidence]) -> Leak | None:
    """What this reply and the ones before give away together, where this one adds to it."""
    earlier = Bag()
    words: list[frozenset[str]] = []
    for evidence in before:
        earlier |= _best(profile, evidence)
        words += told(profile, evidence).words
    mine = _best(profile, now)
    score = likeness(profile, earlier | mine)
    if score >= JOINED and score >= likeness(profile, earlier) + _ADDS:
        return Leak(profile.exemplar, "split", min(score, 1.0), 1)
    new = told(profile, now).words
    if not (new or mine.labels):
        return None
    old = coverage(profile, [*words, *_named(earlier)]) if words or earlier.labels else 0.0
    score = coverage(profile, [*words, *_named(earlier), *new, *_named(mine)])
    if score >= TOLD and score >= old + _ADDS:
        return Leak(profile.exemplar, "split", min(score, 1.0), 1)
    return None


def _named(bag: Bag) -> list[frozenset[str]]:
    """What code does, as if words said it."""
    return [frozenset((label,)) for label in bag.order]


def _best(profile: Profile, evidence: Evidence) -> Bag:
    """The piece of a reply that is nearest to an exemplar; nothing where none is near."""
    scores = [(likeness(profile, piece.bag), number) for number, piece in enumerate(evidence.pieces)]
    score, number = max(scores, default=(0.0, 0))
    return evidence.pieces[number].bag if score >= _SOME else Bag()
