"""The documentation says what is so: generated parts are up to date, and what it names is there."""

import re
import subprocess
import sys
from pathlib import Path

from mcp_server.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_lists_page_and_picture_are_what_the_generator_writes() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_subcommand_that_readme_names_exists() -> None:
    named = set(re.findall(r"(?:`|/)teach ([a-z]+)\b", README))
    assert len(named) >= 4
    assert named <= {command.name for command in COMMANDS}


def test_every_make_target_that_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE))
    assert len(named) >= 3
    assert named <= targets


def test_every_place_in_readmes_map_exists() -> None:
    (block,) = re.findall(r"## Where things are\n\n```\n(.*?)```", README, re.DOTALL)
    parent = ""
    places: list[str] = []
    for line in block.splitlines():
        depth = len(line) - len(line.lstrip())
        names = re.findall(r"[\w.-]+/", line.split("  ")[0] if depth == 0 else line.strip().split("  ")[0])
        if depth == 0:
            parent = names[-1]
            places += names
        elif depth == 2:
            places += [parent + name for name in names]
            below = parent + names[-1]
        else:
            places += [below + name for name in names]
    assert len(places) >= 12
    assert [place for place in places if not (ROOT / place).is_dir()] == []


def test_every_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert len(links) >= 2
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_picture_loads_nothing_from_elsewhere() -> None:
    picture = (ROOT / "docs" / "review.svg").read_text(encoding="utf-8")
    assert "url(http" not in picture
    assert "@font-face" not in picture
