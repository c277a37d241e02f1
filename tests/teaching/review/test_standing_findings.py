"""What stays of a finding when code moves, what a reason takes back, and what a change without a test is told."""

from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.review import Finding
from teaching.errors import BadInputError
from teaching.repository.private import state_folder
from teaching.review.declining import decline, declined, left_out, take_back
from teaching.review.review import Request, review
from teaching.review.source import SourceFile
from teaching.review.symbols import symbol_at

RULES = "- Never use `eval`\n- Every function has type hints in Python\n"
CODE = "class Desk:\n    def price(self, text: str) -> int:\n        return eval(text)\n"


def findings(root: Path, **options: Any) -> list[Finding]:
    return review(Request(root, scope="all", max_findings=0, **options)).findings


@pytest.fixture
def desk(make_repo: Any) -> Any:
    return make_repo({"CLAUDE.md": RULES, "desk.py": CODE})


def test_an_id_survives_lines_that_move_and_copies_elsewhere(desk: Any) -> None:
    (one,) = findings(desk.root)
    assert one.symbol == "Desk.price"
    copy = "def other(text: str) -> int:\n        return eval(text)\n\n\n"
    desk.write({"desk.py": '"""A desk."""\n\n' + copy + CODE})
    assert [(f.symbol, f.id == one.id) for f in findings(desk.root)] == [("other", False), ("Desk.price", True)]


def test_a_declined_finding_returns_only_when_its_excerpt_changes(desk: Any) -> None:
    (one,) = findings(desk.root)
    decline(desk.root, one, "the text is our own constant")
    known = left_out(desk.root)[0]
    desk.write({"desk.py": "import os\n\n\n" + CODE})
    result = review(Request(desk.root, scope="all", declined=known))
    assert (result.findings, result.declined) == ([], 1)
    desk.write({"desk.py": CODE.replace("eval(text)", "eval(text + '0')")})
    result = review(Request(desk.root, scope="all", declined=known))
    assert (len(result.findings), result.declined) == (1, 0)


def test_declining_wants_a_reason_and_can_be_taken_back(desk: Any) -> None:
    (one,) = findings(desk.root)
    for reason in ("", "no", "x " * 200):
        with pytest.raises(BadInputError, match="a reason has"):
            decline(desk.root, one, reason)
    decline(desk.root, one, "the first reason")
    decline(desk.root, one, "a second reason")
    assert [(item.reason, item.place) for item in declined(desk.root)] == [("a second reason", "desk.py:3")]
    take_back(desk.root, one.id)
    assert declined(desk.root) == ()
    with pytest.raises(BadInputError, match="was not declined here"):
        take_back(desk.root, one.id)


def test_what_another_project_declined_does_not_count_here(desk: Any, make_repo: Any) -> None:
    (one,) = findings(desk.root)
    decline(desk.root, one, "only in this project")
    other = make_repo({"CLAUDE.md": RULES, "desk.py": CODE}, name="other")
    assert left_out(other.root) == (frozenset(), [])


def test_a_broken_record_is_said_and_fails_no_review(desk: Any) -> None:
    (one,) = findings(desk.root)
    decline(desk.root, one, "a good reason")
    (state,) = [record for record in _records() if str(desk.root) in record.read_text("utf-8")]
    state.write_bytes(b"{")
    known, notes = left_out(desk.root)
    assert known == frozenset()
    assert str(state) in notes[0]
    with pytest.raises(BadInputError, match="mend it or move it away"):
        decline(desk.root, one, "another good reason")
    assert state.read_bytes() == b"{"


def _records() -> list[Path]:
    return list((state_folder() / "declined").glob("*.json"))


@pytest.mark.parametrize(
    ("language", "code", "line", "symbol"),
    [
        ("python", "x = 1\n", 1, ""),
        ("python", "@cache\ndef f():\n    def g():\n        pass\n", 4, "f.g"),
        ("python", "class A:\n    class B:\n        x = 1\n", 3, "A.B"),
        ("typescript", "export const load = async () => {\n  go();\n};\n", 2, "load"),
        ("typescript", "class A {\n  b = () => {\n    go();\n  };\n}\n", 3, "A.b"),
        ("tsx", "function Cart() {\n  useEffect(() => {\n    go();\n  }, []);\n}\n", 3, "Cart"),
        ("javascript", "const api = {\n  get() {\n    go();\n  },\n};\n", 3, "get"),
    ],
)
def test_a_symbol_names_what_stands_around_a_line(language: Any, code: str, line: int, symbol: str) -> None:
    assert symbol_at(SourceFile("a", code, language), line) == symbol


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        ("def f(a):\n    return a + 2\n", True),
        ("def f(a):\n    # twice\n    return a + 1\n", False),
        ('def f(a):\n    """Adds."""\n    return (a\n            + 1)\n', False),
        ("import os\n\n\ndef f(a: int) -> int:\n    return a + 1\n", False),
        ("def g(a):\n    return a + 1\n", True),
        ("", True),
    ],
)
def test_a_change_of_behaviour_without_a_test_is_named(make_repo: Any, after: str, changed: bool) -> None:
    repository = make_repo({"CLAUDE.md": RULES, "f.py": "def f(a):\n    return a + 1\n", "test_f.py": "x = 1\n"})
    repository.write({"f.py": after})
    assert review(Request(repository.root)).untested == (["f.py"] if changed else [])
    repository.write({"test_f.py": "x = 2\n"})
    assert review(Request(repository.root)).untested == []


def test_a_moved_file_and_a_whole_tree_are_no_change_of_behaviour(make_repo: Any) -> None:
    repository = make_repo({"CLAUDE.md": RULES, "f.py": CODE})
    repository.git("mv", "f.py", "g.py")
    assert review(Request(repository.root)).untested == []
    assert review(Request(repository.root, scope="all")).untested == []


def test_praise_is_given_for_what_was_counted_and_not_beside_a_finding(make_repo: Any) -> None:
    typed = "def f(a: int) -> int:\n    return a\n\n\ndef g(a: int) -> int:\n    return a\n"
    repository = make_repo({"CLAUDE.md": RULES, "f.py": typed})
    (praise,) = review(Request(repository.root, scope="all")).good
    assert praise.text == "Both functions have type hints for each parameter and the return."
    assert praise.rule.source == "CLAUDE.md:2"
    repository.write({"f.py": typed + "\n\ndef h(a):\n    return a\n"})
    assert review(Request(repository.root, scope="all")).good == []
    # The change itself has one function only, and that is no reason for praise.
    repository.write({"f.py": typed + "\n\ndef h(a: int) -> int:\n    return a\n"})
    assert review(Request(repository.root)).good == []
