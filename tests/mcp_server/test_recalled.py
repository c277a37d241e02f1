"""`teach review` of what was reviewed before: the same bytes, the same exit code, and nothing loaded for it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from mcp_server.commands import review as command
from teaching.models import installed, unchosen
from teaching.review.cache import lookup
from teaching.review.cache.product import Product

HEAVY = ("ast_grep_py", "pydantic", "rich", "markdown_it", "yaml", "teaching.review.catalogue", "teaching.models.voice")
# A process in which the program counts as one that stays as it is, while others write it.
RUN = f"""
import sys
from teaching.review.cache import lookup
from teaching.review.cache.product import Product
lookup.product = lookup.now = lambda: Product("this one", True)
from mcp_server.entry import main
code = main(sys.argv[1:])
sys.stdout.flush()
print(code, *sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""


@pytest.fixture
def shop(make_repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, an empty cache and a program that stays as it is."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("product", "now"):
        monkeypatch.setattr(lookup, name, lambda: Product("this one", True))
    return make_repo({"CLAUDE.md": "- Never use `eval`\n- No `print`\n", "desk.py": "print(eval('1'))\n"}).root


@pytest.fixture
def teach(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, bool]]:
    """Runs `teach review`: exit code, output, and whether the command itself had to run."""
    really, calls = command.run, list[int]()

    def counted(options: Any) -> int:
        calls.append(1)
        return really(options)

    monkeypatch.setattr(command, "run", counted)

    def run(*words: str) -> tuple[int, str, bool]:
        before = len(calls)
        code = main(["review", *words])
        return code, capsys.readouterr().out, len(calls) > before

    return run


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_same_is_printed_again_without_a_review(form: str, shop: Path, teach: Any) -> None:
    for scope in ("all", "working"):
        words = (str(shop), "--scope", scope, "--format", form)
        first, second, anew = teach(*words), teach(*words), teach(*words, "--no-cache")
        assert first[2] and not second[2] and anew[2]
        assert first[:2] == second[:2] == anew[:2]
        assert first[0] == (1 if scope == "all" else 0)
        assert first[1]


def test_a_change_is_printed_at_once(shop: Path, teach: Any) -> None:
    assert teach(str(shop))[0] == 0
    (shop / "desk.py").write_text("print(eval('2'))\n", encoding="utf-8")
    assert teach(str(shop))[::2] == (1, True)
    assert teach(str(shop))[::2] == (1, False)


def test_every_option_counts(shop: Path, teach: Any) -> None:
    words = (str(shop), "--scope", "all", "--format", "json")
    teach(*words)
    for more in (("--max-findings", "1"), ("--no-baseline",), ("--no-model",), ("--root", str(shop))):
        assert teach(*words, *more)[2], more


def test_the_width_of_a_terminal_counts(shop: Path, teach: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    words = (str(shop), "--scope", "all")
    teach(*words)
    assert not teach(*words)[2]
    monkeypatch.setenv("COLUMNS", "60")
    assert teach(*words)[2]


def test_what_was_declined_is_no_longer_printed(shop: Path, teach: Any) -> None:
    words = (str(shop), "--scope", "all", "--format", "json")
    one = json.loads(teach(*words)[1])["findings"][0]
    teach(str(shop), "--decline", one["id"], "needed for the demo")
    again = json.loads(teach(*words)[1])
    assert (again["declined"], one["id"] in json.dumps(again["findings"])) == (1, False)
    teach(str(shop), "--undecline", one["id"])
    assert json.loads(teach(*words)[1])["findings"][0] == one


def test_forms_that_pass_the_guard_are_made_each_time(shop: Path, teach: Any) -> None:
    for form in ("markdown", "sarif"):
        assert [teach(str(shop), "--format", form)[2] for _ in range(2)] == [True, True]


def test_nothing_is_remembered_of_a_model(shop: Path, teach: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchosen, "nothing_is", lambda: False)
    assert [teach(str(shop), "--scope", "all")[2] for _ in range(2)] == [True, True]
    assert [teach(str(shop), "--scope", "all", "--no-model")[2] for _ in range(2)] == [True, False]


def test_a_choice_of_a_model_is_seen_without_loading_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (installed.MODELS, {installed.CURRENT, installed.ENGINE}) == (unchosen.FOLDER, set(unchosen.CHOICES))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert unchosen.nothing_is()
    for name in unchosen.CHOICES:
        place = tmp_path / "teach" / unchosen.FOLDER / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("{", encoding="utf-8")
        assert not unchosen.nothing_is()
        place.unlink()


def test_bad_input_is_told_each_time(shop: Path, teach: Any) -> None:
    for words in (("--scope", "nobody"), ("--max-findings", "-1"), ("--scope", "all", "--root", "nowhere")):
        assert [teach(str(shop), *words)[0] for _ in range(2)] == [2, 2]


def test_a_remembered_review_loads_no_analyzer_and_no_form(shop: Path) -> None:
    for form in ("json", "text"):
        words = ["-c", RUN, "review", str(shop), "--scope", "all", "--format", form]
        first, second = (subprocess.run([sys.executable, *words], capture_output=True, check=True) for _ in range(2))
        assert first.stdout == second.stdout != b""
        assert b"ast_grep_py" in first.stderr
        assert second.stderr == b"1\n"


def test_a_review_loads_nothing_of_models_where_none_is_chosen(shop: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, "review", str(shop), "--format", "json"], capture_output=True, check=True
    )
    assert b"teaching.models.voice" not in done.stderr
    assert b"rich" not in done.stderr.split()


def test_two_at_once_print_the_same(shop: Path, tmp_path: Path) -> None:
    argv = [sys.executable, "-c", RUN, "review", str(shop), "--scope", "all", "--format", "json"]
    running = [subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    said = [one.communicate(timeout=120) for one in running]
    assert said[0][0] == said[1][0] != b""
    assert [one.returncode for one in running] == [0, 0]
    assert all(json.loads(one.read_bytes()) for one in (tmp_path / "cache" / "teach" / "review").iterdir())
