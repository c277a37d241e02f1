"""Times each hook as Claude Code runs it, by the line of `hooks.json`, against Python's own start in the same run.

    python benchmarks/hook_time.py [--full]

Every run is a `/bin/sh -c` of the plugin's own line with an event on standard input, in a copy of the hooks, with the
`python3` that runs this first on PATH. Cold means that the files' pages were dropped from memory before each run: all
of them by /proc/sys/vm/drop_caches where that may be written, else those of Python, its library, the hooks and the
project by posix_fadvise, which keeps what other programs have mapped. The kinds alternate; a run of each goes before.
The project has a roadmap of 200 tasks, 40 records of evidence and 400 source files.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import measure

ROOT = Path(__file__).resolve().parents[1]
LIMIT_MS = 200
LIMIT_OUT_MS = 20
DROP = Path("/proc/sys/vm/drop_caches")
TASKS, RECORDS, SOURCES = 200, 40, 400
NOT_OPTED_IN = "not opted in"
HOOKS = {
    "session-start": ("SessionStart", {"source": "startup"}),
    "before-tool": ("PreToolUse", {"tool_name": "Edit", "tool_input": {"old_string": "a = 1", "new_string": "a = 2"}}),
    "after-tool": ("PostToolUse", {"tool_name": "Edit", "tool_input": {}}),
    "stop": ("Stop", {"stop_hook_active": False}),
    "session-end": ("SessionEnd", {"reason": "other"}),
}
PEERS = {"python3 -c pass": ["-c", "pass"], "python3 -I -S -c pass": ["-I", "-S", "-c", "pass"]}


def project(folder: Path) -> Path:
    """A project of some size that opted in."""
    evidence = folder / ".teaching" / "evidence"
    evidence.mkdir(parents=True)
    lines = ["# Roadmap", ""]
    for number in range(TASKS):
        state = "x" if number < RECORDS else " "
        begun = " (In Progress)" if number == RECORDS else ""
        lines += [
            *([f"## Phase {number // 20 + 1}", ""] if number % 20 == 0 else []),
            f"- [{state}] Task {number}{begun} <!-- id: task-{number} -->",
            "  - Acceptance: it works",
            f"  - files: src/part_{number}.py",
        ]
    (folder / "ROADMAP.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "CLAUDE.md").write_text("# Shop\n\n- **Output Style:** Learning\n", encoding="utf-8")
    for number in range(RECORDS):
        run = {"step": "test", "passed": 3, "failed": 0, "skipped": 0}
        record = {"task": f"task-{number}", "title": f"Task {number}", "made_at": "2026-01-02T10:00:00Z", "runs": [run]}
        (evidence / f"{number:064x}.json").write_text(json.dumps(record), encoding="utf-8")
    (folder / "src").mkdir()
    for number in range(SOURCES):
        marker = "# TODO(human): think\n" if number == TASKS else ""
        (folder / "src" / f"part_{number}.py").write_text(f"{marker}a = 1\n" * 40, encoding="utf-8")
    return folder


def python_folder(folder: Path) -> Path:
    """A folder in which `python3` is the interpreter itself: a shim in front of it would cost more than a hook."""
    folder.mkdir()
    (folder / "python3").symlink_to(os.path.realpath(sys.executable))
    return folder


def plugin_copy(folder: Path) -> Path:
    """The hooks as an installed plugin has them: their bytecode is written at the first run."""
    package = ROOT / "mcp_server"
    for source in [*(package / "hooks").glob("*.py"), package / "__init__.py", package / "dispatch.py"]:
        target = folder / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return folder


def dropper(folders: list[Path]) -> tuple[str, Callable[[], None]]:
    """How pages are dropped, and what drops them."""
    if os.access(DROP, os.W_OK):

        def everything() -> None:
            os.sync()
            DROP.write_text("3", encoding="ascii")

        return "drop_caches", everything

    library = Path(os.path.realpath(os.__file__)).parent
    files = [Path(os.path.realpath(sys.executable)), *library.glob("*"), *(library / "lib-dynload").glob("*")]
    for package in ("json", "re", "importlib", "encodings", "collections"):
        files += (library / package).rglob("*")
    files += [file for folder in [*folders, library / "__pycache__"] for file in folder.rglob("*")]

    def ours() -> None:
        for file in files:
            if file.is_file():
                descriptor = os.open(file, os.O_RDONLY)
                try:
                    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                finally:
                    os.close(descriptor)

    return "posix_fadvise", ours


def commands(scratch: Path) -> dict[str, tuple[list[str], dict[str, str], bytes]]:
    """What is run for each kind: the words, the environment, the input."""
    shop, elsewhere = project(scratch / "shop"), scratch / "elsewhere"
    elsewhere.mkdir()
    plugin, programs = plugin_copy(scratch / "plugin"), python_folder(scratch / "programs")
    lines = json.loads((ROOT / ".claude" / "hooks" / "hooks.json").read_text(encoding="utf-8"))["hooks"]
    base = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(scratch / "home"), "CLAUDE_PLUGIN_ROOT": str(plugin)}
    found: dict[str, tuple[list[str], dict[str, str], bytes]] = {}
    for name, words in PEERS.items():
        found[name] = ([str(programs / "python3"), *words], base, b"")
    for name, (event, sent) in HOOKS.items():
        line: str = lines[event][0]["hooks"][0]["command"]
        given = {"session_id": "bench", "cwd": str(shop), "hook_event_name": event, **sent}
        if "tool_input" in given:
            given["tool_input"] = {**given["tool_input"], "file_path": str(shop / "src" / "part_1.py")}
        argv, text = ["/bin/sh", "-c", line], json.dumps(given).encode()
        found[name] = (argv, {**base, "CLAUDE_PROJECT_DIR": str(shop)}, text)
        found[f"{NOT_OPTED_IN}: {name}"] = (argv, {**base, "CLAUDE_PROJECT_DIR": str(elsewhere)}, text)
    return found


def timed(argv: list[str], env: dict[str, str], sent: bytes) -> tuple[float, float]:
    """Milliseconds of one run by the clock and of the processor; it must end well, its error stream empty."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(argv, env=env, input=sent, capture_output=True, check=False)
    taken = (time.perf_counter() - started) * 1000
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stderr) == (0, b""), (argv, done)
    return taken, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def summary(values: list[tuple[float, float]]) -> dict[str, float]:
    """Median and 95th percentile by the clock, and the processor's median, which other programs disturb less."""
    ordered = sorted(taken for taken, _ in values)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    cpu = statistics.median(spent for _, spent in values)
    return {
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(p95, 1),
        "max_ms": round(ordered[-1], 1),
        "cpu_median_ms": round(cpu, 1),
    }


def measured(repeats: int) -> dict[str, Any]:
    """Every figure of one run."""
    begun = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name:
        scratch = Path(name)
        kinds = commands(scratch)
        how, drop = dropper([scratch])
        taken: dict[str, dict[str, list[tuple[float, float]]]] = {kind: {"cold": [], "warm": []} for kind in kinds}
        for number in range(repeats + 1):
            for kind, (argv, env, sent) in kinds.items():
                drop()
                cold = timed(argv, env, sent)
                warm = timed(argv, env, sent)
                if number:
                    taken[kind]["cold"].append(cold)
                    taken[kind]["warm"].append(warm)
    figures = {kind: {heat: summary(values) for heat, values in both.items()} for kind, both in taken.items()}
    limits = {"limit_ms": LIMIT_MS, "limit_not_opted_in_ms": LIMIT_OUT_MS}
    load = [round(value, 2) for value in begun]
    return {"repeats": repeats, "cold_by": how, "load_average_at_start": load, **limits, **figures}


def main() -> int:
    """Measures, prints and writes; ends with 1 when a hook's cold p95 is above its limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="more repeats")
    result = measured(60 if arguments.parse_args().full else 20)
    kinds = {key: value for key, value in result.items() if isinstance(value, dict)}
    print(f"{result['repeats']} runs of each, cold by {result['cold_by']}")
    for kind, both in kinds.items():
        cells = [
            f"{heat} {' '.join(f'{key} {value:6.1f}' for key, value in one.items())}" for heat, one in both.items()
        ]
        print(f"  {kind:<30} {'    '.join(cells)}")
    print(f"written to {measure.write('hook_time', result).name}")
    limits = {kind: LIMIT_OUT_MS if kind.startswith(NOT_OPTED_IN) else LIMIT_MS for kind in kinds if kind not in PEERS}
    slow = [kind for kind, limit in limits.items() if kinds[kind]["cold"]["p95_ms"] > limit]
    print(f"too slow: {', '.join(slow)}" if slow else "within the limits")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
