"""What a teacher answered, kept by the digest of what it was asked: a run that was killed pays for nothing twice."""

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from teaching.errors import RefusedError


@dataclass(frozen=True)
class Ask:
    """One question.

    Attributes:
        worst: the most that it can cost, in US dollars; 0 where that is not known.
        expects: what it will cost, as far as one can say before.
    """

    system: str
    user: str
    digest: str
    worst: float = 0.0
    expects: float = 0.0


class Reply(BaseModel):
    """What came back.

    Attributes:
        problem: why there is no text.
        usd: what it cost; None where the price is not known.
        batch: in which it was answered.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    problem: str = ""
    read: int = 0
    written: int = 0
    cache_read: int = 0
    cache_written: int = 0
    usd: float | None = None
    model: str = ""
    batch: str = ""


class Sent(BaseModel):
    """A batch that was sent in, or was about to be.

    Attributes:
        batch: its id; empty where the run ended before it was told.
        at: when it was sent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    digests: tuple[str, ...]
    worst: float
    at: datetime
    batch: str = ""


class Kept:
    """A folder of answers and of batches under way."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder, which need not exist."""
        self._answers, self._batches = folder / "answers", folder / "batches"
        self._lock = threading.Lock()
        self._known: dict[str, Reply] = {}
        for file in sorted(self._answers.glob("*.json")):
            try:
                self._known[file.stem] = Reply.model_validate_json(file.read_bytes())
            except ValidationError as error:
                raise RefusedError(
                    f"{file} is damaged: remove it, and the question is asked (and paid) again"
                ) from error

    def get(self, digest: str) -> Reply | None:
        """The answer to a question; None where there is none yet."""
        return self._known.get(digest)

    def put(self, digest: str, reply: Reply) -> None:
        """Keeps an answer, on the disk before this returns."""
        with self._lock:
            _write(self._answers / f"{digest}.json", reply.model_dump(mode="json"))
            self._known[digest] = reply

    @property
    def spent(self) -> float:
        """What all answers of the folder cost, and at most those that are under way."""
        with self._lock:
            known = sum(reply.usd or 0.0 for reply in self._known.values())
        return known + sum(sent.worst for _, sent in self.sent())

    def sent(self) -> list[tuple[Path, Sent]]:
        """The batches whose results were not fetched yet."""
        return [(file, Sent.model_validate_json(file.read_bytes())) for file in sorted(self._batches.glob("*.json"))]

    def sends(self, digests: Sequence[str], worst: float) -> Path:
        """Notes that a batch is about to be sent, before it is."""
        file = self._batches / f"{hashlib.sha256(' '.join(digests).encode()).hexdigest()[:16]}.json"
        self.note(file, Sent(digests=tuple(digests), worst=worst, at=datetime.now(UTC)))
        return file

    def note(self, file: Path, sent: Sent) -> None:
        """Notes what is known of a batch."""
        _write(file, sent.model_dump(mode="json"))


def _write(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8") as stream:
        json.dump(content, stream, ensure_ascii=False, indent=2)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(stream.name, file)
