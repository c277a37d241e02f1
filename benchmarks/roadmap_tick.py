"""Times reading a roadmap of 5,000 tasks and ticking one of them, against the limit of 50 ms.

    python benchmarks/roadmap_tick.py [--full]

The roadmap has about 20,000 lines: phases, prose, nested tasks, criteria, files, dependencies, commands, a few code
blocks, a third of the tasks done. Measured are `parse` alone, the whole edit from bytes to bytes (`tick` by id and by
title), reading everything of every task as `teach roadmap show` does, and `change` with its lock and fsync.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import measure

from teaching.roadmap import store
from teaching.roadmap.edit import tick, untick
from teaching.roadmap.reading import parse

TASKS = 5000
LIMIT_MS = 50
DAY = date(2026, 1, 2)
NOUNS = ("token", "feed", "order", "invoice", "session", "chart", "queue", "index", "upload", "report")
VERBS = ("Rotate", "Parse", "Store", "Render", "Limit", "Retry", "Cache", "Validate", "Export", "Search")


def roadmap(tasks: int = TASKS) -> bytes:
    """A roadmap of so many tasks, the same each time."""
    lines = ["# Roadmap", "", "What we build, and in which order.", ""]
    for number in range(tasks):
        if number % 25 == 0:
            lines += [
                "",
                f"## Phase {number // 25 + 1}: {NOUNS[number // 25 % 10].title()}s",
                "",
                "Why this comes now.",
                "",
            ]
        if number % 200 == 100:
            lines += ["", "```sh", "- [ ] not a task", "make test", "```", ""]
        title = f"{VERBS[number % 10]} the {NOUNS[number // 10 % 10]} {number} within `limits.py`"
        indent = "  " if number % 5 == 4 else ""
        done = number % 3 == 0
        state = " (In Progress)" if number % 50 == 1 else ""
        mark = f"{indent}- [{'x' if done else ' '}] {title}{state}{' ✅ 2025-11-20' if done else ''}"
        lines.append(f"{mark} <!-- id: task-{number} -->")
        lines.append(f"{indent}  - Acceptance: the {NOUNS[number % 10]} survives a restart")
        lines.append(f"{indent}  - verify: `pytest tests/test_{number}.py`")
        if number % 2:
            lines.append(f"{indent}  - files: src/part_{number}.py, tests/test_{number}.py")
        if number % 4 == 1:
            lines.append(f"{indent}  - depends: task-{number - 1}")
    return ("\n".join(lines) + "\n").encode()


def everything(text: bytes) -> int:
    """All that there is to know of every task."""
    return sum(len(task.title) + len(task.verify) + len(task.state) for task in parse(text).tasks)


def timed(function: Callable[[], object], repeats: int) -> dict[str, Any]:
    """Milliseconds per call: wall clock, and of the processor, which other programs on the machine disturb less."""
    values: list[float] = []
    processor: list[float] = []
    for _ in range(repeats):
        started, begun = time.perf_counter(), time.process_time()
        function()
        processor.append((time.process_time() - begun) * 1000)
        values.append((time.perf_counter() - started) * 1000)
    return {
        "median_ms": round(statistics.median(values), 1),
        "min_ms": round(min(values), 1),
        "cpu_median_ms": round(statistics.median(processor), 1),
        "runs": repeats,
    }


def measured(repeats: int) -> dict[str, Any]:
    """Every figure of one run."""
    text = roadmap()
    wanted, title = f"task-{TASKS - 4}", parse(text).tasks[TASKS - 4].title
    assert parse(tick(text, wanted, DAY)).tasks[TASKS - 4].done_on == DAY
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name:
        folder = Path(name)
        (folder / store.NAME).write_bytes(text)

        def both() -> None:
            store.change(folder, lambda before: tick(before, wanted, DAY))
            store.change(folder, lambda before: untick(before, wanted))

        results = {
            "parse": timed(lambda: parse(text), repeats),
            "parse and tick by id": timed(lambda: tick(text, wanted, DAY), repeats),
            "parse and tick by title": timed(lambda: tick(text, title, DAY), repeats),
            "parse and read everything": timed(lambda: everything(text), repeats),
            "tick and untick in the file": timed(both, repeats),
        }
    return {"tasks": TASKS, "lines": text.count(b"\n"), "bytes": len(text), "limit_ms": LIMIT_MS, **results}


def main() -> int:
    """Measures, prints and writes; ends with 1 when a tick by id takes longer than the limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="more repeats")
    result = measured(101 if arguments.parse_args().full else 31)
    print(f"{result['tasks']} tasks, {result['lines']} lines, {result['bytes']} bytes")
    for key, value in result.items():
        if isinstance(value, dict):
            print(
                f"  {key:<28} median {value['median_ms']:6.1f} ms   least {value['min_ms']:6.1f} ms   "
                f"processor {value['cpu_median_ms']:6.1f} ms"
            )
    print(f"written to {measure.write('roadmap_tick', result).name}")
    return 0 if result["parse and tick by id"]["median_ms"] < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
