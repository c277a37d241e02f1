"""Many callers at once, each with a mark in every question that the answer has to carry."""

import http.client
import json
import os
import statistics
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from tests.teaching.models.doors import Door, asked, text_of


@dataclass
class Caller:
    """What one of them saw.

    Attributes:
        waits: seconds, an answer each.
        turns: the engine's own number of each answer.
        wrong: what came instead of the answer.
    """

    waits: list[float] = field(default_factory=list[float])
    turns: list[int] = field(default_factory=list[int])
    wrong: list[str] = field(default_factory=list[str])


@dataclass
class Crowd:
    """What all of them saw.

    Attributes:
        memory: bytes of door and of model's process, after a quarter of the time and at its end.
    """

    callers: list[Caller]
    seconds: float
    memory: list[tuple[int, int]]

    @property
    def turns(self) -> list[int]:
        return sorted(turn for caller in self.callers for turn in caller.turns)

    @property
    def waits(self) -> list[float]:
        return sorted(wait for caller in self.callers for wait in caller.waits)

    @property
    def evenness(self) -> float:
        """How many answers the least served caller had, of the median."""
        counts = [len(caller.waits) for caller in self.callers]
        return min(counts) / max(1, statistics.median(counts))

    def summary(self) -> dict[str, Any]:
        """For a result file."""
        waits, turns = self.waits, self.turns
        return {
            "callers": len(self.callers), "seconds": round(self.seconds, 1), "answers": len(waits),
            "answers_per_s": round(len(waits) / self.seconds, 1),
            "wrong": sum(len(caller.wrong) for caller in self.callers),
            "turns_missing": turns[-1] - turns[0] + 1 - len(turns), "turns_twice": len(turns) - len(set(turns)),
            "wait_s": {"median": round(statistics.median(waits), 4), "p99": round(waits[int(len(waits) * 0.99)], 4),
                       "max": round(waits[-1], 4)},
            "least_served_of_median": round(self.evenness, 2),
            "memory_mb": [[round(part / 1e6, 1) for part in pair] for pair in self.memory],
        }  # fmt: skip


def ask_together(door: Door, callers: int, seconds: float, model_pid: Callable[[], int]) -> Crowd:
    """All of them ask one question after the other, half of them streamed, for so long."""
    text_of(door.ask("order warm"))
    begun = time.monotonic()
    seen = [Caller() for _ in range(callers)]
    threads = [
        threading.Thread(target=_ask, args=(door, number, begun + seconds, caller))
        for number, caller in enumerate(seen)
    ]
    for thread in threads:
        thread.start()
    threads[0].join(seconds / 4)
    pids = (door.process.pid, model_pid())
    memory = [(resident(pids[0]), resident(pids[1]))]
    for thread in threads:
        thread.join()
    memory.append((resident(pids[0]), resident(pids[1])))
    return Crowd(seen, time.monotonic() - begun, memory)


def _ask(door: Door, number: int, until: float, seen: Caller) -> None:
    # Not httpx2, of which each client reads all certificates first.
    connection = http.client.HTTPConnection("127.0.0.1", int(door.url.rpartition(":")[2]), timeout=120)
    with closing(connection):
        while time.monotonic() < until:
            mark, begun = uuid.uuid4().hex, time.monotonic()
            body = asked(f"order {mark}", user=f"caller {number}", stream=number % 2 == 0)
            connection.request("POST", "/v1/chat/completions", json.dumps(body), door.headers)
            with connection.getresponse() as response:
                content = response.read().decode("utf-8")
            said = _said(content, body["stream"]) if response.status == 200 else f"{response.status} {content}"
            turn, _, rest = said.strip().partition(" ")
            if rest != mark or not turn.isdigit():
                seen.wrong.append(said[:200])
                continue
            seen.turns.append(int(turn))
            seen.waits.append(time.monotonic() - begun)


def _said(content: str, streamed: bool) -> str:
    return _streamed(content) if streamed else str(json.loads(content)["choices"][0]["message"]["content"])


def _streamed(text: str) -> str:
    events = [line.removeprefix("data: ") for line in text.splitlines() if line]
    if events[-1] != "[DONE]":
        return f"no end: {events[-1]}"
    deltas = [json.loads(event)["choices"][0]["delta"] for event in events[:-1]]
    return "".join(delta.get("content", "") for delta in deltas)


def resident(pid: int) -> int:
    """Bytes that a process has in memory; 0 where the system does not say."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
