"""Times a command of five seconds run directly and run as a verification runs it, in turns.

    python benchmarks/verify_overhead.py [--full]

The command works for two seconds and waits for three, and prints a line every tenth of a second; the project around
it has two thousand files. What is added: looking for what decides, the sandbox, the limits, reading the output.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measure

from teaching.verification import consent, sandbox
from teaching.verification.commands import Command
from teaching.verification.run import run_step

FILES = 2000
LIMIT_PERCENT = 10
CODE = """\
import time
began = time.perf_counter()
count = 0
while time.perf_counter() - began < 5:
    count += 1
    until = time.perf_counter() + 0.04
    while time.perf_counter() < until:
        pass
    time.sleep(0.06)
    print("line", count, flush=True)
"""


def project(root: Path) -> None:
    """Files as of a small application."""
    for number in range(FILES):
        folder = root / f"src/part{number % 40}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"module{number}.py").write_text(f"value = {number}\n", encoding="utf-8")
    for name in ("pyproject.toml", "conftest.py", "CLAUDE.md", "ROADMAP.md"):
        (root / name).write_text("", encoding="utf-8")


def main() -> int:
    """Measures, prints and writes; ends with 1 above the limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="more repeats")
    repeats = 9 if arguments.parse_args().full else 3
    argv = (sys.executable, "-c", CODE)
    direct: list[float] = []
    verified: list[float] = []
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name:
        root = Path(name).resolve()
        project(root)
        command = Command("build", argv, "CLAUDE.md:1")
        sandbox.probe()  # once for each process
        for _ in range(repeats):
            began = time.perf_counter()
            subprocess.run(argv, cwd=root, stdout=subprocess.DEVNULL, check=True)
            direct.append(time.perf_counter() - began)
            began = time.perf_counter()
            done = run_step(root, consent.once(root, command), timeout_s=60)
            verified.append(time.perf_counter() - began)
            assert done.green, done.output
    overhead = 100 * (measure.median(verified) / measure.median(direct) - 1)
    print(f"directly {measure.median(direct):.3f} s, verified {measure.median(verified):.3f} s: {overhead:.1f} % more")
    result = {
        "repeats": repeats,
        "files": FILES,
        "sandbox": done.run.sandbox,
        "direct_s": [round(value, 3) for value in direct],
        "verified_s": [round(value, 3) for value in verified],
        "overhead_percent": round(overhead, 2),
        "limit_percent": LIMIT_PERCENT,
    }
    measure.write("verify_overhead", result)
    return 1 if overhead > LIMIT_PERCENT else 0


if __name__ == "__main__":
    sys.exit(main())
