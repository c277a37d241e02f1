"""HTTP and WebSocket entry points of the dashboard."""

import asyncio
import hmac
import logging
import os
import sqlite3
import subprocess
from dataclasses import asdict
from typing import Annotated

from fastapi import Body, FastAPI, Header, HTTPException, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse

from server import alerts, forecast, ingest, storage
from server.errors import StationError

logger = logging.getLogger(__name__)

STATION_TOKEN = os.environ.get("STATION_TOKEN", "")
POLL_SECONDS = 2.0

app = FastAPI(title="Rooftop weather station")


@app.exception_handler(StationError)
async def on_station_error(_request: Request, error: StationError) -> JSONResponse:
    """Turn our own error into an answer that the browser can show."""
    logger.warning("request failed: %s", error)
    return JSONResponse({"detail": str(error)}, status_code=error.status)


def to_json(reading):
    """Give a reading the shape that the browser expects."""
    return {**asdict(reading), "dew_point_c": round(ingest.dew_point_c(reading), 1)}


@app.post("/readings", status_code=201)
def post_reading(
    raw: Annotated[bytes, Body(media_type="application/octet-stream")],
    x_station_token: Annotated[str, Header()] = "",
) -> dict[str, object]:
    """Take one packet from a sensor and send the alerts that follow from it."""
    _require_token(x_station_token)
    reading = ingest.ingest_packet(raw)
    previous = storage.latest_reading(reading.station_id, before=reading.taken_at)
    found = alerts.evaluate(reading, previous, alerts.load_thresholds())
    return {"taken_at": reading.taken_at, "alerts": alerts.dispatch_alerts(found)}


@app.get("/readings/{station_id}")
def get_readings(station_id: str, since: str | None = None) -> list[dict[str, object]]:
    """Return the readings of a station, all of them unless a start is given."""
    if since == None:
        since = ""
    return [to_json(reading) for reading in storage.readings_since(station_id, since)]


@app.get("/notes")
def get_notes(text: str) -> list[dict[str, object]]:
    """Search the notes that the observers left."""
    return [to_json(reading) for reading in storage.search_notes(text)]


@app.get("/forecast")
async def get_forecast(lat: float, lon: float) -> dict[str, object]:
    """Return the forecast for this hour."""
    current = await forecast.fetch_current(lat, lon)
    return asdict(current)


@app.get("/warnings")
async def get_warnings(region: str) -> list[str]:
    """Return the official warnings for a region."""
    return await forecast.fetch_warnings(region)


@app.websocket("/live/{station_id}")
async def live(websocket: WebSocket, station_id: str) -> None:
    """Push the new readings of a station to the browser until it leaves."""
    await websocket.accept()
    newest = await asyncio.to_thread(storage.latest_reading, station_id)
    last_seen = newest.taken_at if newest is not None else ""
    try:
        while True:
            for reading in await asyncio.to_thread(storage.readings_since, station_id, last_seen):
                await websocket.send_json(to_json(reading))
                last_seen = reading.taken_at
            await asyncio.sleep(POLL_SECONDS)
    except WebSocketDisconnect:
        logger.info("a browser left %s", station_id)


@app.get("/health")
def health() -> dict[str, object]:
    """Say how many readings there are and which version runs."""
    connection = sqlite3.connect(storage.DB_PATH)
    count = connection.execute("SELECT count(*) FROM readings").fetchone()[0]
    connection.close()
    version = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {"readings": count, "version": version.stdout.strip()}


@app.post("/backup")
def backup(name: str, x_station_token: Annotated[str, Header()] = "") -> dict[str, str]:
    """Copy the database into the backup folder under the given name."""
    _require_token(x_station_token)
    target = f"backups/{name}.db"
    subprocess.run(f"cp {storage.DB_PATH} {target}", shell=True, check=True)
    return {"backup": target}


def _require_token(token: str) -> None:
    if not STATION_TOKEN or not hmac.compare_digest(token.encode(), STATION_TOKEN.encode()):
        raise HTTPException(status_code=401, detail="unknown station token")
