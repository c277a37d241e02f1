"""Downloads the wheels of what the plugin's environment holds into `.tools/wheels`, so that it installs offline."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
DOWNLOAD_S = 600


def download(environment: Mapping[str, str]) -> tuple[Path, str]:
    """The folder, filled once for all runs until the dependencies change; and in a line what went wrong.

    Args:
        environment: the user's own, for the index that pip is told to ask.
    """
    folder = TOOLS / "wheels"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = [*project["dependencies"], *project["optional-dependencies"]["web"]]
    constraints = ROOT / "constraints.txt"
    digest = hashlib.sha256("\n".join([*needs, constraints.read_text(encoding="utf-8")]).encode()).hexdigest()
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "wheels.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = folder / "digest"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
            return folder, ""
        shutil.rmtree(folder, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary", ":all:", "--dest", str(folder)]
        done = subprocess.run(
            [*pip, "--constraint", str(constraints), *needs],
            env=dict(environment), capture_output=True, encoding="utf-8", timeout=DOWNLOAD_S, check=False,
        )  # fmt: skip
        if done.returncode:
            return folder, f"the wheels cannot be fetched: {' '.join(done.stderr.split())[-300:]}"
        stamp.write_text(digest, encoding="utf-8")
    return folder, ""
