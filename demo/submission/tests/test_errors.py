from server.errors import StationError


def test_an_error_carries_its_status() -> None:
    assert StationError("sensor is silent", 404).status == 404


def test_the_status_defaults_to_bad_gateway() -> None:
    assert StationError("sensor is silent").status == 502
