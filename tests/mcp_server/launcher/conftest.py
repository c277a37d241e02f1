"""What the tests of the launcher share: a plugin folder of its own, and packages that install without a network."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ROOT / ".tools"
PLUGIN_PARTS = [".claude-plugin", ".claude", "claude_templates", "commands", "mcp_server", "teaching"]
DOWNLOAD_S = 600


@pytest.fixture(scope="session")
def wheels(outer_environment: Mapping[str, str], require_part: Callable[[object, str], None]) -> Path:
    """A folder with the wheels of everything that the plugin's environment holds, filled once for all runs."""
    folder = TOOLS / "wheels"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = [*project["dependencies"], *project["optional-dependencies"]["web"]]
    constraints = ROOT / "constraints.txt"
    digest = hashlib.sha256("\n".join([*needs, constraints.read_text(encoding="utf-8")]).encode()).hexdigest()
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "wheels.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = folder / "digest"
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != digest:
            shutil.rmtree(folder, ignore_errors=True)
            asked = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--only-binary",
                ":all:",
                "--dest",
                str(folder),
            ]
            done = subprocess.run(
                [*asked, "--constraint", str(constraints), *needs],
                env=dict(outer_environment), capture_output=True, encoding="utf-8", timeout=DOWNLOAD_S, check=False,
            )  # fmt: skip
            require_part(done.returncode == 0, f"the wheels cannot be fetched: {done.stderr[-300:]}")
            stamp.write_text(digest, encoding="utf-8")
    return folder


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """The plugin as a client keeps it: its files alone, in a folder with a space in its name."""
    folder = tmp_path / "plug in"
    for part in PLUGIN_PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder / name)
    return folder
