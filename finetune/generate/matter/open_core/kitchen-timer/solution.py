"""The timers of a kitchen."""


class Timers:
    def __init__(self) -> None:
        self._ends: dict[str, int] = {}

    def start(self, name: str, now: int, minutes: int) -> None:
        """Starts a timer, or starts it anew."""
        self._ends[name] = now + minutes

    def rung(self, now: int) -> list[str]:
        """The timers that have ended since the last call, by the minute in which they ended, then by name."""
        over = sorted((end, name) for name, end in self._ends.items() if end <= now)
        for _, name in over:
            del self._ends[name]
        return [name for _, name in over]
