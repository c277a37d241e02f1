"""The tiers of models, cheapest first: which back-end stands behind each, which kind of question begins where, and
what may be spent.

All of it is `config.toml`. Where that says nothing, `local` is the model that this user has chosen, and the others are
Claude Code's own model (inside Claude Code) or nobody: no key is used and no money spent that nobody wrote down.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from teaching.costs.prices import DEFAULTS, Price
from teaching.models import choosing
from teaching.models.anthropic_api import KEY_ENV, AnthropicModel
from teaching.models.external import base_of
from teaching.models.openai import EngineModel
from teaching.models.protocol import Model
from teaching.models.settings import document, not_understood

TierName = Literal["local", "fallback", "deep"]
TIERS: tuple[TierName, ...] = get_args(TierName)
Backend = Literal["gguf", "openai", "anthropic", "host", "words"]
Kind = Literal["syntax", "review", "planning", "general"]
Cancelled = Callable[[], bool]

MODELS: dict[TierName, str] = {"local": "claude-haiku-5-5", "fallback": "claude-haiku-5-5", "deep": "claude-opus-5-5"}
TIMEOUT_S = 120.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_KEY = re.compile(r"sk-|[A-Za-z0-9_-]{40,}$")

_Dollars = Annotated[float, Field(strict=True, ge=0, le=1_000_000, allow_inf_nan=False)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tier(_Table):
    """One tier.

    Attributes:
        backend: who answers; None is the default of the tier's place.
        model: its id, or its name at the engine; "" is the default for `anthropic`.
        url: where it listens; "" is Anthropic's own address. Needed for `openai`.
        key_env: the name of the variable that holds the key; never a key.
        timeout_s: how long it may take; None leaves it to the back-end.
        max_tokens: the longest answer that is asked for.
    """

    backend: Backend | None = None
    model: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=2000)
    key_env: str = ""
    timeout_s: float | None = Field(default=None, gt=0, le=3600)
    max_tokens: int = Field(default=1024, ge=16, le=200_000)

    @field_validator("key_env")
    @classmethod
    def _names_a_variable(cls, value: str) -> str:
        # What stands there by mistake may be the key: it is not repeated.
        if value and (not _VARIABLE.fullmatch(value) or _KEY.match(value)):
            raise ValueError("it takes the name of an environment variable, such as ANTHROPIC_API_KEY, never a key")
        return value

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
            raise ValueError("it takes an address such as http://127.0.0.1:8000 or https://models.example.org")
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> "Tier":
        if self.backend == "openai" and not (self.url and self.model):
            raise ValueError('backend "openai" needs url and model: say where it listens, and which of its models')
        if self.backend in {None, "gguf", "host", "words"} and (self.url or self.key_env or self.model):
            raise ValueError('model, url and key_env belong to backend "openai" or "anthropic": name it, or leave them')
        return self

    @property
    def is_here(self) -> bool:
        """Whether what is asked stays on this machine."""
        if self.backend in {"anthropic", "openai"}:
            return (urlsplit(self.url).hostname or "") in LOOPBACK
        return self.backend != "host"


class Routes(_Table):
    """The tier at which each kind of question begins."""

    syntax: TierName = "local"
    review: TierName = "local"
    planning: TierName = "deep"
    general: TierName = "fallback"


class Budget(_Table):
    """The most US dollars that may be spent; None sets no limit.

    Attributes:
        day_usd: on one day, in all projects.
        project_day_usd: on one day, in one project.
        reply_usd: on one reply, however many models it takes.
    """

    day_usd: _Dollars | None = None
    project_day_usd: _Dollars | None = None
    reply_usd: _Dollars | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is any limit."""
        return any(limit is not None for limit in (self.day_usd, self.project_day_usd, self.reply_usd))


class _Prices(_Table):
    read: _Dollars
    written: _Dollars
    cache_read: _Dollars | None = None
    cache_written: _Dollars | None = None

    def price(self) -> Price:
        """With what is left out taken as reading without a cache."""
        cached = self.read if self.cache_read is None else self.cache_read
        return Price(self.read, self.written, cached, self.read if self.cache_written is None else self.cache_written)


class Config(_Table):
    """All that the file says about tiers, with what applies where it says nothing."""

    tiers: dict[TierName, Tier] = Field(default_factory=dict[TierName, Tier])
    routes: Routes = Routes()
    budget: Budget = Budget()
    own_prices: dict[str, _Prices] = Field(default_factory=dict[str, _Prices], alias="prices")

    @property
    def prices(self) -> dict[str, Price]:
        """The price of each model that is known: the person's own before the published ones."""
        return {**DEFAULTS, **{model: own.price() for model, own in self.own_prices.items()}}

    def tier(self, name: TierName, inside_claude: bool = False) -> Tier:
        """The tier with its back-end and model named.

        Args:
            inside_claude: whether Claude Code's own model hears the reply.
        """
        said = self.tiers.get(name, Tier())
        if said.backend is None:
            rest: Backend = "host" if inside_claude else "words"
            return said.model_copy(update={"backend": "gguf" if name == "local" else rest})
        if said.backend == "anthropic":
            # The usual key is Anthropic's: another address gets it only where a person named it for that.
            key = said.key_env or ("" if said.url else KEY_ENV)
            return said.model_copy(update={"model": said.model or MODELS[name], "key_env": key})
        if said.backend == "host" and not inside_claude:
            return said.model_copy(update={"backend": "words"})
        return said

    def start(self, kind: Kind) -> TierName:
        """The tier at which a kind of question begins."""
        return getattr(self.routes, kind)


_TABLES = {
    "tiers": 'local, fallback and deep, each with backend ("gguf", "openai", "anthropic", "host" or "words"), model, '
    "url, key_env, timeout_s, max_tokens",
    "routes": "syntax, review, planning and general, each one of local, fallback and deep",
    "budget": "day_usd, project_day_usd and reply_usd, in US dollars",
    "prices": '[prices."MODEL-ID"] with read, written, cache_read and cache_written, in US dollars per million tokens',
}
_OTHERS = ("model",)


def config() -> Config:
    """What the file says.

    Raises:
        BadInputError: it cannot be read, or says something else than it may.
    """
    return understood(document())


def understood(said: dict[str, Any]) -> Config:
    """The same of a document that was read.

    Raises:
        BadInputError: it says something else than it may.
    """
    try:
        return Config.model_validate({name: table for name, table in said.items() if name not in _OTHERS})
    except ValidationError as error:
        loc = error.errors(include_input=False, include_url=False)[0]["loc"]
        table = str(loc[0]) if loc else ""
        takes = _TABLES.get(table, ", ".join(f"[{name}]" for name in (*_OTHERS, *_TABLES)))
        raise not_understood(error, f"[{table}]" if table in _TABLES else "config.toml", takes) from error


def build(name: TierName, config: Config, cancelled: Cancelled | None = None) -> Model | None:
    """The model of a tier, which is asked nothing yet; None where Claude Code's own answers, or a template.

    Args:
        cancelled: whether nobody waits any more; who asks says it again to the model's `within`.

    Raises:
        TeachingError: what is set or chosen cannot be understood.
    """
    tier = config.tier(name)
    match tier.backend:
        case "gguf":
            return choosing.local_model()
        case "openai":
            # An address that somebody wrote down as a tier's is meant, wherever it is.
            where = base_of(tier.url, elsewhere=True)
            return EngineModel(where, tier.model, tier.timeout_s or TIMEOUT_S, tier.key_env or None, config.prices)
        case "anthropic":
            return AnthropicModel(
                tier.model, tier.key_env or None, tier.url or None, tier.timeout_s or TIMEOUT_S, config.prices
            )
        case _:
            return None
