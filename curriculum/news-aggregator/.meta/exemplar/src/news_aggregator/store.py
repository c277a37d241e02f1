"""Keeps the articles between two runs, in one JSON file."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from news_aggregator.errors import SettingsError
from news_aggregator.models import Article


def load_articles(path: Path) -> list[Article]:
    """The articles of earlier runs; none when there was no run.

    Raises:
        SettingsError: the file is damaged.
    """
    if not path.exists():
        return []
    try:
        return [_article(item) for item in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError, KeyError) as error:
        raise SettingsError(f"{path} is damaged: delete it, and fetch again") from error


def save_articles(path: Path, articles: Iterable[Article]) -> None:
    """Write all articles."""
    items = [{**asdict(one), "published": one.published.isoformat()} for one in articles]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(items, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _article(item: dict[str, Any]) -> Article:
    published = datetime.fromisoformat(item["published"])
    return Article(**{**item, "published": published, "also_in": tuple(item["also_in"])})
