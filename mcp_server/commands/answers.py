"""What `teach ask` and `teach explain` share: whom they ask, what is said meanwhile, and how the answer is printed."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from mcp_server.commands.places import root_and_path
from teaching.contracts.mentor import Answered
from teaching.mentor import saying, tiers
from teaching.mentor.tiers import Asker


def placed(named: str, root: str | None) -> tuple[Path, str]:
    """The root, and the place below it with its name or line, of `PATH` or `PATH:NAME` as typed.

    Raises:
        BadInputError: as `root_and_path`.
    """
    path, name = named, ""
    if not os.path.lexists(Path(named).expanduser()) and ":" in named.strip(":"):
        path, _, name = named.partition(":")
    top, below = root_and_path(path, root)
    return top, f"{below}:{name.lstrip(':')}" if name.strip(":") else below


def who(root: Path, options: argparse.Namespace) -> Asker:
    """Whom to ask; at a terminal it is said that somebody is asked, for that can take a while."""
    if options.no_model:
        return tiers.nobody()

    def watching(tier: str) -> None:
        if sys.stderr is not None and sys.stderr.isatty():
            print(f"teach {options.command}: asking the model of the tier {tier}; Ctrl-C gives up", file=sys.stderr)

    return tiers.asker(root, watching=watching)


def printed(found: Answered, options: argparse.Namespace, release: Callable[[str], str]) -> int:
    """Prints an answer, and exits with 0, whoever answered.

    Args:
        release: the guard of whoever calls.
    """
    if options.format == "json":
        told = found.model_copy(update={"text": release(found.text)})
        print(json.dumps(told.model_dump(), indent=2, ensure_ascii=False))
    else:
        sys.stdout.write(release(saying.markdown(found, options.explain)))
    return 0
