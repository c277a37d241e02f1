"""Task whole-run: ten sources at once, three of them broken, and a page at the end."""

import asyncio
from datetime import date
from pathlib import Path

import httpx
import pytest
import yaml

from fakes import NOON, FakeClock, FakeSummariser, network
from feed_server.app import FeedServer
from feed_server.feeds import HARBOUR
from news_aggregator import cli
from news_aggregator.digest import read_front_matter
from news_aggregator.fetching import Fetcher, http_client
from news_aggregator.mcp_server import build_server
from news_aggregator.models import Article, Source
from news_aggregator.pacing import Pacer
from news_aggregator.pipeline import Run, read_source, run
from news_aggregator.validators import ValidatorStore

A, B = Source("Harbour News", "https://a.org/rss"), Source("Broken", "https://b.org/rss")
BROKEN = {"Observatory", "Station Board", "Ferry Times"}


def answer(request: httpx.Request) -> httpx.Response:
    """Harbour News answers, nobody else does."""
    if request.url.host == "a.org":
        return httpx.Response(200, content=HARBOUR.encode(), headers={"ETag": '"7"'})
    return httpx.Response(500)


def ran(folder: Path, sources: list[Source], known: list[Article]) -> Run:
    """One run on a network of our own."""

    async def once() -> Run:
        async with http_client(5, network(answer)) as client:
            store = ValidatorStore(folder / "validators.json")
            return await run(Fetcher(client, Pacer(FakeClock()), store), sources, known, NOON)

    return asyncio.run(once())


def news(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the command `news` prints."""
    code, said = cli.main(words), capsys.readouterr()
    assert code == 0, said.err
    return said.out


def test_a_problem_of_a_source_becomes_words_and_ends_nothing(tmp_path: Path) -> None:
    async def once() -> tuple[str, int]:
        async with http_client(5, network(answer)) as client:
            fetcher = Fetcher(client, Pacer(FakeClock()), ValidatorStore(tmp_path / "v.json"))
            reading = await read_source(fetcher, B, NOON)
            return reading.problem, len(reading.articles)

    assert asyncio.run(once()) == ("Broken answered 500", 0)


def test_a_mistake_of_ours_is_not_taken_for_a_problem_of_the_source(tmp_path: Path) -> None:
    def wrong(request: httpx.Request) -> httpx.Response:
        raise ZeroDivisionError("our own mistake")

    async def once() -> None:
        async with http_client(5, network(wrong)) as client:
            fetcher = Fetcher(client, Pacer(FakeClock()), ValidatorStore(tmp_path / "v.json"))
            await read_source(fetcher, A, NOON)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(once())


def test_readings_keep_the_order_of_the_sources(tmp_path: Path) -> None:
    done = ran(tmp_path, [B, A], [])
    assert [(one.source, bool(one.problem), one.is_new) for one in done.readings] == [
        (B, True, False),
        (A, False, True),
    ]


def test_only_feeds_that_were_read_leave_their_marks(tmp_path: Path) -> None:
    assert list(ran(tmp_path, [B, A], []).marks) == [A.url]


def test_what_is_known_stays_and_does_not_come_twice(tmp_path: Path) -> None:
    first = ran(tmp_path, [A], [])
    assert len(first.articles) == 2
    assert ran(tmp_path, [A], first.articles).articles == first.articles
    assert ran(tmp_path, [B], first.articles).articles == first.articles


def test_all_sources_are_asked_at_once(tmp_path: Path) -> None:
    waiting: list[str] = []

    async def once() -> Run:
        both = asyncio.Event()

        async def meet(request: httpx.Request) -> httpx.Response:
            waiting.append(request.url.host)
            if len(waiting) == 2:
                both.set()
            await asyncio.wait_for(both.wait(), 5)
            return httpx.Response(304)

        async with http_client(5, httpx.MockTransport(meet)) as client:
            fetcher = Fetcher(client, Pacer(FakeClock()), ValidatorStore(tmp_path / "v.json"))
            return await run(fetcher, [A, B], [], NOON)

    assert [one.problem for one in asyncio.run(once()).readings] == ["", ""]


def test_from_ten_feeds_to_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "own_server", lambda _: build_server(FakeSummariser("In short.")))
    listed = yaml.safe_load((Path(__file__).parents[1] / "news.yaml").read_text(encoding="utf-8"))
    practice = [one for one in listed["sources"] if "127.0.0.1:8765" in one["url"]]
    assert len(practice) == 10
    with FeedServer(patience_s=0) as server:
        for one in practice:
            one["url"] = one["url"].replace("http://127.0.0.1:8765", server.url)
        Path("news.yaml").write_text(yaml.safe_dump({"sources": practice, "timeout_s": 30}), encoding="utf-8")
        first = news(capsys, "fetch")
        second = news(capsys, "fetch")
        news(capsys, "digest", "--day", "2026-03-02")
    lines = {line[:20].strip(): line[20:].strip() for line in first.splitlines()}
    assert {name for name, said in lines.items() if name in said} == BROKEN
    assert first.splitlines()[-1].startswith("9 stories")
    assert (lines["Harbour News"], lines["Tram Notes"]) == ("2 articles", "1 article")
    assert second.count("unchanged") == 4 and second.splitlines()[-1].startswith("9 stories")
    written = Path("digests/2026-03-02.md")
    assert read_front_matter(written) == {
        "date": date(2026, 3, 2),
        "articles": 4,
        "sources": ["Harbour News", "Lighthouse Letter", "Orchard Weekly", "Tram Notes", "Valley Post"],
        "fallbacks": 0,
    }
    assert "*Harbour News, Valley Post, Lighthouse Letter · 08:00 UTC*" in written.read_text(encoding="utf-8")
