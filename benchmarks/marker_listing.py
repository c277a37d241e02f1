"""Times listing the markers of 10,000 files, against the limit of one second.

    python benchmarks/marker_listing.py [--full]

The tree is the one that the review is timed on (an installed package's Python, and TypeScript by rule), continued until
it has 10,000 source files in some hundred folders; one file in two hundred holds a marker. Measured are the markers
alone, and with the body that each governs and its state. The files are in the system's cache, as they are for whoever
works on them.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import measure
import tree

from teaching.learning import states
from teaching.markers.reading import in_tree
from teaching.repository.files import Root

FILES = 10_000
PER_FOLDER = 100
ONE_IN = 200
LIMIT_S = 1.0
OPEN_PYTHON = """

def left_open(rows):
    # TODO(human)[bench]: pick the newest
    # Hint: by date
    raise NotImplementedError
"""
OPEN_TYPESCRIPT = """
export function leftOpen(rows: unknown[]) {
  // TODO(human)[bench]: pick the newest
  return rows;
}
"""
MARKED = {".py": OPEN_PYTHON, ".ts": OPEN_TYPESCRIPT, ".tsx": OPEN_TYPESCRIPT}


def make(target: Path) -> int:
    """Fills a folder with so many files; returns their bytes."""
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name:
        source = Path(name) / "source"
        tree.make_tree(source, 60_000)
        sources = [one for one in sorted(source.rglob("*")) if one.suffix in MARKED]
        texts = [(one.suffix, one.read_text(encoding="utf-8")) for one in sources]
    size = 0
    for number in range(FILES):
        suffix, text = texts[number % len(texts)]
        folder = target / f"part{number // PER_FOLDER // 10}" / f"piece{number // PER_FOLDER}"
        folder.mkdir(parents=True, exist_ok=True)
        content = text + (MARKED[suffix] if number % ONE_IN == 0 else "")
        (folder / f"file{number}{suffix}").write_text(content, encoding="utf-8")
        size += len(content.encode())
    return size


def timed(function: Callable[[], object], repeats: int) -> dict[str, Any]:
    """Seconds per call: wall clock, and of the processor, which other programs on the machine disturb less."""
    wall: list[float] = []
    processor: list[float] = []
    function()  # the first call fills the system's cache
    for _ in range(repeats):
        started, begun = time.perf_counter(), time.process_time()
        function()
        processor.append(time.process_time() - begun)
        wall.append(time.perf_counter() - started)
    return {
        "median_s": round(statistics.median(wall), 3),
        "min_s": round(min(wall), 3),
        "max_s": round(max(wall), 3),
        "cpu_median_s": round(statistics.median(processor), 3),
        "runs": repeats,
    }


def measured(repeats: int) -> dict[str, Any]:
    """Every figure of one run."""
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name:
        folder = Path(name)
        size = make(folder)
        found = in_tree(Root(folder))
        assert len(found) == FILES // ONE_IN, len(found)
        assert len(states.standing(folder)) == len(found)
        results = {
            "markers": timed(lambda: in_tree(Root(folder)), repeats),
            "markers with bodies and states": timed(lambda: states.standing(folder), repeats),
        }
    return {"files": FILES, "bytes": size, "markers_found": len(found), "limit_s": LIMIT_S, **results}


def main() -> int:
    """Measures, prints and writes; ends with 1 when the markers alone take longer than the limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="more repeats")
    result = measured(31 if arguments.parse_args().full else 9)
    print(f"{result['files']} files, {result['bytes']} bytes, {result['markers_found']} markers")
    for key, value in result.items():
        if isinstance(value, dict):
            print(
                f"  {key:<32} median {value['median_s']:6.3f} s   least {value['min_s']:6.3f} s   "
                f"processor {value['cpu_median_s']:6.3f} s"
            )
    print(f"written to {measure.write('marker_listing', result).name}")
    return 0 if result["markers"]["median_s"] < LIMIT_S else 1


if __name__ == "__main__":
    sys.exit(main())
