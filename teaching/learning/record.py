"""`.teaching/hints.json`: how far the hints of each marker went, which attempts were red, what was shown.

It is data and no more. What is misspelt, misplaced or of another kind in it is passed over; a file that is no JSON
object is kept beside the new one as `hints.json.old`. Not covered: a learner who edits it, which only moves hints.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast

from teaching.markers.bodies import Body
from teaching.repository import kept

NAME = "hints.json"

_MOST_ATTEMPTS = 100
_LONGEST = 2000
_MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class MarkerRecord:
    """How far the hints of one marker went.

    Attributes:
        rung: the highest that was given, 1-based.
        body: the digest of the body at that time.
        at: UTC, ISO 8601.
        attempts: how many red ones its task had by then.
        said: what the marker said.
    """

    rung: int
    body: str
    at: str
    attempts: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """That the exemplar of a marker was seen.

    Attributes:
        by: the learner's own request, or a reply in the chat.
        at: UTC, ISO 8601.
    """

    by: Literal["request", "chat"]
    at: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """What came of asking which test fails when the learner's code is changed.

    Attributes:
        outcome: `asked` while there is no answer.
        answer: the test that the learner named; empty where none was.
        question: the change that was shown.
        tests: the names that may be answered.
        right: digests of those that fail, so that reading along does not answer it.
    """

    outcome: Literal["asked", "right", "wrong", "skipped"]
    at: str
    answer: str = ""
    question: str = ""
    tests: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that the file holds. Keys of markers are those of `key_of`, keys of tasks their ids.

    Attributes:
        attempts: by task, the digests of its bodies at each red verification, oldest first, none twice in a row.
        leaks: how many replies were replaced because they gave a solution away.
        predictions: by task.
    """

    markers: Mapping[str, MarkerRecord] = field(default_factory=dict[str, MarkerRecord])
    attempts: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    shown: Mapping[str, Shown] = field(default_factory=dict[str, Shown])
    leaks: int = 0
    predictions: Mapping[str, Prediction] = field(default_factory=dict[str, Prediction])

    def with_marker(self, key: str, marker: MarkerRecord) -> "Record":
        """The same with this about a marker."""
        return replace(self, markers={**self.markers, key: marker})

    def with_attempt(self, task: str, digest: str) -> "Record":
        """The same with one more red attempt, if the code is another than at the last one."""
        before = self.attempts.get(task, ())
        if before[-1:] == (digest,):
            return self
        return replace(self, attempts={**self.attempts, task: (*before, digest)[-_MOST_ATTEMPTS:]})

    def with_shown(self, key: str, shown: Shown) -> "Record":
        """The same with an exemplar that was seen; the first time stays."""
        return self if key in self.shown else replace(self, shown={**self.shown, key: shown})

    def with_leak(self) -> "Record":
        """The same with one more reply that was replaced."""
        return replace(self, leaks=self.leaks + 1)

    def with_prediction(self, task: str, prediction: Prediction) -> "Record":
        """The same with this prediction of a task."""
        return replace(self, predictions={**self.predictions, task: prediction})


def key_of(path: str, body: Body) -> str:
    """What a marker is called here: it survives moved lines, and a second marker in one function has its own."""
    if body.kind == "region" or not body.symbol:
        return f"{path}::L{body.number}"
    return f"{path}::{body.symbol}" + (f"#{body.number}" if body.number > 1 else "")


def read(root: Path) -> Record:
    """What is recorded here; an empty record where there is nothing, or nothing that can be read."""
    content = kept.read(root, NAME)
    return Record() if content is None else _understood(_loaded(content) or {})


def change(root: Path, function: Callable[[Record], Record]) -> Record:
    """Replaces the record by what a function makes of it, under a lock; returns the new one.

    Raises:
        RefusedError: it cannot be written; the message says why.
    """
    made: list[Record] = []
    broken: list[bytes] = []

    def changed(content: bytes | None) -> bytes:
        loaded = None if content is None else _loaded(content)
        if content is not None and loaded is None:
            broken.append(content)
        before = _understood(loaded or {})
        made.append(function(before))
        return content if loaded is not None and content is not None and made[0] == before else _written(made[0])

    kept.change(root, NAME, changed)
    for content in broken:
        kept.change(root, f"{NAME}.old", lambda _, kept=content: kept)
    return made[0]


def _loaded(content: bytes) -> dict[str, Any] | None:
    try:
        found: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _written(record: Record) -> bytes:
    return (json.dumps(asdict(record), indent=1, sort_keys=True, ensure_ascii=True) + "\n").encode()


def _understood(found: Mapping[str, Any]) -> Record:
    leaks: object = found.get("leaks")
    attempts: object = found.get("attempts")
    tries = cast("dict[str, object]", attempts) if isinstance(attempts, dict) else {}
    return Record(
        markers={
            key: MarkerRecord(
                value["rung"],
                _word(value, "body"),
                _word(value, "at"),
                _number(value, "attempts"),
                _word(value, "said"),
            )
            for key, value in _entries(found, "markers")
            if isinstance(value.get("rung"), int) and 0 < value["rung"] < 100
        },
        attempts={
            task: tuple(_short(one) for one in cast("list[object]", digests)[-_MOST_ATTEMPTS:] if isinstance(one, str))
            for task, digests in tries.items()
            if isinstance(digests, list)
        },
        shown={
            key: Shown(value["by"], _word(value, "at"))
            for key, value in _entries(found, "shown")
            if value.get("by") in ("request", "chat")
        },
        leaks=leaks if isinstance(leaks, int) and not isinstance(leaks, bool) and leaks > 0 else 0,
        predictions={
            task: Prediction(
                value["outcome"],
                _word(value, "at"),
                _word(value, "answer"),
                _word(value, "question"),
                _words(value, "tests"),
                _words(value, "right"),
            )
            for task, value in _entries(found, "predictions")
            if value.get("outcome") in ("asked", "right", "wrong", "skipped")
        },
    )


def _entries(found: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    part: object = found.get(name)
    if isinstance(part, dict):
        for key, value in cast("dict[str, object]", part).items():
            if isinstance(value, dict):
                yield key, cast("dict[str, Any]", value)


def _word(value: Mapping[str, Any], name: str) -> str:
    word: object = value.get(name)
    return _short(word) if isinstance(word, str) else ""


def _words(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    words: object = value.get(name)
    listed = cast("list[object]", words) if isinstance(words, list) else []
    return tuple(_short(one) for one in listed[:_MOST_WORDS] if isinstance(one, str))


def _number(value: Mapping[str, Any], name: str) -> int:
    number: object = value.get(name)
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else 0


def _short(word: str) -> str:
    return word[:_LONGEST]
