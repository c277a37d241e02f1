"""The banks that ship, by name."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "finetune" / "generate" / "banks"


def names() -> list[str]:
    """In alphabetical order."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))
