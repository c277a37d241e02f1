"""What stands in a stage's `manifest.json`: what it was made of, what it wrote, and where, so that nobody must guess.

A folder is what its manifest says when every file has the digest that stands there. A file whose size and time of
change are as recorded is not read again: weights of many gigabytes are compared at once.
"""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

NAME = "manifest.json"
LIBRARIES = (
    *("torch", "transformers", "peft", "bitsandbytes", "accelerate", "safetensors", "tokenizers"),
    *("liger_kernel", "gguf", "llama_cpp_python", "numpy", "pydantic"),
)
_CHUNK = 1024 * 1024


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Output(_Record):
    """One file that a stage wrote."""

    sha256: str
    size: int
    changed_ns: int


class Depends(_Record):
    """All that decides what a stage writes.

    Attributes:
        inputs: the stages that it read, by the digest of what they wrote.
        config: the fields that it depends on.
        code: digest of the sources of its modules.
        outside: digests of what it read beyond the run's folder.
    """

    stage: str
    inputs: dict[str, str]
    config: dict[str, JsonValue]
    code: str
    outside: dict[str, str]

    @property
    def key(self) -> str:
        """SHA-256 of all of it."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


class Manifest(_Record):
    """What a finished stage left.

    Attributes:
        key: of `depends`.
        digest: of all outputs; what the next stages compare.
        facts: what the stage says of itself.
        peak_memory: the most that the process held while the stage ran, in bytes.
    """

    version: int = 1
    depends: Depends
    key: str
    outputs: dict[str, Output]
    digest: str
    facts: dict[str, JsonValue]
    versions: dict[str, str]
    seed: int
    device: str
    seconds: float
    peak_memory: int


def read(folder: Path) -> Manifest | None:
    """The manifest of a stage's folder; None where there is none that can be read."""
    try:
        return Manifest.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def write(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in the folder as its last file, whole or not at all."""
    aside = folder / f".{NAME}"
    with aside.open("w", encoding="utf-8") as stream:
        stream.write(manifest.model_dump_json(indent=2) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(folder / NAME)


def outputs(folder: Path) -> dict[str, Output]:
    """Every file of a folder but its manifest, and each on the disk before this returns."""
    found: dict[str, Output] = {}
    for path in _files(folder):
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
        status = path.stat()
        name = path.relative_to(folder).as_posix()
        found[name] = Output(sha256=file_digest(path), size=status.st_size, changed_ns=status.st_mtime_ns)
    return found


def altered(folder: Path, manifest: Manifest) -> str | None:
    """The first file that is not as the manifest has it; None where all are."""
    present = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    for name in sorted(present.keys() ^ manifest.outputs.keys()):
        return f"{name} {'was added' if name in present else 'is missing'}"
    for name, path in sorted(present.items()):
        recorded, status = manifest.outputs[name], path.stat()
        if (status.st_size, status.st_mtime_ns) == (recorded.size, recorded.changed_ns):
            continue
        if status.st_size != recorded.size or file_digest(path) != recorded.sha256:
            return f"{name} was changed"
    return None


def digest_of(files: Mapping[str, Output]) -> str:
    """One SHA-256 for all of these files and their names."""
    return _sha256(f"{name}\0{output.sha256}\n" for name, output in sorted(files.items()))


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def tree_digest(root: Path, suffixes: tuple[str, ...] = ()) -> str:
    """SHA-256 of a file, or of the files below a folder that end so; what Python compiled is left out."""
    files = [root] if root.is_file() else [path for path in _files(root) if not suffixes or path.suffix in suffixes]
    return _sha256(f"{path.relative_to(root.parent).as_posix()}\0{file_digest(path)}\n" for path in files)


def code_digest(modules: Iterable[str]) -> str:
    """SHA-256 of the sources of these modules and packages; one that does not exist yet counts as empty."""
    above = Path(__file__).resolve().parents[1]
    lines: list[str] = []
    for module in sorted(modules):
        place = Path(module) if "/" in module else above.joinpath(*module.split("."))
        place = place if place.is_dir() else place.with_suffix(".py")
        lines.append(f"{module}\0{tree_digest(place) if place.exists() else ''}\n")
    return _sha256(lines)


def versions() -> dict[str, str]:
    """Python and the libraries that are installed and could have taken part."""
    found = {"python": platform.python_version(), "platform": f"{sys.platform} {platform.machine()}"}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(path for path in found if path != folder / NAME)


def _sha256(lines: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for line in lines:
        whole.update(line.encode())
    return whole.hexdigest()
