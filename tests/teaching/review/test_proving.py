"""The gate before the catalogue: a check whose examples do not behave here binds no rule, and is named."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from teaching.repository.private import cache_folder
from teaching.review import proving, readings
from teaching.review.catalogue import ENTRIES
from teaching.review.entry import Entry, Example
from teaching.review.recognise import Offer
from teaching.review.review import Request, review, rules_of

CODE = {
    "CLAUDE.md": "- Use f-strings for string formatting\n- Never use `eval`\n",
    "a.py": "print('%s' % 1)\nx = eval(input())\n",
}


@pytest.fixture(autouse=True)
def nothing_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(proving, "_known", {})
    yield


def broken(name: str) -> Entry:
    return replace(ENTRIES[name], examples=(*ENTRIES[name].examples, Example("python", "x = 1\n", (1,))))


def test_every_check_of_the_catalogue_behaves_here() -> None:
    assert len(proving.provable(ENTRIES.values())) >= 70
    assert proving.unfit(ENTRIES.values()) == {}


def test_a_check_that_does_not_behave_binds_no_rule_and_says_with_what(
    make_repo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make_repo(CODE)
    monkeypatch.setitem(ENTRIES, "f-strings", broken("f-strings"))
    monkeypatch.setattr(readings, "_OFFER", Offer(ENTRIES.values()))
    first, second = rules_of(repository.root).rules
    assert (first.status, first.checks) == ("opinion", [])
    assert first.reason.startswith("its check f-strings does not behave with ruff ")
    assert second.status == "checked"
    found = review(Request(repository.root, scope="all")).findings
    assert {finding.check for finding in found} == {"no-eval"}


def test_the_baseline_does_without_a_check_that_does_not_behave(
    make_repo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make_repo({"a.py": "eval(input())\n"})
    assert {finding.check for finding in review(Request(repository.root, scope="all")).findings} == {"no-eval"}
    monkeypatch.setitem(ENTRIES, "no-eval", broken("no-eval"))
    assert review(Request(repository.root, scope="all")).findings == []


def test_a_check_that_fails_outright_does_not_behave(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any) -> Iterator[Any]:
        raise ValueError("a kind that this grammar does not have")

    syntax = ENTRIES["max-file-lines"]
    entry = replace(syntax, engines=(replace(syntax.engines[0], find=crash),))  # type: ignore[call-arg]
    assert list(proving.unfit([entry])) == ["max-file-lines"]


def test_doctor_names_a_check_that_does_not_behave(
    make_repo: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(ENTRIES, "f-strings", broken("f-strings"))
    main(["doctor", "--root", str(make_repo(CODE).root), "--format", "json"])
    checks = {one["name"]: one for one in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["checks"]["state"] == "optional"
    assert "f-strings with ruff" in checks["checks"]["finding"]


def test_examples_run_once_and_a_broken_cache_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    really = proving.misbehaving

    def counted(entries: Any) -> Any:
        runs.append(len(entries))
        return really(entries)

    monkeypatch.setattr(proving, "misbehaving", counted)
    some = [ENTRIES["no-print"], ENTRIES["no-eval"]]
    kept = cache_folder() / "checks" / "behaving.json"

    def again() -> list[int]:
        proving._known.clear()  # as a new process
        runs.clear()
        assert proving.unfit(some) == {}
        return list(runs)

    assert again() == [2]
    whole = kept.read_bytes()
    assert again() == []
    for content in (b"", b"{", b"[]", b'{"mark": 1}', b"\xff", whole[: len(whole) // 2], whole.replace(b'"', b"'")):
        kept.write_bytes(content)
        assert again() == [2]
        assert kept.read_bytes() == whole
    kept.unlink()
    kept.symlink_to("/dev/null")
    assert again() == [2]


def test_a_changed_example_is_tried_again() -> None:
    assert proving.unfit([ENTRIES["no-print"]]) == {}
    assert list(proving.unfit([broken("no-print")])) == ["no-print"]
    assert proving.unfit([ENTRIES["no-print"]]) == {}


def test_without_a_place_for_the_cache_the_checks_are_proven_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "below"))
    assert proving.unfit([ENTRIES["no-print"]]) == {}
