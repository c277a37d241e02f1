"""Rules that no tool decides, through the MCP tool: handed over with their code, judged by a model, verified."""

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

CLAUDE_MD = """\
# Project: Rates

## Training Protocol
- **Output Style:** Learning

## Rules
- Never swallow an error
- Money must be a `Decimal`, never a float
- Names must say what they mean
- Las consultas a la base de datos nunca se mezclan con la lógica
- React components must stay small
"""
MONEY, NAMES, QUERIES, CHECKED = "CLAUDE.md:8", "CLAUDE.md:9", "CLAUDE.md:10", "CLAUDE.md:7"
BEFORE = '''\
"""Rates."""


def parse(row):
    return row.strip()
'''
AFTER = '''\
"""Rates."""


def parse(row):
    return row.strip()


def load_rates(reply, db):
    data = reply.json()
    price = float(data["price"])
    try:
        db.execute("select id from rates where price = ?", [price])
    except OSError:
        pass
    return price
'''
TRUE = {
    "rule": MONEY,
    "path": "rates.py",
    "line": 10,
    "quote": 'price = float(data["price"])',
    "fact": "The price is turned into a float.",
}


@pytest.fixture
def project(make_repo: Callable[..., Any]) -> Path:
    """A change to rates.py that breaks three rules, one of which a tool checks."""
    made = make_repo({"CLAUDE.md": CLAUDE_MD, "rates.py": BEFORE})
    made.write({"rates.py": AFTER})
    return made.root


def call(root: Path, **arguments: Any) -> Any:
    async def session() -> Any:
        async with Client(build(root)) as client:
            return await client.call_tool("review_code", arguments)

    return anyio.run(session)


def reply(root: Path, **arguments: Any) -> str:
    result = call(root, **arguments)
    assert not result.is_error, result.content[0].text
    return result.content[0].text


def said(root: Path, *opinions: dict[str, Any], **arguments: Any) -> str:
    return reply(root, opinions=list(opinions), **arguments)


def other(**changed: Any) -> dict[str, Any]:
    return {**TRUE, **changed}


def test_rules_that_no_tool_decides_are_handed_over_with_the_code_they_bear_on(project: Path) -> None:
    text = reply(project)
    _, _, handed = text.partition("### For you to judge: no tool decides these\n")
    assert "Does `load_rates` keep to “Money must be a `Decimal`, never a float” (CLAUDE.md:8)?" in handed
    assert "keep to “Names must say what they mean” (CLAUDE.md:9)?" in handed
    assert "`rates.py:10-" in handed
    assert 'price = float(data["price"])' in handed
    # Nothing here is a component, and a tool decides the other.
    assert "React" not in handed
    assert "swallow" not in handed
    assert "return row.strip()" not in handed
    assert text.endswith("Where all rules are kept, say so and call nothing.\n")
    assert "call review_code again with the same path and scope and `opinions`" in handed
    assert "- 1 other rule that no tool decides bears on this code less, or not at all: " in text


def test_a_rule_in_another_language_is_handed_over_as_it_is_written(project: Path) -> None:
    handed = reply(project).partition("### For you to judge")[2]
    assert "“Las consultas a la base de datos nunca se mezclan con la lógica” (CLAUDE.md:10)?" in handed
    kept = said(project, other(rule=QUERIES, line=12, quote="db.execute(", fact="La función calcula y consulta."))
    assert "1 of 1 kept" in kept


def test_an_opinion_that_holds_is_shown_alone_in_its_own_section(project: Path) -> None:
    text = said(project, TRUE)
    assert text.startswith("## Review: changes since the last commit (with untracked files)\n\n1 finding (1 must).\n")
    assert "### The model's opinion (no tool confirms it)\n" in text
    assert "From the model of this session; 1 of 1 kept" in text
    assert '1. **should** `rates.py:10` `price = float(data["price"])`\n' in text
    assert f"   - Rule ({MONEY}): “Money must be a `Decimal`, never a float”\n" in text
    assert "   - Opinion: The price is turned into a float.\n" in text
    assert "   - Ask: " in text
    # The review was given already.
    assert "no-swallowed-errors" not in text
    assert "For you to judge" not in text


def test_a_quote_that_stands_nowhere_is_dropped_with_its_reason(project: Path) -> None:
    text = said(project, TRUE, other(rule=NAMES, line=9, quote="data = requests.get(url)"))
    assert "1 of 2 kept" in text
    assert "- Not kept: CLAUDE.md:9 at rates.py:9: its quote does not stand in that file.\n" in text


@pytest.mark.parametrize("line", [7, 9, 11, 13])
def test_a_line_that_is_off_by_a_few_is_corrected(project: Path, line: int) -> None:
    assert "`rates.py:10`" in said(project, other(line=line))


@pytest.mark.parametrize("line", [6, 14, 1, 999, -4])
def test_a_line_that_is_further_off_is_not(project: Path, line: int) -> None:
    assert "its quote stands at line 10." in said(project, other(line=line))


DROPPED = {
    "code that the change left alone": (
        {"rule": NAMES, "line": 4, "quote": "def parse(row):", "fact": "The name row says little."},
        "the change left those lines alone",
    ),
    "a rule that a tool checks": ({"rule": CHECKED}, "a tool checks that rule"),
    "a rule that is not there": ({"rule": "CLAUDE.md:99"}, "the constitution has no rule of that name"),
    "a rule of the baseline": ({"rule": "baseline:no-eval"}, "the constitution has no rule of that name"),
    "another file": ({"path": "other.py"}, "no file of that name is under review"),
    "a file outside": ({"path": "../rates.py"}, "no file of that name is under review"),
    "a short quote": ({"line": 15, "quote": "price"}, "the quote is too short to tell a place, or holds no code"),
    "a quote without code": ({"quote": "( ) ( ) ( ) ( )"}, "the quote is too short to tell a place, or holds no code"),
    "a fact with code": ({"fact": "It is so: ```price = 1```"}, "its fact holds a block of code"),
    "no fact": ({"fact": "Bad."}, "it states no fact"),
    "three sentences": ({"fact": "It is a float. It rounds. It is wrong."}, "its fact is longer than 2 sentences"),
    "a long fact": ({"fact": "very " * 61 + "float"}, "its fact is longer than 2 sentences or 60 words"),
    "a name from elsewhere": ({"fact": "The price goes through `to_money` here."}, "its fact names `to_money`"),
    "a bare name from elsewhere": ({"fact": "The price goes through toMoney here."}, "its fact names `toMoney`"),
    "a path from elsewhere": ({"fact": "It differs from src/money.py there."}, "its fact names `src/money.py`"),
    "a part of a name": ({"fact": "The function `load_rate` returns a float."}, "its fact names `load_rate`"),
    "a solution": ({"fact": "Use a Decimal for the price."}, "its fact says what to do"),
    "another solution": ({"fact": "The price should be replaced by a Decimal."}, "its fact says what to do"),
}


@pytest.mark.parametrize(("changed", "reason"), DROPPED.values(), ids=DROPPED)
def test_what_cannot_be_verified_is_dropped_and_named(project: Path, changed: dict[str, Any], reason: str) -> None:
    text = said(project, other(**changed))
    assert "0 of 1 kept" in text
    at = other(**changed)
    assert f"- Not kept: {at['rule']} at {at['path']}:{at['line']}: {reason}" in text
    assert "1 finding (1 must)." in text


def test_facts_may_name_what_stands_there(project: Path) -> None:
    for fact in (
        "`load_rates` turns a price into a float, while the rule wants a `Decimal`.",
        "load_rates() keeps money as a float; see rates.py, line 10, e.g. for 0.1.",
        "Return values are floats here.",
    ):
        assert "1 of 1 kept" in said(project, other(fact=fact)), fact


def test_blanks_and_line_ends_do_not_matter_in_a_quote_and_backticks_neither(project: Path) -> None:
    quote = "`data = reply.json()\n\n        price  =  float(`"
    text = said(project, other(line=10, quote=quote))
    assert "1 of 1 kept" in text
    assert "`rates.py:9`" in text


def test_a_rule_may_be_called_by_its_id(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", str(project), "--format", "json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    name = next(one["id"] for one in rules if one["source"] == MONEY)
    assert "1 of 1 kept" in said(project, other(rule=f"[{name}]"))


def test_two_are_kept_and_the_same_is_not_said_twice(project: Path) -> None:
    names = {"rule": NAMES, "path": "rates.py", "line": 9, "quote": "data = reply.json()", "fact": "It is only data."}
    third = other(rule=QUERIES, line=12, quote="db.execute(", fact="La función calcula y consulta.")
    text = said(project, TRUE, other(fact="It is a float."), names, third)
    assert "2 of 4 kept" in text
    assert "- Not kept: CLAUDE.md:8 at rates.py:10: it was said twice.\n" in text
    assert "- Not kept: CLAUDE.md:10 at rates.py:12: over the limit of two.\n" in text
    assert text.index("`rates.py:10`") < text.index("`rates.py:9`")


def test_a_finding_of_a_tool_is_not_said_again_as_an_opinion(project: Path) -> None:
    half = "- Never swallow an error\n<!-- check: no-swallowed-errors -->\n<!-- check: import-boundary -->\n"
    rules = CLAUDE_MD.replace("- Never swallow an error\n", half)
    (project / "CLAUDE.md").write_text(rules, encoding="utf-8")
    assert "CLAUDE.md:7 (partly)" in reply(project)
    again = other(rule=CHECKED, line=13, quote="except OSError:", fact="The handler swallows the error.")
    assert "a tool's finding says it already" in said(project, again)


def test_the_whole_tree_may_be_judged_where_it_is_the_scope(project: Path) -> None:
    old = other(rule=NAMES, line=4, quote="def parse(row):", fact="The name row says little.")
    assert "1 of 1 kept" in said(project, old, scope="all")


def test_the_rules_of_a_folder_do_not_govern_other_files(project: Path) -> None:
    (project / "web").mkdir()
    (project / "web" / "CLAUDE.md").write_text("- Prices must be shown with their currency\n", encoding="utf-8")
    (project / "web" / "a.py").write_text("price = 1\n", encoding="utf-8")
    assert "that rule does not govern the file" in said(project, other(rule="web/CLAUDE.md:1"))
    handed = reply(project).partition("### For you to judge")[2]
    assert "Does `web/a.py` keep to “Prices must be shown with their currency” (web/CLAUDE.md:1)?" in handed


def test_a_secret_is_masked_in_what_is_handed_over_and_in_what_is_kept(project: Path) -> None:
    secret = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    code = AFTER.replace("reply.json()", f'reply.json(api_key="{secret}")')
    (project / "rates.py").write_text(code, encoding="utf-8")
    assert secret not in reply(project)
    opinion = {"rule": NAMES, "path": "rates.py", "line": 9, "quote": "data = reply.json(", "fact": "It is only data."}
    kept = said(project, opinion)
    assert "1 of 1 kept" in kept
    assert secret not in kept
    assert "its fact repeats a secret" in said(project, {**opinion, "fact": f"The key is {secret} in plain text."})


def test_a_text_that_no_analyzer_reads_may_be_judged_too(project: Path) -> None:
    rules = CLAUDE_MD + "- Colours must come from the palette\n"
    (project / "CLAUDE.md").write_text(rules, encoding="utf-8")
    secret = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    style = f".warning {{\n  color: #ff0000;\n}}\n/* {secret} belongs to nobody */\n"
    (project / "style.css").write_text(style, encoding="utf-8")
    fact = "The colour is written out and not taken from a palette."
    opinion = {"rule": "CLAUDE.md:12", "path": "style.css", "line": 2, "quote": "color: #ff0000;", "fact": fact}
    text = said(project, opinion, {**opinion, "line": 4, "quote": "belongs to nobody"})
    assert "1. **should** `style.css:2` `color: #ff0000;`" in text
    assert "2. **should** `style.css:4` `…`" in text
    assert secret not in text


def test_no_opinion_is_an_answer_too(project: Path) -> None:
    text = reply(project, opinions=[])
    assert "None from the model of this session." in text


@pytest.mark.parametrize(
    "opinions",
    ["none", [{"rule": MONEY}], [{**TRUE, "severity": "must"}], [TRUE] * 11],
    ids=["text", "half", "more", "many"],
)
def test_opinions_of_another_form_are_refused_with_what_they_take(project: Path, opinions: Any) -> None:
    result = call(project, opinions=opinions)
    assert result.is_error
    assert "It takes: path, scope, max_findings, opinions" in result.content[0].text


def test_what_a_model_writes_cannot_add_lines_or_steer_a_terminal(project: Path) -> None:
    text = said(project, other(rule="CLAUDE.md:99\n# Title\x1b[31m", path="a\n- b" * 99))
    assert "\x1b" not in text
    assert "\n# Title" not in text
    assert len(text) < 1000


def test_a_review_with_seven_findings_keeps_its_findings_and_its_size(make_repo: Callable[..., Any]) -> None:
    rules = "".join(f"- {rule}\n" for rule in CLAUDE_MD.splitlines()[7:] if rule)
    rules += "- Functions must do one thing\n- Business rules must not know about HTTP requests\n"
    made = make_repo({"CLAUDE.md": CLAUDE_MD + rules, "a.py": "x = 1\n"})
    for number in range(9):
        handlers = AFTER.replace("load_rates", f"load_rates_of_the_{number}th_source_of_data")
        made.write({f"package/with/a/long/name/rates_{number}.py": handlers + "def run(request):\n    eval(request)\n"})
    text = reply(made.root)
    assert text.count("   - Fact (") == 7
    assert "### For you to judge" in text
    # About four characters a token for prose, and less for code: 1,500 tokens.
    assert len(text) <= 1500 * 3.6


def test_a_declined_opinion_is_not_said_again_until_its_line_changes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = re.findall(r"--decline ([0-9a-f]{12}) ", said(project, TRUE))[0]
    assert main(["review", str(project), "--decline", name, "cents are rounded on the next line"]) == 0
    assert "rates.py:10 (opinion) is no longer reported" in capsys.readouterr().out

    text = said(project, TRUE)

    assert "0 of 1 kept" in text and f"{MONEY} at rates.py:10: it was declined" in text
    assert "price = float" not in text
    code = project / "rates.py"
    code.write_text(code.read_text(encoding="utf-8").replace('float(data["price"])', 'float(data["amount"])'), "utf-8")
    assert "1 of 1 kept" in said(project, other(quote='price = float(data["amount"])'))


@pytest.mark.parametrize(
    ("comment", "kept"),
    [("teach: decline opinion, cents are rounded later", 0), ("teach: decline opinion", 1), ("just so", 1)],
)
def test_a_comment_with_a_reason_declines_an_opinion_for_everybody(project: Path, comment: str, kept: int) -> None:
    code = project / "rates.py"
    line = '    price = float(data["price"])'
    text = code.read_text(encoding="utf-8")
    assert line in text
    code.write_text(text.replace(line, f"{line}  # {comment}"), encoding="utf-8")
    assert f"{kept} of 1 kept" in said(project, TRUE)
