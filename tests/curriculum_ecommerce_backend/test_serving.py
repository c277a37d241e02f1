"""`shop serve` on its practice database leaves nothing behind, however it is ended."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from teaching.curriculum.environment import place_of

SOURCE = Path(__file__).parents[2] / "curriculum" / "ecommerce-backend" / ".meta" / "exemplar" / "src"
# Says where the practice database lies, since it is gone afterwards.
TELLING = """\
import sys
from practice.postgres import PracticePostgres
from shop.cli import main

begin = PracticePostgres.__enter__

def told(self):
    begun = begin(self)
    print((self._data / "postmaster.pid").read_text().split()[0], self._folder, flush=True)
    return begun

PracticePostgres.__enter__ = told
sys.exit(main(["serve", "--port", sys.argv[1]]))
"""


def is_running(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.is_file() and stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="looks processes up in /proc")
@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        pytest.param(signal.SIGINT, marks=pytest.mark.full),
        pytest.param(signal.SIGHUP, marks=pytest.mark.full),
    ],
)
def test_a_shop_that_is_ended_takes_its_database_with_it(
    number: signal.Signals, tmp_path: Path, require_part: Callable[[object, str], None]
) -> None:
    require_part(place_of("postgres"), "PostgreSQL is not installed")
    require_part(find_spec("fastapi") and find_spec("psycopg"), "what the shop imports is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    environment.pop("DATABASE_URL", None)
    words = [sys.executable, "-c", TELLING, str(port)]
    with subprocess.Popen(words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as shop:
        assert shop.stdout is not None
        process, folder = shop.stdout.readline().split()
        assert "try it at" in shop.stdout.readline()
        assert is_running(int(process))
        shop.send_signal(number)
        shop.wait(timeout=60)
    assert not is_running(int(process))
    assert not Path(folder).exists()
