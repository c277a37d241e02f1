"""What a mentor does is told by the words of an answer; code that a parser has to complete does not count as code."""

import pytest

from teaching.mentor.checking import parses
from teaching.mentor.habits import fences, markers, places, questions, runs_tests

ANSWER = """\
Look at `src/boats.py:12`: who may book twice? “Why?” is asked there too.

```python
def book(boat):  # TODO(human): refuse a boat that is taken?
    raise NotImplementedError
```

Then see https://example.org/a?b and `what?`.
"""


def test_questions_in_code_quotations_and_links_do_not_count() -> None:
    assert questions(ANSWER) == 1


def test_places_fences_and_markers_are_found() -> None:
    assert places(ANSWER) == ["src/boats.py:12"]
    assert [tag for tag, _ in fences(ANSWER)] == ["python"]
    assert markers(ANSWER) == 1


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Run `python -m pytest tests/test_boats.py` first.", True),
        ("Before you change it, run the tests once more.", True),
        ("It is done when the suite is green, and the suite runs in a second.", True),
        ("`./check boats` decides.", False),
        ("A good name says what a thing is for.", False),
    ],
)
def test_whether_tests_are_run_is_told_by_command_or_by_words(text: str, yes: bool) -> None:
    assert runs_tests(text) is yes


def test_a_command_of_the_project_counts() -> None:
    assert runs_tests("`./check boats` decides.", ["./check boats"])


@pytest.mark.parametrize(
    ("tag", "code", "fine"),
    [
        ("python", "def f():\n    return 1\n", True),
        ("python", "def f(:\n    return 1\n", False),
        ("typescript", "f(() => { g(); });\n", True),
        ("typescript", "f(() => {{(\n  g();\n});\n", False),
        ("python", "", True),
        ("whatever", "((", True),
        ("html", '<script src="a.js"></script>\n', True),
    ],
)
def test_code_parses_only_where_nothing_is_missing(tag: str, code: str, fine: bool) -> None:
    assert parses(tag, code) is fine
