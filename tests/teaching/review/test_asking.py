"""A question comes with what stands in the code that the rule governs, and with an answer that the code keeps today."""

from typing import Any

import pytest

from teaching.review.catalogue import ENTRIES
from teaching.review.described import described
from teaching.review.review import Request, review

PY = '''\
import json
from os import path

LIMIT_ONE = 1


class PriceError(Exception):
    """A price is wrong."""


def load_all(first, second):
    """Load.

    Args:
        first: one.
    """
    if first:
        for one in second:
            json.loads("x")
            json.dumps(one)
    raise PriceError("no")


def saveAll(first):
    return first
'''
TS = (
    "import moment from 'moment';\nexport async function getPrice() {\n\tawait fetch('/a');\n\treturn moment('x');\n}\n"
)
# Of these the code says nothing: they speak of commits, or of files that are no source code.
WITHOUT = frozenset({"commit-subject-length", "no-large-files"})


def project(make_repo: Any, rule: str) -> Any:
    return make_repo({"CLAUDE.md": f"## Rules\n- {rule}\n", "src/prices.py": PY, "web/getPrice.ts": TS})


@pytest.mark.parametrize(
    ("check", "seen", "answer"),
    [
        ("max-function-lines", "The longest function has 11 lines, 9 in 10 have at most 11.", "lines=11"),
        ("max-file-lines", "The longest file has 25 lines", "lines=25"),
        ("max-class-lines", "The longest class has 2 lines", "lines=2"),
        ("max-line-length", "The longest line has 34 characters", "characters="),
        ("max-parameters", "The most parameters of a function are 2", "parameters=2"),
        ("max-nesting", "The deepest nesting has 2 levels", "levels=2"),
        ("max-complexity", "The most complex function has about 3", "complexity=3"),
        ("function-naming", "Seen here: `camelCase` ×2, `snake_case` ×1.", "case=camelCase"),
        ("class-naming", "Seen here: `PascalCase` ×1.", "case=PascalCase"),
        ("constant-naming", "`UPPER_SNAKE_CASE` ×1", "case=UPPER_SNAKE_CASE"),
        ("file-naming", "Seen here: `camelCase` ×1.", "case=camelCase"),
        ("quotes", "Seen here: `single` ×3.", "style=single"),
        ("indentation", "`spaces` ×", "style=spaces"),
        ("docstring-style", "Seen here: `google` ×1.", "convention=google"),
        ("forbidden-library", "`json` ×1, `moment` ×1, `os` ×1", "forbidden=NAME"),
        ("forbidden-call", "`fetch()` ×1, `json.dumps()` ×1, `json.loads()` ×1", "calls=NAME"),
        ("import-boundary", "Seen here: `src/` ×1, `web/` ×1.", "sources=NAME targets=NAME"),
    ],
)
def test_a_value_that_is_missing_is_asked_for_with_what_is_seen(
    make_repo: Any, check: str, seen: str, answer: str
) -> None:
    repository = project(make_repo, f"Say it better\n<!-- check: {check} -->")
    (rule,) = described(repository.root, hits=False).rules
    assert rule.status == "needs-answer"
    assert seen in rule.reason, rule.reason
    assert rule.answer.startswith(answer)


def test_evidence_is_counted_where_the_rule_applies_alone(make_repo: Any) -> None:
    repository = project(make_repo, 'Say it better\n<!-- check: function-naming paths="src/" -->')
    (rule,) = described(repository.root, hits=False).rules
    assert "`camelCase` ×1, `snake_case` ×1" in rule.reason


def test_a_review_asks_with_what_is_seen_in_its_scope(make_repo: Any) -> None:
    repository = project(make_repo, "Keep functions short")
    repository.write({"web/getPrice.ts": TS + "// more\n"})
    (whole,) = review(Request(repository.root, scope="all")).unchecked
    (changed,) = review(Request(repository.root)).unchecked
    assert "The longest function has 11 lines" in whole.reason
    assert "The longest function has 4 lines" in changed.reason


def test_code_without_a_candidate_adds_nothing_to_the_question(make_repo: Any) -> None:
    repository = make_repo({"CLAUDE.md": "- Keep functions short\n", "a.py": "x = 1\n"})
    (rule,) = described(repository.root, hits=False).rules
    assert rule.reason == "How many lines may a function have at most?"
    assert rule.answer == "lines=NUMBER"


def test_a_long_list_of_candidates_is_cut(make_repo: Any) -> None:
    lines = "".join(f"import package{number}\n" for number in range(9))
    repository = make_repo({"CLAUDE.md": "- Be lean\n<!-- check: forbidden-library -->\n", "a.py": lines})
    (rule,) = described(repository.root, hits=False).rules
    assert "`package4` ×1 and 4 more." in rule.reason
    assert "package5" not in rule.reason


def test_what_code_can_show_is_shown_for_every_number_that_is_asked_for() -> None:
    silent = [
        entry.name
        for entry in ENTRIES.values()
        for slot in entry.slots
        if slot.default is None and slot.kind == "number" and slot.name not in entry.evidence
    ]
    assert sorted(set(silent) - WITHOUT) == []
