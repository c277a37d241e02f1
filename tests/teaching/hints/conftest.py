"""A project with one hollowed function, in which a learner works."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.exercises import Cut, Exemplar
from teaching.exemplars import store
from teaching.hollowing.cutting import cut, functions
from teaching.markers.bodies import body_of_symbol
from teaching.tasks.verifying import Way, verify
from teaching.verification import sandbox
from teaching.verification.consent import Allowed, NotAllowed, grant

ROADMAP = """\
# Roadmap

- [ ] Sum the prices <!-- id: total -->
  - files: basket.py
  - verify: python -m pytest -q test_basket.py
"""
CONSTITUTION = "# Rules\n\n## Training Protocol\n- Output Style: Learning\n"
SOLUTION = '''\
"""A basket."""


def total(prices: list[int], most: int) -> int:
    """The sum of the prices that are below a limit."""
    if most < 0:
        return 0
    found = 0
    for price in prices:
        if price < most:
            found += price
    return found
'''
TEST = """\
from basket import total


def test_nothing_costs_nothing():
    assert total([], 5) == 0


def test_prices_are_added():
    assert total([1, 2], 5) == 3


def test_the_limit_itself_is_too_much():
    assert total([1, 5], 5) == 1
"""
HINTS = ("three tests say what it wants", "mind the limit itself")
CUT = Cut("total", "add up what is below the limit", HINTS, "total")
TESTS = tuple(f"test_basket.py::{line[4:-3]}" for line in TEST.splitlines() if line.startswith("def test"))


class Course:
    """A repository with `basket.py`, whose function `total` is open."""

    path = "basket.py"
    place = "basket.py::total"
    failure = 'raise NotImplementedError("TODO(human): total")'
    solution = SOLUTION

    def __init__(self, root: Path) -> None:
        self.root = root
        self.file = root / self.path

    @property
    def line(self) -> int:
        """Where the marker stands."""
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if "TODO(human)[" in line)

    def write(self, body: str) -> None:
        """The learner writes this in place of the failure, or of what they wrote before."""
        text = self.open_text.replace(self.failure, body)
        assert text != self.open_text
        self.file.write_text(text, encoding="utf-8")

    def solve(self) -> None:
        """The learner solves it their own way, and takes the marker away."""
        own = SOLUTION.replace("found", "result")
        self.file.write_text(own, encoding="utf-8")

    @property
    def open_text(self) -> str:
        """The file as it was left open."""
        return cut(SOLUTION, self.path, [CUT])

    def verify(self) -> bool:
        """Whether the task is proved, with somebody who allows everything."""
        return verify(self.root, "total", yes(self.root)).passed


def yes(root: Path) -> Way:
    """A person who allows everything that is asked for."""

    def ask(missing: Sequence[NotAllowed]) -> list[Allowed]:
        return grant(root, [one.command for one in missing], "terminal")

    return Way(ask=ask)


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch, require_part: Callable[[object, str], None]) -> None:
    """What a verification needs."""
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def course(make_repo: Callable[..., Any]) -> Course:
    """With its marker open, and its solution kept."""
    open_text = cut(SOLUTION, "basket.py", [CUT])
    files = {"CLAUDE.md": CONSTITUTION, "ROADMAP.md": ROADMAP, "basket.py": open_text, "test_basket.py": TEST}
    root = make_repo(files, name="course").root
    whole = functions(SOLUTION, "basket.py")[0]
    body = body_of_symbol(open_text, "basket.py", "total")
    assert body is not None
    exemplar = Exemplar(
        path="basket.py",
        symbol="total",
        language="python",
        text=SOLUTION[whole.start : whole.end],
        task="total",
        marker=CUT.text,
        hints=CUT.hints,
        tests=TESTS,
        core=("found",),
        digest=body.digest,
    )
    store.keep(root, [exemplar])
    return Course(root)
