"""`teach roadmap audit`: holds the roadmap's ticks against their evidence."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from mcp_server.commands.places import root_and_path
from teaching.contracts.verification import Audit
from teaching.errors import TeachingError
from teaching.evidence.audit import audit
from teaching.guard import release
from teaching.repository.git import find_top, open_git
from teaching.roadmap.reading import parse
from teaching.roadmap.store import read
from teaching.tasks.render import audited
from teaching.tasks.rerun import rerun


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a tick is not carried by its evidence."""
    root, _ = root_and_path(options.root or ".", options.root)
    found = audit(root, parse(read(root)), _knows(root))
    if options.rerun:
        red = rerun(root)
        found = Audit(
            problems=[*found.problems, *red.problems], proved=found.proved, attested=found.attested,
            notes=[*found.notes, *red.notes],
        )  # fmt: skip
    if options.format == "json":
        print(json.dumps(found.model_dump(), indent=2, ensure_ascii=False))
    else:
        sys.stdout.write(release(audited(found), root))
    return 1 if found.problems else 0


def _knows(root: Path) -> Callable[[str], bool] | None:
    """Whether git knows a commit; None where there is no git that can be asked."""
    top = find_top(root)
    try:
        git = open_git(top) if top is not None else None
    except TeachingError:
        return None
    if git is None:
        return None

    def knows(commit: str) -> bool:
        try:
            return git.commit(commit) == commit
        except TeachingError:
            return False

    return knows
