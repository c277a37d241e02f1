"""Compiles llama-cpp-python into `.tools/llama` while the other tests run, and installs it: `build`, then `install`.

PyPI has its sources only. The wheel is for this machine's processor, and is made again when version, settings or
processor change.
"""

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
FOLDER = TOOLS / "llama"
LOG = TOOLS / "llama.log"
# Without the part for pictures, which takes a sixth of the time.
SETTINGS = "-DLLAVA_BUILD=OFF"
BUILD_S = 2400


def main() -> int:
    """Does what the argument says; 0 where the wheel is there, or installed."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "llama.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wheel = _wheel() or _built()
    if wheel is None:
        print(f"llama-cpp-python could not be compiled: {LOG.relative_to(ROOT)} says why", file=sys.stderr)
        return 1
    if sys.argv[1:] == ["install"]:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--constraint", str(ROOT / "constraints.txt")]
        return subprocess.run([*pip, str(wheel)], check=False).returncode
    return 0


def _pinned() -> str:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("llama_cpp_python=="))


def _digest() -> str:
    """Of all that the wheel depends on; it is compiled for the very processor."""
    flags = ""
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        flags = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    parts = (_pinned(), SETTINGS, sys.version, platform.machine(), flags)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _wheel() -> Path | None:
    stamp = FOLDER / "digest"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != _digest():
        return None
    return next(FOLDER.glob("*.whl"), None)


def _built() -> Path | None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(FOLDER), _pinned()]
    with LOG.open("w", encoding="utf-8") as log:
        done = subprocess.run(
            pip, env={**os.environ, "CMAKE_ARGS": SETTINGS}, stdout=log, stderr=log, timeout=BUILD_S, check=False
        )  # fmt: skip
    if done.returncode:
        return None
    (FOLDER / "digest").write_text(_digest(), encoding="utf-8")
    return _wheel()


if __name__ == "__main__":
    sys.exit(main())
