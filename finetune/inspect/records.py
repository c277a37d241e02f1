"""What the page shows: the records of any number of JSONL files in short, and the funnels that lie beside them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from finetune import foreign, reading
from finetune.config import JSON
from finetune.reading import Raw

FUNNEL = "funnel.json"
# The field of the page's script, and of a record.
_FIELDS = {
    "id": "id",
    "p": "phase",
    "k": "kind",
    "u": "audience",
    "l": "language",
    "s": "source",
    "q": "instruction",
    "x": "input",
    "a": "output",
    "r": "reason",
    "w": "text",
    "at": "place",
}
_TABLES = {"c": "checks", "v": "provenance"}


def read(files: Sequence[Path]) -> list[dict[str, JSON]]:
    """Every record of every file, in order; what is no example has the reason.

    Raises:
        BadInputError: a file cannot be read.
    """
    return [row for number, file in enumerate(files) for row in _rows(number, file)]


def funnels(files: Sequence[Path]) -> list[dict[str, JSON]]:
    """The counts that a stage left beside these files: by name, a few numbers each."""
    found: list[dict[str, JSON]] = []
    for folder in dict.fromkeys(file.resolve().parent for file in files):
        try:
            counts: Any = json.loads((folder / FUNNEL).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue  # most files have none
        steps = list(_steps(counts, ""))
        if steps:
            found.append({"name": folder.name, "steps": steps})
    return found


def _rows(number: int, file: Path) -> Iterator[dict[str, JSON]]:
    for raw in reading.read(file):
        row = _row(raw, file.name)
        yield {"f": number, "n": raw.number, **{name: value for name, value in row.items() if value}}


def _row(raw: Raw, source: str) -> dict[str, JSON]:
    if raw.reason:
        return {"r": raw.reason, "w": raw.text}
    value = raw.value
    if isinstance(value, dict):
        record = cast(Mapping[str, Any], value)
        if record.keys() >= {"instruction", "output"} or "reason" in record:
            return _short(record)
    try:
        return _short(foreign.example(value, source).model_dump())
    except foreign.Unusable as reason:
        return {"r": str(reason), "w": raw.text}


def _short(record: Mapping[str, Any]) -> dict[str, JSON]:
    row: dict[str, JSON] = {short: _said(record.get(name)) for short, name in _FIELDS.items()}
    row["u"] = row["u"] or _said(record.get("register"))
    for short, name in _TABLES.items():
        table = record.get(name)
        if isinstance(table, dict):
            row[short] = {str(key): _said(value) for key, value in cast(Mapping[Any, Any], table).items()}
    turns: Any = record.get("turns")
    if isinstance(turns, (list, tuple)) and all(isinstance(turn, dict) for turn in cast(Sequence[Any], turns)):
        said = cast(Sequence[Mapping[str, Any]], turns)
        row["t"] = [[_said(turn.get("role")), _said(turn.get("content"))] for turn in said[:-2]]
    if "reason" in record and record.get("kind") and "phase" not in record:
        row["k"] = ""  # why `combine` set it aside, and not the kind of an example
    if record.get("memorisation") is True:
        row["m"] = True
    return row


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=True)


def _steps(node: Any, name: str) -> Iterator[JSON]:
    """Each group of numbers by the names that lead to it; numbers below it belong to it."""
    if not isinstance(node, dict):
        return
    numbers: list[JSON] = []
    for key, value in cast(Mapping[str, Any], node).items():
        if _is_count(value):
            numbers.append([key, value])
        elif isinstance(value, dict) and name and all(map(_is_count, cast(Mapping[str, Any], value).values())):
            numbers += [[inner, count] for inner, count in cast(Mapping[str, Any], value).items() if count]
        else:
            yield from _steps(value, f"{name} / {key}" if name else key)
    if numbers:
        yield {"name": name or "all", "counts": numbers}


def _is_count(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
