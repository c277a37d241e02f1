"""What a person may write about tiers, and what stands where they wrote nothing."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from teaching.errors import BadInputError
from teaching.models import tiers
from teaching.models.anthropic_api import AnthropicModel
from teaching.models.openai import EngineModel
from teaching.models.tiers import Config, Tier, TierName, understood

FULL = """
[model]
idle_minutes = 5

[tiers.local]
backend = "openai"
url = "http://127.0.0.1:8000"
model = "llama-teach"
timeout_s = 5

[tiers.fallback]
backend = "anthropic"

[tiers.deep]
backend = "anthropic"
model = "claude-fable-5-1"
key_env = "COURSE_KEY"
max_tokens = 2000

[routes]
general = "local"

[budget]
day_usd = 1
project_day_usd = 0.50
reply_usd = 0.10

[prices."llama-teach"]
read = 0.05
written = 0.1
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def written(text: str) -> None:
        (tmp_path / "teach").mkdir(exist_ok=True)
        (tmp_path / "teach" / "config.toml").write_text(text, encoding="utf-8")

    return written


def test_without_a_file_no_tier_uses_a_key_or_the_network(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "secret")
    config = tiers.config()
    assert config == Config()
    assert [config.tier(name).backend for name in tiers.TIERS] == ["gguf", "words", "words"]
    assert [config.tier(name, inside_claude=True).backend for name in tiers.TIERS] == ["gguf", "host", "host"]
    assert [tiers.build(name, config) for name in tiers.TIERS] == [None, None, None]
    assert all(config.tier(name).key_env == "" for name in tiers.TIERS)
    starts = [config.start(kind) for kind in ("syntax", "review", "planning", "general")]
    assert starts == ["local", "local", "deep", "fallback"]
    assert not config.budget.is_set


def test_a_file_names_back_ends_routes_budgets_and_prices(write: Any) -> None:
    write(FULL)
    config = tiers.config()
    local, fallback, deep = (tiers.build(name, config) for name in tiers.TIERS)
    assert isinstance(local, EngineModel)
    assert local.name == "llama-teach (at http://127.0.0.1:8000, unproven)"
    assert isinstance(fallback, AnthropicModel)
    assert (fallback.name, deep and deep.name) == ("claude-haiku-5-5", "claude-fable-5-1")
    assert [config.tier(name).key_env for name in tiers.TIERS] == ["", "ANTHROPIC_API_KEY", "COURSE_KEY"]
    assert [config.tier(name).is_here for name in tiers.TIERS] == [True, False, False]
    assert (config.start("general"), config.start("planning")) == ("local", "deep")
    assert config.budget.is_set
    own = config.prices["llama-teach"]
    assert (own.read, own.written, own.cache_read, own.cache_written) == (0.05, 0.1, 0.05, 0.05)
    assert "claude-opus-5-5" in config.prices


def test_the_example_in_the_documentation_is_understood_and_complete(pytestconfig: pytest.Config) -> None:
    page = (pytestconfig.rootpath / "docs" / "models.md").read_text(encoding="utf-8")
    (text,) = [block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[tiers" in block]
    said = tomllib.loads(text)
    config = understood(said)
    assert set(said["tiers"]) == set(tiers.TIERS)
    assert set().union(*said["tiers"].values()) == set(Tier.model_fields)
    assert set(said["routes"]) == {"syntax", "review", "planning", "general"}
    assert config.budget.reply_usd == 0.10
    defaults = {name: Config().start(name) for name in ("syntax", "review", "planning", "general")}
    assert said["routes"] == defaults


def test_the_usual_key_goes_to_no_other_address_than_its_own() -> None:
    there = {"backend": "anthropic", "url": "https://gateway.example.org", "model": "m"}
    assert understood({"tiers": {"deep": there}}).tier("deep").key_env == ""
    assert understood({"tiers": {"deep": {**there, "key_env": "MINE"}}}).tier("deep").key_env == "MINE"


@pytest.mark.parametrize(("name", "model"), [("fallback", "claude-haiku-5-5"), ("deep", "claude-opus-5-5")])
def test_todays_ids_stand_in_for_a_model_that_was_not_named(name: TierName, model: str) -> None:
    assert understood({"tiers": {name: {"backend": "anthropic"}}}).tier(name).model == model


def test_host_is_nobody_outside_of_claude_code() -> None:
    config = understood({"tiers": {"local": {"backend": "host"}}})
    assert config.tier("local").backend == "words"
    assert config.tier("local", inside_claude=True).backend == "host"


SECRET = "sk-ant-api03-0123456789"
WRONG = [
    ({"tier": {}}, "config.toml, tier: .* takes .model., .tiers., .routes., .budget., .prices."),
    ({"tiers": {"deeper": {}}}, "input should be 'local', 'fallback' or 'deep'"),
    ({"tiers": {"deep": {"modle": "x"}}}, "tiers.deep.modle: extra inputs .* takes local, fallback and deep"),
    ({"tiers": {"deep": {"backend": "gpt"}}}, "'gguf', 'openai', 'anthropic', 'host' or 'words'"),
    ({"tiers": {"deep": {"backend": "anthropic", "key_env": SECRET}}}, "name of an environment variable.* never a key"),
    ({"tiers": {"deep": {"backend": "anthropic", "key": SECRET}}}, "tiers.deep.key: extra inputs"),
    ({"tiers": {"deep": {"backend": "openai", "model": "m"}}}, "needs url and model"),
    ({"tiers": {"deep": {"backend": "openai", "model": "m", "url": "file:///x"}}}, "it takes an address such as"),
    ({"tiers": {"deep": {"backend": "openai", "model": "m", "url": f"https://u:{SECRET}@x"}}}, "an address such as"),
    ({"tiers": {"deep": {"model": "claude-opus-5-5"}}}, 'belong to backend "openai" or "anthropic"'),
    ({"tiers": {"deep": {"backend": "anthropic", "timeout_s": 0}}}, "greater than 0"),
    ({"tiers": 3}, "tiers: input should be a valid dictionary"),
    ({"routes": {"syntax": "cheap"}}, "routes.syntax: input should be 'local'"),
    ({"routes": {"poetry": "deep"}}, "takes syntax, review, planning and general"),
    ({"budget": {"day_usd": -1}}, "greater than or equal to 0"),
    ({"budget": {"day_usd": True}}, "valid number"),
    ({"budget": {"day_usd": float("inf")}}, "finite"),
    ({"budget": {"month_usd": 1}}, "takes day_usd, project_day_usd and reply_usd"),
    ({"prices": {"m": {"read": 1}}}, "prices.m.written: field required.* per million tokens"),
]


@pytest.mark.parametrize(("said", "told"), WRONG, ids=lambda value: value if isinstance(value, str) else None)
def test_what_is_not_understood_is_refused_with_the_move_and_no_value_repeated(said: Any, told: str) -> None:
    with pytest.raises(BadInputError, match=told) as caught:
        understood(said)
    assert SECRET not in str(caught.value)
