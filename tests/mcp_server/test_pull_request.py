"""A review as a comment on a pull request: what people see, where links lead, and that nobody is called by accident."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mcp_server.cli import main
from mcp_server.output import pull_request
from mcp_server.output.pull_request import code, comment, text
from teaching.contracts.review import Opinion, Review
from teaching.mentor import reviewing
from teaching.review.review import Request, review

HOSTILE = (
    "Functions are at most 3 lines long <img src=x> @octocat #12 GH-7 | [a](https://evil.example) https://evil.example"
)
CLAUDE_MD = f"""\
# Project: Shop

## Architectural Standards
- {HOSTILE}
- Never use `eval`
- Commits follow Conventional Commits
- Names say what they mean in the shop

## Common Commands
- test: pytest -q
"""
LONG = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"
SHORT = "def total(items):\n    return sum(items)\n"
UNSAFE = "y = eval(x)  # </details> ``` @octocat `#12` <script>alert(1)</script>\n"
ACTION = {"GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "shop/web", "GITHUB_SHA": "0" * 40}
OUR_HTML = ("<!-- teach-review", "<details>", "</details>")
# What GitHub would make a link of, in text that is no code.
CALLS = re.compile(r"@\w|#\d|\bGH-\d|https?://|\bwww\.\w|\b[0-9a-f]{7,40}\b", re.IGNORECASE)

MakeRepo = Callable[..., Any]
Comment = Callable[..., str]


@pytest.fixture
def commented(capsys: pytest.CaptureFixture[str]) -> Comment:
    def run(root: Path, *words: str, exits: int = 1) -> str:
        argv = ["review", str(root), "--no-model", "--format", "markdown", "--for-pull-request", *words]
        assert main(argv) == exits
        return capsys.readouterr().out

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "shop"
    place.mkdir()
    (place / "CLAUDE.md").write_text(CLAUDE_MD, encoding="utf-8")
    (place / "shop.py").write_text(LONG + UNSAFE, encoding="utf-8")
    return place


def tokens(markdown: str) -> list[Token]:
    """Everything in a page, inline parts included, read with HTML as GitHub reads it."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    blocks = reader.parse(markdown)
    return [part for block in blocks for part in [block, *(block.children or [])]]


def harm(markdown: str) -> list[str]:
    """What a page holds beside text, code, and what is ours."""
    found = tokens(markdown)
    problems = [one.content for one in found if one.type == "html_inline"]
    for one in found:
        if one.type == "html_block":
            problems += [line for line in one.content.splitlines() if not line.startswith(OUR_HTML)]
        elif one.type == "link_open" and not str(one.attrs["href"]).startswith("https://github.example/shop/web/blob/"):
            problems.append(str(one.attrs["href"]))
    problems += [one.content for one in found if one.type == "text" and CALLS.search(one.content)]
    return problems + [one.type for one in found if one.type in {"image", "table_open", "fence", "code_block"}]


def test_one_line_comes_first_and_what_was_looked_at_is_folded(folder: Path, commented: Comment) -> None:
    lines = commented(folder).splitlines()
    assert lines[0] == "<!-- teach-review -->"
    assert lines[1] == "**3 findings (3 must).** Review of all files against `CLAUDE.md`."
    opened, closed = lines.index("</details>"), next(n for n, line in enumerate(lines) if line.startswith("<details>"))
    folded = "\n".join(lines[closed:opened])
    assert "Analysed 1 source file" in folded
    assert "5 rules" in folded or "4 rules" in folded
    assert "Run next: `pytest -q`." in lines
    assert "pytest" not in folded


def test_nothing_that_a_repository_says_becomes_html_or_a_link_or_calls_anybody(
    make_repo: MakeRepo, commented: Comment
) -> None:
    repo = make_repo({"CLAUDE.md": CLAUDE_MD, "a.py": SHORT})
    repo.git("checkout", "--quiet", "-b", "work-@octocat-#12")
    names = ["<b>@octocat<!--.py", "a|b`c.py", "x](https:evil) #12.py"]
    repo.commit(dict.fromkeys(names, LONG + UNSAFE), "fix everything for @octocat, closes #12 <img>")
    found = commented(repo.root, "--scope", "main...HEAD", "--max-findings", "0")
    assert found.count("\n1. ") == 1
    assert "@&#8203;octocat" in found  # the rule is quoted
    assert len(tokens(found)) > 100
    assert harm(found) == []


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("`*_[]()<>&#@|~!\\$:/.-+ 1a7fhtpsGHw\n"), max_size=30))
def test_any_words_are_shown_as_they_are(words: str) -> None:
    page = f"1. Words: {text(words)} end {code(words)}\n"
    assert harm(page) == []
    (inline,) = [one for one in tokens(page) if one.type == "inline"]
    shown = "".join(one.content for one in inline.children or [] if one.type in {"text", "text_special", "code_inline"})
    assert {one.type for one in inline.children or []} <= {"text", "text_special", "code_inline"}
    plain = " ".join(words.split())
    start, end = shown.replace("\u200b", "").removeprefix("Words: ").split(" end ", 1)
    # A code span keeps its backticks to itself; blanks around it are GitHub's to fold.
    assert [start.replace("`", "").split(), end.split()] == [plain.replace("`", "").split(), plain.split()]


def test_places_are_links_to_the_reviewed_commit(
    make_repo: MakeRepo, commented: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ACTION.items():
        monkeypatch.setenv(name, value)
    repo = make_repo({"CLAUDE.md": CLAUDE_MD, "my dir/größe.py": LONG})
    found = commented(repo.root, "--scope", "all")
    # What git has checked out, which the Action's own variable need not be.
    blob = f"https://github.example/shop/web/blob/{repo.git('rev-parse', 'HEAD').strip()}"
    assert f"[`my dir/größe.py:1`](<{blob}/my%20dir/gr%C3%B6%C3%9Fe.py#L1-L5>)" in found
    assert f"[`CLAUDE.md:4`](<{blob}/CLAUDE.md?plain=1#L4>)" in found
    assert harm(found) == []


@pytest.mark.parametrize("name", ACTION)
def test_without_a_known_address_there_are_no_links(
    folder: Path, commented: Comment, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for key, value in ACTION.items():
        monkeypatch.setenv(key, "javascript:alert(1)//" if key == name else value)
    found = commented(folder)
    assert "`shop.py:1`" in found
    assert "](" not in found.replace("\\](", "").replace("\\]\\(", "")


def test_the_comment_of_a_folder_has_a_name_of_its_own(folder: Path, commented: Comment) -> None:
    (folder / "a --> b").mkdir()
    (folder / "a --> b" / "c.py").write_text(LONG, encoding="utf-8")
    assert commented(folder / "a --> b").splitlines()[0] == "<!-- teach-review a%20-%2D%3E%20b -->"


def test_a_comment_never_grows_too_long(folder: Path) -> None:
    seen = review(Request(folder, scope="all", max_findings=0))
    found = comment(seen.model_copy(update={"findings": seen.findings * 500}))
    assert len(found) < 60_000
    assert re.search(r"^And [\d,]+ more, for which a comment has no room\.$", found, re.MULTILINE)
    assert found.rstrip().endswith("</details>")


def test_opinions_stand_apart_and_are_marked(folder: Path) -> None:
    said = Opinion(rule="CLAUDE.md:7", path="shop.py", line=1, quote="def total(items):", fact="`items` says little")
    seen = reviewing.with_offered(Request(folder, scope="all"), [said])
    assert seen.opinions is not None and seen.opinions.kept == 1, seen.opinions
    tools, opinions = comment(seen).split("### The model's opinion (no tool confirms it)")
    assert "says little" not in tools and "says little" in opinions


def test_it_is_markdown_and_nothing_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(folder), "--for-pull-request"]) == 2
    assert "add --format markdown" in capsys.readouterr().err


def test_the_guard_leaves_the_first_line(folder: Path, commented: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp_server.commands.review.release", lambda reply, root: "held back\n")
    assert commented(folder) == "<!-- teach-review -->\nheld back\n"


RULES = """\
- Never use `eval`
- Functions should be at most 3 lines long
- Prefer pathlib over os.path
"""


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("y = eval(input())\n", {"must": 1, "should": 1, "any": 1, "never": 0}),
        (LONG, {"must": 0, "should": 1, "any": 1, "never": 0}),
        (SHORT, {"must": 0, "should": 0, "any": 0, "never": 0}),
    ],
    ids=["must", "should", "clean"],
)
@pytest.mark.parametrize("form", ["text", "json", "sarif", "markdown"])
def test_fail_on_decides_the_exit_code_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, codes: dict[str, int], form: str
) -> None:
    (tmp_path / "CLAUDE.md").write_text(f"# Shop\n\n## Standards\n{RULES}", encoding="utf-8")
    (tmp_path / "shop.py").write_text(source, encoding="utf-8")
    argv = ["review", str(tmp_path), "--no-model", "--format", form]
    assert {on: main([*argv, "--fail-on", on]) for on in codes} == codes
    assert main(argv) == codes["any"]
    printed = capsys.readouterr().out
    assert len(printed) % 5 == 0 and printed == printed[: len(printed) // 5] * 5


def test_what_the_budget_holds_back_counts_as_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "CLAUDE.md").write_text(f"# Shop\n\n## Standards\n{RULES}", encoding="utf-8")
    for number in range(9):
        (tmp_path / f"{number}.py").write_text(LONG, encoding="utf-8")
    (tmp_path / "z.py").write_text("y = eval(input())\n", encoding="utf-8")
    for budget, on in (("1", "must"), ("1", "should"), ("1", "any"), ("0", "must")):
        assert main(["review", str(tmp_path), "--max-findings", budget, "--fail-on", on, "--format", "json"]) == 1
        assert Review.model_validate(json.loads(capsys.readouterr().out)).findings[0].path == "z.py"


def test_the_marker_is_one_line_of_html() -> None:
    assert pull_request.MARKER.format("").startswith("<!--") and pull_request.MARKER.endswith("-->")
