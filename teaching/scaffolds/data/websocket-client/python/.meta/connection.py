"""The life of one WebSocket: it reconnects with growing pauses and notices a silent
connection.

No socket, timer or randomness in here: whoever drives it hands over a transport, calls
`tick` with the time now and then, and reports what happened by `opened`, `received` and
`closed`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
SILENCE_S = 30.0


class ConnectionStateError(Exception):
    """Something was reported that cannot happen in this state."""


class Transport(Protocol):
    """What opens and closes the socket."""

    def open(self) -> None:
        """Begin to open it; `opened` or `closed` of the connection is called when that
        is decided.
        """
        ...

    def close(self) -> None:
        """Close it at once."""
        ...


class State(Enum):
    """Where the connection stands."""

    WAITING = "waiting"
    OPENING = "opening"
    OPEN = "open"
    STOPPED = "stopped"


@dataclass(slots=True)
class Connection:
    """One connection that is kept up until `stop`.

    Attributes:
        jitter: a number from 0 to 1, so that many clients do not come back at the same
            moment.
        attempt: how many tries have failed since it was last open.
        due_at: when the next try begins, while waiting.
        heard_at: when something was last heard, while open.
    """

    transport: Transport
    jitter: Callable[[], float]
    state: State = State.WAITING
    attempt: int = 0
    due_at: float = 0.0
    heard_at: float = 0.0

    def opened(self, now: float) -> None:
        """The socket is open: the pauses begin anew when it is lost the next time.

        Raises:
            ConnectionStateError: nobody was opening it.
        """
        if self.state is not State.OPENING:
            raise ConnectionStateError(f"opened while {self.state.value}")
        self.state, self.attempt, self.heard_at = State.OPEN, 0, now

    def received(self, now: float) -> None:
        """Something was heard, a message or a ping."""
        self.heard_at = now

    def closed(self, now: float) -> None:
        """The socket was lost or never came up: wait for the pause of this attempt,
        then the next is due.
        """
        if self.state is State.STOPPED:
            return
        self.state = State.WAITING
        self.due_at = now + pause(self.attempt, self.jitter())
        self.attempt += 1

    def tick(self, now: float) -> None:
        """Do what is due: begin to open a connection that waited long enough, and give
        up a silent one.

        A connection is silent when nothing was heard for more than SILENCE_S; it is
        closed, and counts as lost.
        """
        if self.state is State.WAITING and now >= self.due_at:
            self.state = State.OPENING
            self.transport.open()
        elif self.state is State.OPEN and now - self.heard_at > SILENCE_S:
            self.transport.close()
            self.closed(now)

    def stop(self) -> None:
        """Close it for good."""
        self.state = State.STOPPED
        self.transport.close()


def pause(attempt: int, jitter: float) -> float:
    """Seconds to wait before a try: FIRST_PAUSE_S doubled for each failed attempt, at
    most LONGEST_PAUSE_S.

    Of that, half is certain and the other half is scaled by the jitter.

    Args:
        attempt: how many have failed, from 0.
        jitter: 0 to 1.
    """
    whole = min(FIRST_PAUSE_S * 2 ** min(attempt, 32), LONGEST_PAUSE_S)
    return whole / 2 + whole / 2 * jitter
