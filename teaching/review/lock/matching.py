"""Which sentence of the constitution each kept decision speaks of, also after the sentence was changed."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from teaching.documents.sentences import plain
from teaching.documents.statements import Statement
from teaching.review.lock.form import Kept, Lock, digest_of

_SIMILAR = 0.6
_SIMILAR_IN_PLACE = 0.4  # where it stands on the very line of the old one
_MOST_COMPARED = 20_000  # pairs of sentences: a constitution that was written anew is told apart sooner than compared


@dataclass(frozen=True, slots=True)
class Match:
    """A kept decision and whether its sentence is still the one that it was made for."""

    key: str
    kept: Kept
    fresh: bool


def matched(lock: Lock, statements: Sequence[Statement]) -> tuple[Mapping[int, Match], tuple[str, ...]]:
    """By the position of a statement what was decided about it, and the keys whose sentence is gone."""
    if not lock.rules:
        return {}, ()
    digests: dict[str, list[int]] = {}
    for position, statement in enumerate(statements):
        if statement.kind != "comment":
            digests.setdefault(digest_of(statement.plain), []).append(position)
    found: dict[int, Match] = {}
    waiting: list[str] = []
    for key, kept in sorted(lock.rules.items()):
        same = [position for position in digests.get(kept.digest, ()) if position not in found]
        if same:
            in_place = [position for position in same if source_of(statements[position]) == kept.source]
            found[(in_place or same)[0]] = Match(key, kept, True)
        else:
            waiting.append(key)
    _find_changed(lock, statements, waiting, found)
    taken = {match.key for match in found.values()}
    return found, tuple(key for key in waiting if key not in taken)


def source_of(statement: Statement) -> str:
    """How a statement is cited."""
    return f"{statement.file}:{statement.line}"


def _find_changed(lock: Lock, statements: Sequence[Statement], waiting: Iterable[str], found: dict[int, Match]) -> None:
    """Gives each decision without a sentence to the unclaimed one that is most like it, the surest pair first."""
    free = [p for p, statement in enumerate(statements) if p not in found and statement.kind != "comment"]
    pairs: list[tuple[float, str, int]] = []
    compared = 0
    for key in waiting:
        kept = lock.rules[key]
        matcher = difflib.SequenceMatcher(None, "", _folded(plain(kept.quote)), autojunk=False)
        for position in free:
            compared += 1
            if compared > _MOST_COMPARED:
                break
            matcher.set_seq1(_folded(statements[position].plain))
            least = _SIMILAR_IN_PLACE if source_of(statements[position]) == kept.source else _SIMILAR
            if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
                likeness = matcher.ratio()
                if likeness >= least:
                    pairs.append((-likeness, key, position))
    for _, key, position in sorted(pairs):
        if position not in found and all(match.key != key for match in found.values()):
            found[position] = Match(key, lock.rules[key], False)


def _folded(text: str) -> str:
    return " ".join(text.lower().split())[:400]
