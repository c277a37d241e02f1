"""Which model serving has: written by `finetune promote` and `teach model use`, read by whoever serves or asks.

Either a GGUF of our own (`current.json`) or an engine that somebody else runs (`engine.json`); choosing one forgets
the other. `pulled.json` remembers which files are ours to delete.
"""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from teaching.contracts.weights import CURRENT, Promoted
from teaching.errors import RefusedError
from teaching.program import teach
from teaching.repository.files import printable
from teaching.repository.private import PrivateFolder, data_folder

MODELS = "models"
ENGINE = "engine.json"
PULLED = "pulled.json"
Kind = TypeVar("Kind", bound=BaseModel)


class Running(BaseModel):
    """An engine that somebody else runs.

    Attributes:
        url: its address, without the `/v1`.
        model: which of its models to ask.
        elsewhere: whether a person said that it may be on another machine.
        key_env: the environment variable that holds its key; never the key.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = 1
    url: str
    model: str
    kind: str = "server"
    elsewhere: bool = False
    key_env: str | None = None


class Pulled(BaseModel):
    """One file that `teach model pull` wrote."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    sha256: str
    size: int


class _AllPulled(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    files: dict[str, Pulled] = Field(default_factory=dict)


def folder(above: Path | None = None) -> PrivateFolder:
    """`models` in the user's data folder, or below another one."""
    return PrivateFolder(MODELS, above or data_folder())


def raw(above: Path | None = None) -> bytes | None:
    """The bytes of `current.json`, for whoever only wants to know whether they changed."""
    return None if not folder(above).path.is_dir() else folder(above).read(CURRENT)


def read(above: Path | None = None) -> Promoted | None:
    """The GGUF that serving has; None where none is chosen.

    Raises:
        RefusedError: what is there cannot be understood, or somebody else could have written it.
    """
    content = raw(above)
    return None if content is None else _understood(Promoted, content, CURRENT)


def write(promoted: Promoted, above: Path | None = None) -> None:
    """Chooses a GGUF, atomically; an engine that was chosen before is forgotten."""
    here = folder(above)
    here.write(CURRENT, promoted.model_dump_json(indent=2).encode("utf-8") + b"\n")
    here.remove(ENGINE)


def running() -> Running | None:
    """The engine of somebody else's that was chosen; None where there is none.

    Raises:
        RefusedError: what is there cannot be understood, or somebody else could have written it.
    """
    content = None if not folder().path.is_dir() else folder().read(ENGINE)
    return None if content is None else _understood(Running, content, ENGINE)


def choose_running(engine: Running) -> None:
    """Chooses an engine that runs already; a GGUF that was chosen before is forgotten, its file stays."""
    here = folder()
    here.write(ENGINE, engine.model_dump_json(indent=2).encode("utf-8") + b"\n")
    here.remove(CURRENT)


def forget() -> None:
    """Chooses nothing, even where what was chosen cannot be read any more."""
    if folder().path.is_dir():
        folder().remove(CURRENT)
        folder().remove(ENGINE)


def pulled() -> dict[str, Pulled]:
    """The files that were pulled, by their names in the folder.

    Raises:
        RefusedError: the list cannot be understood.
    """
    content = None if not folder().path.is_dir() else folder().read(PULLED)
    return {} if content is None else dict(_understood(_AllPulled, content, PULLED).files)


def set_pulled(files: dict[str, Pulled]) -> None:
    """Replaces the list of what was pulled."""
    folder().write(PULLED, _AllPulled(files=files).model_dump_json(indent=2).encode("utf-8") + b"\n")


def label(promoted: Promoted) -> str:
    """How replies and logs call the model: `llama-teach (local, unproven)`."""
    return labelled(promoted.name, proven=promoted.proven, toy=promoted.toy)


def labelled(name: str, *, proven: bool, toy: bool) -> str:
    """The name with what has to be known about it."""
    kind = "local, toy" if toy else "local" if proven else "local, unproven"
    return f"{name} ({kind})"


def _understood(kind: type[Kind], content: bytes, name: str) -> Kind:
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        shown = printable(str(folder().path / name))
        raise RefusedError(
            f"{shown} cannot be understood: {teach('model', 'remove')} forgets it, {teach('model', 'use', 'FILE')} "
            "chooses a model again"
        ) from error
