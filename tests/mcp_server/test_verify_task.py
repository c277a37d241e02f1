"""`verify_task` through an in-memory client in both protocol eras: consent, proof and refusal. Needs bubblewrap."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest
from mcp import Client
from mcp_types import ElicitResult

from mcp_server.server import build
from teaching.verification import sandbox
from teaching.verification.consent import granted

Mode = Literal["auto", "legacy"]
BOTH = pytest.mark.parametrize("mode", ["auto", "legacy"])


@pytest.fixture
def shop(
    make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, require_part: Callable[[object, str], None]
) -> Any:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    roadmap = "- [ ] Sum <!-- id: sum -->\n  - files: basket.py\n  - verify: python -m pytest -q test_basket.py\n"
    return make_repo(
        {
            "ROADMAP.md": roadmap,
            "basket.py": "def total(prices):\n    return sum(prices)\n",
            "test_basket.py": "from basket import total\n\n\ndef test_sum():\n    assert total([1, 2]) == 3\n",
        }
    )


class Person:
    """Answers forms, and remembers what they said."""

    def __init__(self, action: Literal["accept", "decline", "cancel"], **content: bool) -> None:
        self.asked: list[str] = []
        self._answer = ElicitResult(action=action, content=dict(content) if action == "accept" else None)
        self.before_answering: Callable[[], None] = lambda: None

    async def __call__(self, context: Any, params: Any) -> ElicitResult:
        self.asked.append(params.message)
        self.before_answering()
        return self._answer


def call(root: Path, mode: Mode, person: Person | None, task: str = "sum") -> Any:
    async def main() -> Any:
        async with Client(build(root), mode=mode, elicitation_callback=person) as client:
            return await client.call_tool("verify_task", {"task": task})

    return anyio.run(main)


def ticked(root: Path) -> bool:
    return (root / "ROADMAP.md").read_text(encoding="utf-8").startswith("- [x] Sum ✅ 20")


@BOTH
def test_a_person_who_says_yes_lets_it_run_once(shop: Any, mode: Mode) -> None:
    person = Person("accept", run_it=True, remember=False)
    result = call(shop.root, mode, person)
    assert not result.is_error
    assert result.content[0].text.startswith(
        "## sum: verified and ticked\n\n- `python -m pytest -q test_basket.py` ok: 1 passed"
    )
    assert "Every task of the roadmap is done." in result.content[0].text
    assert ticked(shop.root)
    (question,) = person.asked
    assert str(shop.root) in question
    assert "python -m pytest -q test_basket.py  from ROADMAP.md:1; it was never allowed here" in question
    assert "In a sandbox without network." in question
    assert granted(shop.root) == []


@BOTH
def test_a_yes_that_lasts_is_asked_for_once(shop: Any, mode: Mode) -> None:
    person = Person("accept", run_it=True, remember=True)
    call(shop.root, mode, person)
    assert [record.by for record in granted(shop.root)] == ["elicitation"]
    assert not call(shop.root, mode, person).is_error
    assert len(person.asked) == 1


@BOTH
@pytest.mark.parametrize("action", ["decline", "cancel", "accept"])
def test_anything_but_yes_runs_nothing(shop: Any, mode: Mode, action: Literal["decline", "cancel", "accept"]) -> None:
    result = call(shop.root, mode, Person(action, run_it=False, remember=True))
    assert result.is_error
    assert "nothing was run" in result.content[0].text
    assert not ticked(shop.root)
    assert granted(shop.root) == []


@BOTH
def test_a_client_without_forms_is_told_what_a_person_types(shop: Any, mode: Mode) -> None:
    result = call(shop.root, mode, None)
    assert result.is_error
    assert "A person allows it in a terminal, in this project: `" in result.content[0].text
    assert "teach verify sum`" in result.content[0].text


@BOTH
def test_a_yes_stands_only_for_what_was_shown(shop: Any, mode: Mode) -> None:
    person = Person("accept", run_it=True, remember=True)
    person.before_answering = lambda: shop.write({"conftest.py": "x = 1\n"})
    result = call(shop.root, mode, person)
    if mode == "auto":  # what changed is asked again within the same call
        assert len(set(person.asked)) == 2
    else:
        assert "changed while it was asked for; call again" in result.content[0].text
        assert not ticked(shop.root)


@BOTH
def test_the_model_cannot_answer_for_the_person(shop: Any, mode: Mode) -> None:
    async def main() -> Any:
        async with Client(build(shop.root), mode=mode) as client:
            (tool,) = [tool for tool in (await client.list_tools()).tools if tool.name == "verify_task"]
            assert list(tool.input_schema["properties"]) == ["task"]
            answer = {"run_it": True, "remember": True}
            return await client.call_tool("verify_task", {"task": "sum", "answer": answer})

    result = anyio.run(main)
    assert result.is_error
    assert "It takes: task" in result.content[0].text
    assert not ticked(shop.root)


def test_an_unknown_task_names_those_that_are_near(shop: Any) -> None:
    result = call(shop.root, "auto", None, "sun")
    assert result.is_error
    assert "sum" in result.content[0].text.casefold()


MENTOR = "# Shop\n\n## Training Protocol\n- **Output Style:** Learning\n"


@pytest.mark.parametrize("mentor", [True, False])
def test_a_red_run_comes_back_with_a_mentors_question_or_a_colleagues_direction(shop: Any, mentor: bool) -> None:
    shop.write({"basket.py": "def total(prices):\n    return 0\n", "CLAUDE.md": MENTOR if mentor else "# Shop\n"})
    result = call(shop.root, "auto", Person("accept", run_it=True))
    assert not result.is_error
    text = result.content[0].text
    assert text.startswith("## sum: not ticked")
    assert "`test_basket.py:5`" in text
    assert ("\nAsk: " in text, "\nDirection: " in text) == (mentor, not mentor)
    assert not ticked(shop.root)


@pytest.mark.parametrize("mentor", [True, False])
def test_green_names_the_next_task_what_it_needs_and_the_offer_of_the_mode(shop: Any, mentor: bool) -> None:
    with (shop.root / "ROADMAP.md").open("a", encoding="utf-8") as roadmap:
        roadmap.write("- [ ] Read file <!-- id: read -->\n  - Acceptance:\n    - an empty file has no prices\n")
        roadmap.write("  - verify: python -m pytest -q test_read.py\n")
    shop.write({"read.py": "# TODO(human)[read]: read it\n", "CLAUDE.md": MENTOR if mentor else "# Shop\n"})
    text = call(shop.root, "auto", Person("accept", run_it=True)).content[0].text
    _, _, after = text.partition("\nNext: ")
    assert after.startswith("Read file (`read`): ")
    assert "It will need:\n- an empty file has no prices\n" in after
    assert "TODO(human): `read.py:1`" in after
    assert "Proved by: `python -m pytest -q test_read.py`" in after
    assert "plan 'Read file'` plans its steps; `" in after
    assert ("(Mentor mode: offer to plan" in after, "(Colleague mode: propose" in after) == (mentor, not mentor)
