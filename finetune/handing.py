"""Hands what `generate` made to where it was asked for: the examples as one file, the proofs as files of a folder."""

import shutil
from pathlib import Path

from teaching.errors import RefusedError

EXAMPLES, PROOFS = "examples.jsonl", "proofs"


def examples(made: Path, output: Path) -> str:
    """Copies the examples of a stage's folder, whole or not at all.

    Raises:
        RefusedError: the file cannot be written.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        aside = output.with_name(f".{output.name}.part")
        shutil.copyfile(made / EXAMPLES, aside)
        aside.replace(output)
    except OSError as error:
        raise RefusedError(
            f"{output} cannot be written ({(error.strerror or 'refused').lower()}): name another file"
        ) from error
    return f"written to {output}"


def proofs(made: Path, folder: Path) -> str:
    """Copies the proofs of a stage's folder, and takes those away that no example stands on."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.jsonl"):
        old.unlink()
    new = sorted((made / PROOFS).glob("*.jsonl"))
    for file in new:
        shutil.copyfile(file, folder / file.name)
    return f"{len(new)} files of proofs written to {folder}"
