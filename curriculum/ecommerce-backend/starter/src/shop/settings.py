"""What the program reads from its environment; nothing else in it looks there."""

import os
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from shop.errors import SettingsError

SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """How the program runs.

    Attributes:
        database_url: "" stands for a practice database that lives as long as the program.
        bank_url: "" stands for the practice bank.
        logins_at_once: how many attempts to log in an account has before it must wait.
        seconds_per_login: how long until it gets one attempt back.
    """

    signing_secret: str = field(repr=False)
    database_url: str = ""
    bank_url: str = ""
    access_lives: timedelta = timedelta(minutes=15)
    refresh_lives: timedelta = timedelta(days=7)
    logins_at_once: int = 5
    seconds_per_login: int = 30

    def __post_init__(self) -> None:
        """Refuses a secret that could be guessed."""
        if len(self.signing_secret) < SHORTEST_SECRET:
            raise SettingsError(f"SHOP_SIGNING_SECRET needs at least {SHORTEST_SECRET} characters")


def load_settings() -> Settings:
    """The settings of this process; without a secret of its own it makes one that ends with it."""
    return Settings(
        signing_secret=os.environ.get("SHOP_SIGNING_SECRET") or secrets.token_urlsafe(SHORTEST_SECRET),
        database_url=os.environ.get("DATABASE_URL", ""),
        bank_url=os.environ.get("SHOP_BANK_URL", ""),
    )
