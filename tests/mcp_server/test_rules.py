"""`teach rules` as a person meets it: what each rule became, how one line was read, and what its author decides."""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from teaching.contracts.explained import Explained
from teaching.contracts.review import Review, Rules, RuleView

CLAUDE_MD = """\
# Shop

The shop sells bread.

## Standards
- Keep functions short
- Every awaited API call sits in try/catch and throws a custom error
- Functions in `src/api/` take at most 2 parameters, except in tests
- Never use `print`
- Prefer composition over inheritance
"""
PY = "def a(x, y, z):\n    return x\n\n\ndef b():\n    print(1)\n    print(2)\n    print(3)\n"
TS = """class ApiError extends Error {}
export async function load() {
  const a = await fetch("/a");
  const b = await api.get<User>("/b");
  await api.post("/c");
  throw new ApiError("x");
}
"""
LOCK = ".claude/checks.lock.json"
Teach = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "shop"
    (place / "src" / "api").mkdir(parents=True)
    (place / "CLAUDE.md").write_text(CLAUDE_MD, encoding="utf-8")
    (place / "src" / "api" / "shop.py").write_text(PY, encoding="utf-8")
    (place / "src" / "load.ts").write_text(TS, encoding="utf-8")
    return place


@pytest.fixture
def teach(capsys: pytest.CaptureFixture[str], folder: Path) -> Teach:
    def run(*argv: str) -> tuple[int, str, str]:
        try:
            code = main([*argv, "--root", str(folder)])
        except SystemExit as stop:  # argparse ends the process itself
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def rule_at(teach: Teach, line: int, *more: str) -> RuleView:
    code, out, err = teach("rules", "--format", "json", *more)
    assert (code, err) == (0, "")
    return next(rule for rule in Rules.model_validate_json(out).rules if rule.source == f"CLAUDE.md:{line}")


def kept(folder: Path) -> dict[str, Any]:
    return json.loads((folder / LOCK).read_text(encoding="utf-8"))


def rewrite(folder: Path, old: str, new: str) -> None:
    path = folder / "CLAUDE.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_rule_is_shown_with_check_scope_examples_and_what_it_finds_today(teach: Teach) -> None:
    rule = rule_at(teach, 8)
    assert (rule.status, rule.checks, rule.hits) == ("checked", ["max-parameters 2"], 1)
    assert rule.scope == "outside tests, in src/api/"
    assert rule.failing
    assert rule.passing
    assert rule_at(teach, 8, "--no-hits").hits is None
    assert rule_at(teach, 9).hits == 3


def test_the_listing_counts_statuses_on_top_and_ends_with_a_command_that_works(teach: Teach) -> None:
    code, out, _ = teach("rules")
    assert code == 0
    assert out.splitlines()[0] == "5 rules: 3 checked, 1 needs an answer, 1 opinion"
    assert "breaks it" in out
    last = out.rstrip().splitlines()[-1]
    assert last.endswith("rules --answer CLAUDE.md:6 lines=6"), last
    assert teach("rules", *last.split("rules ", 1)[1].split())[0] == 0
    assert rule_at(teach, 6).checks == ["max-function-lines 6"]


def test_a_question_shows_what_is_seen_in_the_code(teach: Teach) -> None:
    assert "The longest function has 6 lines" in rule_at(teach, 6).reason
    assert "The longest function has" in teach("review", "--scope", "all", "--no-model")[1].replace("\n", " ")
    reason = rule_at(teach, 7).reason
    assert "`api.*` ×2, `fetch` ×1" in reason
    assert "`ApiError` ×2" in reason


def test_an_answer_is_kept_in_the_lock_file_and_counts_in_the_review(teach: Teach, folder: Path) -> None:
    code, out, _ = teach("rules", "--answer", "CLAUDE.md:6", "lines=3")
    assert code == 0
    assert "checked" in out
    (rule,) = kept(folder)["rules"].values()
    assert rule["answers"] == {"max-function-lines": {"lines": 3}}
    assert (rule["quote"], rule["source"]) == ("Keep functions short", "CLAUDE.md:6")
    found = Review.model_validate_json(teach("review", "--scope", "all", "--format", "json", "--no-model")[1])
    assert ("src/api/shop.py", 5) in {(f.path, f.line) for f in found.findings if f.check == "max-function-lines"}


def test_an_answer_names_what_the_sentence_calls_by_its_kind_alone(teach: Teach) -> None:
    assert teach("rules", "--answer", "7", "callers=api.*, fetch", "errors=`ApiError`")[0] == 0
    assert rule_at(teach, 7).checks == ['async-errors callers="api.* fetch" errors="ApiError"']
    assert teach("rules", "--answer", "7", "callers=fetch")[0] == 0
    assert rule_at(teach, 7).checks == ['async-errors callers="fetch" errors="ApiError"']


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--answer", "CLAUDE.md:6", "lines=many"], "no number for lines"),
        (["--answer", "CLAUDE.md:6", "colour=red"], "it can be told lines"),
        (["--answer", "CLAUDE.md:6", "lines"], "slot=value"),
        (["--answer", "CLAUDE.md:6"], "say what is answered"),
        (["--answer", "CLAUDE.md:8", "parameters=9"], "itself says parameters=2"),
        (["--answer", "CLAUDE.md:99", "lines=3"], "no rule stands at"),
        (["--accept", "CLAUDE.md:6"], "no check to accept (needs-answer)"),
        (["--not", "9", "no-eval"], "what is: no-print"),
        (["--not", "10", "no-eval"], "nothing is"),
        (["--forget", "9"], "keeps nothing of"),
        (["--explain", "README.md:3"], "no file of the constitution"),
        (["--explain", "999"], "has a line 999"),
        (["--explain", "gibberish"], "no rule stands at"),
    ],
)
def test_a_decision_that_cannot_be_kept_says_why_and_writes_nothing(
    teach: Teach, folder: Path, words: list[str], says: str
) -> None:
    code, _, err = teach("rules", *words)
    assert code in (1, 2)
    assert says in err
    assert not (folder / ".claude").exists()


def test_an_accepted_check_stays_as_it_was_read_while_only_marks_and_place_change(teach: Teach, folder: Path) -> None:
    before = rule_at(teach, 8)
    assert teach("rules", "--accept", "8")[0] == 0
    (rule,) = kept(folder)["rules"].values()
    assert rule["accepted"] == ["max-parameters parameters=2 paths=src/api/ tests=never"]
    rewrite(folder, "- Keep functions short\n", "- A new rule must stand here\n- Keep functions short\n")
    rewrite(folder, "except in tests", "**except** in tests.")
    after = rule_at(teach, 9)
    assert (after.status, after.checks, after.scope) == ("checked", before.checks, before.scope)
    assert after.reason.startswith("accepted as read")


def test_a_changed_sentence_makes_its_check_stale_and_is_never_guessed_again(teach: Teach, folder: Path) -> None:
    teach("rules", "--accept", "8")
    rewrite(folder, "take at most 2 parameters", "take at most 9 parameters")
    stale = rule_at(teach, 8)
    assert (stale.status, stale.checks) == ("needs-answer", [])
    for part in (
        "its sentence changed",
        "take at most 2 parameters",
        f"--accept {stale.id}",
        "max-parameters 9",
        "--forget",
    ):
        assert part in stale.reason
    assert teach("rules", "--accept", stale.id)[0] == 0
    assert rule_at(teach, 8).checks == ["max-parameters 9"]
    assert list(kept(folder)["rules"]) == [stale.id]


def test_a_stale_decision_can_be_forgotten(teach: Teach, folder: Path) -> None:
    teach("rules", "--accept", "8")
    rewrite(folder, "take at most 2 parameters", "take at most 9 parameters")
    assert teach("rules", "--forget", "8")[0] == 0
    assert kept(folder)["rules"] == {}
    assert rule_at(teach, 8).checks == ["max-parameters 9"]


def test_a_decision_whose_sentence_is_gone_is_named(teach: Teach, folder: Path) -> None:
    teach("rules", "--accept", "9")
    (key,) = kept(folder)["rules"]
    rewrite(folder, "- Never use `print`\n", "")
    notes = Rules.model_validate_json(teach("rules", "--format", "json")[1]).notes
    assert any("Never use `print`" in note and f"--forget {key}" in note for note in notes), notes
    assert teach("rules", "--forget", key)[0] == 0
    assert kept(folder)["rules"] == {}


def test_a_rule_is_not_about_a_check_that_its_author_rejects(teach: Teach, folder: Path) -> None:
    assert teach("rules", "--not", "9", "no-print")[0] == 0
    rule = rule_at(teach, 9)
    assert (rule.status, rule.checks) == ("opinion", [])
    assert "no-print" in rule.reason
    found = Review.model_validate_json(teach("review", "--scope", "all", "--format", "json", "--no-model")[1])
    assert "no-print" not in {finding.check for finding in found.findings}
    teach("rules", "--forget", "9")
    assert rule_at(teach, 9).checks == ['no-print what="print"']


def test_the_lock_file_is_the_same_whatever_the_order_of_decisions(teach: Teach, folder: Path) -> None:
    teach("rules", "--accept", "8")
    teach("rules", "--answer", "6", "lines=3")
    teach("rules", "--not", "9", "no-print")
    once = (folder / LOCK).read_bytes()
    (folder / LOCK).unlink()
    teach("rules", "--not", "9", "no-print")
    teach("rules", "--answer", "6", "lines=3")
    teach("rules", "--accept", "8")
    assert (folder / LOCK).read_bytes() == once
    assert os.listdir(folder / ".claude") == ["checks.lock.json"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", ":1:2 is no JSON"),
        (b'{"version": 1,\n<<<<<<< HEAD\n"rules": {}}', ":2 holds the mark of a merge"),
        (b'{"version": 2, "rules": {}}', "version 2"),
        (b'{"version": 1, "rules": {"a": {"quote": "x", "digest": "y"}}}', "rules.a.source"),
        (b'{"version": 1, "rules": {}, "extra": 1}', "extra"),
        (b'{"version": 1, "rules": {"a": {"quote": "x", "quote": "y"}}}', "'quote' twice"),
        (b'{"version": 1, "rules": {"a": {"quote": 1, "digest": "y", "source": "z"}}}', "rules.a.quote"),
        (b'{"version": 1}\xff', ":1 is not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"version": ' + b"9" * 5000 + b"}", "too long"),
        (b"[]", "the whole"),
    ],
)
def test_a_lock_file_that_cannot_be_understood_is_named_with_the_place_and_never_overwritten(
    teach: Teach, folder: Path, content: bytes, says: str
) -> None:
    (folder / ".claude").mkdir()
    (folder / LOCK).write_bytes(content)
    for words in (["rules"], ["review", "--scope", "all"], ["rules", "--accept", "8"]):
        code, _, err = teach(*words)
        assert code == 2
        assert LOCK in err
        assert says in err
    assert (folder / LOCK).read_bytes() == content
    assert LOCK in teach("doctor")[1].replace("\n", "")


def test_a_lock_file_with_a_byte_order_mark_and_other_line_ends_is_read(teach: Teach, folder: Path) -> None:
    teach("rules", "--answer", "6", "lines=3")
    text = (folder / LOCK).read_text(encoding="utf-8")
    (folder / LOCK).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert rule_at(teach, 6).checks == ["max-function-lines 3"]


def test_a_lock_file_that_is_a_link_is_refused(teach: Teach, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text('{"version": 1, "rules": {}}', encoding="utf-8")
    (folder / ".claude").mkdir()
    (folder / LOCK).symlink_to(elsewhere)
    code, _, err = teach("rules", "--accept", "8")
    assert code == 2
    assert "symbolic link" in err
    assert elsewhere.read_text(encoding="utf-8") == '{"version": 1, "rules": {}}'


def test_a_linked_claude_folder_without_a_lock_file_harms_no_review(teach: Teach, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (folder / ".claude").symlink_to(tmp_path / "shared")
    assert teach("rules")[0] == 0
    code, _, err = teach("rules", "--accept", "8")
    assert code == 1
    assert "a link or no folder" in err


def test_a_file_in_the_place_of_the_folder_is_named(teach: Teach, folder: Path) -> None:
    (folder / ".claude").write_text("x", encoding="utf-8")
    code, _, err = teach("rules", "--accept", "8")
    assert code == 1
    assert ".claude cannot be used" in err


def test_a_folder_that_cannot_be_written_to_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    before = os.geteuid()
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        place = Path(name).resolve()
        (place / ".claude").mkdir()
        (place / "CLAUDE.md").write_text("- Never use `print`\n", encoding="utf-8")
        for inner in (place, *place.rglob("*")):
            os.chown(inner, 65534 if before == 0 else -1, -1)
        (place / ".claude").chmod(0o555)
        assert main(["rules", "--root", str(place)]) == 0  # loads as root what the other user may not read
        os.seteuid(65534 if before == 0 else before)
        try:
            code = main(["rules", "--accept", "1", "--root", str(place)])
        finally:
            os.seteuid(before)
        assert os.listdir(place / ".claude") == []
    assert code == 1
    assert ".claude cannot be used (permission denied)" in capsys.readouterr().err


def test_a_line_that_is_a_rule_is_explained(teach: Teach) -> None:
    code, out, _ = teach("rules", "--explain", "CLAUDE.md:8", "--format", "json")
    assert code == 0
    (one,) = Explained.model_validate_json(out).statements
    assert (one.rule, one.status, one.headings, one.scope) == (
        True,
        "checked",
        ["Shop", "Standards"],
        "outside tests, in src/api/",
    )
    (read,) = one.read_by
    assert (read.check, read.values) == ("max-parameters", {"parameters": "2"})
    assert "of" in read.wording
    assert any("--accept" in move for move in one.next)
    assert any(f"--not {one.id} max-parameters" in move for move in one.next)


def test_a_line_that_is_no_rule_is_explained_too(teach: Teach) -> None:
    (one,) = Explained.model_validate_json(teach("rules", "--explain", "3", "--format", "json")[1]).statements
    assert (one.rule, one.status, one.quote) == (False, None, "The shop sells bread.")
    assert one.why
    assert any("<!-- check:" in move for move in one.next)
    out = teach("rules", "--explain", "3")[1]
    assert "no rule" in out
    assert "heading" in teach("rules", "--explain", "CLAUDE.md:5")[1]
    assert "empty" in teach("rules", "--explain", "4")[1]


def test_what_was_decided_is_explained(teach: Teach) -> None:
    teach("rules", "--answer", "6", "lines=3")
    rule = rule_at(teach, 6)
    out = teach("rules", "--explain", rule.id)[1]
    for part in ("answered", "lines=3", f"--forget {rule.id}"):
        assert part in out


def test_a_check_that_hits_a_fifth_of_the_files_is_asked_about(teach: Teach, folder: Path) -> None:
    for number in range(10):
        (folder / "src" / f"m{number}.py").write_text("print(1)\n" if number < 4 else "x = 1\n", encoding="utf-8")
    rule = rule_at(teach, 9)
    assert "5 of 12 files: is this what you meant?" in rule.doubt
    assert "is this what you meant?" in teach("rules")[1].replace("\n", " ")


def test_all_names_each_statement_that_was_taken_for_no_rule_and_why(teach: Teach) -> None:
    assert "The shop sells bread" not in teach("rules", "--no-hits")[1]
    code, printed, _ = teach("rules", "--no-hits", "--all")
    assert code == 0
    assert "no rule: CLAUDE.md:3 “The shop sells bread.”: it says what is" in " ".join(printed.split())
