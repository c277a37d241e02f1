"""Opinions that were declined: not asked about again, through the MCP tool and at the command line."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server.cli import main
from mcp_server.server import build
from teaching.models import choosing, unchosen
from teaching.models.scripted import Scripted

CLAUDE_MD = (
    "# Project: Rates\n\n## Rules\n- Money must be a `Decimal`, never a float\n- Names must say what they mean\n"
)
CODE = '''\
"""Rates."""


def load_rates(reply):
    data = reply.json()
    price = float(data["price"])
    return price
'''
MONEY, NAMES = "CLAUDE.md:4", "CLAUDE.md:5"
PRICE = 'price = float(data["price"])'
OPINION = {"rule": MONEY, "path": "rates.py", "line": 6, "quote": PRICE, "fact": "The price becomes a float."}


@pytest.fixture
def project(make_repo: Callable[..., Any]) -> Path:
    """A change that two rules speak of, and that breaks nothing which a tool checks."""
    made = make_repo({"CLAUDE.md": CLAUDE_MD})
    made.write({"rates.py": CODE})
    return made.root


def reply(root: Path, *opinions: dict[str, Any], **arguments: Any) -> str:
    async def session() -> Any:
        async with Client(build(root)) as client:
            given = {"opinions": list(opinions)} if opinions else {}
            return await client.call_tool("review_code", {**given, **arguments})

    result = anyio.run(session)
    assert not result.is_error, result.content[0].text
    return result.content[0].text


def declined(root: Path, opinion: dict[str, Any] = OPINION) -> str:
    """Has the opinion, and declines it as the reply says; returns its id."""
    name = re.findall(r"--decline ([0-9a-f]{12}) ", reply(root, opinion))[0]
    assert main(["review", str(root), "--decline", name, "cents are rounded by the till"]) == 0
    return name


def write(root: Path, code: str) -> None:
    (root / "rates.py").write_text(code, encoding="utf-8")


def handed(root: Path) -> str:
    return reply(root).partition("### For you to judge")[2]


def test_what_was_declined_is_not_handed_over_again_while_its_line_stands(project: Path) -> None:
    assert f"({MONEY})" in handed(project) and PRICE in handed(project)
    declined(project)
    again = handed(project)
    assert f"({MONEY})" not in again
    # The other rule is about the same function, and nobody declined anything of it.
    assert f"({NAMES})" in again
    write(project, f"import json\n\n\n{CODE}")
    assert f"({MONEY})" not in handed(project)


def test_a_changed_line_and_another_function_are_asked_about(project: Path) -> None:
    declined(project)
    write(project, CODE.replace('["price"]', '["amount"]'))
    assert f"({MONEY})" in handed(project)
    write(project, f"{CODE}\n\ndef total(prices):\n    return float(sum(prices))\n")
    again = handed(project)
    assert f"Does `total` keep to “Money must be a `Decimal`, never a float” ({MONEY})?" in again
    assert "return float(sum(prices))" in again


def test_taking_it_back_has_it_asked_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = declined(project)
    assert main(["review", str(project), "--undecline", name]) == 0
    assert "rates.py:6 (opinion) is reported again" in capsys.readouterr().out
    assert f"({MONEY})" in handed(project)


def test_a_longer_quote_of_a_declined_line_is_the_same_opinion(project: Path) -> None:
    declined(project)
    longer = {**OPINION, "line": 5, "quote": f"data = reply.json()\n    {PRICE}"}
    assert "rates.py:5: it was declined" in reply(project, longer)
    assert "1 of 1 kept" in reply(project, {**longer, "rule": NAMES})


@pytest.mark.parametrize(
    ("above", "asked"),
    [
        ("# teach: decline opinion, cents are rounded by the till", False),
        ("# teach: decline opinion", True),
        ("# teach: decline no-eval, cents are rounded by the till", True),
        ("# an opinion about it", True),
    ],
)
def test_a_comment_with_a_reason_keeps_its_line_from_being_asked_about(project: Path, above: str, asked: bool) -> None:
    write(project, CODE.replace(f"    {PRICE}", f"    {above}\n    {PRICE}"))
    assert (f"({MONEY})" in handed(project)) == asked


def test_in_the_terminal_the_model_is_not_asked_and_the_reader_neither(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchosen, "nothing_is", lambda: False)
    kept = json.dumps({"breaks": False, "quote": "", "line": 0, "fact": ""})
    broken = json.dumps({"breaks": True, "quote": PRICE, "line": 6, "fact": "The price becomes a float."})
    monkeypatch.setattr(choosing, "local_model", lambda: Scripted(broken, kept))
    assert main(["review", str(project)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    name = re.findall(r"--decline ([0-9a-f]{12}) ", printed)[0]
    assert main(["review", str(project), "--decline", name, "cents are rounded by the till"]) == 0

    model = Scripted(kept)
    monkeypatch.setattr(choosing, "local_model", lambda: model)
    assert main(["review", str(project)]) == 0
    assert [MONEY in asked[1].content for asked in model.asked] == [False]
    capsys.readouterr()
    assert main(["review", str(project), "--no-model"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert f"({NAMES})?" in printed and f"({MONEY})?" not in printed
