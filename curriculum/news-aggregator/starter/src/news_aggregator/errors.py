"""Everything that can go wrong and that a caller may want to tell apart."""


class NewsError(Exception):
    """Anything that this program knows how to explain in one line."""


class SettingsError(NewsError):
    """`news.yaml` or the environment says something that cannot be used."""


class FetchError(NewsError):
    """A source did not answer, or not with a page."""


class FeedError(NewsError):
    """A source answered with something that is no feed."""


class SummaryError(NewsError):
    """A summary could not be made, or must not be used."""


class DigestError(NewsError):
    """A page could not be written or read."""
