"""What one run of a test suite said."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

State = Literal["passed", "failed", "other"]
_MOST = 200_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one test ended.

    Attributes:
        id: as its runner names it; `file` is where it stands, relative to the root of the run.
        state: `other` for skipped tests and for those that are expected to fail.
        says: the symbols of every `TODO(human)` in its error.
        error: the beginning of its error.
    """

    id: str
    file: str
    state: State
    says: frozenset[str] = frozenset()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One run.

    Attributes:
        tests: by id.
        broken: files that could not be read as tests.
        ended: whether the runner came to its end and said so.
        output: what it printed, shortened.
        error: the first thing that kept a file from being read as tests, "" for none.
        stopped: why it was ended before its end, "" where it was not.
    """

    tests: dict[str, Outcome] = field(default_factory=dict[str, Outcome])
    broken: tuple[str, ...] = ()
    ended: bool = False
    output: str = ""
    error: str = ""
    stopped: str = ""

    def of(self, state: State) -> frozenset[str]:
        """The ids of the tests that ended so."""
        return frozenset(test.id for test in self.tests.values() if test.state == state)


@dataclass(frozen=True, slots=True)
class Notes:
    """Which tests ran which probe.

    Attributes:
        tests: ids of tests by the number of the probe.
        early: probes that ran outside every test: at import, or in what is set up once for a whole file.
    """

    tests: dict[int, frozenset[str]]
    early: frozenset[int]


def lines(folder: Path, name: str) -> Iterator[Any]:
    """The JSON values, a line each, of the files of that name; a line that was cut short is left out."""
    for path in sorted(folder.glob(f"{name}*.jsonl")):
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST:
            continue
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue
