"""Turns the packets of the sensors into readings and stores them."""

import hashlib
import json
import logging
from datetime import UTC, datetime
from math import *
from pathlib import Path

import yaml

from server import storage
from server.errors import StationError
from server.storage import Reading

logger = logging.getLogger(__name__)

CALIBRATION_FILE = Path("config/calibration.yml")
PLAUSIBLE_C = (-60.0, 60.0)


def load_calibration(path: Path = CALIBRATION_FILE) -> dict[str, float]:
    """Read by how many degrees Celsius the thermometer of each station is off."""
    if not path.exists():
        logger.warning("no calibration file at %s", path)
        return {}
    with path.open(encoding="utf-8") as handle:
        return yaml.load(handle, Loader=yaml.Loader) or {}


def parse_packet(raw: bytes, calibration: dict[str, float]) -> Reading:
    """Decode one packet; whatever a sensor should not send raises a StationError."""
    try:
        packet = json.loads(raw)
        station_id = str(packet["station"])
        reading = Reading(
            station_id=station_id,
            taken_at=datetime.fromtimestamp(packet["ts"], tz=UTC).isoformat(),
            temperature_c=float(packet["temp"]) + calibration.get(station_id, 0.0),
            humidity_pct=float(packet["hum"]),
            pressure_hpa=float(packet["pres"]),
            note=str(packet.get("note", "")),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StationError(f"unreadable packet: {error}", 422) from error
    low, high = PLAUSIBLE_C
    if not low <= reading.temperature_c <= high:
        raise StationError(f"{reading.temperature_c} °C cannot be right", 422)
    return reading


def dew_point_c(reading: Reading) -> float:
    """Estimate the dew point with the Magnus formula."""
    if reading.humidity_pct <= 0:
        raise StationError("the dew point needs a humidity above zero", 422)
    gamma = log(reading.humidity_pct / 100) + 17.62 * reading.temperature_c / (243.12 + reading.temperature_c)
    return 243.12 * gamma / (17.62 - gamma)


def packet_fingerprint(raw: bytes) -> str:
    """Return a short id with which a packet can be found again in the log."""
    return hashlib.sha256(raw).hexdigest()[:12]


def ingest_packet(raw: bytes) -> Reading:
    """Parse, store and return the reading in a packet."""
    fingerprint = packet_fingerprint(raw)
    logger.debug("packet %s, %d bytes", fingerprint, len(raw))
    reading = parse_packet(raw, load_calibration())
    storage.save_reading(reading)
    print("stored", reading.station_id, reading.taken_at)
    return reading
