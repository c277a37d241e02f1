"""A scaffold that somebody else wrote is judged: what it may not do, and that its tests are red for the open work.

Needs bubblewrap; the tests of a scaffold run in it.
"""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.scaffolds import ScaffoldCheck
from teaching.errors import BadInputError, RefusedError
from teaching.roadmap.reading import find, parse
from teaching.scaffolds.checking import check
from teaching.scaffolds.words import judgement
from teaching.verification import sandbox
from teaching.verification.commands import Command
from teaching.verification.consent import grant
from tests.teaching.scaffolds.strangers import FILLED, GOOD, SOURCE, TEST, changed

CONSTITUTION = """\
## Architectural Standards
- Never use a bare `except:`
- Every function has type hints

## Common Commands
- test: python -m pytest
"""


@pytest.fixture
def shop(
    make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, require_part: Callable[[object, str], None]
) -> Path:
    """A project whose tests a person allowed to run."""
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    root: Path = make_repo(
        {
            "CLAUDE.md": CONSTITUTION,
            "ROADMAP.md": "- [ ] Count what is in a basket <!-- id: basket -->\n",
            "shop.py": "X = 1\n",
            "tests/test_shop.py": "def test_shop() -> None:\n    assert True\n",
            "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["."]\n',
        }
    ).root
    grant(root, [Command("test", ("python", "-m", "pytest"), "CLAUDE.md")], "terminal")
    return root


def rules(found: ScaffoldCheck) -> list[str]:
    return [f"{one.path}:{one.line} {one.rule}" for one in found.problems]


def test_a_good_scaffold_is_accepted_and_written(shop: Path) -> None:
    found = check(shop, "basket", GOOD, write=True)
    assert (found.problems, found.accepted, found.written) == ([], True, True)
    assert found.red == ["tests/test_basket.py::test_every_name_is_counted"]
    assert [place.place for place in found.open] == ["basket.py:10"]
    assert (shop / "basket.py").read_text(encoding="utf-8") == SOURCE
    task = find(parse((shop / "ROADMAP.md").read_bytes()), "basket")
    assert (task.files, task.verify) == (tuple(GOOD), ("python -m pytest tests/test_basket.py",))


def test_nothing_is_written_unless_it_is_asked_for(shop: Path) -> None:
    found = check(shop, "basket", GOOD)
    assert (found.accepted, found.written) == (True, False)
    assert not (shop / "basket.py").exists()
    assert "pass `write`" in judgement(found)


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "a core that is filled in": (changed(source=FILLED), "basket.py:12 core"),
    "a syntax error": (changed(source=SOURCE.replace("def count(", "def count((")), "basket.py:8 syntax"),
    "a syntax error in the test": (changed(test=TEST + "\ndef test_x(:\n"), "tests/test_basket.py:10 syntax"),
    "no marker": (changed(source=SOURCE.replace("TODO(human)[basket]:", "To do:")), "basket.py:0 marker"),
    "a marker of no task": (changed(source=SOURCE.replace("[basket]", "")), "basket.py:10 marker"),
    "no test": ({"basket.py": SOURCE}, "basket.py:0 tests"),
    "a file that is there": ({**GOOD, "shop.py": "X = 2\n"}, "shop.py:0 overwrites"),
    "a file outside": ({**GOOD, "../x.py": "X = 2\n"}, "../x.py:0 place"),
    "a file of git": ({**GOOD, ".git/hooks/x.py": "X = 2\n"}, ".git/hooks/x.py:0 place"),
    "the constitution": ({**GOOD, "CLAUDE.md": "Be nice.\n"}, "CLAUDE.md:0 place"),
}


@pytest.mark.parametrize(("files", "wanted"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_without_running_anything(shop: Path, files: Mapping[str, str], wanted: str) -> None:
    found = check(shop, "basket", files, write=True)
    assert wanted in rules(found)
    assert (found.accepted, found.ran, found.written) == (False, False, False)
    assert all(one.move for one in found.problems)
    assert not (shop / "basket.py").exists()
    place = wanted.partition(" ")[0].removesuffix(":0")
    assert f"- {place} [" in judgement(found)


RED_OTHERWISE = {
    "an import that fails": (TEST.replace("from basket import", "from baskets import"), "tests/test_basket.py:1"),
    "a name that is not there": (TEST.replace("assert count(", "assert kount("), "tests/test_basket.py:6"),
    "an assertion about something else": (
        TEST.replace("assert count", "assert not count and count"),
        "tests/test_basket.py:6",
    ),
}


@pytest.mark.parametrize(("test", "place"), RED_OTHERWISE.values(), ids=RED_OTHERWISE)
def test_tests_that_are_red_for_another_reason_are_refused(shop: Path, test: str, place: str) -> None:
    found = check(shop, "basket", changed(test=test), write=True)
    assert f"{place} red-otherwise" in rules(found)
    assert (found.accepted, found.ran, found.written) == (False, True, False)


def test_tests_that_are_green_while_the_work_is_open_are_refused(shop: Path) -> None:
    found = check(shop, "basket", changed(test="def test_nothing() -> None:\n    assert True\n"), write=True)
    assert rules(found) == ["tests/test_basket.py:0 not-red"]


def test_a_file_without_tests_is_refused(shop: Path) -> None:
    found = check(shop, "basket", changed(test='"""Nothing."""\n'), write=True)
    assert [one.rule for one in found.problems] == ["red-otherwise"]
    assert "no test" in found.problems[0].fact


SENSITIVE = {
    "auth": "def check_password(given: str) -> bool:\n    if given:\n        return given == KEPT\n    return False\n",
    "crypto": "import hmac\n\n\ndef same(one: str, other: str) -> bool:\n    return hmac.compare_digest(one, other)\n",
    "money": "def total(prices: list[int]) -> int:\n    return sum(prices) * 119 // 100\n",
    "concurrency": (
        "import threading\n\nLOCK = threading.Lock()\n\n\ndef take(jobs: list[int]) -> int | None:\n"
        "    with LOCK:\n        if not jobs:\n            return None\n        return jobs.pop()\n"
    ),
}


@pytest.mark.parametrize("kind", SENSITIVE)
def test_a_sensitive_part_is_left_to_the_learner(shop: Path, kind: str) -> None:
    found = check(shop, "basket", {**GOOD, "more.py": SENSITIVE[kind]}, write=True)
    assert [(one.path, one.rule) for one in found.problems] == [("more.py", "sensitive")]
    assert found.problems[0].line > 0


@pytest.mark.parametrize(
    "harmless",
    [
        "def total(self: object) -> int:\n    return self.kept\n",
        "def check_title(text: str) -> bool:\n    if not text:\n        return False\n    return True\n",
        "import threading\n\n\ndef made() -> object:\n    return threading.Lock()\n",
        'def help_text() -> str:\n    """Use compare_digest."""\n    return "see hmac.compare_digest, jwt.decode"\n',
    ],
)
def test_what_only_sounds_sensitive_may_stand(shop: Path, harmless: str) -> None:
    files = {
        **GOOD,
        "more.py": harmless.replace("self: object", "self: Any").replace(
            "def total", "from typing import Any\n\n\ndef total"
        ),
    }
    assert [one.rule for one in check(shop, "basket", files).problems if one.rule == "sensitive"] == []


def test_a_rule_of_the_constitution_is_kept(shop: Path) -> None:
    bad = SOURCE + "\n\ndef other() -> int:\n    try:\n        return 1\n    except:\n        raise\n"
    found = check(shop, "basket", changed(source=bad), write=True)
    assert rules(found) == ["basket.py:18 no-broad-except"]
    assert "CLAUDE.md:2" in found.problems[0].fact
    assert not found.written


def test_a_file_that_decides_what_the_test_command_does_is_not_run_unseen(shop: Path) -> None:
    with pytest.raises(RefusedError, match=r"tests/conftest.py is new, which decides what the test command does"):
        check(shop, "basket", {**GOOD, "tests/conftest.py": "X = 1\n"}, write=True)
    assert not (shop / "basket.py").exists()


def test_without_consent_nothing_runs_and_nothing_is_written(shop: Path) -> None:
    (shop / "pyproject.toml").write_text('[tool.pytest.ini_options]\npythonpath = [".", "x"]\n', encoding="utf-8")
    found = check(shop, "basket", GOOD, write=True)
    assert (found.problems, found.ran, found.accepted, found.written) == ([], False, False, False)
    assert "nobody allowed `python -m pytest`" in found.notes[0]


def test_a_scaffold_of_nothing_gets_the_next_move(shop: Path) -> None:
    with pytest.raises(BadInputError, match="pass their texts by path"):
        check(shop, "basket", {})
    with pytest.raises(BadInputError, match="20 at most"):
        check(shop, "basket", {f"m{number}.py": "" for number in range(21)})


WEB = {
    "src/basket.ts": (
        "/** Counts names. */\nexport function count(names: string[]): Map<string, number> {\n"
        '  // TODO(human)[basket]: Count each name\n  throw new Error("TODO(human): count");\n}\n'
    ),
    "tests/basket.test.ts": (
        'import { expect, it } from "vitest";\n\nimport { count } from "../src/basket.js";\n\n'
        'it("counts", () => {\n  expect(count(["a"]).get("a")).toBe(1);\n});\n'
    ),
}


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ('throw new Error("TODO(human): count");', "return new Map(names.map((n) => [n, 1]));", "src/basket.ts:4 core"),
        ("count(names: string[])", "count(names: string[", "syntax"),
        ("export function count", "export function check(token: string) {\n  return timingSafeEqual(token, KEY);\n}\n"
         "export function count", "sensitive"),
    ],
    ids=["core", "syntax", "sensitive"],
)  # fmt: skip
def test_typescript_is_read_too(shop: Path, before: str, after: str, wanted: str) -> None:
    files = {path: text.replace(before, after) for path, text in WEB.items()}
    assert any(one.endswith(wanted) for one in rules(check(shop, "basket", files)))
