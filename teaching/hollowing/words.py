"""What `teach hollow` says: what was chosen and why, what is left alone and why, and how to undo it."""

import shlex
from collections.abc import Sequence
from typing import Any

from teaching.hollowing.exercise import Exercise, Made
from teaching.program import teach
from teaching.repository.files import printable

_SHOWN_TESTS = 3
_SHOWN_REFUSED = 15


def document(made: Made) -> dict[str, Any]:
    """For programs."""
    return {
        "exercises": [
            {
                "path": one.path,
                "symbol": one.symbol,
                "line": one.line,
                "marker": one.marker,
                "hints": list(one.hints),
                "task": one.task,
                "why": one.why,
                "red_tests": list(one.red_tests),
                "proven": one.proven,
            }
            for one in made.exercises
        ],
        "refused": [{"symbol": name, "reason": reason} for name, reason in made.refused],
        "passed_over": made.passed_over,
        "command": made.command,
        "runs": made.runs,
        "notes": list(made.notes),
        "to": None if made.to is None else str(made.to),
    }


def markdown(made: Made) -> str:
    """For people."""
    count = len(made.exercises)
    plural = "" if count == 1 else "s"
    if made.planned:
        head = f"## The plan: {count} exercise{plural}, nothing written"
    elif count:
        where = f"in {printable(str(made.to))}" if made.to else "in the working tree"
        head = f"## {count} exercise{plural} {where}, proven both ways"
    else:
        head = "## No exercise: every function is left as it was"
    lines = [head, ""]
    if not count and made.runs:
        lines.append(f"`{made.command}` ran {made.runs} times in a copy, and proved none of them both ways.")
    if count and not made.planned:
        lines += [
            f"`{made.command}` ran {made.runs} times: green before, then red in exactly these tests and for the open "
            "core alone, and green with the code back.",
            "",
        ]
    for one in made.exercises:
        lines += _exercise(one)
    lines += _refused(made)
    if made.notes:
        lines += ["", *(f"- {note}" for note in made.notes)]
    lines += ["", *_next(made)]
    return "\n".join(lines).strip() + "\n"


def _exercise(one: Exercise) -> list[str]:
    lines = [f"- **{one.symbol}** `{one.path}:{one.line}`: {one.marker}", f"  - chosen: {one.why}"]
    if one.red_tests:
        more = len(one.red_tests) - _SHOWN_TESTS
        shown = ", ".join(one.red_tests[:_SHOWN_TESTS]) + (f" and {more} more" if more > 0 else "")
        lines.append(f"  - red until it is done: {shown}")
    return lines


def _refused(made: Made) -> list[str]:
    lines: list[str] = []
    if made.refused:
        count = len(made.refused)
        lines += ["", f"Left alone, {count} that {'was' if count == 1 else 'were'} tried or asked for:", ""]
        lines += [f"- {name}: {reason}" for name, reason in made.refused[:_SHOWN_REFUSED]]
        if count > _SHOWN_REFUSED:
            lines.append(f"- and {count - _SHOWN_REFUSED} more: --format json has them all")
    if made.passed_over:
        ordered = sorted(made.passed_over.items(), key=lambda item: -item[1])
        lines += ["", "Passed over: " + "; ".join(f"{number} {reason}" for reason, number in ordered) + "."]
    return lines


def _next(made: Made) -> Sequence[str]:
    if made.planned:
        return ()
    if not made.exercises:
        named = f"`{teach('hollow')} FILE:NAME`"
        return (f"Next: name a function that tests of its own cover, as {named}, or write such tests",)
    if made.to is not None:
        folder = shlex.quote(str(made.to))
        return (f"Next: cd {folder} && {teach('next')}", f"To undo it: rm -r {folder}")
    files = " ".join(shlex.quote(path) for path in sorted({one.path for one in made.exercises}))
    return (f"To undo it: git restore -- {files}",)
