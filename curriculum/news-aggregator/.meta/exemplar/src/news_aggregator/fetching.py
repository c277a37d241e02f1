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
    headers: dict[str, str] = {}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


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
        answer = await self.ask(source)
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            return Fetched(source, None, marks=self._store.get(source.url))
        if not answer.is_success:
            raise FetchError(f"{source.name} answered {answer.status_code}")
        given = answer.headers
        marks = Validators(given.get("ETag", ""), given.get("Last-Modified", ""))
        return Fetched(source, answer.content, given.get("Content-Type", ""), marks)

    async def ask(self, source: Source) -> httpx.Response:
        """The answer of a source, whatever its status, when it is its turn.

        Raises:
            FetchError: there is none; the message names the source and says why.
        """
        await self._pacer.wait(source.name)
        headers = conditional_headers(self._store.get(source.url))
        try:
            return await self._client.get(source.url, headers=headers)
        except httpx.TimeoutException as error:
            raise FetchError(f"{source.name} did not answer in time") from error
        except httpx.HTTPError as error:
            raise FetchError(f"{source.name} could not be reached: {error}") from error
