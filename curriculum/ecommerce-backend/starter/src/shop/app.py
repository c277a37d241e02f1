"""Puts the application together."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from shop import clock as clocks
from shop import problems
from shop.api import accounts, cart, orders, products
from shop.api.needs import Surroundings
from shop.bank import Bank
from shop.clock import Clock
from shop.database import Sessions
from shop.limits import Limiter
from shop.settings import Settings
from shop.tokens import AccessTokens


class Shop(FastAPI):
    """An application whose OpenAPI document knows problems."""

    def openapi(self) -> dict[str, Any]:
        """The document, made when it is first asked for."""
        if self.openapi_schema is None:
            self.openapi_schema = problems.described(super().openapi())
        return self.openapi_schema


def create_app(settings: Settings, sessions: Sessions, bank: Bank, clock: Clock = clocks.now) -> FastAPI:
    """The shop, on this database and with this bank."""
    app = Shop(
        title="Shop",
        version="1",
        generate_unique_id_function=_named,
        responses=problems.documented(500),
    )
    app.state.surroundings = Surroundings(
        settings=settings,
        sessions=sessions,
        bank=bank,
        clock=clock,
        tokens=AccessTokens(settings.signing_secret, settings.access_lives, clock),
        logins=Limiter(settings.logins_at_once, settings.seconds_per_login, clock),
    )
    for part in (accounts, products, cart, orders):
        app.include_router(part.router)
    problems.install(app)
    return app


def _named(route: APIRoute) -> str:
    return route.name
