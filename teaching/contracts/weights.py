"""What travels with the weights: the keys in a GGUF, the certificate of the parity gate, and what serving has."""

from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

# Keys in a GGUF's metadata.
PROMPT_FORMAT: Final = "teach.prompt_format"
PROMPT_DIGEST: Final = "teach.prompt_digest"
TOY: Final = "teach.toy"
RUN: Final = "teach.run"
BASE: Final = "teach.base"

CURRENT: Final = "current.json"  # below `models` in the user's data folder; holds a `Promoted`

_SHA256 = r"^[0-9a-f]{64}$"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Check(_Record):
    """One thing that the gate measured.

    Attributes:
        value: what was measured; None where there is only yes or no.
        limit: what it was held against.
    """

    name: str
    passed: bool
    value: float | None = None
    limit: float | None = None
    words: str


class Certificate(_Record):
    """What the parity gate proved about one GGUF.

    Attributes:
        gguf: SHA-256 of the file.
        versions: of the libraries that took part.
    """

    version: int = 1
    gguf: str = Field(pattern=_SHA256)
    prompt_format: str
    prompt_digest: str = Field(pattern=_SHA256)
    checks: tuple[Check, ...]
    toy: bool
    versions: dict[str, str]
    made: datetime

    @property
    def passed(self) -> bool:
        """Whether every check passed; a gate that checked nothing proved nothing."""
        return bool(self.checks) and all(check.passed for check in self.checks)


class Promoted(_Record):
    """Which model serving has.

    Attributes:
        path: of the GGUF, absolute.
        sha256: of the file at `path`; serving compares it when it loads.
        prompt_format: None for a file that was not made here.
        proven: whether a certificate for these very bytes stands behind it.
    """

    version: int = 1
    path: str
    sha256: str = Field(pattern=_SHA256)
    name: str
    prompt_format: str | None = None
    prompt_digest: str | None = Field(default=None, pattern=_SHA256)
    proven: bool = False
    toy: bool = False
    certificate: Certificate | None = None
    promoted: datetime
