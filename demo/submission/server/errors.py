"""The one error type that leaves this package."""


class StationError(Exception):
    """Something between a sensor, the database and the forecast service did not work."""

    def __init__(self, message: str, status: int = 502) -> None:
        super().__init__(message)
        self.status = status
