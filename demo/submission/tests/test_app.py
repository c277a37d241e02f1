import json

import pytest
from fastapi.testclient import TestClient

from server import app as app_module

PACKET = {"station": "roof-north", "ts": 1740823200, "temp": 20.0, "hum": 50, "pres": 1009.5}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(app_module, "STATION_TOKEN", "token-for-tests")
    return TestClient(app_module.app)


def test_a_sensor_without_token_is_turned_away(client: TestClient) -> None:
    response = client.post("/readings", content=json.dumps(PACKET))
    assert response.status_code == 401


def test_a_posted_reading_can_be_read_back(client: TestClient) -> None:
    headers = {"X-Station-Token": "token-for-tests", "Content-Type": "application/octet-stream"}
    assert client.post("/readings", content=json.dumps(PACKET), headers=headers).status_code == 201
    readings = client.get("/readings/roof-north").json()
    assert [reading["humidity_pct"] for reading in readings] == [50.0]
