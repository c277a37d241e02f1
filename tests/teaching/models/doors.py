"""The local model behind OpenAI's protocol, as real processes: the door, and the model's with a fake engine."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from tests.teaching.models.conftest import Served

TOKEN = "0123456789abcdef" * 2
DOOR = str(Path(__file__).with_name("door_process.py"))
ROOT = Path(__file__).resolve().parents[3]
_START_S = 120


@dataclass(frozen=True)
class Door:
    """A running door."""

    url: str
    process: subprocess.Popen[bytes]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {TOKEN}"}

    def client(self, **more: Any) -> httpx2.Client:
        """A client that keeps its connection."""
        return httpx2.Client(base_url=self.url, headers=self.headers, timeout=120, trust_env=False, **more)

    def ask(self, text: str, **more: Any) -> httpx2.Response:
        """One question on a connection of its own."""
        with self.client() as client:
            return client.post("/v1/chat/completions", json=asked(text, **more))


def asked(text: str, **more: Any) -> dict[str, Any]:
    """What is sent to ask this."""
    return {"messages": [{"role": "user", "content": text}], **more}


def text_of(response: httpx2.Response) -> str:
    """What was answered."""
    assert response.status_code == 200, response.text
    return str(response.json()["choices"][0]["message"]["content"])


@contextmanager
def opened(served: Served, log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Door]:
    """The door to this user's model."""
    here = served.place
    with running([DOOR, "0", *map(str, (here.run, here.state, here.data))], log, environment) as door:
        yield door


@contextmanager
def running(words: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Door]:
    """The door that these words start, once it says where it is."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        **({"TEACH_MODEL_TOKEN": TOKEN} if environment is None else environment),
    }
    with log.open("wb") as errors, subprocess.Popen([sys.executable, *words], stderr=errors, env=env) as process:
        try:
            yield Door(_said(process, log), process)
        finally:
            process.terminate()
            process.wait(30)


def _said(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + _START_S
    while not (found := re.search(r"answers at (http://\S+)/v1", log.read_text(encoding="utf-8"))):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < end, "the door did not open"
        time.sleep(0.02)
    return found[1]
