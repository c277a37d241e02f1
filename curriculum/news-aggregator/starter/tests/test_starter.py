"""What works from the first minute: the practice feeds, the settings, the command, the models."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from fakes import article, network
from feed_server.app import FeedServer
from feed_server.feeds import FEEDS
from news_aggregator import cli
from news_aggregator.errors import NewsError, SettingsError, SummaryError
from news_aggregator.fetching import http_client
from news_aggregator.remote import ChatSummariser, ClaudeSummariser
from news_aggregator.settings import Settings, load_settings
from news_aggregator.store import load_articles, save_articles
from news_aggregator.summarisers import summariser_for
from news_aggregator.text import counted
from news_aggregator.validators import Validators, ValidatorStore

ROOT = Path(__file__).parents[1]


def answered(server: FeedServer, path: str, **headers: str) -> httpx.Response:
    """One answer of the practice server."""
    return httpx.get(f"{server.url}{path}", headers=headers, timeout=20)


def test_every_address_of_the_settings_is_a_practice_feed() -> None:
    urls = [one["url"] for one in load_settings(ROOT / "news.yaml").sources]
    paths = [url.partition("8765")[2] for url in urls if "127.0.0.1:8765" in url]
    assert len(paths) == 10 and set(paths) <= set(FEEDS)


def test_the_practice_server_answers_unchanged_to_its_own_marks() -> None:
    with FeedServer() as server:
        assert answered(server, "/harbour.xml").headers["ETag"] == '"harbour-7"'
        assert answered(server, "/harbour.xml", **{"If-None-Match": '"harbour-7"'}).status_code == 304
        modified = answered(server, "/valley.atom").headers["Last-Modified"]
        assert answered(server, "/valley.atom", **{"If-Modified-Since": modified}).status_code == 304


def test_the_practice_server_has_a_fault_for_whoever_asks() -> None:
    with FeedServer(patience_s=0) as server:
        assert answered(server, "/harbour.xml?fault=503").status_code == 503
        assert answered(server, "/nowhere.xml").status_code == 404
        with pytest.raises(httpx.RemoteProtocolError):
            answered(server, "/ferry.xml")
        assert [one.path for one in server.seen][-1] == "/ferry.xml"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "sources: []",
        "sources: 3",
        "{sources: [a], summariser: magic}",
        "{sources: [a], timeout_s: 0}",
        "a: [",
    ],
)
def test_settings_that_cannot_be_used_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "news.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError):
        load_settings(path)


def test_every_client_has_a_time_out() -> None:
    assert http_client(3).timeout == httpx.Timeout(3)


def test_settings_that_are_missing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--config"):
        load_settings(tmp_path / "news.yaml")


def test_articles_and_marks_survive_a_run(tmp_path: Path) -> None:
    kept = [article(also_in=("B",), published=datetime(2026, 3, 2, tzinfo=UTC))]
    save_articles(tmp_path / "a" / "articles.json", kept)
    assert load_articles(tmp_path / "a" / "articles.json") == kept
    assert load_articles(tmp_path / "none.json") == []
    ValidatorStore(tmp_path / "v.json").put({"https://a.org/": Validators('"7"')})
    assert ValidatorStore(tmp_path / "v.json").get("https://a.org/") == Validators('"7"')


def test_a_damaged_file_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "damaged.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(SettingsError, match="delete it"):
        load_articles(path)
    with pytest.raises(SettingsError, match="delete it"):
        ValidatorStore(path)


def test_the_command_tells_errors_and_open_pieces_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(error: Exception) -> int:
        def load(path: Path) -> Settings:
            raise error

        monkeypatch.setattr(cli, "load_settings", load)
        return cli.main(["fetch"])

    assert fails(NewsError("no such file")) == 1
    assert capsys.readouterr().err == "news: no such file\n"
    assert fails(NotImplementedError("TODO(human): Pacer.wait")) == 3
    assert "the next piece is yours. TODO(human): Pacer.wait" in capsys.readouterr().err
    assert fails(ExceptionGroup("several", [NewsError("inside")])) == 1
    assert capsys.readouterr().err == "news: inside\n"


def test_the_command_names_its_parts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(name in said for name in ("fetch", "digest", "serve-feeds"))


def test_one_article_is_not_articles() -> None:
    assert [counted(number, "article") for number in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]
    assert [counted(number, "story", "stories") for number in (1, 9)] == ["1 story", "9 stories"]


def test_claude_is_asked_with_the_budget_and_answers_text() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"content": [{"type": "text", "text": " It opens. "}]})

    async def ask() -> str:
        async with httpx.AsyncClient(transport=network(answer), timeout=5) as client:
            return await ClaudeSummariser(client, "https://c.org/", "m", "k").summarise("T", "Text.", 77)

    assert asyncio.run(ask()) == "It opens."
    assert str(seen[0].url) == "https://c.org/v1/messages"
    assert json.loads(seen[0].content)["max_tokens"] == 77


def test_a_local_model_is_asked_in_the_chat_form() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"choices": [{"message": {"content": "It opens."}}]})

    async def ask() -> str:
        async with httpx.AsyncClient(transport=network(answer), timeout=5) as client:
            return await ChatSummariser(client, "http://l.org", "m").summarise("T", "Text.", 77)

    assert asyncio.run(ask()) == "It opens."


@pytest.mark.parametrize("answer", [{"choices": []}, {"choices": [{"message": {"content": " "}}]}, [], "x"])
def test_an_answer_without_text_is_a_summary_error(answer: object) -> None:
    async def ask() -> str:
        transport = network(lambda _: httpx.Response(200, json=answer))
        async with httpx.AsyncClient(transport=transport, timeout=5) as client:
            return await ChatSummariser(client, "http://l.org", "m").summarise("T", "Text.", 77)

    with pytest.raises(SummaryError):
        asyncio.run(ask())


def test_a_model_without_name_or_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(SettingsError, match="model"):
        summariser_for(Settings(summariser="local"))
    with pytest.raises(SettingsError, match="ANTHROPIC_API_KEY"):
        summariser_for(Settings(summariser="claude", model="m"))
