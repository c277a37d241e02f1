"""Asks a source for its feed: paced, only for what is new, with errors that name the source."""

import httpx

from news_aggregator.errors import FetchError
from news_aggregator.models import Fetched, Source
from news_aggregator.pacing import Pacer
from news_aggregator.validators import Validators, ValidatorStore

USER_AGENT = "news-aggregator/0.1 (a learning project)"
MOST_REDIRECTS = 3


def http_client(timeout_s: float, transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """A client for all sources of one run.

    Args:
        timeout_s: how long to wait for an answer.
        transport: what tests put in place of the network.
    """
    return httpx.AsyncClient(
        timeout=timeout_s,
        transport=transport,
        headers={"User-Agent": USER_AGENT},
        follow_redirects=True,
        max_redirects=MOST_REDIRECTS,
    )


def conditional_headers(known: Validators) -> dict[str, str]:
    """The headers that ask for a feed only if it changed; empty for marks that the server never gave."""
    # TODO(human)[conditional-get]: make the headers `If-None-Match` and
    # `If-Modified-Since` out of the marks that are known
    # Hint: a header with an empty value is not the same as no header
    raise NotImplementedError("TODO(human): conditional_headers")


class Fetcher:
    """Fetches feeds, one request per second and source."""

    def __init__(self, client: httpx.AsyncClient, pacer: Pacer, store: ValidatorStore) -> None:
        self._client = client
        self._pacer = pacer
        self._store = store

    async def fetch(self, source: Source) -> Fetched:
        """The feed of a source, or `body=None` when it did not change.

        Raises:
            FetchError: the source does not answer, or answers with an error.
        """
        # TODO(human)[conditional-get]: tell apart: not changed, an error, and
        # a feed with its new marks
        # Hint: `answer.raise_for_status()` also objects to 304, so look for
        # that one first
        # Hint: marks that the server does not send are empty texts, not None
        raise NotImplementedError("TODO(human): Fetcher.fetch")

    async def ask(self, source: Source) -> httpx.Response:
        """The answer of a source, whatever its status, when it is its turn.

        Raises:
            FetchError: there is none; the message names the source and says why.
        """
        # TODO(human)[conditional-get]: wait for the turn, ask with the headers
        # above, and turn what httpx raises into a `FetchError` that names the
        # source
        # Hint: three steps: the pacer, the headers from the store, the request
        # in a `try`
        # Hint: `httpx.TimeoutException` is an `httpx.HTTPError`: which
        # `except` has to come first?
        # Hint: `raise … from error` keeps the cause for whoever debugs it
        raise NotImplementedError("TODO(human): Fetcher.ask")
