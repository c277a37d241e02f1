"""Decides when a reading is worth a message, and sends it."""

import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import requests
import yaml

from server.errors import StationError
from server.storage import Reading

logger = logging.getLogger(__name__)

THRESHOLDS_FILE = Path("config/thresholds.yml")
MUTED_FILE = Path("config/muted.json")
WEBHOOK_URL = os.environ.get("ALERT_WEBHOOK_URL", "")
STORM_WORDS = ("thunder", "hail", "squall")


@dataclass(frozen=True)
class Alert:
    """One message about one station."""

    station_id: str
    kind: str
    message: str


def load_thresholds(path: Path = THRESHOLDS_FILE) -> dict[str, float]:
    """Read the limits beyond which we speak up."""
    try:
        with path.open(encoding="utf-8") as handle:
            return yaml.safe_load(handle) or {}
    except (OSError, yaml.YAMLError) as error:
        raise StationError(f"no usable thresholds in {path}", 500) from error


def load_muted(path: Path = MUTED_FILE) -> set[str]:
    """Read the stations whose alerts are switched off for now."""
    muted: set[str] = set()
    try:
        muted.update(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        pass
    return muted


def evaluate(reading: Reading, previous: Reading | None, thresholds: dict[str, float]) -> list[Alert]:
    """Compare a reading with the thresholds and with the reading before it."""
    found: list[Alert] = []
    station_id = reading.station_id
    heat_c = thresholds.get("heat_c", 35.0)
    if reading.temperature_c >= heat_c:
        found.append(
            Alert(
                station_id=station_id,
                kind="heat",
                message=f"{reading.temperature_c:.1f} °C, limit {heat_c:.1f} °C",
            )
        )
    frost_c = thresholds.get("frost_c", 0.0)
    if reading.temperature_c <= frost_c:
        found.append(
            Alert(
                station_id=station_id,
                kind="frost",
                message=f"{reading.temperature_c:.1f} °C, limit {frost_c:.1f} °C",
            )
        )
    humidity_pct = thresholds.get("humidity_pct", 97.0)
    if reading.humidity_pct >= humidity_pct:
        found.append(
            Alert(
                station_id=station_id,
                kind="fog",
                message=f"humidity {reading.humidity_pct:.0f} %",
            )
        )
    if previous is not None:
        drop_hpa = previous.pressure_hpa - reading.pressure_hpa
        if drop_hpa >= thresholds.get("pressure_drop_hpa", 5.0):
            found.append(
                Alert(
                    station_id=station_id,
                    kind="storm",
                    message=f"pressure fell by {drop_hpa:.1f} hPa",
                )
            )
    if any(word in reading.note.lower() for word in STORM_WORDS):
        found.append(
            Alert(
                station_id=station_id,
                kind="observer",
                message=reading.note,
            )
        )
    return found


def dispatch_alerts(alerts: list[Alert], already_sent: list[Alert] = []) -> int:
    """Send every alert that is new and not muted, and return how many went out."""
    muted = load_muted()
    sent = 0
    for alert in alerts:
        if alert in already_sent or alert.station_id in muted:
            continue
        _post(alert)
        already_sent.append(alert)
        sent += 1
    return sent


def _post(alert: Alert) -> None:
    if not WEBHOOK_URL:
        logger.warning("no webhook configured, alert dropped: %s", alert)
        return
    try:
        requests.post(WEBHOOK_URL, json=asdict(alert), timeout=5).raise_for_status()
    except requests.RequestException as error:
        raise StationError("the alert could not be delivered") from error
