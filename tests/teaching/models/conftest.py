"""What the tests of serving share: a place of their own, and processes whose engine is a fake."""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.weights import Promoted
from teaching.models import installed
from teaching.models.local import client
from teaching.models.local.client import LocalModel
from teaching.models.local.lifecycle import Launch
from teaching.models.local.place import Place
from teaching.models.protocol import Message, ModelError

FAKE = str(Path(__file__).parent / "local" / "fake_process.py")


@dataclass
class Served:
    """One user's folders, with a model chosen in them."""

    place: Place
    tmp: Path

    def choose(self, name: str = "llama-teach", content: str = "fine", **more: Any) -> Promoted:
        """Chooses a model whose file holds this."""
        file = self.tmp / f"{name}.gguf"
        file.write_text(content, encoding="utf-8")
        promoted = Promoted(
            path=str(file),
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            name=name,
            promoted=datetime.now(UTC),
            **more,
        )
        installed.write(promoted, self.place.data)
        return promoted

    def model(self, *, idle_s: float = 60, timeout_s: float = 60, client: str = "") -> LocalModel:
        """What asks the chosen one."""
        promoted = installed.read(self.place.data)
        assert promoted is not None
        return LocalModel(promoted, self.place, Launch((FAKE,), idle_s), timeout_s, client)

    def status(self) -> dict[str, Any]:
        """What the process says of itself."""
        found = client.status(self.place)
        assert found is not None, self.log()
        return found

    def log(self) -> str:
        """What it wrote."""
        return self.place.log.read_text(encoding="utf-8") if self.place.log.exists() else ""


def said(text: str) -> list[Message]:
    """A conversation of one message."""
    return [Message("user", text)]


def until(condition: Callable[[], object], what: str, within_s: float = 60) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, f"not in time: {what}"
        time.sleep(0.01)


@contextmanager
def serving_in(folder: Path) -> Iterator[Served]:
    """One user's folders; what runs in them is gone behind it."""
    # A socket's path has room for about 100 characters.
    with tempfile.TemporaryDirectory(prefix="run-") as run:
        (folder / "state").mkdir(mode=0o700)
        (folder / "data").mkdir(mode=0o700)
        made = Served(Place(Path(run) / "teach", folder / "state" / "model", folder / "data"), folder)
        made.choose()
        yield made
        with suppress(ModelError):
            client.stop(made.place)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving_in(tmp_path) as made:
        yield made
