"""Client of the forecast service."""

import logging
import os
from dataclasses import dataclass

import httpx

from server.errors import StationError

logger = logging.getLogger(__name__)

BASE_URL = os.environ.get("FORECAST_URL", "https://api.forecast.example/v2")
API_KEY_HEADER = "X-Forecast-Key"
API_KEY = "5c1f0b7e94da4c2f8e63a7d20b19f4e8"
TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True)
class Forecast:
    """What the service expects for one hour."""

    hour: str
    temperature_c: float
    rain_pct: float


def rain_outlook(hours: list[Forecast]) -> str:
    wettest = max(hours, key=lambda forecast: forecast.rain_pct, default=None)
    if wettest is None:
        return "no forecast"
    if wettest.rain_pct < 20:
        return "dry"
    return f"rain likely around {wettest.hour} ({wettest.rain_pct:.0f} %)"


async def fetch_current(latitude: float, longitude: float) -> Forecast:
    """Ask the service for the current hour at a place."""
    try:
        async with _client() as client:
            response = await client.get("/current", params={"lat": latitude, "lon": longitude})
            response.raise_for_status()
            return _to_forecast(response.json())
    except (httpx.HTTPError, ValueError) as error:
        raise StationError("the forecast service gave no current weather") from error


async def fetch_hourly(latitude: float, longitude: float, hours: int = 24) -> list[Forecast]:
    """Ask the service for the coming hours at a place."""
    params = {"lat": latitude, "lon": longitude, "hours": hours}
    async with _client() as client:
        response = await client.get("/hourly", params=params)
    if response.status_code != httpx.codes.OK:
        raise StationError(f"the forecast service answered {response.status_code}")
    return [_to_forecast(item) for item in response.json()["hours"]]


async def fetch_warnings(region: str) -> list[str]:
    """Ask the service for the official warnings of a region."""
    try:
        async with _client() as client:
            response = await client.get("/warnings", params={"region": region})
            response.raise_for_status()
            return [str(item["text"]) for item in response.json()]
    except httpx.HTTPError as error:
        logger.warning("no warnings for %s: %s", region, error)
        raise RuntimeError(f"no warnings for {region}") from error


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=BASE_URL, timeout=TIMEOUT_SECONDS, headers={API_KEY_HEADER: API_KEY}
    )


def _to_forecast(item: dict[str, object]) -> Forecast:
    try:
        return Forecast(
            hour=str(item["hour"]),
            temperature_c=float(str(item["temp_c"])),
            rain_pct=float(str(item["rain_pct"])),
        )
    except KeyError as error:
        raise StationError(f"the forecast has no field {error}") from error
