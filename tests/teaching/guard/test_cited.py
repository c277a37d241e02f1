"""A place that is cited does not turn the code after it into the learner's own."""

import pytest

from teaching.contracts.exercises import Exemplar
from teaching.guard.likeness import judge

OPENED = Exemplar(
    path="gate.py",
    symbol="longest_opening",
    language="python",
    text='''\
def longest_opening(levels_cm: list[int], sill_cm: int) -> int:
    """The longest run of hours in which the water stands at the sill or above."""
    longest = run = 0
    for level in levels_cm:
        run = run + 1 if level >= sill_cm else 0
        longest = max(longest, run)
    return longest
''',
)
RENAMED = """\
```python
def opened(water, sill):
    top = run = 0
    for height in water:
        run = run + 1 if height >= sill else 0
        top = max(top, run)
    return top
```"""
OWN = """\
```python
def longest_opening(levels_cm, sill_cm):
    for level in levels_cm:
        if level > sill_cm:
            return level
```"""


@pytest.mark.parametrize("words", ["See `gate.py:2`.", "Look at `gate.py:2` first.", "It is about `gate.py:2`. Well:"])
def test_a_solution_under_other_names_is_held_after_a_cited_place(words: str) -> None:
    assert judge(f"{words}\n\n{RENAMED}", [OPENED]) is not None


@pytest.mark.parametrize("words", ["At `gate.py:2` stands:", "`gate.py:2`", "In gate.py:2-5 you have"])
def test_the_learners_own_code_may_be_shown_under_its_place(words: str) -> None:
    assert judge(f"{words}\n\n{OWN}\n\nWhat does it return for the first hour above the sill?", [OPENED]) is None
