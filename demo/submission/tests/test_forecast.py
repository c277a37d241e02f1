import asyncio

import httpx
import pytest

from server import forecast
from server.errors import StationError
from server.forecast import Forecast


def answer_with(monkeypatch: pytest.MonkeyPatch, response: httpx.Response) -> None:
    transport = httpx.MockTransport(lambda _request: response)
    client = httpx.AsyncClient(transport=transport, base_url="https://forecast.test")
    monkeypatch.setattr(forecast, "_client", lambda: client)


def test_fetch_current(monkeypatch: pytest.MonkeyPatch) -> None:
    item = {"hour": "14:00", "temp_c": 21.5, "rain_pct": 10}
    answer_with(monkeypatch, httpx.Response(200, json=item))
    assert asyncio.run(forecast.fetch_current(48.1, 11.6)) == Forecast("14:00", 21.5, 10.0)


def test_fetch_current_when_the_service_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, httpx.Response(503))
    with pytest.raises(StationError):
        asyncio.run(forecast.fetch_current(48.1, 11.6))


def test_rain_outlook_names_the_wettest_hour() -> None:
    hours = [Forecast("14:00", 20.0, 5.0), Forecast("15:00", 19.0, 70.0)]
    assert "15:00" in forecast.rain_outlook(hours)
