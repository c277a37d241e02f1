"""Rules that no tool decides, through the real client: handed over, judged by the model, and verified on the way back.

A scripted model judges here, so how well a real one judges is not covered.
"""

from pathlib import Path

from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import Block, Request, call, say
from tests.e2e.claude_code.planted import TOOL, review_what_is_asked_for

RULES = """\
# Rates

## Training Protocol
- **Output Style:** Learning

## Rules
- Money must be a `Decimal`, never a float
- Names must say what they mean
"""
CODE = '''\
"""Rates."""


def load_rates(reply):
    data = reply.json()
    return float(data["price"])
'''
TRUE = {
    "rule": "CLAUDE.md:7",
    "path": "app.py",
    "line": 6,
    "quote": 'return float(data["price"])',
    "fact": "The price becomes a float.",
}
INVENTED = {
    "rule": "CLAUDE.md:8",
    "path": "app.py",
    "line": 5,
    "quote": "tmp = requests.get(url)",
    "fact": "The name tmp says nothing.",
}


def judge(request: Request) -> Block:
    """What a model does that reads what it was handed, and makes one thing up."""
    (reviewed,) = request.tool_results
    assert "### For you to judge: no tool decides these" in reviewed.text
    return call(TOOL, path="app.py", opinions=[TRUE, INVENTED])


def test_what_is_handed_over_comes_back_and_an_invented_quote_is_dropped(
    client: Client, repository: Path, project: Path
) -> None:
    (project / "CLAUDE.md").write_text(RULES, encoding="utf-8")
    (project / "app.py").write_text(CODE, encoding="utf-8")
    script = [review_what_is_asked_for, judge, say("**app.py:6** is my opinion alone.")]
    session = client.run("/teach:review app.py", script, project=project, plugin_dir=repository, wait_for=TOOL)

    assert "judge those rules only" in session.api.conversation[0].user_text
    reviewed, judged = session.tool_results
    assert not reviewed.is_error
    assert "Does `load_rates` keep to “Money must be a `Decimal`, never a float” (CLAUDE.md:7)?" in reviewed.text
    assert "Does `load_rates` keep to “Names must say what they mean” (CLAUDE.md:8)?" in reviewed.text
    assert '     return float(data["price"])' in reviewed.text or '`return float(data["price"])`' in reviewed.text

    assert not judged.is_error, judged.text
    assert "### The model's opinion (no tool confirms it)" in judged.text
    assert "From the model of this session; 1 of 2 kept" in judged.text
    assert '1. **should** `app.py:6` `return float(data["price"])`' in judged.text
    assert "   - Opinion: The price becomes a float.\n" in judged.text
    assert "- Not kept: CLAUDE.md:8 at app.py:5: its quote does not stand in that file.\n" in judged.text
    assert "requests.get" not in judged.text
    assert session.denials == []
    assert session.result["result"] == "**app.py:6** is my opinion alone."
