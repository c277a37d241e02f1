"""The labelled queries: what each text is, and its final labels."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from teaching.routing.route import Kind

HERE = Path(__file__).resolve().parent
ROUTING = HERE.parents[2] / "teaching" / "routing"
TRAINED_ON = ("a", "b", "c")
UNSEEN = ("d", "e", "f")
PARTS = (*TRAINED_ON, *UNSEEN)
MAKE_FEATURES = ("cues.py", "cues.txt", "features.py", "reading.py")


class Labelled(NamedTuple):
    """A query with its final labels."""

    id: str
    text: str
    kind: Kind
    work: bool


def read(parts: Sequence[str]) -> list[Labelled]:
    """The queries of some parts: the first labels where both passes agree, else what was decided."""
    decided = {one["id"]: one for one in lines(HERE / "decided.jsonl")}
    found: list[Labelled] = []
    for first, second in (pair for part in parts for pair in first_and_second(part)):
        same = (first["kind"], first["work"]) == (second["kind"], second["work"])
        label = decided.get(first["id"], first if same else None)
        if label is None:
            raise SystemExit(f"{first['id']}: the passes differ and decided.jsonl does not say which is right")
        found.append(Labelled(first["id"], first["text"], label["kind"], label["work"]))
    return found


def first_and_second(part: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each query of a part with the labels of both passes."""
    second = {one["id"]: one for one in lines(HERE / f"second-{part}.jsonl")}
    return [(one, second[one["id"]]) for one in lines(HERE / f"queries-{part}.jsonl")]


def read_more() -> list[Labelled]:
    """The further queries, written for training only."""
    files = sorted(HERE.glob("more-*.jsonl"))
    return [Labelled(one["id"], one["text"], one["kind"], one["work"]) for file in files for one in lines(file)]


def lines(file: Path) -> list[dict[str, Any]]:
    """The documents of a file, one a line."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def digest() -> str:
    """Of everything that the weights come from."""
    files = [HERE / f"{name}-{part}.jsonl" for part in TRAINED_ON for name in ("queries", "second")]
    files += [*sorted(HERE.glob("more-*.jsonl")), *(ROUTING / name for name in MAKE_FEATURES), HERE / "train.py"]
    ours = [one for one in lines(HERE / "decided.jsonl") if one["id"][0] in TRAINED_ON]
    said = hashlib.sha256(json.dumps([[one["id"], one["kind"], one["work"]] for one in ours]).encode())
    for file in files:
        said.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return said.hexdigest()[:16]
