"""How many packets of each kind are left."""

import json
from pathlib import Path


def packets(file: Path) -> dict[str, int]:
    """By the name of the kind."""
    found: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))
    return found
