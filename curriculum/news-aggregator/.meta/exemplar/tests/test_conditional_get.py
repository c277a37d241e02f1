"""Task conditional-get: a feed that did not change is not sent again, and every failure has a name."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from fakes import FakeClock, network
from feed_server.app import FeedServer
from news_aggregator.errors import FetchError
from news_aggregator.fetching import Fetcher, conditional_headers, http_client
from news_aggregator.models import Fetched, Source
from news_aggregator.pacing import Pacer
from news_aggregator.validators import Validators, ValidatorStore

Answer = Callable[[httpx.Request], httpx.Response]
A = Source("Harbour News", "https://a.example.org/rss")


def fetched(answer: Answer, known: Validators, folder: Path, clock: FakeClock | None = None) -> Fetched:
    """What the fetcher makes of one answer of the network."""
    store = ValidatorStore(folder / "validators.json")
    store.put({A.url: known})

    async def once() -> Fetched:
        async with http_client(5, network(answer)) as client:
            return await Fetcher(client, Pacer(clock or FakeClock()), store).fetch(A)

    return asyncio.run(once())


def test_both_marks_become_headers() -> None:
    headers = conditional_headers(Validators('"7"', "Mon, 02 Mar 2026 08:00:00 GMT"))
    assert headers == {"If-None-Match": '"7"', "If-Modified-Since": "Mon, 02 Mar 2026 08:00:00 GMT"}


def test_a_mark_that_is_not_known_sends_no_header() -> None:
    assert conditional_headers(Validators()) == {}
    assert conditional_headers(Validators(etag='"7"')) == {"If-None-Match": '"7"'}


def test_a_page_comes_with_its_type_and_marks(tmp_path: Path) -> None:
    headers = {"ETag": '"8"', "Last-Modified": "now", "Content-Type": "application/rss+xml"}
    found = fetched(lambda _: httpx.Response(200, content=b"<rss/>", headers=headers), Validators(), tmp_path)
    assert found == Fetched(A, b"<rss/>", "application/rss+xml", Validators('"8"', "now"))


def test_the_marks_of_the_last_time_are_sent(tmp_path: Path) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(304)

    fetched(answer, Validators('"7"', "then"), tmp_path)
    assert seen[0].headers["If-None-Match"] == '"7"'
    assert seen[0].headers["If-Modified-Since"] == "then"


def test_an_unchanged_feed_has_no_body_and_keeps_its_marks(tmp_path: Path) -> None:
    known = Validators('"7"', "then")
    found = fetched(lambda _: httpx.Response(304), known, tmp_path)
    assert found.body is None
    assert found.marks == known


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_an_error_status_is_a_fetch_error_with_source_and_status(status: int, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=f"Harbour News.*{status}"):
        fetched(lambda _: httpx.Response(status), Validators(), tmp_path)


def test_a_time_out_is_a_fetch_error_that_says_so(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    with pytest.raises(FetchError, match="Harbour News.*in time") as caught:
        fetched(answer, Validators(), tmp_path)
    assert isinstance(caught.value.__cause__, httpx.ReadTimeout)


def test_a_source_that_cannot_be_reached_is_a_fetch_error(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(FetchError, match="Harbour News"):
        fetched(answer, Validators(), tmp_path)


def test_every_request_waits_for_its_turn(tmp_path: Path) -> None:
    clock = FakeClock()
    store = ValidatorStore(tmp_path / "validators.json")

    async def twice() -> None:
        async with http_client(5, network(lambda _: httpx.Response(200))) as client:
            fetcher = Fetcher(client, Pacer(clock), store)
            await fetcher.fetch(A)
            await fetcher.fetch(A)

    asyncio.run(twice())
    assert clock.slept == [1.0]


def test_a_feed_that_moved_is_found_and_unchanged_the_second_time(tmp_path: Path) -> None:
    store = ValidatorStore(tmp_path / "validators.json")

    async def twice(source: Source) -> tuple[Fetched, Fetched]:
        async with http_client(20) as client:
            fetcher = Fetcher(client, Pacer(FakeClock()), store)
            first = await fetcher.fetch(source)
            store.put({source.url: first.marks})
            return first, await fetcher.fetch(source)

    with FeedServer() as server:
        first, second = asyncio.run(twice(Source("Lighthouse", f"{server.url}/lighthouse.xml")))
    assert first.body is not None and b"Keeper counts seals" in first.body
    assert second.body is None


def test_redirects_in_a_circle_are_a_fetch_error(tmp_path: Path) -> None:
    async def once(source: Source) -> Fetched:
        async with http_client(20) as client:
            store = ValidatorStore(tmp_path / "validators.json")
            return await Fetcher(client, Pacer(FakeClock()), store).fetch(source)

    with FeedServer() as server, pytest.raises(FetchError, match="Circle"):
        asyncio.run(once(Source("Circle", f"{server.url}/harbour.xml?fault=loop")))
