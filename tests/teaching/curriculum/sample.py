"""A small curriculum project of our own: two functions, a rule, a slash command and a branch, and eight defects."""

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

README = "# Tally\n\n```\none: 2, two: 1\n```\n"
CLAUDE_MD = """\
# Project: Tally

## Training Protocol
- **Role:** Senior Engineer mentoring a junior developer
- **Output Style:** Learning (use TODO(human) markers)
- **Verification:** Must run tests before marking tasks complete
- **Constraint:** Explain WHY, not just WHAT

## Architectural Standards
- Language: Python 3.11
- Style: Plain functions
- Error Handling: Raise errors of our own
- Never use a bare `except:`
- Never use `eval`
- No wildcard imports
- All functions have type hints
- Functions are at most 20 lines long
- No mutable default arguments
- Always use `yaml.safe_load`, never `yaml.load`
- No `print` statements

## Grading Rubric
- Functionality: Feature works per spec
- Testing: Every test asserts something
- Documentation: Every public function has a docstring

## Common Commands
- test: python -m pytest
- lint: ruff check .
"""
RULE = "- Files are at most 100 lines long\n"
ROADMAP = """\
# Roadmap: Tally

## Phase 1: Counting
- [ ] Count the words <!-- id: count-words -->
  - Acceptance: every word is counted, whatever its case
  - files: src/tally/counting.py
  - verify: python -m pytest tests/test_count_words.py
- [ ] Name the most frequent <!-- id: top-words -->
  - Acceptance: the most frequent first, and of equals the first in the alphabet
  - files: src/tally/counting.py
  - depends: count-words
  - verify: python -m pytest tests/test_top_words.py

## Phase 2: With an agent
- [ ] Give the project a rule of your own <!-- id: own-rule -->
  - Acceptance: the rule is checked
  - files: CLAUDE.md
  - verify: python -m pytest tests/test_own_rule.py
- [ ] Write a slash command <!-- id: own-command -->
  - Acceptance: it has a description
  - files: .claude/commands/tally.md
  - verify: python -m pytest tests/test_own_command.py
- [ ] Work on a branch <!-- id: own-branch -->
  - Acceptance: its commits are Conventional Commits
  - files: src/tally/counting.py
  - verify: python -m pytest tests/test_own_branch.py
"""
COUNTING = '''\
"""Counts words."""


def count(text: str) -> dict[str, int]:
    """How often each word is there, in small letters."""
    counts: dict[str, int] = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts


def top(text: str, most: int) -> list[str]:
    """The most frequent words, of equals the first in the alphabet."""
    counts = count(text)
    return sorted(counts, key=lambda word: (-counts[word], word))[:most]
'''
EXEMPLAR: dict[str, str] = {
    ".gitignore": ".venv/\n__pycache__/\n",
    "pyproject.toml": """\
[project]
name = "tally"
version = "0.1.0"

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["src"]
""",
    "src/tally/__init__.py": '"""Counts words."""\n',
    "src/tally/counting.py": COUNTING,
    "tests/test_start.py": """\
import tally


def test_it_is_installed() -> None:
    assert tally.__doc__
""",
    "tests/test_count_words.py": """\
from tally.counting import count


def test_words_are_counted_whatever_their_case() -> None:
    assert count("One two one") == {"one": 2, "two": 1}


def test_nothing_is_no_word() -> None:
    assert count("  ") == {}
""",
    "tests/test_top_words.py": """\
from tally.counting import top


def test_the_most_frequent_come_first() -> None:
    assert top("b a a c", 1) == ["a"]


def test_of_equals_the_first_in_the_alphabet_comes_first() -> None:
    assert top("b a", 2) == ["a", "b"]
""",
    "tests/test_own_rule.py": """\
import json
import shutil
import subprocess

import pytest


def test_a_rule_about_the_length_of_files_is_checked() -> None:
    program = shutil.which("teach")
    if program is None:
        pytest.fail("the program teach is missing: install claude-code-teaching-assistant", pytrace=False)
    words = [program, "rules", "--format", "json", "--root", "."]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    rules = json.loads(done.stdout)["rules"]
    found = [rule for rule in rules if "at most 100 lines" in rule["quote"] and rule["status"] == "checked"]
    if not found:
        pytest.fail("CLAUDE.md has no rule yet that files have at most 100 lines", pytrace=False)
""",
    "tests/test_own_command.py": """\
from pathlib import Path

import pytest


def test_the_command_says_what_it_does() -> None:
    place = Path(".claude/commands/tally.md")
    if not place.is_file():
        pytest.fail(".claude/commands/tally.md is not there yet: write a slash command", pytrace=False)
    assert "description:" in place.read_text()
""",
    "tests/test_own_branch.py": """\
import re
import subprocess

import pytest


def test_the_branch_has_conventional_commits() -> None:
    words = ["git", "-c", "safe.directory=*", "log", "--format=%s", "feat/words"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail("there is no branch feat/words yet: make it with git checkout -b", pytrace=False)
    lines = done.stdout.splitlines()
    assert all(re.match(r"(feat|fix|docs|chore|test)(\\(.+\\))?: ", line) for line in lines), lines
    assert len(lines) > 1
""",
    "CLAUDE.md": CLAUDE_MD.replace("\n## Grading Rubric", f"{RULE}\n## Grading Rubric"),
    ".claude/commands/tally.md": "---\ndescription: Count the words of a file\n---\n\nCount the words of $ARGUMENTS.\n",
}
# Defect -> the rule's words, and what stands at the end of counting.py.
MISTAKES = {
    "bare-except": (
        "bare `except:`",
        'def number(word: str) -> int:\n    """A number."""\n    try:\n        return int(word)\n'
        "    except:\n        return 0\n",
    ),
    "evaluated": ("Never use `eval`", 'def value(word: str) -> object:\n    """A value."""\n    return eval(word)\n'),
    "untyped": ("type hints", 'def twice(word):\n    """Twice."""\n    return word + word\n'),
    "undescribed": ("docstring", "def twice(word: str) -> str:\n    return word + word\n"),
    "shared-default": (
        "mutable default",
        'def added(word: str, known: list[str] = []) -> list[str]:\n    """All."""\n    return [*known, word]\n',
    ),
    "printed": ("No `print`", 'def show(word: str) -> None:\n    """Show it."""\n    print(word)\n'),
    "long": (
        "at most 20 lines",
        'def slow(number: int) -> int:\n    """Add up."""\n' + "    number += 1\n" * 30 + "    return number\n",
    ),
}


def task(name: str, **more: Any) -> dict[str, Any]:
    """One task of `project.json`."""
    return {
        "id": name,
        "kind": "agentic",
        "minutes": 20,
        "concepts": ["counting"],
        "tests": [f"tests/test_{name.replace('-', '_')}.py"],
        "files": ["src/tally/counting.py"],
        "rubric": [{"points": 3, "for": "it works"}],
        **more,
    }


def cut(symbol: str, text: str, *hints: str) -> dict[str, Any]:
    """One cut of `project.json`."""
    return {"path": "src/tally/counting.py", "symbol": symbol, "text": text, "hints": list(hints), "core": []}


def spec() -> dict[str, Any]:
    """The whole `project.json`."""
    defects = [
        {"id": name, "rule": rule, "path": "src/tally/counting.py", "shown_by": "review", "found_by_review": True}
        for name, (rule, _) in MISTAKES.items()
    ]
    defects.append(
        {
            "id": "wrong-order",
            "rule": "Feature works per spec",
            "path": "src/tally/counting.py",
            "shown_by": "tests/test_top_words.py::test_of_equals_the_first_in_the_alphabet_comes_first",
            "found_by_review": False,
        }
    )
    return {
        "slug": "tally",
        "title": "Tally",
        "language": "python",
        "hours": 2,
        "order": 9,
        "teaches": ["counting"],
        "needs": {"python": "3.11", "programs": ["git"], "packages": ["pytest"]},
        "install": ["python -m pip install -e .[test]"],
        "commands": {"test": "python -m pytest", "lint": "ruff check ."},
        "tasks": [
            task(
                "count-words",
                kind="code",
                cuts=[cut("count", "count each word", "What does a dictionary give for a key that it lacks?")],
                rubric=[{"points": 3, "for": "all words"}, {"points": 1, "for": "it reads well", "by": "person"}],
                docs=[{"url": "https://docs.python.org/3/library/stdtypes.html", "explains": "dictionaries"}],
            ),
            task("top-words", kind="code", cuts=[cut("top", "order the words", "A key may be a tuple.")]),
            task("own-rule", files=["CLAUDE.md"], adds=["CLAUDE.md"]),
            task("own-command", files=[".claude/commands/tally.md"], adds=[".claude/commands/tally.md"]),
            task("own-branch", history={"branch": "feat/words", "commits": [{"message": "feat: count words"}]}),
        ],
        "defects": defects,
    }


def patch(after: str) -> str:
    """A patch of counting.py."""
    place = "src/tally/counting.py"
    lines = difflib.unified_diff(COUNTING.splitlines(True), after.splitlines(True), f"a/{place}", f"b/{place}")
    return "".join(lines)


def lesson(name: str) -> str:
    """A lesson."""
    return f"# {name}\n\nWhy this matters.\n\nIt is proved by `teach verify {name}`.\n"


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def make(folder: Path) -> Path:
    """Writes the project, but for its starter, into a folder; returns the project's own."""
    place = folder / "tally"
    document = spec()
    write(place, {"CLAUDE.md": CLAUDE_MD, "ROADMAP.md": ROADMAP, "README.md": README})
    write(place, {f"lessons/{one['id']}.md": lesson(one["id"]) for one in document["tasks"]})
    write(place / ".meta", {"project.json": json.dumps(document, indent=1), "design.md": "# Design\n"})
    write(place / ".meta" / "exemplar", EXEMPLAR)
    patches = {name: patch(f"{COUNTING}\n\n{code}") for name, (_, code) in MISTAKES.items()}
    patches["wrong-order"] = patch(COUNTING.replace("(-counts[word], word)", "-counts[word]"))
    write(place / ".meta" / "defects", {f"{name}.patch": text for name, text in patches.items()})
    return place
