"""Whether a reply gives an exemplar away: its code and its sentences against what the exemplar's body does.

Code is compared by operations and by what they are applied to, so that other names, another order and another language
make no difference; sentences by the operations that they name. What a stub shows anyhow is no leak.

Not covered: another algorithm for the same task, code of a language that no grammar is here for, and sentences in
languages other than English, German, Spanish and French.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from teaching.contracts.exercises import Exemplar
from teaching.guard.comparing import held, likeness, share, told
from teaching.guard.evidence import Evidence, Piece, evidence_in
from teaching.guard.profile import Profile, profile_of, squeezed, weight_of
from teaching.guard.trees import Bag

How = Literal["verbatim", "alike", "translated", "prose", "split"]

CODE = 0.48  # how much of an exemplar one piece of code may hold
JOINED = 0.62  # the same for pieces taken together, where chance holds more, and for what a learner wrote
PROSE = 0.65  # how much of it sentences may name
_SAME_NAME = 0.12  # the same as CODE, for a whole function of the very name
_ADDS = 0.1  # how much a reply must add to the ones before
_SOME = 0.15  # a piece with less has nothing to do with the exemplar
_MOST_REPLY = 60_000
_OPEN = re.compile(r"TODO|NotImplemented|\.\.\.\s*$|…|\?\?\?|# *\?|// *\?|_{3,}", re.MULTILINE)
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
    scores = [(likeness(profile, piece.bag), piece) for piece in now.pieces]
    found = [_leak(profile, score, piece) for score, piece in scores if _gives_away(profile, score, piece)]
    said = told(profile, now)
    if said.score >= PROSE:
        found.append(Leak(profile.exemplar, "prose", min(said.score, 1.0), said.line + 1))
    if found:
        return max(found, key=lambda leak: leak.score)
    best = sorted(scores, key=lambda pair: pair[0], reverse=True)[:2]
    if len(best) == 2 and (score := held(profile.all, best[0][1].bag | best[1][1].bag)) >= JOINED:
        return _leak(profile, score, best[0][1])
    return _split(profile, now, before) if before else None


def _gives_away(profile: Profile, score: float, piece: Piece) -> bool:
    if score >= (JOINED if piece.whole or piece.quoted else CODE):
        return True
    return score >= _SAME_NAME and _is_same_function(profile, piece)


def _is_same_function(profile: Profile, piece: Piece) -> bool:
    """Whether a piece is a whole function of the exemplar's name, however it is done; a frame with gaps is none."""
    symbol = profile.exemplar.symbol
    # Other classes have methods of the same name.
    if not piece.name or piece.quoted or "." in symbol or piece.name != squeezed(symbol):
        return False
    size = sum(weight_of(label) for label in piece.bag.labels)
    return size * 2 >= sum(weight_of(label) for label in profile.bag.labels) and not _OPEN.search(piece.text)


def _leak(profile: Profile, score: float, piece: Piece) -> Leak:
    lines = ["".join(line.split()) for line in piece.text.split("\n")]
    ours = profile.exemplar.language
    how: How = "translated"
    if sum(line in profile.lines for line in lines) * 2 >= len(profile.lines):
        how = "verbatim"
    elif piece.language == ours or {piece.language, ours} <= _WEB:
        how = "alike"
    return Leak(profile.exemplar, how, min(score, 1.0), piece.line + 1)


def _split(profile: Profile, now: Evidence, before: Sequence[Evidence]) -> Leak | None:
    """What this reply and the ones before give away together, where this one adds to it."""
    earlier, said = Bag(), dict[str, float]()
    for evidence in before:
        earlier |= _best(profile, evidence)
        _say(said, told(profile, evidence, least=0.0).labels)
    mine = _best(profile, now)
    score = likeness(profile, earlier | mine)
    if score >= JOINED and score >= likeness(profile, earlier) + _ADDS:
        return Leak(profile.exemplar, "split", min(score, 1.0), 1)
    _say(said, dict.fromkeys(profile.spoken.keys() & earlier.labels.keys(), 1.0))
    old = share(profile, said)
    _say(said, dict.fromkeys(profile.spoken.keys() & mine.labels.keys(), 1.0))
    _say(said, told(profile, now, least=0.0).labels)
    score = share(profile, said)
    if score >= PROSE and score >= old + _ADDS:
        return Leak(profile.exemplar, "split", min(score, 1.0), 1)
    return None


def _best(profile: Profile, evidence: Evidence) -> Bag:
    """The piece of a reply that is nearest to an exemplar; nothing where none is near."""
    scores = [(likeness(profile, piece.bag), number) for number, piece in enumerate(evidence.pieces)]
    score, number = max(scores, default=(0.0, 0))
    return evidence.pieces[number].bag if score >= _SOME else Bag()


def _say(said: dict[str, float], more: Mapping[str, float]) -> None:
    for label, weight in more.items():
        said[label] = max(said.get(label, 0.0), weight)
