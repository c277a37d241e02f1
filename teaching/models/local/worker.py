"""The one thread that has the engine: it loads it, and gives it one request after the other."""

import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Protocol

from teaching.contracts.weights import Promoted
from teaching.errors import TeachingError
from teaching.models.installed import label, labelled
from teaching.models.local.engine import Engine, Request
from teaching.models.local.turns import Turns
from teaching.models.protocol import ModelError

# What an engine raises where it is its own business; anything else is a mistake of ours and ends the process.
_OF_AN_ENGINE = (TeachingError, ValueError, RuntimeError, OSError, MemoryError)


class Job(Protocol):
    """One request, with the way back to whoever asked."""

    @property
    def request(self) -> Request:
        """What is asked for."""
        ...

    @property
    def cancelled(self) -> threading.Event:
        """Set by whoever no longer wants it."""
        ...

    def begin(self) -> None:
        """Says that its work begins; returns when that is out, so that nobody sends it again if it kills us."""
        ...

    def say(self, text: str) -> None:
        """Hands on a piece of the answer."""
        ...

    def tell(self, event: dict[str, Any]) -> None:
        """Hands on an event."""
        ...


class Worker:
    """Loads and works in a thread of its own.

    Attributes:
        state: what it is doing.
        label: what answers call the model.
        facts: what the engine knows of it.
        problem: why the model did not load; empty where it did.
        served: requests that were answered.
        failed: requests that were not, cancelled ones left out.
    """

    def __init__(
        self, promoted: Promoted, turns: Turns[Job], load: Callable[[], Engine], on_change: Callable[[], None]
    ) -> None:
        self.state = "loading"
        self.problem = ""
        self.served = self.failed = 0
        self.label = label(promoted)
        self.facts: dict[str, Any] = {}
        self._promoted = promoted
        self._turns, self._load, self._on_change = turns, load, on_change
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Begins to load."""
        self._thread.start()

    def ended(self, within_s: float) -> bool:
        """Whether it came to its end in this time."""
        self._thread.join(within_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._work()
        finally:
            self.state = "ended"
            self._on_change()

    def _work(self) -> None:
        try:
            engine = self._load()
        except _OF_AN_ENGINE as error:
            self.problem = _words(error)
            return
        try:
            facts = engine.facts
            if facts.toy:  # the file knows it better than whoever chose it
                self.label = labelled(self._promoted.name, proven=self._promoted.proven, toy=True)
            self.facts = asdict(facts) | {"file": str(facts.file)}
            self.state = "ready"
            self._on_change()
            while (job := self._turns.take()) is not None:
                self.state = "answering"
                self._answer(engine, job)
                self.state = "ready"
                self._on_change()
        finally:
            engine.close()

    def _answer(self, engine: Engine, job: Job) -> None:
        if job.cancelled.is_set():
            return
        job.begin()
        try:
            answer = engine.generate(job.request, job.say, job.cancelled.is_set)
        except _OF_AN_ENGINE as error:
            self.failed += not job.cancelled.is_set()
            failure = error.failure if isinstance(error, ModelError) else "broken"
            job.tell({"event": "failed", "kind": "engine", "words": _words(error), "failure": failure})
        else:
            self.served += answer.finish != "cancelled"
            job.tell({"event": "done", "model": self.label, "answer": asdict(answer)})


def _words(error: BaseException) -> str:
    if isinstance(error, ModelError | TeachingError):
        return str(error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
