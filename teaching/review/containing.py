"""Keeps what fails within one check on one file: the rest goes on, and the coverage says what was lost."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def contained(work: Callable[[], Iterable[T]]) -> tuple[list[T], str]:
    """All that the work yields, and the name of what ended it before its end; empty for nothing.

    What was yielded before is kept: each fact stands for itself.
    """
    done: list[T] = []
    try:
        for one in work():
            done.append(one)  # one by one, so that a failure leaves what came before it
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # a Rust panic is one, and its class cannot be imported
        if type(problem).__name__ != "PanicException" and not isinstance(problem, Exception):
            raise
        return done, type(problem).__name__
    return done, ""


def lost(failed: Sequence[tuple[str, str]]) -> str:
    """What the coverage says of the checks (name, what ended it) that failed in one place."""
    by_problem: dict[str, list[str]] = {}
    for check, problem in failed:
        names = by_problem.setdefault(problem, [])
        names += [] if check in names else [check]
    said = [
        f"the check{'s' if len(names) > 1 else ''} {', '.join(names)} failed ({problem})"
        for problem, names in by_problem.items()
    ]
    return f"{' and '.join(said)} and did not look at all of it"
