"""Fifty buyers, one item, on a real PostgreSQL: the finished shop sells it once, the obvious way more than once."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from teaching.curriculum.environment import place_of

META = Path(__file__).parents[2] / "curriculum" / "ecommerce-backend" / ".meta"
LAST = "tests/test_no_oversell.py::test_of_fifty_buyers_exactly_one_gets_the_last"
OBVIOUS = "tests/test_starter.py::test_the_obvious_way_to_sell_sells_the_last_item_to_everybody"


@pytest.fixture
def shop(tmp_path: Path, require_part: Callable[[object, str], None]) -> Path:
    require_part(place_of("postgres"), "PostgreSQL is not installed")
    require_part(find_spec("fastapi") and find_spec("psycopg"), "what the shop imports is not installed")
    return Path(shutil.copytree(META / "exemplar", tmp_path / "shop"))


def passed(shop: Path, test: str, rounds: int) -> bool:
    environment = {**os.environ, "OVERSELL_ROUNDS": str(rounds)}
    environment.pop("DATABASE_URL", None)
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test]
    done = subprocess.run(words, cwd=shop, env=environment, capture_output=True, text=True, timeout=580)
    assert re.search(r"\b1 (?:passed|failed)\b", done.stdout), done.stdout + done.stderr
    return done.returncode == 0


@pytest.mark.parametrize("rounds", [1, pytest.param(100, marks=pytest.mark.full)])
def test_the_finished_shop_sells_the_last_item_once_in_every_round(shop: Path, rounds: int) -> None:
    assert passed(shop, LAST, rounds)


def test_looking_first_and_writing_later_fails_the_same_test(shop: Path) -> None:
    patch = (META / "defects" / "look-then-write.patch").read_bytes()
    subprocess.run(["git", "apply", "-"], cwd=shop, input=patch, check=True)
    assert not passed(shop, LAST, 3)
    assert passed(shop, OBVIOUS, 1)
