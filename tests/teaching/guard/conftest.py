"""A repository whose core is left open, with its exemplar outside it, as a mentor's student has it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from teaching.contracts.exercises import Exemplar
from teaching.exemplars.store import keep

CLAUDE_MD = (
    "# Project: Scores\n\n## Training Protocol\n- **Output Style:** Learning\n\n## Rules\n- Names say what they mean\n"
)
STUB = '''\
"""Scores of a game."""


def settle(scores: list[int], bonus: int) -> int:
    """What the player gets."""
    # TODO(human)[settle]: rank the scores and pay the best three, a bonus on top
    # Hint: The order of the list is not the order of the scores.
    # Hint: Who has fewer than three gets no bonus.
    raise NotImplementedError("TODO(human): settle")
'''
BODY = """\
    best = sorted(scores, reverse=True)[:3]
    total = sum(score * 7 for score in best)
    if len(best) < 3:
        return total // 4
    return total % 1009 + bonus
"""
EXEMPLAR = Exemplar(
    path="scores.py",
    symbol="settle",
    language="python",
    text='def settle(scores: list[int], bonus: int) -> int:\n    """What the player gets."""\n' + BODY,
    task="settle",
    marker="rank the scores and pay the best three, a bonus on top",
    hints=("The order of the list is not the order of the scores.", "Who has fewer than three gets no bonus."),
    tests=("tests/test_scores.py::test_the_best_three_count",),
)
LEAK = f"Here you are:\n\n```python\n{BODY}```\n\nGood luck!\n"


@pytest.fixture
def student(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of a repository with one open marker and a kept exemplar."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    root = tmp_path / "game"
    root.mkdir()
    (root / "CLAUDE.md").write_text(CLAUDE_MD, encoding="utf-8")
    (root / "scores.py").write_text(STUB, encoding="utf-8")
    keep(root, [EXEMPLAR])
    return root


@pytest.fixture
def solve(student: Path) -> Callable[[str], None]:
    """Puts a body where the stub is."""

    def put(body: str, marker: bool = False) -> None:
        head, _, _ = STUB.partition("    # TODO" if not marker else "    raise")
        (student / "scores.py").write_text(head + body, encoding="utf-8")

    return put
