"""Checkpoints that are either whole or not there, and what was said of the steps before them."""

import json
import shutil
from pathlib import Path

WHOLE = "whole"  # written into a checkpoint after everything else
EVENTS = "events.jsonl"

Event = dict[str, float]


def folder_of(kept: Path) -> Path:
    """Where checkpoints lie."""
    return kept / "checkpoints"


def latest(kept: Path) -> Path | None:
    """The last whole checkpoint; what a kill left unfinished is removed."""
    whole: list[Path] = []
    for folder in folder_of(kept).glob("checkpoint-*"):
        if (folder / WHOLE).is_file():
            whole.append(folder)
        else:
            shutil.rmtree(folder)
    return max(whole, key=step_of, default=None)


def step_of(checkpoint: Path) -> int:
    """The step after which it was made."""
    return int(checkpoint.name.rpartition("-")[2])


def take_up(kept: Path, step: int, first: bool = True) -> list[Event]:
    """The events up to a step; those behind it, which will happen again, are taken out of the file.

    Args:
        first: whether this process is the one that writes.
    """
    file = kept / EVENTS
    events: list[Event] = []
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        try:
            event = json.loads(line)
        except ValueError:  # the line that a kill cut off
            break
        if event["step"] <= step:
            events.append(event)
    if first:
        whole = file.with_suffix(".part")
        whole.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
        whole.replace(file)  # at no time are there fewer lines, for another process may read it
    return events


def note(kept: Path, event: Event) -> None:
    """Appends an event."""
    with (kept / EVENTS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(event) + "\n")
