"""The `teach` command as a person or a script meets it: forms of output, exit codes, and every odd input."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import COMMANDS, main
from teaching.contracts.review import Review, Rules

CLAUDE_MD = """\
# Project: Shop
- **Output Style:** Learning (use TODO(human) markers)

## Architectural Standards
- Functions are at most 3 lines long
- Names say what they mean in the shop

## Common Commands
- test: pytest -q
- lint: ruff check .
"""
LONG = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"
SHORT = "def total(items):\n    return sum(items)\n"

Teach = Callable[..., tuple[int, str, str]]


@pytest.fixture
def teach(capsys: pytest.CaptureFixture[str]) -> Teach:
    def run(*argv: str) -> tuple[int, str, str]:
        try:
            code = main(argv)
        except SystemExit as stop:  # argparse ends the process itself
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "shop"
    place.mkdir()
    (place / "CLAUDE.md").write_text(CLAUDE_MD, encoding="utf-8")
    (place / "shop.py").write_text(LONG, encoding="utf-8")
    return place


def listing(folder: Path) -> list[tuple[str, int, int]]:
    found = sorted(p for p in folder.rglob("*"))
    return [(str(p), p.lstat().st_mtime_ns, p.lstat().st_size) for p in found]


def test_a_review_names_rule_code_question_and_next_commands(teach: Teach, folder: Path) -> None:
    code, out, err = teach("review", str(folder))
    assert (code, err) == (1, "")
    for part in ("shop.py:1", "CLAUDE.md:5", "Functions are at most 3 lines long", "pytest -q", "ruff check ."):
        assert part in out
    assert "?" in out
    assert "\x1b" not in out


def test_json_is_the_contract_and_the_same_bytes_each_time(teach: Teach, folder: Path) -> None:
    first = teach("review", str(folder), "--format", "json")
    second = teach("review", str(folder), "--format", "json")
    assert first == second
    code, out, _ = first
    assert code == 1
    document = json.loads(out)
    assert set(Review.model_validate(document).model_dump()) == set(document)
    (finding,) = document["findings"]
    assert set(finding) == {
        *("id", "rule", "check", "tier", "severity", "path", "line", "end_line", "excerpt", "fact"),
        *("why", "question", "hint", "cwe", "in_diff", "symbol", "measured"),
    }
    assert finding["rule"] == {
        "id": finding["rule"]["id"],
        "source": "CLAUDE.md:5",
        "quote": "Functions are at most 3 lines long",
    }
    assert (finding["path"], finding["line"], finding["end_line"]) == ("shop.py", 1, 5)
    assert document["constitution"]["files"] == ["CLAUDE.md"]
    assert document["next_commands"] == ["pytest -q", "ruff check ."]


def test_the_same_project_elsewhere_gives_the_same_bytes(teach: Teach, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "deep" / "elsewhere"
    other.mkdir(parents=True)
    for name in ("CLAUDE.md", "shop.py"):
        (other / name).write_bytes((folder / name).read_bytes())
    assert teach("review", str(folder), "--format", "json") == teach("review", str(other), "--format", "json")


def test_sarif_holds_what_code_scanning_needs(teach: Teach, folder: Path) -> None:
    code, out, _ = teach("review", str(folder), "--format", "sarif")
    assert code == 1
    document = json.loads(out)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "max-function-lines"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "shop.py"
    assert place["region"]["startLine"] == 1
    assert result["level"] == "error"


def test_markdown_is_what_the_mcp_tool_answers(teach: Teach, folder: Path) -> None:
    code, out, _ = teach("review", str(folder), "--format", "markdown")
    assert code == 1
    assert out.startswith("## Review: all files\n")
    assert "`shop.py:1`" in out


def test_clean_code_ends_with_zero(teach: Teach, folder: Path) -> None:
    (folder / "shop.py").write_text(SHORT, encoding="utf-8")
    code, out, _ = teach("review", str(folder))
    assert code == 0
    assert "No findings." in out


def test_rules_shows_each_rule_with_status_and_check(teach: Teach, folder: Path) -> None:
    code, out, _ = teach("rules", str(folder), "--format", "json")
    assert code == 0
    rules = Rules.model_validate_json(out).rules
    assert [(rule.source, rule.status) for rule in rules[-2:]] == [
        ("CLAUDE.md:5", "checked"),
        ("CLAUDE.md:6", "opinion"),
    ]
    assert rules[-2].checks == ["max-function-lines 3"]
    code, out, _ = teach("rules", str(folder))
    assert code == 0
    assert "max-function-lines 3" in out


def test_the_budget_holds_findings_back_and_counts_them(teach: Teach, folder: Path) -> None:
    for number in range(12):
        (folder / f"shop{number}.py").write_text(LONG, encoding="utf-8")
    shown = json.loads(teach("review", str(folder), "--format", "json")[1])
    assert (len(shown["findings"]), shown["suppressed"]) == (7, 6)
    everything = json.loads(teach("review", str(folder), "--format", "json", "--max-findings", "0")[1])
    assert (len(everything["findings"]), everything["suppressed"]) == (13, 0)


def test_a_project_without_a_constitution_gets_the_baseline_and_the_next_move(teach: Teach, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("def f(items=[]):\n    return eval(items)\n", encoding="utf-8")
    code, out, _ = teach("review", str(tmp_path))
    assert code == 1
    assert "teach init" in out
    assert "baseline:no-mutable-default" in out
    assert teach("review", str(tmp_path), "--no-baseline")[0] == 0


def test_an_empty_folder_is_said_to_be_empty(teach: Teach, tmp_path: Path) -> None:
    code, out, _ = teach("review", str(tmp_path))
    assert code == 0
    assert "no files" in out


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["review", "missing-folder"], "missing-folder"),
        (["review", "-x"], "-x"),
        (["review", "--", "-x"], "-x"),
        (["review", "--scope", "no-such-branch"], "no-such-branch"),
        (["review", "--scope=-x"], "-x"),
        (["review", "--scope=--output=/tmp/x"], "--output"),
        (["review", "--scope", "HEAD..nowhere"], "nowhere"),
        (["review", "--max-findings", "-3"], "max_findings"),
        (["review", "--max-findings", "many"], "many"),
        (["review", "--root", "nowhere"], "nowhere"),
        (["rules", "nowhere"], "nowhere"),
        (["rewrite"], "rewrite"),
        ([], "COMMAND"),
    ],
)
def test_bad_input_is_named_with_exit_code_two(
    teach: Teach, make_repo: Any, monkeypatch: pytest.MonkeyPatch, argv: list[str], says: str
) -> None:
    monkeypatch.chdir(make_repo({"a.py": "x = 1\n"}).root)
    code, out, err = teach(*argv)
    assert code == 2
    assert out == ""
    assert says in err
    assert "Traceback" not in err


def test_odd_files_are_skipped_with_their_reason_and_nothing_is_written(teach: Teach, folder: Path) -> None:
    (folder / "binary.py").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "latin.py").write_bytes('name = "caf\xe9"\n'.encode("latin-1"))
    (folder / "broken.py").write_text("def f(:\n    x = (1\n", encoding="utf-8")
    (folder / "broken.ts").write_text("const = = 1;\nfunction {\n", encoding="utf-8")
    (folder / "empty.py").write_bytes(b"")
    (folder / "mark.py").write_bytes(b"\xef\xbb\xbfx = 1\r\n")
    (folder / "big.py").write_text("x = 1\n" * 200_000, encoding="utf-8")
    (folder / "wide.js").write_text("var a=1;" * 2000, encoding="utf-8")
    (folder / "main.go").write_text("package main\n", encoding="utf-8")
    (folder / "out.py").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    (folder / "dangling.py").symlink_to("nowhere.py")
    os.mkfifo(folder / "pipe.py")
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(folder)
        listener.bind("socket.py")
        before = listing(folder)
        code, out, err = teach("review", str(folder), "--format", "json")
        assert listing(folder) == before
    assert (code, err) == (1, "")
    document = json.loads(out)
    skipped = {note["path"]: note["reason"] for note in document["coverage"]["skipped"]}
    assert set(skipped) == {
        *("binary.py", "big.py", "wide.js", "main.go", "out.py", "loop", "dangling.py", "pipe.py", "socket.py"),
    }
    assert skipped["out.py"] == skipped["loop"] == "symbolic link"
    partial = {note["path"] for note in document["coverage"]["partial"]}
    assert partial == {"latin.py", "broken.py", "broken.ts"}
    assert document["coverage"]["analysed"] == 6


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_a_repository_of_another_user_is_reviewed(teach: Teach, make_repo: Any) -> None:
    repository = make_repo({"CLAUDE.md": CLAUDE_MD, "shop.py": SHORT}, [{"shop.py": LONG}])
    for path in (repository.root, *repository.root.rglob("*")):
        os.chown(path, 12345, 12345)
    code, out, _ = teach("review", str(repository.root), "--scope", "HEAD~1", "--format", "json")
    assert code == 1
    assert [f["path"] for f in json.loads(out)["findings"]] == ["shop.py"]


def test_init_writes_a_constitution_whose_rules_are_understood(teach: Teach, tmp_path: Path) -> None:
    for stack in ("python", "typescript"):
        place = tmp_path / stack
        place.mkdir()
        code, out, _ = teach("init", str(place), "--stack", stack, "--name", "Shop")
        assert code == 0
        assert "teach rules" in out
        rules = json.loads(teach("rules", str(place), "--format", "json")[1])["rules"]
        standards = [rule for rule in rules if rule["status"] in {"needs-answer", "conflict", "vague", "partly"}]
        assert standards == []
        assert sum(rule["status"] == "checked" for rule in rules) >= 11
        assert (place / "CLAUDE.md").read_text(encoding="utf-8").startswith("# Project: Shop\n")


def test_init_never_touches_what_is_there(teach: Teach, folder: Path) -> None:
    before = (folder / "CLAUDE.md").read_bytes()
    code, _, err = teach("init", str(folder))
    assert code == 1
    assert "already a CLAUDE.md" in err
    assert (folder / "CLAUDE.md").read_bytes() == before


def test_init_without_code_asks_for_the_stack(teach: Teach, tmp_path: Path) -> None:
    code, _, err = teach("init", str(tmp_path))
    assert code == 2
    assert "--stack" in err


def test_doctor_says_what_works_and_the_next_move(teach: Teach, folder: Path) -> None:
    code, out, _ = teach("doctor", "--root", str(folder), "--format", "json")
    assert code == 0
    checks = {check["name"]: check for check in json.loads(out)["checks"]}
    assert checks["ruff"]["state"] == checks["ast-grep"]["state"] == "ok"
    assert checks["git"]["next"] == "git init"
    assert "1 checked" in checks["CLAUDE.md"]["finding"]
    code, out, _ = teach("doctor", "--root", str(folder))
    assert code == 0
    assert "git init" in out


def test_every_subcommand_has_help_and_the_list_is_complete(teach: Teach) -> None:
    code, out, _ = teach("--help")
    assert code == 0
    for command in COMMANDS:
        assert command.name in out
        code, help_text, _ = teach(command.name, "--help")
        assert code == 0
        assert command.purpose.split()[0].capitalize() in help_text


def spawn(*argv: str, before: str = "", after: str = "", **env: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, between what a shell does before and after it."""
    line = f"{before} exec {shlex.join([sys.executable, '-m', 'mcp_server', *argv])} {after}"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **env}
    return subprocess.run(["sh", "-c", line], env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


def says(done: subprocess.CompletedProcess[bytes], words: str) -> None:
    """The command ended with 2 and one clear line."""
    assert (done.returncode, b"Traceback" in done.stderr, b"Exception ignored" in done.stderr) == (2, False, False)
    assert words in done.stderr.decode()


@pytest.mark.parametrize("option", ["--scope=--", "--root=--", "--max-findings=--"])
def test_two_dashes_are_no_value_of_an_option(teach: Teach, folder: Path, option: str) -> None:
    code, _, err = teach("review", str(folder), option)
    assert (code, "expected one argument" in err) == (2, True)


@pytest.mark.parametrize("command", ["review", "rules", "init", "serve --root", "doctor --root", "review --root"])
@pytest.mark.parametrize("path", ["~nosuchuser/x", "a" * 5000])
def test_a_path_that_cannot_be_is_bad_input_everywhere(teach: Teach, command: str, path: str) -> None:
    code, _, err = teach(*command.split(), path)
    assert code == 2
    assert "names a home folder" in err or "name too long" in err


def test_what_may_not_be_read_or_written_is_said(teach: Teach) -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name).resolve()
        for inner in ("closed", "marked/.claude", "fixed"):
            (place / inner).mkdir(parents=True)
        (place / "closed" / "a.py").write_text("x = 1\n", encoding="utf-8")
        for inner in (place, *place.rglob("*")):
            os.chown(inner, 65534 if os.geteuid() == 0 else -1, -1)
        for inner, mode in (("closed", 0), ("marked/.claude", 0), ("fixed", 0o555)):
            (place / inner).chmod(mode)
        before = os.geteuid()
        os.seteuid(65534 if before == 0 else before)
        try:
            asked = [
                teach("review", str(place / "closed")),
                teach("review", str(place / "closed" / "a.py")),
                teach("init", str(place / "closed"), "--stack", "python"),
                teach("init", str(place / "fixed"), "--stack", "python"),
            ]
            marked = teach("review", str(place / "marked"))
        finally:
            os.seteuid(before)
    assert [(code, "permission denied" in err) for code, _, err in asked] == [(2, True)] * 4
    assert (marked[0], "permission denied" in marked[1]) == (0, True)


@pytest.mark.parametrize("command", ["review", "rules", "init", "doctor", "serve"])
def test_a_deleted_working_folder_is_said_and_absolute_paths_work(tmp_path: Path, folder: Path, command: str) -> None:
    gone = f"mkdir {tmp_path}/gone; cd {tmp_path}/gone; rmdir {tmp_path}/gone;"
    says(spawn(command, before=gone), "was deleted")
    done = spawn(command, *(["--root"] if command in {"doctor", "serve"} else []), str(folder), before=gone)
    assert (done.returncode in {0, 1}, b"Traceback" in done.stderr) == (True, False)


def test_init_refuses_odd_names_and_leaves_nothing_behind(teach: Teach, tmp_path: Path) -> None:
    for name in ("a\nb", "\udce9", "\x1b[31m", " "):
        code, _, err = teach("init", str(tmp_path), "--stack", "python", "--name", name)
        assert (code, "--name" in err) == (2, True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".claude").mkdir()
    for name, words in ((".claude/CLAUDE.md", "a .claude/CLAUDE.md"), ("AGENTS.md", "an AGENTS.md")):
        (tmp_path / name).write_text("- x\n", encoding="utf-8")
        code, _, err = teach("init", str(tmp_path), "--stack", "python")
        assert (code, f"already {words} here" in err) == (1, True)
        (tmp_path / name).unlink()


@pytest.mark.parametrize("form", ["text", "json", "sarif", "markdown"])
def test_every_form_of_output_survives_a_narrow_encoding_and_a_full_disk(folder: Path, form: str) -> None:
    (folder / "shop.py").write_text(LONG.replace("total", "größe"), encoding="utf-8")
    narrow = spawn("review", str(folder), "--format", form, PYTHONIOENCODING="ascii")
    assert (narrow.returncode, narrow.stderr) == (1, b"")
    says(spawn("review", str(folder), "--format", form, after=">/dev/full"), "no space left")


@pytest.mark.parametrize("command", ["review", "rules", "init", "doctor", "serve"])
def test_a_closed_output_is_said(folder: Path, command: str) -> None:
    for closed in (">&-", "<&-") if command == "serve" else (">&-",):
        says(spawn(command, before=f"cd {folder};", after=closed), "output is closed")


@pytest.mark.parametrize("interrupted", [True, False])
def test_the_server_ends_when_it_is_interrupted_or_not_heard(folder: Path, interrupted: bool) -> None:
    ask = b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n'
    argv = [sys.executable, "-m", "mcp_server", "serve", "--root", str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, cwd=Path(__file__).parents[2], stdin=pipe, stdout=pipe, stderr=pipe) as server:
        assert server.stdin and server.stdout and server.stderr
        try:
            server.stdin.write(ask)
            server.stdin.flush()
            server.stdout.readline()
            if interrupted:
                server.send_signal(signal.SIGINT)
                assert server.wait(60) == 130
            else:
                server.stdout.close()
                server.stdin.write(ask)
                server.stdin.close()
                assert (server.wait(60), server.stderr.read()) == (0, b"")
        finally:
            server.kill()
