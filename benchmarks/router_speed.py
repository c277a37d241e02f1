"""Times the routing of every labelled query, and of texts of 100,000 characters.

    python benchmarks/router_speed.py [--full]

The least of a few runs for each query, in milliseconds of the processor, since other programs on the machine disturb
that less; `load` is a process that imports the router and routes one query, beside one that does nothing.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import measure

from teaching.routing import classify

ROOT = Path(__file__).resolve().parents[1]
QUERIES = ROOT / "tests" / "corpus" / "queries"
LIMIT_MS = 1.0
LONG = {
    "prose": "why does it not work and what do I do. " * 2600,
    "code": "const total = items.map(item => item.price * item.count);\n" * 1800,
    "one word": "a" * 100_000,
    "Chinese": "怎么写一个循环" * 14_300,
    "slashes": "a/" * 50_000,
}
_LOADS = "import time; begun = time.process_time(); from teaching.routing import classify; classify('make it'); "
_LOADS += "classify('what is a closure in javascript'); print((time.process_time() - begun) * 1000)"


def timed(query: str, repeats: int) -> float:
    """Milliseconds of the processor for one query, the least of some runs."""
    least = float("inf")
    for _ in range(repeats):
        begun = time.thread_time()
        classify(query)
        least = min(least, (time.thread_time() - begun) * 1000)
    return least


def measured(repeats: int) -> dict[str, Any]:
    """Every figure of one run."""
    texts = [
        json.loads(line)["text"]
        for file in sorted([*QUERIES.glob("queries-*.jsonl"), *QUERIES.glob("more-*.jsonl")])
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    classify(texts[0])
    times = sorted(timed(text, repeats) for text in texts)
    loads = [measure.run([sys.executable, "-c", _LOADS], ROOT).cpu_s for _ in range(repeats + 2)]
    bare = [measure.run([sys.executable, "-c", "pass"], ROOT).cpu_s for _ in range(repeats + 2)]
    return {
        "queries": len(times),
        "limit_ms": LIMIT_MS,
        "median_ms": round(times[len(times) // 2], 3),
        "p90_ms": round(times[len(times) * 9 // 10], 3),
        "p99_ms": round(times[len(times) * 99 // 100], 3),
        "max_ms": round(times[-1], 3),
        "long_ms": {name: round(timed(text, repeats), 3) for name, text in LONG.items()},
        "load_ms": round((min(loads) - min(bare)) * 1000, 1),
    }


def main() -> int:
    """Measures, prints and writes; ends with 1 when one query in a hundred takes longer than the limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="more repeats")
    result = measured(15 if arguments.parse_args().full else 5)
    print(json.dumps(result, indent=2, ensure_ascii=False))
    measure.write("router_speed", result)
    return 0 if result["p99_ms"] <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
