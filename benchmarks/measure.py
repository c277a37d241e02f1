"""What the benchmarks share: running a program and reading its processor time, and writing a result file."""

import json
import os
import platform
import resource
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: seconds of wall clock, seconds of processor (with its children), exit code."""

    wall_s: float
    cpu_s: float
    exit: int


def run(argv: Sequence[str], cwd: Path) -> Run:
    """Runs a program to its end with its output thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(argv, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, done.returncode)


def median(values: Sequence[float]) -> float:
    """The median, rounded to milliseconds where the values are seconds."""
    return round(statistics.median(values), 3)


def spread(runs: Sequence[Run]) -> dict[str, Any]:
    """Median, least and greatest of wall and processor time."""
    cpu, wall = [one.cpu_s for one in runs], [one.wall_s for one in runs]
    return {
        "cpu_s": {"median": median(cpu), "min": round(min(cpu), 3), "max": round(max(cpu), 3)},
        "wall_s": {"median": median(wall), "min": round(min(wall), 3), "max": round(max(wall), 3)},
        "runs": [asdict(one) for one in runs],
    }


def write(name: str, result: dict[str, Any]) -> Path:
    """Writes a result beside the scripts, with what kind of machine made it."""
    machine = {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "load_average_at_end": [round(value, 2) for value in os.getloadavg()],
    }
    RESULTS.mkdir(exist_ok=True)
    target = RESULTS / f"{name}.json"
    target.write_text(json.dumps({"machine": machine, **result}, indent=2) + "\n", encoding="utf-8")
    return target
