"""Asks a contestant every item, keeps each answer as it comes, and goes on where a killed attempt ended."""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from finetune.evaluate.contestants import Contestant
from finetune.evaluate.model import Item
from teaching.models.protocol import ModelError

# What is no answer: nobody can be judged by it. A model that refuses, or sends something else, has answered badly.
_SILENT: Final = frozenset({"slow", "limited", "absent"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one item.

    Attributes:
        read, written: tokens in the model's own count; 0 for controls.
        failed: why there is no answer; empty where there is one.
        seconds: for `events.jsonl` alone.
    """

    item: str
    text: str
    read: int = 0
    written: int = 0
    cost: float = 0.0
    priced: bool = True
    failed: str = ""
    seconds: float = 0.0


def answers(who: Contestant, items: Sequence[Item], kept: Path, heard: Callable[[str], None]) -> list[Answer]:
    """Every answer, in the order of the items.

    Args:
        kept: a file with the answers that there are already; what comes is added to it.
        heard: is told of each item that was asked.
    """
    known = _kept(kept)
    found: list[Answer] = []
    with kept.open("a", encoding="utf-8") as stream:
        for item in items:
            key = _key(who, item)
            answer = known.get(key)
            if answer is None:
                answer = _asked(who, item)
                if who.key and not answer.failed:
                    stream.write(json.dumps({"key": key, **asdict(answer)}) + "\n")
                    stream.flush()
            heard(who.name)
            found.append(answer)
    return found


def all_answers(
    who: Callable[[], Contestant], items: Sequence[Item], kept: Path, heard: Callable[[str], None]
) -> tuple[Contestant, list[Answer]]:
    """The same of somebody who is called for it, and let go afterwards."""
    called = who()
    with closing(called):  # type: ignore[type-var]  # `close` is a field
        return called, answers(called, items, kept, heard)


def _asked(who: Contestant, item: Item) -> Answer:
    try:
        said = who.answer(item)
    except ModelError as error:
        return Answer(item.id, "", failed=str(error) if error.failure in _SILENT else "")
    used = said.usage
    return Answer(
        item.id, said.text, used.read + used.cache_read + used.cache_written, used.written, said.cost, said.priced,
        seconds=round(said.seconds, 3),
    )  # fmt: skip


def _key(who: Contestant, item: Item) -> str:
    whole = json.dumps([who.key, item.instruction, item.input, item.prompt, item.id])
    return hashlib.sha256(whole.encode()).hexdigest()[:24]


def _kept(file: Path) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        try:
            row: dict[str, Any] = json.loads(line)
            key = row.pop("key")
            found[key] = Answer(**row)
        except (ValueError, KeyError, TypeError):
            continue  # the line that a kill cut off
    return found
