"""What is installed from a wheel holds what the code reads beside itself."""

import subprocess
import sys
import zipfile
from pathlib import Path

from teaching.curriculum import states
from teaching.curriculum.shelf import open_project, slugs
from teaching.exemplars.sealed import unseal

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
    projects = ROOT / "curriculum"
    public = [place.relative_to(projects) for place in projects.rglob("README.md") if ".meta" not in place.parts]
    for place in public:
        assert f"teaching/data/curriculum/{place.as_posix()}" in names
    assert not [name for name in names if ".meta" in name]
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"teaching", "mcp_server", "finetune"}


def test_solutions_are_in_the_wheel_sealed_and_nowhere_in_clear(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(argv, cwd=ROOT, capture_output=True, timeout=120, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    held = unseal(contents["teaching/data/exemplars.sealed"].decode("ascii"))
    assert isinstance(held, dict)
    projects = [slug for slug in slugs() if (ROOT / "curriculum" / slug / "starter").is_dir()]
    assert projects
    for slug in projects:
        project = open_project(slug)
        assert held[f"data/curriculum/{slug}/.meta/project.json"]
        starter = states.starter(project)
        for path, content in starter.items():
            assert contents[f"teaching/data/curriculum/{slug}/starter/{path}"] == content
        clear = b"\n".join(content for name, content in contents.items() if f"/curriculum/{slug}/" in name)
        given = b"\n".join(starter.values())
        solutions = states.exemplars(project)
        assert solutions
        for one in solutions:
            lines = [line.strip().encode() for line in one.text.splitlines() if len(line.strip()) > 30]
            secret = [line for line in lines if line not in given]
            assert [line for line in secret if line in clear] == [], one.symbol
