"""SQLite storage for the readings of all stations."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from server.errors import StationError

DB_PATH = os.environ.get("STATION_DB", "station.db")

SCHEMA = """
CREATE TABLE IF NOT EXISTS readings (
    station_id TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    temperature_c REAL NOT NULL,
    humidity_pct REAL NOT NULL,
    pressure_hpa REAL NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (station_id, taken_at)
)
"""


@dataclass(frozen=True)
class Reading:
    """What one station measured at one moment."""

    station_id: str
    taken_at: str
    temperature_c: float
    humidity_pct: float
    pressure_hpa: float
    note: str = ""


@contextmanager
def connect() -> Iterator[sqlite3.Connection]:
    """Open the database, commit when all went well and close it in any case."""
    connection = sqlite3.connect(DB_PATH)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute(SCHEMA)
        yield connection
        connection.commit()
    except sqlite3.Error as error:
        raise StationError(f"could not update or select from the database: {error}", 500) from error
    finally:
        connection.close()


def save_reading(reading: Reading) -> None:
    """Store a reading; a second one for the same moment replaces the first."""
    with connect() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO readings "
            "(station_id, taken_at, temperature_c, humidity_pct, pressure_hpa, note) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                reading.station_id,
                reading.taken_at,
                reading.temperature_c,
                reading.humidity_pct,
                reading.pressure_hpa,
                reading.note,
            ),
        )


def readings_since(station_id: str, taken_at: str, limit: int = 500) -> list[Reading]:
    """Return the readings of a station after the given moment, oldest first."""
    with connect() as connection:
        rows = connection.execute(
            "SELECT * FROM readings WHERE station_id = ? AND taken_at > ? ORDER BY taken_at LIMIT ?",
            (station_id, taken_at, limit),
        ).fetchall()
    return [_to_reading(row) for row in rows]


def latest_reading(station_id: str, before: str = "9999") -> Reading | None:
    """Return the newest reading of a station, if need be the newest before a moment."""
    query = "SELECT * FROM readings WHERE station_id = ? AND taken_at < ? ORDER BY taken_at DESC LIMIT 1"
    with connect() as connection:
        row = connection.execute(query, (station_id, before)).fetchone()
    return _to_reading(row) if row else None


def search_notes(text: str) -> list[Reading]:
    """Find the readings whose note contains the text."""
    with connect() as connection:
        rows = connection.execute(f"SELECT * FROM readings WHERE note LIKE '%{text}%'").fetchall()
    return [_to_reading(row) for row in rows]


def stations_starting_with(prefix: str) -> list[str]:
    """List the stations whose id begins with the prefix."""
    with connect() as connection:
        rows = connection.execute(
            "SELECT DISTINCT station_id FROM readings WHERE station_id LIKE ?", (prefix + "%",)
        ).fetchall()
    return [row["station_id"] for row in rows]


def _to_reading(row: sqlite3.Row) -> Reading:
    return Reading(**dict(row))
