"""`teach curriculum`: proves a curriculum project both ways, or writes its starter."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from mcp_server.commands.places import folder_at
from mcp_server.output.text import say
from teaching.curriculum.environment import installed_in
from teaching.curriculum.proving import Proof, Way, build, check
from teaching.guard import visible


def run(options: argparse.Namespace) -> int:
    """Exit code 1 where something is not as it has to be."""
    folder = folder_at(options.directory, "pass the folder of a curriculum project")
    if options.action == "build":
        count = build(folder)
        say(f"Wrote {count} files into {os.path.join(folder.name, 'starter')}.")
        return 0
    proof = check(folder, Way(installed_in(options.venv), progress=_progress))
    if options.format == "json":
        print(json.dumps({**asdict(proof), "proven": not proof.problems}, indent=2, ensure_ascii=False))
    else:
        _tell(proof, folder)
    return 1 if proof.problems else 0


def _tell(proof: Proof, folder: Path) -> None:
    for problem in proof.problems:
        say(f"- {visible(problem)}")
    tests = sum(proof.tests.values())
    counts = (
        f"{len(proof.tests)} tasks with {tests} tests, {proof.others} other tests, {proof.runs} runs; "
        f"{proof.found} of {proof.defects} defects found by the review"
    )
    if proof.problems:
        count = len(proof.problems)
        say(f"{folder.name} is not proven: {count} problem{'' if count == 1 else 's'} ({counts}).")
    else:
        say(f"{folder.name} is proven both ways: {counts}.")


def _progress(words: str) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r\x1b[K{visible(words)[:100]}", end="", file=sys.stderr, flush=True)
