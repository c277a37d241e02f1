"""What a command writes: all of it hashed, its head and tail kept, its lines shown while they come."""

import hashlib
import time
from collections import deque
from collections.abc import Callable

from teaching.guard import visible

HEAD = TAIL = 32 * 1024
_CUT = "\n[cut here: {count:,} bytes left out]\n"
_LINE = 200
_EVERY_S = 0.25


class Captured:
    """The output of one run.

    Attributes:
        size: bytes written so far.
    """

    def __init__(self, progress: Callable[[str], None] | None = None) -> None:
        self.size = 0
        self._digest = hashlib.sha256()
        self._head = bytearray()
        self._tail: deque[bytes] = deque()
        self._in_tail = 0
        self._progress = progress
        self._next = 0.0
        self._rest = b""

    def take(self, chunk: bytes) -> None:
        """More of it."""
        self.size += len(chunk)
        self._digest.update(chunk)
        room = HEAD - len(self._head)
        self._head += chunk[:room]
        if later := chunk[room:] if room > 0 else chunk:
            self._tail.append(later)
            self._in_tail += len(later)
            while self._in_tail - len(self._tail[0]) >= TAIL:
                self._in_tail -= len(self._tail.popleft())
        self._show(chunk)

    @property
    def digest(self) -> str:
        """SHA-256 of all that was written."""
        return self._digest.hexdigest()

    @property
    def is_cut(self) -> bool:
        """Whether `text` lacks a part."""
        return self.size > HEAD + TAIL

    def text(self) -> str:
        """Head and tail, as they may be shown."""
        tail = b"".join(self._tail)[-TAIL:]
        if not self.is_cut:
            return visible((bytes(self._head) + tail).decode("utf-8", "replace"))
        parts = [bytes(self._head).decode("utf-8", "replace"), tail.decode("utf-8", "replace")]
        return _CUT.format(count=self.size - HEAD - TAIL).join(visible(part) for part in parts)

    def _show(self, chunk: bytes) -> None:
        if self._progress is None:
            return
        lines = (self._rest + chunk).split(b"\n")
        self._rest = lines.pop()[-_LINE:]
        now = time.monotonic()
        last = next((line for line in reversed(lines[-20:]) if line.strip()), b"")
        if last and now >= self._next:
            self._next = now + _EVERY_S
            self._progress(visible(last.decode("utf-8", "replace")).strip()[:_LINE])
