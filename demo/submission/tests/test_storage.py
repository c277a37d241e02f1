from server import storage
from server.storage import Reading


def make_reading(taken_at: str, note: str = "") -> Reading:
    return Reading("roof-north", taken_at, 18.5, 60.0, 1013.0, note)


def test_readings_come_back_oldest_first() -> None:
    storage.save_reading(make_reading("2025-03-01T10:01:00"))
    storage.save_reading(make_reading("2025-03-01T10:00:00"))
    found = storage.readings_since("roof-north", "")
    assert [reading.taken_at[-5:] for reading in found] == ["00:00", "01:00"]


def test_latest_reading_of_an_unknown_station() -> None:
    assert storage.latest_reading("cellar") is None


def test_search_notes() -> None:
    storage.save_reading(make_reading("2025-03-01T10:00:00", "first swallow seen"))
    storage.save_reading(make_reading("2025-03-01T10:01:00"))
    assert len(storage.search_notes("swallow")) == 1


def test_stations_starting_with() -> None:
    storage.save_reading(make_reading("2025-03-01T10:00:00"))
    assert storage.stations_starting_with("roof") == ["roof-north"]
