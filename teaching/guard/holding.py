"""A reply that gives a solution away is held back, and the rung below it is said instead.

An error in here never fails a tool, and never lets a solution out: what cannot be judged is released only where it has
no code. The replies before this one are kept in the memory of the process, a few of each repository; a command in a
terminal is judged alone, because what was said is nowhere written down.
"""

import contextlib
import threading
from collections import OrderedDict, deque
from pathlib import Path

from teaching.errors import TeachingError
from teaching.guard.extract import read
from teaching.guard.guarded import Found, Place, found_in
from teaching.guard.printed import not_in_tree
from teaching.learning import record
from teaching.program import teach

_SHORTEST = 40  # characters that are not enough for any core
_EARLIER = 4
_MOST_ROOTS = 8
_earlier: OrderedDict[str, deque[str]] = OrderedDict()
_lock = threading.Lock()

_HELD = "This reply was held back: it would give away the core of what is left to you."
_UNSURE = (
    "This reply was held back: it has code in it, and whether that gives away what is left to you could not be found "
    "out. Ask for less at once: one file, one task or one question."
)


def held_back(reply: str, root: Path, printed: str | None = None) -> str:
    """The reply, or what stands in its place where it gives a solution away; that is counted in the record.

    Args:
        reply: as it would be shown.
        root: of the repository.
        printed: what it quotes of a program's output, where all else in it is our own words about a run.
    """
    said = reply if printed is None else printed
    if len(said) < _SHORTEST:
        return reply
    try:
        if printed is not None:
            said = not_in_tree(printed, root)
        found = found_in(said, root, _before(root))
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # a parser's panic is no Exception, and its class cannot be imported
        if type(problem).__name__ != "PanicException" and not isinstance(problem, Exception):
            raise
        return _UNSURE if _may_have_code(said) else reply
    if found is None:
        _remember(root, said)
        return reply
    with contextlib.suppress(TeachingError, OSError):  # a count that cannot be written holds nobody up
        record.change(root, lambda before: before.with_leak())
    return instead_of(found, root)


def is_held(reply: str, root: Path) -> bool:
    """Whether a reply would be held back; nothing is counted, and nothing remembered."""
    try:
        return len(reply) >= _SHORTEST and found_in(reply, root, _before(root)) is not None
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # as above
        if type(problem).__name__ != "PanicException" and not isinstance(problem, Exception):
            raise
        return _may_have_code(reply)


def instead_of(found: Found, root: Path) -> str:
    """The rung below: where it is, what is to be done, and the first hint that was not given yet, or a question."""
    place = found.place
    named = f" (`{place.symbol}`)" if place.symbol else ""
    lines = [_HELD, "", f"- Where: `{place.path}:{place.line}`{named}"]
    if place.text:
        lines.append(f"- TODO(human): {place.text}")
    lines.append(f"- {_next_hint(found, place, root)}")
    move = f"then run `{teach('verify', place.task)}`" if place.task else "then run its tests"
    lines += ["", f"Write it yourself, {move}."]
    return "\n".join(lines) + "\n"


def _next_hint(found: Found, place: Place, root: Path) -> str:
    given = record.read(root).markers.get(place.key)
    unused = place.hints[given.rung if given is not None else 0 :]
    if unused:
        return f"Hint: {unused[0]}"
    tests = found.leak.exemplar.tests
    if tests:
        return f"Question: what does `{tests[0]}` want that the code does not do yet?"
    return "Question: what has to be true when it is done, and which step makes it so?"


def _may_have_code(reply: str) -> bool:
    """Told without parsing, since the parser may be what failed."""
    return bool(read(reply).chunks) or "`" in reply


def _before(root: Path) -> tuple[str, ...]:
    with _lock:
        return tuple(_earlier.get(str(root), ()))


def _remember(root: Path, reply: str) -> None:
    with _lock:
        kept = _earlier.setdefault(str(root), deque(maxlen=_EARLIER))
        _earlier.move_to_end(str(root))
        if reply not in kept:
            kept.append(reply)
        while len(_earlier) > _MOST_ROOTS:
            _earlier.popitem(last=False)
