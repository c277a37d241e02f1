"""What is installed from a wheel holds what the code reads beside itself."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_wheel_carries_commands_templates_and_styles_and_nothing_of_the_demo(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for kind, folder in (
        ("commands", "commands"),
        ("claude_templates", "claude_templates"),
        ("output-styles", ".claude/output-styles"),
    ):
        files = [file for file in (ROOT / folder).rglob("*") if file.is_file()]
        assert files
        for file in files:
            assert f"teaching/data/{kind}/{file.relative_to(ROOT / folder).as_posix()}" in names
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"teaching", "mcp_server", "finetune"}
