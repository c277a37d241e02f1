"""Measures training on this machine's accelerator: ours beside plain transformers + peft, and Unsloth where it is.

    python3 benchmarks/gpu_check.py [--tiny] [--seconds 540] [--only CASE,CASE] [--out DIR] [--unsloth DIR]

It makes no environment and needs no network: this `python3` and its torch (2.11 or newer) are used, and what else is
missing may lie as unpacked wheels in a folder of PYTHONPATH. Without a GPU it runs tiny and keeps nothing, unless --out
names a folder. Each case is a process of its own: one that crashes, lacks a library or takes too long is a line in the
result. The result is written after every step that was made, and the whole ends after --seconds.
"""

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
SECONDS = 540.0
_TICK_S = 0.5
_WARM_UP = 2  # steps that are not counted: kernels are chosen, memory is taken
_LEAST_S = 20.0  # with less a case is not begun
_SHARE = 5  # a case gets no more than this part of the time; on a slow device its steps until then count
_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_REAL = {"shape": "8b", "rows": 400, "pack_tokens": 4096, "batch_packs": 4, "micro_batch": 4, "steps": 12}
_TINY = {"shape": "tiny", "rows": 24, "pack_tokens": 256, "batch_packs": 2, "micro_batch": 2, "steps": 4}


@dataclass(frozen=True)
class Case:
    """One program of `gpu_cases`, and what it is asked for beyond the sizes."""

    script: str
    purpose: str
    asked: dict[str, Any] = field(default_factory=dict)


LORA, QLORA = {"precision": "lora"}, {"precision": "qlora"}
CASES = {
    "peak": Case("peak", "the device, and its matrix products"),
    "lora": Case("ours", "ours, LoRA in bf16", LORA),
    "plain-lora": Case("plain", "transformers + peft, LoRA in bf16, activations computed again", LORA),
    "qlora": Case("ours", "ours, QLoRA in NF4", QLORA),
    "plain-qlora": Case("plain", "transformers + peft, QLoRA in NF4, activations computed again", QLORA),
    "learn": Case("learn", "a tiny model learns by heart", {"steps": 80}),
    "plain-lora-kept": Case(
        "plain", "transformers + peft, LoRA in bf16, activations kept", LORA | {"recompute": "never"}
    ),
    "unsloth-lora": Case("with_unsloth", "Unsloth, LoRA in bf16", LORA),
    "lora-recomputed": Case(
        "ours", "ours, LoRA in bf16, all activations computed again", LORA | {"recompute": "always"}
    ),
    "unsloth-qlora": Case("with_unsloth", "Unsloth, QLoRA in NF4", QLORA),
}


class Check:
    """The cases one after another, and the result as far as it is known."""

    def __init__(self, options: argparse.Namespace, scratch: Path) -> None:
        self._options, self._scratch = options, scratch
        self._until = time.monotonic() + options.seconds
        self._running: subprocess.Popen[bytes] | None = None
        self.result: dict[str, Any] = {"complete": False, "tiny": options.tiny, "cases": {}}
        self.target: Path | None = None

    def run(self) -> None:
        """All that were asked for, as far as the time goes."""
        for name in self._options.only:
            self.result["cases"][name] = {"purpose": CASES[name].purpose}
            self._case(name, CASES[name])
            if name == "peak":
                self._know()
            self._share(self.result["cases"][name])
            self.result["ratios"] = ratios(self.result["cases"])
            self._write()
            print(f"  {name:<16} {told(self.result['cases'][name])}", flush=True)
        self.result["complete"] = True
        self._write()

    def end(self) -> None:
        """Ends the case that runs."""
        if self._running is not None and self._running.poll() is None:
            os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()

    def _case(self, name: str, case: Case) -> None:
        found, folder = self.result["cases"][name], self._scratch / name
        left = self._until - time.monotonic()
        if left < min(_LEAST_S, self._options.seconds / 2):
            found["state"] = "no time was left"
            return
        folder.mkdir()
        sizes = _TINY if self._options.tiny else _REAL
        spec = {**sizes, **case.asked, "folder": str(folder)}
        if self._options.steps:
            spec["steps"] = self._options.steps
        begun = time.monotonic()
        with (folder / "said").open("wb") as said:
            script = ROOT / "benchmarks" / "gpu_cases" / f"{case.script}.py"
            self._running = subprocess.Popen(
                [sys.executable, str(script), json.dumps(spec)], cwd=folder, env=self._environment(case),
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip
            until = min(self._until, begun + max(_LEAST_S, self._options.seconds / _SHARE))
            while self._running.poll() is None and time.monotonic() < until:
                time.sleep(_TICK_S)
                if gather(folder, found, _WARM_UP if spec["steps"] > _WARM_UP else 0):
                    self._write()
        late = self._running.poll() is None
        self.end()
        gather(folder, found, _WARM_UP if spec["steps"] > _WARM_UP else 0)
        found["seconds"] = round(time.monotonic() - begun, 1)
        found["state"] = "out of time" if late else state(self._running.returncode, folder / "said")

    def _share(self, found: dict[str, Any]) -> None:
        """MFU, of the one peak that this run measured: a case that measured its own would have another yardstick."""
        peak = self.result.get("machine", {}).get("matrix_products_per_s")
        if peak and "tflops" in found:
            found["mfu"] = round(found["tflops"] * 1e12 / peak, 4)

    def _environment(self, case: Case) -> dict[str, str]:
        beside = [self._options.unsloth] if case.script == "with_unsloth" and self._options.unsloth else []
        path = [str(ROOT), *beside, os.environ.get("PYTHONPATH", "")]
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(entry for entry in path if entry),
            **{"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "UNSLOTH_DISABLE_STATISTICS": "1"},
        }

    def _know(self) -> None:
        """What the device is decides where the result goes."""
        facts = self.result["cases"]["peak"].pop("facts", {})
        self.result |= {
            "device": facts.pop("device", "unknown"),
            "versions": facts.pop("versions", {}),
            "machine": facts,
        }
        folder = self._options.out or (RESULTS if "capability" in facts else None)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            slug = re.sub(r"[^a-z0-9]+", "-", self.result["device"].lower()).strip("-")
            self.target = folder / f"gpu_check_{slug}.json"
        if self.result["device"] == "cpu" and not self._options.tiny:
            print("  no GPU: tiny sizes", flush=True)
            self._options.tiny = self.result["tiny"] = True

    def _write(self) -> None:
        if self.target is not None:
            aside = self.target.with_suffix(".part")
            aside.write_text(json.dumps(self.result, indent=2) + "\n", encoding="utf-8")
            aside.replace(self.target)


def rows_of(file: Path) -> list[dict[str, Any]]:
    """The records of a file that a case writes line by line; a last one that is half written is not there yet."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.is_file() else []
    return [json.loads(line) for line in lines if line.endswith("\n")]


def gather(folder: Path, found: dict[str, Any], skipped: int) -> bool:
    """Brings a case's figures up to date; whether there is something new."""
    before = json.dumps(found)
    if facts := rows_of(folder / "facts.json"):
        found["facts"] = facts[0]
    if events := rows_of(folder / "events.jsonl"):
        counted = events[skipped:] or events[-1:]
        found["steps"] = len(events)
        found["tokens_per_second"] = round(statistics.median(event["tokens_per_second"] for event in counted), 1)
        found["tflops"] = round(statistics.median(event["tflops"] for event in counted), 6)
        found["peak_memory"] = max(int(event["memory"]) for event in events)
        found["loss"] = [round(events[0]["loss"], 4), round(events[-1]["loss"], 4)]
    return json.dumps(found) != before


def state(code: int, said: Path) -> str:
    """How a case ended, in a few words."""
    if code == 0:
        return "done"
    lines = said.read_text(encoding="utf-8", errors="replace").strip().splitlines() or [f"exit code {code}"]
    if missing := _NO_MODULE.search(lines[-1]):
        return f"skipped: {missing[1]} is not installed"
    return f"failed: {lines[-1][:300]}"


def ratios(cases: dict[str, Any]) -> dict[str, float]:
    """Ours by the fastest of each other way, in real tokens per second; only where both made steps in this run."""
    speed = {name: case["tokens_per_second"] for name, case in cases.items() if "tokens_per_second" in case}
    found: dict[str, float] = {}
    for ours in ("lora", "qlora"):
        for other, names in (("plain", (f"plain-{ours}", f"plain-{ours}-kept")), ("unsloth", (f"unsloth-{ours}",))):
            best = max((speed[name] for name in names if name in speed), default=0.0)
            if ours in speed and best:
                found[f"{ours} by {other}"] = round(speed[ours] / best, 2)
    return found


def told(case: dict[str, Any]) -> str:
    """A line for whoever waits."""
    if "tokens_per_second" not in case:
        return case["state"]
    figures = (
        f"{case['tokens_per_second']:,.0f} tokens/s, {case['tflops']:.3g} TFLOP/s, MFU {case.get('mfu', 0):.1%}, "
        f"{case['peak_memory'] / 1e9:.1f} GB"
    )
    return f"{figures}, {case['steps']} steps: {case['state']}"


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tiny", action="store_true", help="small sizes, on a GPU too")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="when to end (default: %(default)s)")
    parser.add_argument("--only", help=f"some of {', '.join(CASES)}; peak is always there")
    parser.add_argument("--steps", type=int, default=0, help="of each case, in place of its own number")
    parser.add_argument("--out", type=Path, help="where the result goes (default: benchmarks/results, with a GPU)")
    parser.add_argument("--unsloth", help="a folder of packages that only Unsloth's cases see")
    parser.add_argument("--full", action="store_true", help="changes nothing: for `make test-full`")
    options = parser.parse_args()
    asked = options.only.split(",") if options.only else list(CASES)
    if unknown := [name for name in asked if name not in CASES]:
        parser.error(f"there is no case {unknown[0]}: choose from {', '.join(CASES)}")
    options.only = ["peak", *(name for name in CASES if name in asked and name != "peak")]
    return options


def main() -> int:
    """Measures, prints and writes; ends with 1 where the device could not even be named."""
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="gpu-check-") as scratch:
        check = Check(options, Path(scratch))

        def ended(_number: int, _frame: FrameType | None) -> None:
            check.end()
            sys.exit(1)

        signal.signal(signal.SIGTERM, ended)
        try:
            check.run()
        finally:
            check.end()
    print(f"written to {check.target}" if check.target else "kept nowhere: pass --out DIR for that")
    return 0 if check.result.get("device", "unknown") != "unknown" else 1


if __name__ == "__main__":
    sys.exit(main())
