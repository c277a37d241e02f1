"""What the benchmarks share: running a program and reading its processor time, and writing a result file."""

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: seconds of wall clock, seconds of processor (with its children), exit code, peak memory."""

    wall_s: float
    cpu_s: float
    exit: int
    rss_mb: float = 0.0


# A process of its own starts the program: the peak of a child counts from what its parent had in memory.
_STARTER = """
import json, os, sys, time
null = os.open(os.devnull, os.O_RDWR)
started = time.perf_counter()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)])
_, status, used = os.wait4(pid, 0)
wall = time.perf_counter() - started
print(json.dumps([wall, used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status), used.ru_maxrss]))
"""
_IN_MB = 1024 if sys.platform != "darwin" else 1024 * 1024


def run(argv: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> Run:
    """Runs a program to its end with its output thrown away."""
    starter = [sys.executable, "-S", "-E", "-c", _STARTER, *argv]
    done = subprocess.run(starter, cwd=cwd, env=env, capture_output=True, check=True)
    wall, cpu, code, peak = json.loads(done.stdout)
    return Run(wall, cpu, code, round(peak / _IN_MB, 1))


def median(values: Sequence[float]) -> float:
    """The median, rounded to milliseconds where the values are seconds."""
    return round(statistics.median(values), 3)


def spread(runs: Sequence[Run]) -> dict[str, Any]:
    """Median, least and greatest of wall and processor time."""
    cpu, wall = [one.cpu_s for one in runs], [one.wall_s for one in runs]
    return {
        "cpu_s": {"median": median(cpu), "min": round(min(cpu), 3), "max": round(max(cpu), 3)},
        "wall_s": {"median": median(wall), "min": round(min(wall), 3), "max": round(max(wall), 3)},
        "peak_mb": max(one.rss_mb for one in runs),
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
