"""What a verification makes of markers under which something was written, and which attempts it remembers."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from teaching.learning import record
from teaching.tasks.progress import progress
from teaching.tasks.render import markdown
from teaching.tasks.verifying import Way, missing_consent, verify
from teaching.verification import sandbox
from teaching.verification.consent import Allowed, NotAllowed, grant

ROADMAP = """\
# Roadmap

- [ ] Discount <!-- id: discount -->
  - files: discount.py
  - verify: python -m pytest -q test_discount.py
- [ ] Sum <!-- id: sum -->
  - files: basket.py
  - verify: python -m pytest -q test_basket.py
"""
MARKER = "    # TODO(human)[discount]: ten percent off\n"
OPEN = f"def off(price):\n{MARKER}    raise NotImplementedError\n"
WRONG = f"def off(price):\n{MARKER}    return price - 10 * 2\n"
RIGHT = f"def off(price):\n{MARKER}    return price * 9 // 10\n"
TEST = "from discount import off\n\n\ndef test_off():\n    assert off(100) == 90\n"


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch, require_part: Callable[[object, str], None]) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def shop(make_repo: Callable[..., Any]) -> Any:
    files = {
        "ROADMAP.md": ROADMAP,
        "discount.py": OPEN,
        "test_discount.py": TEST,
        "basket.py": "def total(x):\n    x\n",
    }
    files["test_basket.py"] = "from basket import total\n\n\ndef test_sum():\n    assert total([1]) == 1\n"
    return make_repo(files, name="shop")


def yes(root: Path) -> Way:
    """A person who allows everything that is asked for."""

    def ask(missing: Sequence[NotAllowed]) -> list[Allowed]:
        return grant(root, [one.command for one in missing], "terminal")

    return Way(ask=ask)


def attempts(root: Path, task: str = "discount") -> int:
    return len(record.read(root).attempts.get(task, ()))


def states(root: Path) -> list[tuple[str, str]]:
    return [(work.key, state) for work, state in progress(root)]


def test_an_open_marker_runs_nothing_and_is_no_attempt(shop: Any) -> None:
    found = verify(shop.root, "discount", yes(shop.root))
    assert (found.runs, found.open_markers, attempts(shop.root)) == ([], ["discount.py:2"], 0)
    assert missing_consent(shop.root, "discount") == []
    assert states(shop.root) == [("discount.py::off", "open")]


def test_an_attempt_is_run_and_what_is_red_is_shown_and_remembered_once(shop: Any) -> None:
    shop.write({"discount.py": WRONG})
    assert missing_consent(shop.root, "discount") != []
    found = verify(shop.root, "discount", yes(shop.root))
    assert found.failure is not None
    assert (found.passed, found.failure.path, found.open_markers) == (False, "test_discount.py", [])
    assert states(shop.root) == [("discount.py::off", "attempted")]
    assert attempts(shop.root) == 1
    verify(shop.root, "discount")
    shop.write({"discount.py": WRONG.replace("ten percent", "a tenth").replace("return", "# now\n    return")})
    verify(shop.root, "discount")
    assert attempts(shop.root) == 1  # the code is the same
    shop.write({"discount.py": WRONG.replace("* 2", "* 3")})
    verify(shop.root, "discount")
    assert attempts(shop.root) == 2


def test_green_work_is_ticked_once_its_comment_is_gone(shop: Any) -> None:
    shop.write({"discount.py": RIGHT})
    found = verify(shop.root, "discount", yes(shop.root))
    assert (found.passed, found.ticked, found.evidence, found.failure) == (False, False, None, None)
    assert [run.exit for run in found.runs] == [0]
    assert found.open_markers == ["discount.py:2"]
    assert found.notes[0] == (
        "its tests pass: take the TODO(human) comment away at discount.py:2, it says that the work is open, "
        "and verify again"
    )
    text = markdown(found, "mentor")
    assert "not ticked, its TODO(human) comment still stands" in text
    assert found.notes[0] in text
    assert attempts(shop.root) == 0
    shop.write({"discount.py": RIGHT.replace(MARKER, "")})
    assert verify(shop.root, "discount").ticked


def test_every_comment_that_still_stands_is_named(shop: Any) -> None:
    second = "\n\ndef half(price):\n    # TODO(human)[discount]: half of it\n    return price // 2\n"
    shop.write({"discount.py": RIGHT + second})
    found = verify(shop.root, "discount", yes(shop.root))
    assert "comments away at discount.py:2, discount.py:7, they say" in found.notes[0]
    shop.write({"discount.py": RIGHT + second.replace("return price // 2", "pass")})
    held = verify(shop.root, "discount", yes(shop.root))
    assert (held.runs, held.open_markers) == ([], ["discount.py:7"])


def test_a_red_run_of_a_task_without_markers_counts_by_its_files(shop: Any) -> None:
    verify(shop.root, "sum", yes(shop.root))
    verify(shop.root, "sum")
    assert attempts(shop.root, "sum") == 1
    shop.write({"basket.py": "def total(x):\n    return 0\n"})
    verify(shop.root, "sum")
    assert attempts(shop.root, "sum") == 2


def test_work_is_done_while_its_evidence_holds(shop: Any) -> None:
    shop.write({"discount.py": RIGHT.replace(MARKER, "")})
    entry = '{"path": "discount.py", "symbol": "off", "task": "discount", "digest": "of the start"}'
    shop.write({".teaching/exercises.json": f'{{"id": "0", "exercises": [{entry}]}}'})
    assert states(shop.root) == [("discount.py::off", "attempted")]
    assert verify(shop.root, "discount", yes(shop.root)).ticked
    assert states(shop.root) == [("discount.py::off", "done")]
    shop.write({"discount.py": WRONG.replace(MARKER, "")})
    assert states(shop.root) == [("discount.py::off", "attempted")]
    shop.write({"discount.py": "def other():\n    pass\n"})
    assert states(shop.root) == [("discount.py::off", "abandoned")]


def test_a_record_that_cannot_be_written_fails_no_verification(shop: Any) -> None:
    shop.write({"discount.py": WRONG, "elsewhere.json": "{}\n"})
    (shop.root / ".teaching").mkdir(exist_ok=True)
    (shop.root / ".teaching/hints.json").symlink_to(shop.root / "elsewhere.json")
    found = verify(shop.root, "discount", yes(shop.root))
    assert found.failure is not None
    assert found.failure.path == "test_discount.py"
    assert any("this attempt was not recorded: .teaching/hints.json is not read" in note for note in found.notes)
    assert (shop.root / "elsewhere.json").read_text("utf-8") == "{}\n"
