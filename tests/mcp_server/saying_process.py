"""The process of the local model with an engine that says what stands in a file, when it stands there.

Run as the process is; the chosen model's own file holds the path. Nothing else can choose this engine.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from teaching.contracts.weights import Promoted
from teaching.models.local import process
from teaching.models.local.engine import Answer, Facts, Request


class Saying:
    """Says the file's text; while there is none, it thinks."""

    def __init__(self, promoted: Promoted) -> None:
        self._promoted = promoted
        self._file = Path(Path(promoted.path).read_text(encoding="utf-8"))

    @property
    def facts(self) -> Facts:
        p = self._promoted
        return Facts(p.name, Path(p.path), p.sha256, 4096, "", "", p.proven, p.toy)

    def generate(self, request: Request, on_text: Callable[[str], None], cancelled: Callable[[], bool]) -> Answer:
        asked = self._file.with_suffix(".asked")
        with asked.open("a", encoding="utf-8") as log:
            log.write(request.messages[-1].content + "\n")
        while not self._file.exists():
            if cancelled():
                asked.with_suffix(".cancelled").touch()
                return Answer("", 40, 0, 0, "cancelled", 0.0, 0.0)
            time.sleep(0.005)
        text = self._file.read_text(encoding="utf-8")
        finish = "length" if text.endswith("[cut]") else "stop"
        return Answer(text, 40, 9, 30, finish, 0.0, 0.0)

    def close(self) -> None:
        """Nothing to give back."""


if __name__ == "__main__":
    sys.exit(process.main(None, Saying))
