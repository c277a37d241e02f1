"""Comments that take a finding back: they have to name it, and against the project's own rule to say why."""

from typing import Any

import pytest

from teaching.review.review import Request, review


@pytest.mark.parametrize(
    ("path", "code", "silenced"),
    [
        ("a.py", "x = eval(input())  # noqa: S307\n", True),
        ("a.py", "x = eval(input())  # noqa: E501, S307\n", True),
        ("a.py", "x = eval(input())  # nosec\n", True),
        ("a.py", "x = eval(input())  # nosec B307\n", True),
        ("a.py", "x = eval(input())  # nosec B608\n", False),
        ("a.py", "x = eval(input())  # noqa\n", False),
        ("a.py", "x = eval(input())  # noqa: E501\n", False),
        ("a.py", "# noqa: S307\nz = 1\nx = eval(input())\n", False),
        ("a.ts", "// eslint-disable-next-line no-eval\nx = eval(y);\n", True),
        ("a.ts", "// eslint-disable-next-line no-console\nx = eval(y);\n", False),
        ("a.py", "def f(a=[]):  # noqa: B006\n    pass\n", True),
        ("a.py", "def f(a=[]):  # noqa\n    pass\n", False),
    ],
)
def test_a_directive_counts_when_it_names_what_was_found(make_repo: Any, path: str, code: str, silenced: bool) -> None:
    result = review(Request(make_repo({path: code}).root, scope="all"))
    assert (len(result.findings), result.silenced) == ((0, 1) if silenced else (1, 0))


@pytest.mark.parametrize(
    ("comment", "silenced"),
    [("# noqa: S307", False), ("# noqa: S307 - the expression is our own constant", True)],
)
def test_a_rule_of_the_project_is_silenced_only_with_a_reason(make_repo: Any, comment: str, silenced: bool) -> None:
    repository = make_repo({"CLAUDE.md": "- Never use eval\n", "a.py": f"x = eval(input())  {comment}\n"})
    result = review(Request(repository.root, scope="all"))
    assert len(result.findings) == (0 if silenced else 1)
    assert result.silenced == int(silenced)
