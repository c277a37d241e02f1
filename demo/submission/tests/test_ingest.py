import json

import pytest

from server import ingest, storage
from server.errors import StationError

PACKET = {"station": "roof-south", "ts": 1740823200, "temp": 20.0, "hum": 50, "pres": 1009.5}


def test_calibration_is_added() -> None:
    reading = ingest.parse_packet(json.dumps(PACKET).encode(), {"roof-south": 0.5})
    assert reading.temperature_c == 20.5


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"station": "roof-south"}'])
def test_unreadable_packets_are_refused(raw: bytes) -> None:
    with pytest.raises(StationError):
        ingest.parse_packet(raw, {})


def test_dew_point() -> None:
    reading = ingest.parse_packet(json.dumps(PACKET).encode(), {})
    assert ingest.dew_point_c(reading) == pytest.approx(9.3, abs=0.1)


def test_a_packet_is_stored() -> None:
    ingest.ingest_packet(json.dumps(PACKET).encode())
    assert storage.latest_reading("roof-south") is not None
