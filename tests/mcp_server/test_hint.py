"""`teach hint` and `give_hint`: one rung per call, the same ladder for both, and every reply through the guard."""

import json
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server.cli import main
from mcp_server.server import build

OPEN = '''\
def off(price: int) -> int:
    """Ten percent off."""
    # TODO(human)[discount]: ten percent off
    # Hint: whole cents
    raise NotImplementedError("TODO(human): off")
'''


@pytest.fixture
def shop(make_repo: Any) -> Path:
    return make_repo({"ROADMAP.md": "- [ ] Discount <!-- id: discount -->\n", "discount.py": OPEN}, name="shop").root


def call(root: Path, **arguments: Any) -> Any:
    async def session() -> Any:
        async with Client(build(root)) as client:
            return await client.call_tool("give_hint", arguments)

    return anyio.run(session)


def test_json_has_rung_text_and_marker_alone(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hint", "--root", str(shop), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["rung", "text", "marker"]
    assert (found["rung"], found["marker"]) == (1, "discount.py:3")


def test_terminal_and_tool_climb_the_same_ladder(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hint", "discount", "--root", str(shop)]) == 0
    assert capsys.readouterr().out.startswith("## Hint 1 of 4, question: `discount.py:3` (`off`)\n\n")
    second = call(shop, target="discount.py:3")
    assert not second.is_error
    assert second.content[0].text.startswith("## Hint 2 of 4, concept: `discount.py:3` (`off`)\n\n")
    assert "https://docs.python.org/" in second.content[0].text
    again = call(shop, level=1)
    assert again.content[0].text.startswith("## Hint 1 of 4")
    assert call(shop).content[0].text.startswith("## Hint 3 of 4, place")


def test_two_rungs_at_once_are_refused_with_the_next_move(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hint", "--level", "4", "--root", str(shop)]) == 1
    assert "ask without a level for the next one" in capsys.readouterr().err
    refused = call(shop, level=2)
    assert refused.is_error
    assert "one rung at a time" in refused.content[0].text


@pytest.mark.parametrize("arguments", [{"level": 0}, {"level": 5}, {"rung": 2}, {"target": "x" * 501}])
def test_arguments_that_it_does_not_take_are_told(shop: Path, arguments: dict[str, Any]) -> None:
    refused = call(shop, **arguments)
    assert refused.is_error
    assert "It takes: target, level, test." in refused.content[0].text


def test_where_nothing_is_open_it_says_what_there_is(make_repo: Any, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_repo({"a.py": "A = 1\n"}, name="bare").root
    assert main(["hint", "--root", str(root)]) == 2
    assert "no TODO(human) stands here" in capsys.readouterr().err
    assert not (root / ".teaching").exists()


def test_a_prediction_needs_a_proof_first(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "CLAUDE.md").write_text("## Training Protocol\n- Output Style: Learning\n", encoding="utf-8")
    assert main(["predict", "discount", "--root", str(shop)]) == 1
    assert "a prediction is about proved code" in capsys.readouterr().err
    refused = call(shop, target="predict:discount")
    assert refused.is_error
    assert "a prediction is about proved code" in refused.content[0].text
    skipped = call(shop, target="predict:discount", test="skip")
    assert skipped.content[0].text == "Skipped.\n"


@pytest.fixture
def tried(make_repo: Any) -> Path:
    """An exercise whose marker went with a first attempt, and another task's that is open."""
    roadmap = "- [ ] Discount (In Progress) <!-- id: discount -->\n- [ ] Tax <!-- id: tax -->\n"
    other = OPEN.replace("discount", "tax").replace("off", "tax")
    root: Path = make_repo({"ROADMAP.md": roadmap, "discount.py": OPEN, "tax.py": other}, name="tried").root
    exercise = {"path": "discount.py", "symbol": "off", "task": "discount", "digest": "as it was", "tests": []}
    (root / ".teaching").mkdir()
    (root / ".teaching/exercises.json").write_text(json.dumps({"exercises": [exercise]}), encoding="utf-8")
    return root


def test_the_ladder_goes_on_where_the_marker_went_with_the_attempt(tried: Path) -> None:
    assert call(tried).content[0].text.startswith("## Hint 1 of 4, question: `discount.py:3` (`off`)")
    head = OPEN.partition("    # TODO")[0]
    (tried / "discount.py").write_text(f"{head}    return price - 10\n", encoding="utf-8")

    for target in ("", "discount", "discount.py:3", "discount.py::off"):
        found = call(tried, target=target, level=1)
        assert not found.is_error, found.content[0].text
        assert "`discount.py:3` (`off`)" in found.content[0].text, target


def test_a_task_that_is_done_has_no_more_hints(tried: Path) -> None:
    (tried / "discount.py").write_text("def off(price: int) -> int:\n    return price - 10\n", encoding="utf-8")
    roadmap = tried / "ROADMAP.md"
    roadmap.write_text(roadmap.read_text(encoding="utf-8").replace("- [ ] Disc", "- [x] Disc"), encoding="utf-8")

    refused = call(tried, target="discount")

    assert refused.is_error
    assert "no TODO(human) stands for “Discount”, which is done" in refused.content[0].text
    assert "`tax.py:3`" in call(tried).content[0].text


def test_a_task_without_a_marker_names_its_page_and_not_another_tasks_marker(tried: Path) -> None:
    (tried / "ROADMAP.md").write_text(
        "- [ ] Rule (In Progress) <!-- id: rule -->\n- [ ] Tax <!-- id: tax -->\n", encoding="utf-8"
    )
    (tried / "lessons").mkdir()
    (tried / "lessons/rule.md").write_text("# Rule\n", encoding="utf-8")

    refused = call(tried)

    assert refused.is_error
    assert "no TODO(human) stands for “Rule” (its page is lessons/rule.md)" in refused.content[0].text
