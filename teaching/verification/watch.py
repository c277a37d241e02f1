"""What a running command uses: its processes and threads, and their memory, read from /proc.

Limits of the kernel bind each process; these bind all together, for root too, whom the kernel lets start any number.
Not covered: systems without /proc, and programs that left the tree where no sandbox holds them in it.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

MOST_PROCESSES = 1_000  # with threads: a test run of vitest on many cores has some hundred
_EVERY_S = 0.2
_PAGE = os.sysconf("SC_PAGE_SIZE")


def most_memory() -> int:
    """Bytes that a command may use: three quarters of the machine's memory."""
    return os.sysconf("SC_PHYS_PAGES") * _PAGE * 3 // 4


@dataclass
class Watch:
    """Looks at the tree of one process, a few times a second.

    Attributes:
        processes: the most that there may be, threads counted.
        memory: the most bytes that they may use together.
    """

    processes: int
    memory: int
    _next: float = 0.0

    def excess(self, pid: int) -> str | None:
        """Which limit is passed: "processes", "memory" or none."""
        now = time.monotonic()
        if now < self._next:
            return None
        self._next = now + _EVERY_S
        count, memory = 0, 0
        waiting = [str(pid)]
        while waiting:
            one = waiting.pop()
            threads, children = _threads_and_children(one)
            count += threads
            memory += _private_bytes(one)
            if count > self.processes:
                return "processes"
            if memory > self.memory:
                return "memory"
            waiting += children
        return None


def _threads_and_children(pid: str) -> tuple[int, list[str]]:
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return 0, []
    children: list[str] = []
    for thread in threads:
        try:
            children += Path(f"/proc/{pid}/task/{thread}/children").read_text(encoding="ascii").split()
        except OSError:
            continue  # it ended meanwhile
    return len(threads), children


def _private_bytes(pid: str) -> int:
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE
