"""Remembers what a server said about the age of a feed, so that it is not sent twice."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from news_aggregator.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Validators:
    """The two marks by which a server knows which version we have; "" where it gave none."""

    etag: str = ""
    last_modified: str = ""


class ValidatorStore:
    """The marks of every feed, in one JSON file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)

    def get(self, url: str) -> Validators:
        """What is known of a feed; empty marks for one that was never fetched."""
        return self._known.get(url, Validators())

    def put(self, marks: Mapping[str, Validators]) -> None:
        """Remember the marks of these feeds, on disk too.

        Call it when the articles are safe: a feed whose marks are known does not come again.
        """
        self._known.update(marks)
        text = json.dumps({url: asdict(one) for url, one in self._known.items()}, indent=2)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(text + "\n", encoding="utf-8")


def _read(path: Path) -> dict[str, Validators]:
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {url: Validators(**marks) for url, marks in found.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise SettingsError(f"{path} is damaged: delete it, the feeds come anew then") from error
