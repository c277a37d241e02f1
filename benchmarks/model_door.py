"""Times the local model's door for OpenAI's protocol under many callers; the engine behind it is a fake without work.

    python benchmarks/model_door.py [--callers 32] [--seconds 120]

So it measures what door, queue and process cost by themselves, and whether they keep their promises: no answer lost,
crossed or given twice; nobody served half as often as the others; memory flat, at most 8 MB more at the end.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import measure

GROWTH_MB = 8
EVEN_AT_LEAST = 0.5


def main() -> int:
    """Writes `results/model_door.json`; exit code 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--callers", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.teaching.models import crowd, doors  # noqa: PLC0415 - found only from here on
    from tests.teaching.models.conftest import serving_in  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory(prefix="teach-") as name:
        folder = Path(name)
        with serving_in(folder) as served, doors.opened(served, folder / "log") as door:
            found = crowd.ask_together(
                door, options.callers, options.seconds, lambda: int(served.status()["pid"])
            ).summary()  # fmt: skip
    growth = max(after - before for before, after in zip(*found["memory_mb"], strict=True))
    kept = {
        "none_wrong": found["wrong"] == 0,
        "none_missing": found["turns_missing"] == 0,
        "none_twice": found["turns_twice"] == 0,
        "even": found["least_served_of_median"] >= EVEN_AT_LEAST,
        "memory_flat": growth <= GROWTH_MB,
    }
    target = measure.write("model_door", {**found, "growth_mb": round(growth, 1), "kept": kept})
    print(f"{found['answers']} answers for {found['callers']} callers, {found['answers_per_s']} a second; {target}")
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
