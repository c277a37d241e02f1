"""What training needs beside the package itself, and the command that installs it."""

import contextlib
import re
import shlex
import sys
from collections.abc import Generator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from teaching.errors import MissingPartError


@dataclass(frozen=True, slots=True)
class Part:
    """A library.

    Attributes:
        module: what is imported.
        distribution: what pip calls it.
        purpose: said after "which".
        optional: only some configurations need it.
    """

    module: str
    distribution: str
    purpose: str
    optional: bool = False


TORCH = "torch==2.13.0"

PARTS: tuple[Part, ...] = (
    Part("torch", "torch", "trains"),
    Part("transformers", "transformers", "has the architecture and the tokenizer"),
    Part("peft", "peft", "has LoRA"),
    Part("accelerate", "accelerate", "is what transformers trains with"),
    Part("safetensors", "safetensors", "reads and writes weights"),
    Part("gguf", "gguf", "writes GGUF"),
    Part("llama_cpp", "llama_cpp_python", "quantises, and serves the result"),
    Part("bitsandbytes", "bitsandbytes", "has the four bits of QLoRA", optional=True),
)


def version(part: Part) -> str | None:
    """The installed version; None where it is not installed."""
    try:
        return metadata.version(part.distribution)
    except metadata.PackageNotFoundError:
        return None


def install(part: Part) -> str:
    """The command that installs it, for this very Python.

    torch comes first, by itself and pinned: what comes after it then finds it, and does not choose another.
    """
    pip = f"{sys.executable} -m pip install"
    if part.module == "torch":
        return f"{pip} '{TORCH}'"
    extra = "local" if part.module == "llama_cpp" else "finetune"
    checkout = Path(__file__).resolve().parents[1]
    ours = str(checkout) if (checkout / "pyproject.toml").is_file() else "claude-code-teaching-assistant"
    return f"{pip} {shlex.quote(f'{ours}[{extra}]')}"


@contextlib.contextmanager
def missing(stage: str) -> Generator[None, None, None]:
    """Says how to get what a stage could not import."""
    try:
        yield
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        part = next((part for part in PARTS if part.module == name), None)
        if part is not None:
            raise MissingPartError(
                f"{stage} needs {part.distribution}, which {part.purpose}: {install(part)}"
            ) from error
        if re.fullmatch(r"finetune(\.\w+)*", error.name or ""):
            raise MissingPartError(f"this version has no {stage}: install the package again") from error
        raise
