"""Which model answers, where one does; what is installed for it; and how a file becomes the one that is served."""

import shlex
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from pydantic import ValidationError

from teaching.contracts import weights
from teaching.contracts.weights import Certificate, Promoted
from teaching.errors import BadInputError, MissingPartError, RefusedError
from teaching.models import installed
from teaching.models.external import base_of
from teaching.models.gguf_header import digest, header
from teaching.models.local import client
from teaching.models.local.client import LocalModel
from teaching.models.local.lifecycle import Launch
from teaching.models.local.place import Place
from teaching.models.openai import EngineModel
from teaching.models.protocol import Message, Model, ModelError
from teaching.models.settings import settings
from teaching.program import teach
from teaching.repository.files import printable

PACKAGE = "llama-cpp-python"
CERTIFICATE = "certificate.json"
_TRIAL_S = 600.0
_LONGEST_NAME = 80


def install_llama() -> str:
    """The command that installs what serves a GGUF, for this very Python; without its part for pictures."""
    flags = 'CMAKE_ARGS="-DLLAVA_BUILD=OFF"'
    return f"{flags} {shlex.quote(sys.executable)} -m pip install {PACKAGE}"


def llama_version() -> str | None:
    """The version of llama-cpp-python; None where it is not installed. It is not imported."""
    if find_spec("llama_cpp") is None:
        return None
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "unknown"


def local_model() -> Model | None:
    """The model that this user has chosen; None where none is, or what it needs is not installed.

    Nothing is started or imported for it: the first question does that.

    Raises:
        TeachingError: what is chosen, or the settings, cannot be understood.
    """
    if (engine := installed.running()) is not None:
        base = base_of(engine.url, elsewhere=engine.elsewhere)
        return EngineModel(base, engine.model, settings().timeout_s, engine.key_env)
    promoted = installed.read()
    if promoted is None or llama_version() is None:
        return None
    wanted = settings()
    return LocalModel(promoted, launch=Launch(idle_s=60 * wanted.idle_minutes), timeout_s=wanted.timeout_s)


def candidate(path: Path, name: str = "") -> Promoted:
    """What would be served with this file; nothing is loaded.

    Raises:
        BadInputError: it is no GGUF that can be read.
        RefusedError: a certificate lies beside it, and does not speak for it.
    """
    file = path.expanduser().resolve()
    if not file.is_file():
        raise BadInputError(f"{printable(str(path))} is no file: name a GGUF file, or the address of an engine")
    head = header(file)
    sha256 = digest(file)
    certificate = _certificate(file, sha256)
    says_toy = head.values.get(weights.TOY) is True or head.text(weights.TOY) == "true"
    return Promoted(
        path=str(file),
        sha256=sha256,
        name=printable(name or head.text("general.name") or file.stem)[:_LONGEST_NAME],
        prompt_format=head.text(weights.PROMPT_FORMAT),
        prompt_digest=_hexadecimal(head.text(weights.PROMPT_DIGEST)),
        proven=certificate is not None,
        toy=says_toy or (certificate is not None and certificate.toy),
        certificate=certificate,
        promoted=datetime.now(UTC).replace(microsecond=0),
    )


def choose(promoted: Promoted, launch: Launch | None = None) -> str:
    """Tries the file in a process of its own, makes it the one that is served, and returns what it said.

    Raises:
        MissingPartError: llama-cpp-python is not installed.
        RefusedError: it did not load, or gave no answer; what was served before stays.
    """
    if llama_version() is None:
        raise MissingPartError(
            f"{PACKAGE} is not installed, so no GGUF can be served: {install_llama()} (it compiles for 10 to 30 "
            f"minutes). Or let an engine serve it: {teach('model', 'use', 'http://127.0.0.1:11434')} takes Ollama's"
        )
    said = try_out(promoted, launch)
    installed.write(promoted)
    return said


def try_out(promoted: Promoted, launch: Launch | None = None) -> str:
    """What the model says to a greeting, in a process that is gone afterwards.

    Raises:
        RefusedError: it does not load or says nothing.
    """
    with tempfile.TemporaryDirectory(prefix="teach-") as name:
        folder = Path(name)
        trial = Place(folder / "run", folder / "state", folder / "data")
        (folder / "data").mkdir(mode=0o700)
        installed.write(promoted, trial.data)
        words = launch.words if launch is not None else Launch().words
        model = LocalModel(promoted, trial, Launch(words, idle_s=60), _TRIAL_S)
        try:
            said = model.complete(_trial(), max_tokens=24).text.strip()
        except ModelError as error:
            raise RefusedError(f"{printable(promoted.name)} is not taken: {_without(error, folder)}") from error
        finally:
            _end(trial)
    if not said:
        raise RefusedError(f"{printable(promoted.name)} is not taken: it loads, and says nothing to a greeting")
    return said


def _trial() -> Sequence[Message]:
    return [Message("system", "You answer in one short sentence."), Message("user", "Say hello to a student.")]


def _end(trial: Place) -> None:
    for _ in range(3):
        try:
            if not client.stop(trial):
                return
        except ModelError:
            time.sleep(0.1)


def _without(error: ModelError, folder: Path) -> str:
    # The folder is gone when this is read.
    return str(error).replace(str(folder), "").replace("//", "/")


def _certificate(file: Path, sha256: str) -> Certificate | None:
    beside = file.with_name(CERTIFICATE)
    try:
        text = beside.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(f"{printable(str(beside))} cannot be read: mend it, or move it away") from error
    try:
        found = Certificate.model_validate_json(text)
    except ValidationError as error:
        raise RefusedError(
            f"{printable(str(beside))} is no certificate of this version: move it away to use the file unproven"
        ) from error
    if found.gguf != sha256:
        return None  # another file's
    if not found.passed:
        failed = ", ".join(check.name for check in found.checks if not check.passed) or "nothing was checked"
        raise RefusedError(
            f"{printable(file.name)} did not pass its gate ({printable(failed)[:200]}): export it again, or move "
            f"{printable(str(beside))} away to use the file unproven"
        )
    return found


def _hexadecimal(text: str | None) -> str | None:
    return text if text is not None and len(text) == 64 and set(text) <= set("0123456789abcdef") else None
