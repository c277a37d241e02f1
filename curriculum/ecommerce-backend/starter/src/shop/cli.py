"""The command `shop`."""

import argparse
import contextlib
import signal
import sys
from collections.abc import Generator, Sequence
from types import FrameType
from typing import NoReturn

import httpx
import uvicorn
from sqlalchemy import Engine

from practice.bank import PracticeBank
from practice.postgres import PostgresMissingError, PracticePostgres
from shop import clock
from shop.app import create_app
from shop.bank import TIMEOUT_S, HttpBank
from shop.database import engine_for, migrate, sessions_for
from shop.errors import SettingsError
from shop.models import Product, Role, User
from shop.passwords import hashed
from shop.settings import Settings, load_settings

SHELF = (("A lamp", 4_900, 3), ("A chair", 12_900, 1), ("A pot of paint", 1_250, 40), ("A rug", 23_000, 0))


@contextlib.contextmanager
def database(settings: Settings) -> Generator[Engine]:
    """The database of the settings, or a practice one with something on its shelf; migrated."""
    with contextlib.ExitStack() as stack:
        url = settings.database_url or stack.enter_context(PracticePostgres()).url
        engine = engine_for(url)
        stack.callback(engine.dispose)
        migrate(engine)
        if not settings.database_url:
            fill(engine)
        yield engine


def fill(engine: Engine) -> None:
    """Puts products on the shelf, and somebody behind the counter."""
    with sessions_for(engine).begin() as session:
        session.add_all(
            Product(name=name, price_cents=price, stock=stock, created_at=clock.now()) for name, price, stock in SHELF
        )
        word = "correct horse battery"
        session.add(User(email="staff@shop.example", password_hash=hashed(word), role=Role.STAFF))


def bank(settings: Settings) -> HttpBank:
    """The bank of the settings, or the practice one."""
    if settings.bank_url:
        return HttpBank(httpx.Client(base_url=settings.bank_url, timeout=TIMEOUT_S))
    return HttpBank(PracticeBank().client())


def serve(settings: Settings, port: int) -> None:
    """Serves until somebody ends it."""
    with database(settings) as engine:
        app = create_app(settings, sessions_for(engine), bank(settings))
        print(f"try it at http://127.0.0.1:{port}/docs; Ctrl+C ends it", flush=True)
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


def ended(number: int, frame: FrameType | None) -> NoReturn:
    """Leaves by way of every `with` block, so that the practice database ends too."""
    raise SystemExit(128 + number)


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ended)
    parser = argparse.ArgumentParser(prog="shop", description="A shop's backend.")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="serve it; without DATABASE_URL, on a practice database")
    serving.add_argument("--port", type=int, default=8000)
    commands.add_parser("migrate", help="bring the database up to date, and end")
    given = parser.parse_args(words)
    try:
        settings = load_settings()
        if given.command == "serve":
            serve(settings, given.port)
        else:
            with database(settings):
                print("the database is up to date")
    except (SettingsError, PostgresMissingError) as error:
        print(f"shop: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
