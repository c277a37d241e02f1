"""Reads `news.yaml`: who summarises, how long to wait, where files go."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from news_aggregator.errors import SettingsError

SUMMARISERS = ("extractive", "claude", "local")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose.

    Attributes:
        summariser: who writes the summaries, one of `SUMMARISERS`.
        model: the model's name, for `claude` and `local`.
        model_url: where the model answers, for `claude` and `local`; "" for the usual place.
        sources: the raw list from the file; `news_aggregator.sources` makes sense of it.
    """

    summariser: str = "extractive"
    model: str = ""
    model_url: str = ""
    timeout_s: float = 10.0
    data_folder: Path = Path("news-data")
    digest_folder: Path = Path("digests")
    sources: tuple[Any, ...] = ()


def load_settings(path: Path) -> Settings:
    """Read the settings from a YAML file.

    Raises:
        SettingsError: the file is missing, is no YAML, or holds a value that cannot be used.
    """
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: make one, or pass --config FILE") from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{path} is no YAML: {error}") from error
    if not isinstance(found, dict):
        raise SettingsError(f"{path} holds no settings: it needs at least `sources:`")
    return _checked(found, path)


def _checked(found: dict[str, Any], path: Path) -> Settings:
    summariser = found.get("summariser", "extractive")
    if summariser not in SUMMARISERS:
        raise SettingsError(f"{path}: summariser is one of {', '.join(SUMMARISERS)}")
    timeout_s = found.get("timeout_s", 10)
    if not isinstance(timeout_s, int | float) or timeout_s <= 0:
        raise SettingsError(f"{path}: timeout_s is a number of seconds above 0")
    sources = found.get("sources")
    if not isinstance(sources, list) or not sources:
        raise SettingsError(f"{path}: `sources:` is a list with at least one source")
    return Settings(
        summariser=summariser,
        model=str(found.get("model", "")),
        model_url=str(found.get("model_url", "")),
        timeout_s=float(timeout_s),
        data_folder=Path(str(found.get("data_folder", "news-data"))),
        digest_folder=Path(str(found.get("digest_folder", "digests"))),
        sources=tuple(sources),
    )
