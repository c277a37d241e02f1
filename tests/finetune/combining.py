"""Runs the stage `combine` on files alone, by the command line, and reads what it left."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finetune.__main__ import main
from finetune.examples import Example, read

ALONE = ("data.weights.generate=0", "data.longest=0")


@dataclass(frozen=True)
class Combined:
    """What came out, by the files that were written."""

    train: list[Example]
    held: list[Example]
    aside: list[dict[str, Any]]
    funnel: dict[str, Any]
    facts: dict[str, Any]

    @property
    def total(self) -> dict[str, Any]:
        """The counts of all sources."""
        return self.funnel["total"]


def run(folder: Path, *files: Path, settings: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> int:
    """The exit code of `python -m finetune combine` with these files and none of our own examples."""
    words = ["combine", "--out", str(folder / "run"), *more]
    for file in files:
        words += ["--with", str(file)]
    for setting in (*ALONE, *settings):
        words += ["--set", setting]
    return main(words)


def written(folder: Path) -> Combined:
    """What lies in the folder of the stage."""
    place = folder / "run" / "combine"
    aside = [json.loads(line) for line in (place / "set-aside.jsonl").read_text(encoding="utf-8").split("\n") if line]
    return Combined(
        read(place / "train.jsonl"),
        read(place / "held.jsonl"),
        aside,
        json.loads((place / "funnel.json").read_text(encoding="utf-8")),
        json.loads((place / "manifest.json").read_text(encoding="utf-8"))["facts"],
    )


def put(folder: Path, name: str, rows: list[Mapping[str, Any]]) -> Path:
    """Writes rows as JSONL."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def row(number: int, **more: Any) -> dict[str, Any]:
    """A record that is like no other."""
    said = " ".join(f"{word}{number * 31 + place * 7919 % 1009}" for place, word in enumerate(["fact"] * 20))
    return {"instruction": f"What is known of number {number}?", "output": f"Of {number}: {said}", **more}
