"""What a person may set about models: `config.toml` in the configuration folder, and of it the table `[model]`.

`tiers.py` reads the other tables.
"""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from teaching.errors import BadInputError
from teaching.repository.files import printable
from teaching.repository.private import own_folders

FILE = "config.toml"
_READ_AT_MOST = 1024 * 1024


class Settings(BaseModel):
    """The table, with what applies where it says nothing.

    Attributes:
        idle_minutes: how long the model's process stays when nobody asks it anything.
        timeout_s: how long a caller waits for one answer, the waiting behind others and the loading included.
        context: the most tokens that a prompt and its answer have together; None leaves it to the engine.
        threads: of the processor, for one answer; None leaves it to the engine.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    idle_minutes: float = Field(default=10, gt=0, le=24 * 60)
    timeout_s: float = Field(default=120, ge=1, le=24 * 3600)
    context: int | None = Field(default=None, ge=256, le=1 << 20)
    threads: int | None = Field(default=None, ge=1, le=256)


def place() -> Path:
    """Where the file is looked for; it need not exist."""
    return own_folders()[1] / FILE


def settings() -> Settings:
    """What the file says about the local model.

    Raises:
        BadInputError: it cannot be read or says something else.
    """
    table = document().get("model", {})
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        raise not_understood(error, "[model]", ", ".join(Settings.model_fields)) from error


def document() -> dict[str, Any]:
    """All of the file; empty where there is none.

    Raises:
        BadInputError: it cannot be read, or is no TOML.
    """
    file = place()
    shown = printable(str(file))
    try:
        with file.open("rb") as stream:
            return tomllib.loads(stream.read(_READ_AT_MOST).decode("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadInputError(
            f"{shown} cannot be read ({(error.strerror or 'refused').lower()}): see to its rights"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInputError(f"{shown} is no TOML ({printable(str(error))[:200]}): correct it") from error


def not_understood(error: ValidationError, table: str, takes: str) -> BadInputError:
    """The error for a table that says something else than it may; what was written there is not repeated."""
    first = error.errors(include_input=False, include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"]) or "the table"
    message = first["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    return BadInputError(f"{printable(str(place()))}, {table}, {printable(name)[:80]}: {message}. It takes {takes}")
