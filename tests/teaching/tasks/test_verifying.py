"""A task from open to ticked, by a project's own pytest in the sandbox. Needs bubblewrap."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.verification import Verification
from teaching.errors import BadInputError, RefusedError
from teaching.evidence.audit import audit
from teaching.roadmap.reading import parse
from teaching.tasks.rerun import rerun
from teaching.tasks.verifying import Way, attest, missing_consent, verify
from teaching.verification import sandbox
from teaching.verification.consent import Allowed, NotAllowed, grant

CLAUDE_MD = """\
# Project: Shop

## Common Commands
- test: python -m pytest -q
"""
ROADMAP = """\
# Roadmap

## Phase 1: Basket
- [ ] Sum of a basket <!-- id: sum -->
  - Acceptance: the sum of no items is 0
  - files: basket.py
  - verify: python -m pytest -q test_basket.py
- [ ] Discount (In Progress)
  - depends: sum
  - files: discount.py
  - verify: python -m pytest -q test_discount.py
- [ ] Everything fits
"""
BASKET = "def total(prices):\n    return sum(prices)\n"
TEST_BASKET = "from basket import total\n\n\ndef test_sum():\n    assert total([1, 2]) == 3\n"
TEST_DISCOUNT = "from discount import off\n\n\ndef test_off():\n    assert off(100) == 90\n"


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch, require_part: Callable[[object, str], None]) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def shop(make_repo: Callable[..., Any]) -> Any:
    files = {
        "CLAUDE.md": CLAUDE_MD,
        "ROADMAP.md": ROADMAP,
        "basket.py": BASKET,
        "test_basket.py": TEST_BASKET,
        "discount.py": "def off(price):\n    # TODO(human)[discount]: ten percent off\n    raise NotImplementedError\n",
        "test_discount.py": TEST_DISCOUNT,
    }
    return make_repo(files, name="shop")


def yes(root: Path) -> Way:
    """A person who allows everything that is asked for."""

    def ask(missing: Sequence[NotAllowed]) -> list[Allowed]:
        return grant(root, [one.command for one in missing], "terminal")

    return Way(ask=ask)


def lines(root: Path) -> list[str]:
    return (root / "ROADMAP.md").read_text(encoding="utf-8").splitlines()


def changed_lines(root: Path) -> list[int]:
    return [
        number for number, (old, new) in enumerate(zip(ROADMAP.splitlines(), lines(root), strict=True)) if old != new
    ]


def test_green_stores_evidence_and_ticks_this_task_alone(shop: Any) -> None:
    found = verify(shop.root, "sum", yes(shop.root))
    assert (found.passed, found.ticked, found.failure) == (True, True, None)
    (run,) = found.runs
    assert (run.step, run.exit, run.passed, run.failed, run.sandbox) == ("verify", 0, 1, 0, "bwrap")
    assert changed_lines(shop.root) == [3]
    assert lines(shop.root)[3].startswith("- [x] Sum of a basket ✅ 20")
    report = audit(shop.root, parse((shop.root / "ROADMAP.md").read_bytes()))
    assert (report.problems, report.proved) == ([], 1)
    assert found.next_task == "Discount"


def test_red_neither_ticks_nor_stores_and_asks_about_the_first_failure(shop: Any) -> None:
    shop.write({"basket.py": "def total(prices):\n    return 0\n"})
    found = verify(shop.root, "sum", yes(shop.root))
    assert (found.passed, found.ticked, found.evidence) == (False, False, None)
    assert found.failure is not None
    assert (found.failure.path, found.failure.line) == ("test_basket.py", 5)
    assert found.failure.question.endswith("?")
    assert changed_lines(shop.root) == []
    assert not (shop.root / ".teaching" / "evidence").exists()


def test_an_open_marker_of_the_task_holds_it_back_before_anything_runs(shop: Any) -> None:
    found = verify(shop.root, "discount", yes(shop.root))
    assert (found.passed, found.runs, found.open_markers) == (False, [], ["discount.py:2"])
    whole = verify(shop.root, "Everything fits", yes(shop.root))
    assert whole.open_markers == []  # that marker names another task
    shop.write({"other.py": "# TODO(human): think about rounding\n"})
    assert verify(shop.root, "Everything fits", yes(shop.root)).open_markers == ["other.py:1"]


def test_the_first_verification_writes_the_tasks_id_and_takes_its_state(shop: Any) -> None:
    shop.write({"discount.py": "def off(price):\n    return price * 9 // 10\n"})
    found = verify(shop.root, "Discount", yes(shop.root))
    assert found.task == "discount"
    assert "<!-- id: discount -->" in lines(shop.root)[7]
    assert lines(shop.root)[7].startswith("- [x] Discount")
    assert changed_lines(shop.root) == [7]


def test_what_was_ticked_before_has_to_stay_green(shop: Any) -> None:
    verify(shop.root, "sum", yes(shop.root))
    shop.write({"discount.py": "def off(price):\n    return price * 9 // 10\n", "basket.py": "total = None\n"})
    found = verify(shop.root, "discount", yes(shop.root))
    assert not found.passed
    assert found.notes[0] == "this command proved “Sum of a basket”, which was done before: it must stay green"
    assert rerun(shop.root).problems[0].kind == "red-now"


def test_nothing_runs_without_consent_and_the_refusal_names_the_way(shop: Any) -> None:
    with pytest.raises(RefusedError, match=r"nothing was run: `python -m pytest -q test_basket\.py` .* verify sum`"):
        verify(shop.root, "sum")
    assert [one.command.step for one in missing_consent(shop.root, "sum")] == ["verify"]
    with pytest.raises(RefusedError, match="nothing was run"):
        verify(shop.root, "sum", Way(ask=lambda missing: None))


def test_a_deciding_file_that_changed_asks_again(shop: Any) -> None:
    verify(shop.root, "sum", yes(shop.root))
    shop.write({"conftest.py": "import os\n"})
    with pytest.raises(RefusedError, match=r"conftest\.py"):
        verify(shop.root, "sum")


def test_the_whole_suite_speaks_for_a_task_without_a_verify_line(shop: Any) -> None:
    shop.write({"discount.py": "def off(price):\n    return price * 9 // 10\n"})
    found = verify(shop.root, "Everything fits", yes(shop.root))
    assert [(run.step, run.passed) for run in found.runs] == [("test", 2)]
    assert any("names no `files:`" in note for note in found.notes)


def test_a_run_that_tests_nothing_proves_nothing(shop: Any) -> None:
    shop.write({"test_basket.py": "x = 1\n"})
    found = verify(shop.root, "sum", yes(shop.root))
    assert (found.passed, found.ticked) == (False, False)


def test_files_that_change_while_they_are_verified_prove_nothing(shop: Any) -> None:
    shop.write(
        {"test_basket.py": TEST_BASKET + "\n\ndef test_writes():\n    open('basket.py', 'a').write('# more\\n')\n"}
    )
    with pytest.raises(RefusedError, match="changed while they were verified"):
        verify(shop.root, "sum", yes(shop.root))
    assert changed_lines(shop.root) == []


def test_a_task_with_open_tasks_under_it_waits_for_them(shop: Any) -> None:
    shop.write({"ROADMAP.md": "- [ ] Outer\n  - [ ] Inner\n"})
    with pytest.raises(RefusedError, match="verify “Inner” first"):
        verify(shop.root, "Outer", yes(shop.root))


def test_a_task_that_nothing_can_prove_says_what_to_write(shop: Any) -> None:
    shop.write({"CLAUDE.md": "# Project\n", "ROADMAP.md": "- [ ] Decide on a name\n"})
    with pytest.raises(BadInputError, match=r"nothing can prove “Decide on a name”: write a `verify:` line"):
        verify(shop.root, "Decide", yes(shop.root))


def test_a_person_may_attest_and_it_counts_apart(shop: Any) -> None:
    found: Verification = attest(shop.root, "Everything fits", "agreed with the team")
    assert found.ticked
    assert "(attested)" in lines(shop.root)[11]
    report = audit(shop.root, parse((shop.root / "ROADMAP.md").read_bytes()))
    assert (report.proved, report.attested, report.problems) == (0, 1, [])
    with pytest.raises(RefusedError, match="say why"):
        attest(shop.root, "sum", "  ")


@pytest.mark.parametrize("line", ["pytest; rm -rf /", "pytest $(id)", "PYTHONPATH=. pytest", "pytest > out"])
def test_a_verify_line_that_is_shell_is_never_run(shop: Any, line: str) -> None:
    shop.write({"ROADMAP.md": f"- [ ] Sum\n  - verify: {line}\n"})
    with pytest.raises(RefusedError, match="never run"):
        verify(shop.root, "Sum", yes(shop.root))


def test_the_project_cannot_write_evidence_or_ticks_itself(shop: Any) -> None:
    poison = (
        "import pathlib\n"
        "for place in ['.teaching/evidence/x.json', 'ROADMAP.md']:\n"
        "    try:\n"
        "        path = pathlib.Path(place)\n"
        "        path.parent.mkdir(parents=True, exist_ok=True)\n"
        "        path.write_text('- [x] all')\n"
        "    except OSError:\n"
        "        pass\n"
    )
    shop.write({"conftest.py": poison})
    verify(shop.root, "sum", yes(shop.root))
    assert not (shop.root / ".teaching" / "evidence" / "x.json").exists()
    assert changed_lines(shop.root) == [3]
