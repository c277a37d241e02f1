"""Where the analyzers' programs lie; apart, because a remembered review asks for that and for nothing else."""

import os
import shutil
import sys
from pathlib import Path


def locate(program: str) -> str | None:
    """The program of this environment, else that on PATH; None where there is none."""
    beside = Path(sys.executable).parent / program
    if os.access(beside, os.X_OK):
        return str(beside)
    return shutil.which(program)
