"""docs/rules.md says what is so: its whole example runs, its statuses are all there are, its commands exist."""

import re
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from teaching.contracts.review import STATUSES
from teaching.documents.constitution import read_text
from teaching.review.described import described
from teaching.review.lock.form import Lock
from teaching.review.own.finding import OwnChecks
from teaching.review.review import Request, review
from teaching.review.rules import compile_all

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


def block(kind: str, holding: str) -> str:
    return next(text for text in re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL) if holding in text)


def test_the_check_of_the_page_is_bound_by_its_quote_and_finds_what_it_says(make_repo: Any) -> None:
    repository = make_repo(
        {
            "CLAUDE.md": block("markdown", "- Dates never come from moment"),
            ".claude/checks/no-moment.yml": block("yaml", "quote:"),
            "src/a.ts": "export const a = 1;\nexport const due = moment(a);\n",
            "src/b.tsx": "export const B = () => <p>{moment(1)}</p>;\n",
        }
    )
    (rule,) = described(repository.root).rules
    assert (rule.status, rule.hits, rule.failing) == ("checked", 2, "const due = moment(order.due);")
    findings = review(Request(repository.root, scope="all", baseline=False)).findings
    assert [(f.path, f.line, f.severity) for f in findings] == [("src/a.ts", 2, "should"), ("src/b.tsx", 1, "should")]
    assert findings[0].question.startswith("Which of the project's own functions")


def test_the_comments_of_the_page_are_understood() -> None:
    constitution = read_text(block("markdown", "max-function-lines 15"))
    rules = compile_all(constitution, OwnChecks(lambda path: ""), Lock()).rules
    assert [rule.status for rule in rules] == ["checked", "checked", "opinion"]
    reach = rules[1].checks[0].reach
    assert (reach.inside, reach.outside, reach.tests) == (("src/handlers/",), ("**/generated/**",), "never")


def test_the_page_has_every_status_and_no_other() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$", PAGE, re.MULTILINE)) == set(STATUSES)


def test_the_options_of_the_page_exist(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"teach rules (--[a-z-]+)", PAGE))
    assert len(named) >= 6
    with pytest.raises(SystemExit):
        main(["rules", "--help"])
    shown = capsys.readouterr().out
    assert [option for option in sorted(named) if option not in shown] == []


def test_every_link_of_the_page_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", PAGE) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
