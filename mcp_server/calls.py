"""What a tool of the server is given besides its arguments."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, Field

Progress = Callable[[int, int, str], None]


class Consent(BaseModel):
    """The form in which a person lets commands run."""

    run_it: bool = Field(default=False, title="Run these commands")
    remember: bool = Field(default=False, title="Do not ask again while nothing about them changes")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool.

    Attributes:
        root: of the project, fixed when the server started.
        progress: done, of how many, and words; ends the call where the client took it back.
        cancelled: whether the client took it back.
        consent: what a person answered, where the tool had something to ask.
        shown: what they answered to.
    """

    root: Path
    progress: Progress
    cancelled: Callable[[], bool]
    consent: Consent = field(default_factory=Consent)
    shown: str | None = None
