"""`teach costs`: what the ledger comes to, at every size of terminal and as JSON."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from mcp_server.cli import main
from teaching.contracts.costs import Costs
from teaching.contracts.usage import Usage
from teaching.costs import ledger
from teaching.costs.ledger import Entry

Teach = Callable[..., tuple[int, str, str]]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that the terminal stands in, with a ledger and settings of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "shop"
    (folder / ".teaching").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def teach(capsys: pytest.CaptureFixture[str]) -> Teach:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["costs", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def put(shop: Path, tier: str, model: str, usage: Usage, cost: float | None = 0.0, **more: Any) -> None:
    at = datetime.now(UTC) - timedelta(days=more.pop("days_ago", 0))
    project = str(more.pop("project", shop))
    fixed = {"purpose": "ask", "seconds": 1.0, "outcome": "answered", **more}
    ledger.record(Entry(at=at, project=project, tier=tier, model=model, usage=usage, cost=cost, **fixed))


def fill(shop: Path) -> None:
    put(shop, "local", "llama-teach (local)", Usage(1000, 200))
    put(shop, "local", "llama-teach (local)", Usage(1000, 200), outcome="slow")
    put(shop, "deep", "claude-opus-5-5", Usage(1000, 1000), 0.024, days_ago=3)
    put(shop, "deep", "claude-next", Usage(10, 10), None, days_ago=20)
    put(shop, "claude-code", "claude-opus-5-5", Usage(0, 0, 1_000_000, 0), None, task="sum", id="msg_1")
    put(shop, "claude-code", "claude-opus-5-5", Usage(1000, 0), None, task="", id="msg_2")
    put(shop, "fallback", "claude-haiku-5-5", Usage(1000, 0), 0.0001, project=shop.parent / "other")
    put(shop, "deep", "claude-opus-5-5", Usage(9, 9), 5.0, days_ago=45)


def asked(teach: Teach, *words: str) -> Costs:
    code, out, err = teach("--format", "json", *words)
    assert (code, err) == (0, "")
    return Costs.model_validate_json(out)


def test_before_the_first_call_it_says_what_will_be_here(shop: Path, teach: Teach) -> None:
    code, out, err = teach()
    assert (code, err) == (0, "")
    assert out.startswith("No model was asked in this project since ")
    assert "what Claude Code itself" in " ".join(out.split())
    assert "[tiers] in config.toml" in out
    assert "teach model`" in out
    assert not (shop.parent / "state").exists()


def test_periods_add_up_by_tier(shop: Path, teach: Teach) -> None:
    fill(shop)
    found = asked(teach)
    assert [period.days for period in found.periods] == [1, 7, 30]
    rows = [{row.name: (row.calls, row.failed, row.usd) for row in period.tiers} for period in found.periods]
    claude = ("claude-code", (2, 0, 0.204))
    assert rows[0] == {"local": (2, 1, 0.0), **dict([claude])}
    assert rows[1] == {"local": (2, 1, 0.0), "deep": (1, 0, 0.024), **dict([claude])}
    assert rows[2] == {"local": (2, 1, 0.0), "deep": (2, 0, 0.024), **dict([claude])}
    assert [(period.total.calls, period.total.usd) for period in found.periods] == [(2, 0), (3, 0.024), (4, 0.024)]
    assert (found.unpriced, found.elsewhere, found.damaged, found.project) == (["claude-next"], 1, 0, str(shop))
    assert {row.name: row.unpriced for row in found.models}["claude-next"] == 1


def test_days_tasks_models_and_projects_are_told(shop: Path, teach: Teach) -> None:
    fill(shop)
    found = asked(teach, "--all", "--days", "10")
    assert [period.days for period in found.periods] == [1, 10]
    assert len(found.days) == 10
    assert (found.days[-1].calls, found.days[-4].usd, found.days[0].calls) == (5, 0.024, 0)
    assert [(row.name, row.usd) for row in found.tasks] == [("sum", 0.2), ("", 0.004)]
    assert [os.path.basename(row.name) for row in found.projects] == ["shop", "other"]
    assert (found.project, found.elsewhere) == (None, 0)
    assert asked(teach, "--project", "../shop").projects[0].name == str(shop)


def test_what_the_top_tier_would_have_cost_is_told_with_its_assumption(shop: Path, teach: Teach) -> None:
    fill(shop)
    top = asked(teach, "--days", "7").at_top
    # Of one local and one deep answer; what failed and what Claude Code did itself would have been no answers of ours.
    assert (top.model, top.answers, top.spent) == ("claude-opus-5-5", 2, 0.024)
    assert top.usd == pytest.approx(2000 * 4e-6 + 1200 * 20e-6)
    assert "every model counts tokens its own way" in top.assumption


def settings(shop: Path, text: str) -> None:
    (shop.parent / "config" / "teach").mkdir(parents=True)
    (shop.parent / "config" / "teach" / "config.toml").write_text(text, encoding="utf-8")


def test_limits_and_own_prices_come_from_the_settings(shop: Path, teach: Teach) -> None:
    fill(shop)
    settings(
        shop,
        '[budget]\nday_usd = 1\nproject_day_usd = 0.5\nreply_usd = 0.1\n[prices."claude-next"]\nread = 1\nwritten = 9\n'
        '[tiers.deep]\nbackend = "anthropic"\nmodel = "claude-next"\n',
    )
    found = asked(teach)
    assert [(limit.name, limit.usd, limit.spent) for limit in found.budget] == [
        ("day", 1, 0.0001), ("project_day", 0.5, 0), ("reply", 0.1, None),
    ]  # fmt: skip
    assert found.unpriced == []
    assert found.at_top.model == "claude-next"
    out = teach()[1]
    assert "Budget: $0.0001 of $1.00 today." in out
    assert "No budget is set" not in out


def test_wrong_settings_are_told(shop: Path, teach: Teach) -> None:
    settings(shop, "[budget]\nday = 1\n")
    code, out, err = teach()
    assert (code, out) == (2, "")
    assert "It takes day_usd, project_day_usd and reply_usd" in err


@pytest.mark.parametrize("columns", [20, 30, 40, 55, 56, 80, 120, 300])
def test_it_fits_every_terminal_and_says_the_same(
    shop: Path, teach: Teach, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    fill(shop)
    with (shop.parent / "state" / "teach" / "costs" / f"{datetime.now(UTC):%Y-%m}.jsonl").open("a") as stream:
        stream.write("{\n")
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, _ = teach()
    assert code == 0
    # Only what holds a command runs on: the terminal breaks it, and it is copied whole.
    assert all(cell_len(line) <= columns or "costs --all" in line for line in out.splitlines())
    said = " ".join(out.split())
    for words in (
        "Today",
        "30 days",
        "local",
        "Claude Code",
        "price unknown",
        "$0.20",
        "sum",
        "no task",
        "claude-next",
    ):
        assert words in said, words
    assert "1 line of the ledger could not be read" in said
    assert "In other projects there was 1 call:" in said
    assert ("█" in out) == (columns >= 30)


def test_a_project_is_shown_without_what_a_terminal_would_obey(shop: Path, teach: Teach) -> None:
    put(shop, "local", "m\x1b[31m", Usage(1, 1))
    put(shop, "claude-code", "claude-opus-5-5", Usage(1, 1), None, task="a\x1b]0;x\x07\n\u202eb", id="m")
    out = teach()[1]
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_folder_that_is_none_is_refused_with_the_move(shop: Path, teach: Teach) -> None:
    code, _, err = teach("--project", "nowhere")
    assert code == 2
    assert "--project" in err


def test_the_json_is_one_document_that_names_every_day(shop: Path, teach: Teach) -> None:
    fill(shop)
    whole = json.loads(teach("--format", "json")[1])
    assert set(whole) == set(Costs.model_fields)
    assert len(whole["days"]) == 30
