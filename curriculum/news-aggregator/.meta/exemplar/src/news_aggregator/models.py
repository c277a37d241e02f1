"""What travels through the program: plain values that never change."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from news_aggregator.validators import Validators


@dataclass(frozen=True, slots=True)
class Source:
    """One feed that is read."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back from a source.

    Attributes:
        body: the bytes of the feed; None when nothing changed since the last time.
        content_type: as the server named it, "" when it named none.
        marks: by which the server will know this version again.
    """

    source: Source
    body: bytes | None
    content_type: str = ""
    marks: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Article:
    """One story.

    Attributes:
        published: always with a time zone, always UTC.
        is_dated: False when the feed named no date and the time of the fetch stands in.
        text: plain text, without any HTML.
        also_in: names of other sources that carry the same story.
        summary_by: who wrote the summary, "" while there is none.
    """

    title: str
    url: str
    source: str
    published: datetime
    text: str
    is_dated: bool = True
    also_in: tuple[str, ...] = ()
    summary: str = ""
    summary_by: Literal["", "tool", "first words"] = ""

    @property
    def day(self) -> date:
        """The page on which the article belongs."""
        return self.published.date()
