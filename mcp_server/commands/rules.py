"""`teach rules`: what was understood of each rule, and how it is checked."""

import argparse
import json

from mcp_server.commands.places import root_and_path
from mcp_server.output import text
from teaching.review.review import rules_of


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand."""
    root, path = root_and_path(options.path, options.root)
    result = rules_of(root, path)
    if options.format == "json":
        print(json.dumps(result.model_dump(), indent=2, ensure_ascii=False))
    else:
        text.rules(result)
    return 0
