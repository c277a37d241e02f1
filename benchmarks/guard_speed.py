"""Times the leak guard over replies of 10,000 characters that have nothing in common with the exemplars.

    python benchmarks/guard_speed.py [--full]

Judged are documentation and code of this repository beside five exemplars of the leak corpus. `fresh` is a reply that
was never seen, in a process that has read the exemplars before; `again` is one that was judged a moment ago. Processor
time only, since other programs on the machine disturb it less.
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import measure

from teaching.contracts.exercises import Exemplar
from teaching.guard.likeness import judge

ROOT = Path(__file__).resolve().parents[1]
LENGTH = 10_000
EXEMPLARS = 5
LIMIT_MS = 250.0  # beside a tool call, nobody feels it
REPLIES = {
    "documentation": "docs/checks.md",
    "commands": "docs/lint.md",
    "code": "teaching/review/review.py",
}


def exemplars() -> list[Exemplar]:
    """The first five of part c, in both languages."""
    listed = json.loads((ROOT / "tests/corpus/leaks/exemplars-c.json").read_text(encoding="utf-8"))
    return [Exemplar.model_validate(one) for one in listed[:: len(listed) // EXEMPLARS][:EXEMPLARS]]


def reply_of(path: str) -> str:
    """So many characters of a file; code stands in a fence."""
    text = (ROOT / path).read_text(encoding="utf-8")[:LENGTH]
    return f"```python\n{text}\n```\n" if path.endswith(".py") else text


def timed(reply: str, known: list[Exemplar]) -> float:
    """Milliseconds of the processor for one judgement."""
    begun = time.process_time()
    judge(reply, known)
    return (time.process_time() - begun) * 1000


def measured(repeats: int) -> dict[str, Any]:
    """Every figure of one run."""
    known = exemplars()
    first = timed("def nothing(): pass\n" * 4, known)
    results: dict[str, Any] = {"exemplars": len(known), "limit_ms": LIMIT_MS, "exemplars_read_ms": round(first, 1)}
    for name, path in REPLIES.items():
        reply = reply_of(path)
        fresh: list[float] = []
        again: list[float] = []
        for number in range(repeats):
            new = f"{reply}\nRun {number}.\n"  # another text, so that nothing of it is kept
            fresh.append(timed(new, known))
            again.append(timed(new, known))
        results[name] = {
            "characters": len(reply),
            "fresh_ms": {"median": measure.median(fresh), "min": round(min(fresh), 3), "max": round(max(fresh), 3)},
            "again_ms": round(statistics.median(again), 3),
            "held": judge(reply, known) is not None,
        }
    return results


def main() -> int:
    """Measures, prints and writes; ends with 1 when a fresh reply takes longer than the limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="more repeats")
    result = measured(60 if arguments.parse_args().full else 15)
    slow: list[str] = []
    for name in REPLIES:
        one = result[name]
        print(f"  {name:<14} fresh {one['fresh_ms']['median']:6.1f} ms   again {one['again_ms']:6.1f} ms")
        if one["fresh_ms"]["median"] > LIMIT_MS:
            slow.append(name)
    print(f"written to {measure.write('guard_speed', result).name}")
    print(f"too slow: {', '.join(slow)}" if slow else "within the limit")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
