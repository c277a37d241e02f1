"""What is known of one tool: how it is called, and how its output is read."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["tests", "problems"]
_LOOK_AT = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """What a tool counted; a linter's problems are `failed`, and it passes and skips nothing that it would count."""

    passed: int | None = None
    failed: int | None = None
    skipped: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The first failure, as the tool tells it.

    Attributes:
        name: the test or the rule.
        path, line: where it points, the path as printed.
        text: its message.
    """

    name: str
    path: str | None
    line: int | None
    text: str


def nothing_added(argv: Sequence[str], reports: str) -> list[str]:
    """The command as it is: what it prints by itself is read."""
    del reports
    return list(argv)


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool.

    Attributes:
        calls: the words that call it, programs without their folder.
        count: from what it printed; None where it is not this tool's output. Several outputs in one are added up.
        first: the first failure in it.
        silent: it prints nothing when nothing is wrong.
        add: the argument list with what makes it report more without changing what it does; used only where
            the command calls the tool itself.
        report: reads the report that `add` asked for, by the file's name in the folder of reports.
    """

    name: str
    kind: Kind
    calls: tuple[tuple[str, ...], ...]
    count: Callable[[str], Counted | None]
    first: Callable[[str], Seen | None]
    silent: bool = False
    add: Callable[[Sequence[str], str], list[str]] = nothing_added
    report: tuple[str, Callable[[str], Counted | None]] | None = None

    def is_called_by(self, argv: Sequence[str]) -> int | None:
        """How many words of the command name it; None where the command does not call it by name."""
        words = [os.path.basename(word) for word in argv[:_LOOK_AT]]
        for call in self.calls:
            for start in range(len(words) - len(call) + 1):
                if tuple(words[start : start + len(call)]) == call:
                    return start + len(call)
        return None


def plus(left: int | None, right: int | None) -> int | None:
    """The sum of what is known."""
    return right if left is None else left if right is None else left + right


def added(one: Counted | None, other: Counted | None) -> Counted | None:
    """Both counts together."""
    if one is None or other is None:
        return one or other
    return Counted(plus(one.passed, other.passed), plus(one.failed, other.failed), plus(one.skipped, other.skipped))
