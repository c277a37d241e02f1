"""What a person may set about the local model: the table `[model]` of `config.toml` in the configuration folder."""

import tomllib
from pathlib import Path

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
    """What the file says.

    Raises:
        BadInputError: it cannot be read or says something else.
    """
    file = place()
    shown = printable(str(file))
    try:
        with file.open("rb") as stream:
            table = tomllib.loads(stream.read(_READ_AT_MOST).decode("utf-8")).get("model", {})
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise BadInputError(
            f"{shown} cannot be read ({(error.strerror or 'refused').lower()}): see to its rights"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInputError(f"{shown} is no TOML ({printable(str(error))[:200]}): correct it") from error
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "the table"
        raise BadInputError(
            f"{shown}, [model], {printable(name)[:80]}: {first['msg'].lower()}. "
            f"It takes {', '.join(Settings.model_fields)}"
        ) from error
