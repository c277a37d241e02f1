"""What works from the first minute: accounts, tables, settings, the command, the contract, the practice parts."""

import json
import re
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from builders import PASSWORD, SECRET, Shop, at_once, product
from naive import take_naively
from practice import postgres
from practice.bank import PracticeBank
from practice.postgres import PostgresMissingError
from shop import cli
from shop.bank import pause_after
from shop.database import Base, Sessions
from shop.errors import OutOfStockError, SettingsError
from shop.logins import digest_of
from shop.models import Product
from shop.passwords import hashed, matches
from shop.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of an OpenAPI document, with its method and path."""
    return [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def references(document: dict[str, Any]) -> set[str]:
    """Everything that a document points at."""
    return set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(document)))


def test_an_account_is_made_once_and_its_password_never_comes_back(shop: Shop) -> None:
    wanted = {"email": " Ada@Example.ORG ", "password": PASSWORD}
    made = shop.client.post("/accounts", json=wanted)
    assert (made.status_code, made.json()["email"], made.json()["role"]) == (201, "ada@example.org", "customer")
    assert PASSWORD not in made.text and "hash" not in made.text


def test_passwords_are_kept_as_salted_hashes() -> None:
    one, other = hashed(PASSWORD), hashed(PASSWORD)
    assert one.startswith("$argon2id$") and one != other
    assert matches(PASSWORD, one) and not matches("another word", one) and not matches(PASSWORD, None)


def test_a_refresh_token_cannot_be_read_off_its_digest() -> None:
    assert len(digest_of("a token")) == 64 and "token" not in digest_of("a token")


def test_the_migrations_and_the_models_say_the_same(quick_engine: Engine) -> None:
    with quick_engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_contract_is_the_one_that_was_agreed(shop: Shop) -> None:
    document = TestClient(shop.app).get("/openapi.json").json()
    lines = [
        f"{method} {path}: {' '.join(sorted(one['responses']))}{' (token)' if 'security' in one else ''}"
        for method, path, one in operations(document)
    ]
    assert sorted(lines) == (ROOT / "contract.txt").read_text(encoding="utf-8").splitlines()


def test_every_error_in_the_contract_is_a_problem_and_every_reference_leads_somewhere(shop: Shop) -> None:
    document = TestClient(shop.app).get("/openapi.json").json()
    for _, path, one in operations(document):
        for status, said in one["responses"].items():
            wanted = "application/json" if status.startswith("2") else "application/problem+json"
            assert list(said["content"]) == [wanted], f"{path} {status}"
    names = [one["operationId"] for _, _, one in operations(document)]
    assert len(names) == len(set(names))
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) <= known


def test_the_obvious_way_to_sell_sells_the_last_item_to_everybody(many: Sessions) -> None:
    lamp, looked = product(many, stock=1), Barrier(5)

    def buy() -> bool:
        with many.begin() as session:
            take_naively(session, lamp.id, 1, looked.wait)
        return True

    assert at_once([buy] * 5, OutOfStockError) == [True] * 5
    with many.begin() as session:
        assert session.get_one(Product, lamp.id).stock == 0


def test_a_secret_that_could_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="32"):
        Settings(signing_secret="short")
    monkeypatch.setenv("SHOP_SIGNING_SECRET", SECRET)
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://db.example/shop")
    found = load_settings()
    assert (found.signing_secret, found.database_url) == (SECRET, "postgresql+psycopg://db.example/shop")
    assert SECRET not in repr(found)


def test_the_command_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(postgres, "PLACES", ())
    assert cli.main(["migrate"]) == 1
    assert "install it" in capsys.readouterr().err
    with pytest.raises(PostgresMissingError, match="DATABASE_URL"):
        postgres.programs()


def test_each_pause_before_the_bank_is_asked_again_is_twice_as_long_as_the_one_before() -> None:
    assert [pause_after(attempt) for attempt in (1, 2, 3, 4)] == pytest.approx([0.2, 0.4, 0.8, 1.6])


def test_the_practice_bank_keeps_a_key_and_has_faults() -> None:
    bank = PracticeBank()
    with bank.client() as client:

        def charge(key: str, card: str) -> httpx.Response:
            body = {"amount_cents": 100, "card": card}
            return client.post("/charges", json=body, headers={"Idempotency-Key": key})

        assert [charge("a", "card-ok").json() for _ in "ab"] == [{"id": "charge-1"}] * 2
        assert [charge("b", "card-busy").status_code for _ in "ab"] == [503, 201]
        assert charge("c", "card-declined").status_code == 402
        with pytest.raises(httpx.ReadTimeout):
            charge("d", "card-lost")
        assert charge("d", "card-lost").json() == {"id": "charge-3"}
    assert bank.charges == {"a": 100, "b": 100, "d": 100}
