from pathlib import Path

import pytest

from server import storage


@pytest.fixture(autouse=True)
def empty_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "DB_PATH", str(tmp_path / "station.db"))
