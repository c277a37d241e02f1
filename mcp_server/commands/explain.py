"""`teach explain`: a piece of code taken apart, by a model or by what can be told without one."""

import argparse

from mcp_server.commands import answers
from teaching.guard import release
from teaching.mentor import explaining


def run(options: argparse.Namespace) -> int:
    """Exit code 0, whoever answered."""
    root, place = answers.placed(options.place, options.root)
    found = explaining.explain(root, place, answers.who(root, options))
    return answers.printed(found, options, lambda text: release(text, root))
