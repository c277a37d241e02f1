"""`teach verify` and `teach roadmap audit`, by a person at a terminal and by everything that is none."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.verification import sandbox
from teaching.verification.consent import granted
from tests.terminal import at_terminal

TEACH = [sys.executable, "-m", "mcp_server"]
ROADMAP = """\
- [ ] Sum <!-- id: sum -->
  - files: basket.py
  - verify: python -m pytest -q test_basket.py
- [ ] Choose a name
"""
TEST = "from basket import total\n\n\ndef test_sum():\n    assert total([1, 2]) == 3\n"


@pytest.fixture
def shop(
    make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, require_part: Callable[[object, str], None]
) -> Any:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return make_repo(
        {"ROADMAP.md": ROADMAP, "basket.py": "def total(prices):\n    return sum(prices)\n", "test_basket.py": TEST}
    )


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TEACH, *words], cwd=root, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120,
        check=False,
    )  # fmt: skip


def first_line(root: Path) -> str:
    return (root / "ROADMAP.md").read_text(encoding="utf-8").splitlines()[0]


def test_a_person_at_a_terminal_is_asked_and_the_task_is_ticked(shop: Any) -> None:
    code, shown = at_terminal([*TEACH, "verify", "sum"], shop.root)
    assert code == 0, shown
    assert "python -m pytest -q test_basket.py  from ROADMAP.md:1; it was never allowed here" in shown
    assert "In a sandbox without network." in shown
    assert "## sum: verified and ticked" in shown
    assert first_line(shop.root).startswith("- [x] Sum ✅ 20")
    assert [record.by for record in granted(shop.root)] == ["terminal"]

    done = run(shop.root, "verify", "sum", "--format", "json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["task"], found["passed"], found["ticked"]) == (0, "sum", True, True)
    assert set(found["runs"][0]) >= {"argv", "exit", "passed", "failed", "skipped"}
    assert len(found["evidence"]) == 64


@pytest.mark.parametrize("answer", ["n\n", "\n", "yess\n", "\x04"])
def test_any_other_answer_runs_nothing(shop: Any, answer: str) -> None:
    code, shown = at_terminal([*TEACH, "verify", "sum"], shop.root, answer)
    assert code == 1
    assert "nothing was run" in shown
    assert first_line(shop.root) == "- [ ] Sum <!-- id: sum -->"


def test_without_a_terminal_nothing_runs_and_nothing_is_attested(shop: Any) -> None:
    refused = run(shop.root, "verify", "sum")
    assert refused.returncode == 1
    assert "A person allows it in a terminal, in this project: `" in refused.stderr
    attested = run(shop.root, "verify", "Choose a name", "--attest", "decided")
    assert attested.returncode == 1
    assert "only a person at a terminal can answer this" in attested.stderr
    assert not (shop.root / ".teaching" / "evidence").exists()


def test_a_person_attests_at_a_terminal(shop: Any) -> None:
    code, shown = at_terminal([*TEACH, "verify", "Choose a name", "--attest", "the team voted"], shop.root)
    assert code == 0, shown
    assert "(attested)" in (shop.root / "ROADMAP.md").read_text(encoding="utf-8")
    done = run(shop.root, "roadmap", "audit")
    assert (done.returncode, done.stdout) == (0, "The roadmap's ticks hold: 0 proved, 1 attested.\n")


def test_red_ends_with_1_and_shows_the_first_failure(shop: Any) -> None:
    shop.write({"basket.py": "def total(prices):\n    return 0\n"})
    code, shown = at_terminal([*TEACH, "verify", "sum"], shop.root)
    assert code == 1
    assert "## sum: not ticked" in shown
    assert "`test_basket.py:5`" in shown


def test_the_audit_finds_a_tick_made_by_hand_and_can_run_everything_again(shop: Any) -> None:
    at_terminal([*TEACH, "verify", "sum"], shop.root)
    text = (shop.root / "ROADMAP.md").read_text(encoding="utf-8")
    shop.write({"ROADMAP.md": text.replace("- [ ] Choose", "- [x] Choose")})
    done = run(shop.root, "roadmap", "audit", "--format", "json")
    problems = json.loads(done.stdout)["problems"]
    assert (done.returncode, [(one["task"], one["kind"]) for one in problems]) == (
        1,
        [("Choose a name", "no-evidence")],
    )

    shop.write({"ROADMAP.md": text})
    assert run(shop.root, "roadmap", "audit", "--rerun").returncode == 0
    shop.write({"test_basket.py": TEST.replace("3", "4")})
    again = run(shop.root, "roadmap", "audit", "--rerun")
    assert again.returncode == 1
    assert "stale sum" in again.stdout
    assert "red-now sum" in again.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["verify", "nothing like it"], 2, "nothing like it"),
        (["verify", ""], 2, ""),
        (["roadmap", "show-me"], 2, "audit"),
    ],
)
def test_bad_input_gets_the_next_move(shop: Any, words: list[str], code: int, said: str) -> None:
    done = run(shop.root, *words)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_roadmap_the_next_move_is_named(shop: Any) -> None:
    shop.write({"ROADMAP.md": None})
    for words in (["verify", "sum"], ["roadmap", "audit"]):
        done = run(shop.root, *words)
        assert done.returncode == 2
        assert "there is no ROADMAP.md here" in done.stderr
