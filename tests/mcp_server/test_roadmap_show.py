"""`teach roadmap show`, `teach next` and `roadmap_status`: one standing in three forms."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server.server import build
from tests.terminal import at_terminal

TEACH = [sys.executable, "-m", "mcp_server"]
ROADMAP = """\
# Shop

## Data
- [x] Schema ✅ 2026-11-20 <!-- id: schema -->
- [ ] Sum <!-- id: sum -->
  - Acceptance: prices add up
  - depends: schema
  - verify: python -m pytest -q test_basket.py

## Pages
- [ ] Page
  - [ ] Head\x1b[31m
"""
TASK_KEYS = {"id", "title", "state", "done", "line", "verify", "markers", "tasks"}


@pytest.fixture
def shop(make_repo: Callable[..., Any]) -> Path:
    return make_repo({"ROADMAP.md": ROADMAP, "basket.py": "# TODO(human)[sum]: add them up\n"}).root


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TEACH, *words], cwd=root, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120,
        check=False,
    )  # fmt: skip


def asked(root: Path, arguments: dict[str, Any] | None = None) -> Any:
    async def main() -> Any:
        async with Client(build(root)) as client:
            return await client.call_tool("roadmap_status", arguments or {})

    return anyio.run(main)


def test_show_prints_every_task_with_progress_per_phase(shop: Path) -> None:
    done = run(shop, "roadmap", "show")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "Data: 1 of 2 done\n"
        "  [x] Schema (schema) - no-evidence\n"
        "  [ ] Sum (sum) - next - TODO(human) basket.py:1\n"
        "Pages: 0 of 2 done\n"
        "  [ ] Page (2.1)\n"
        "    [ ] Head (2.1.1)\n"
        "\n"
        "0 of 4 tasks proved, 1 ticked without evidence, 3 open.\n"
        "Next: Sum (sum), because what it depends on is done (“Schema”), and no open task before it is ready.\n"
        "Proved by: `python -m pytest -q test_basket.py`"
    )
    assert "1 problem with evidence: " in done.stdout
    assert run(shop, "roadmap").stdout == done.stdout


def test_a_terminal_gets_a_tree_without_the_sequences_of_the_roadmap(shop: Path) -> None:
    code, printed = at_terminal([*TEACH, "roadmap", "show"], shop)
    assert code == 0
    assert "├──" in printed
    assert "1/2" in printed
    assert "Head\x1b[31m" not in printed


def test_json_has_the_form_that_programs_know(shop: Path) -> None:
    found = json.loads(run(shop, "roadmap", "show", "--format", "json").stdout)
    assert [set(phase) for phase in found["phases"]] == [{"id", "title", "tasks"}] * 2
    schema, total = found["phases"][0]["tasks"]
    assert set(schema) == set(total) == TASK_KEYS
    assert (schema["state"], schema["done"], total["done"], total["line"]) == ("done", True, False, 5)
    assert (total["verify"], total["markers"]) == (["python -m pytest -q test_basket.py"], ["basket.py:1"])
    assert found["phases"][1]["tasks"][0]["tasks"][0]["id"] == "2.1.1"


def test_rerun_belongs_to_an_audit(shop: Path) -> None:
    done = run(shop, "roadmap", "show", "--rerun")
    assert done.returncode == 2
    assert "roadmap audit --rerun" in done.stderr


def test_next_names_the_task_and_start_marks_it(shop: Path) -> None:
    done = run(shop, "next")
    assert done.stdout.startswith("Next: Sum\nsum · ROADMAP.md:5 · Data\nWhy: what it depends on is done")
    assert "\n- prices add up\nTODO(human): basket.py:1\nProved by: `python -m pytest" in done.stdout
    assert (shop / "ROADMAP.md").read_text(encoding="utf-8") == ROADMAP

    begun = run(shop, "next", "--start")
    assert begun.stdout.startswith("Next: Sum (In Progress)\n")
    assert "verify sum" in begun.stdout
    changed = (shop / "ROADMAP.md").read_text(encoding="utf-8")
    assert changed == ROADMAP.replace("- [ ] Sum <", "- [ ] Sum (In Progress) <")

    again = json.loads(run(shop, "next", "--start", "--format", "json").stdout)
    assert (again["started"], again["next"]["id"], again["next"]["state"]) == (False, "sum", "in-progress")


def test_next_says_when_all_is_done_and_when_there_is_no_roadmap(shop: Path) -> None:
    (shop / "ROADMAP.md").write_text("- [x] A\n", encoding="utf-8")
    done = run(shop, "next", "--start")
    assert (done.returncode, done.stdout.startswith("No task is open: ")) == (0, True)
    (shop / "ROADMAP.md").unlink()
    missing = run(shop, "next")
    assert missing.returncode == 2
    assert "there is no ROADMAP.md here" in missing.stderr


def test_the_tool_says_what_is_next_and_how_it_will_be_proved(shop: Path) -> None:
    before = sorted(shop.rglob("*"))
    result = asked(shop)
    assert not result.is_error
    text = result.content[0].text
    assert text.startswith(
        "0 of 4 tasks proved, 1 ticked without evidence, 3 open.\n\n## Next: Sum\n\n`sum` (ROADMAP.md:5"
    )
    assert "Acceptance:\n- prices add up\n\nProved by: `python -m pytest -q test_basket.py`" in text
    assert "1 open TODO(human):\n- `basket.py:1` [sum] add them up\n" in text
    assert "- ROADMAP.md:4 schema: no-evidence\n" in text
    assert sorted(shop.rglob("*")) == before


def test_the_tool_takes_no_arguments_and_names_the_move_without_a_roadmap(shop: Path) -> None:
    wrong = asked(shop, {"task": "sum"})
    assert wrong.is_error
    assert "It takes: no arguments." in wrong.content[0].text
    (shop / "ROADMAP.md").unlink()
    missing = asked(shop)
    assert missing.is_error
    assert "there is no ROADMAP.md here" in missing.content[0].text


def test_show_says_under_which_markers_something_was_written(shop: Path) -> None:
    text = "def total(prices):\n    # TODO(human)[sum]: add them up\n    return sum(prices)\n"
    (shop / "basket.py").write_text(text, encoding="utf-8")
    assert "  [ ] Sum (sum) - next - TODO(human) basket.py:2 (attempted)\n" in run(shop, "roadmap", "show").stdout
    assert "`basket.py:2` [sum] add them up (attempted)\n" in asked(shop).content[0].text
