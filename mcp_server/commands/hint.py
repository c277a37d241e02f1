"""`teach hint`: one rung of the ladder for a marker, a task or a finding; `--show` and `--compare` come after it."""

import argparse
import json
import sys
from pathlib import Path

from mcp_server.commands.places import root_and_path
from mcp_server.terminal import require_person
from teaching.errors import BadInputError
from teaching.guard import release, visible
from teaching.hints import ladder, way_out, words
from teaching.models import voice
from teaching.program import teach


def run(options: argparse.Namespace) -> int:
    """Exit code 0; what cannot be given is refused."""
    root, _ = root_and_path(options.root or ".", options.root)
    if options.show or options.compare:
        if options.format == "json":
            raise BadInputError("a solution is only for a person to read: leave --format out")
        return _show(root, options.target) if options.show else _compare(root, options.target)
    hint = ladder.give(root, options.target, options.level, voice.chosen(ladder.SECONDS))
    if options.format == "json":
        print(json.dumps(words.document(hint), indent=2, ensure_ascii=False))
    else:
        sys.stdout.write(release(words.markdown(hint), root))
    return 0


def _show(root: Path, target: str) -> int:
    require_person(teach("hint", *filter(None, [target]), "--show"))
    found = way_out.solution(root, target)
    # Recorded before it is seen: what cannot be written down is not shown.
    way_out.remember(root, found)
    # The one output that does not pass the leak guard.
    sys.stdout.write(visible(way_out.shown_words(root, found)))
    return 0


def _compare(root: Path, target: str) -> int:
    sys.stdout.write(release(way_out.compared_words(way_out.comparison(root, target)), root))
    return 0
