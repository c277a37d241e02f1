"""`teach deny`: takes back what `teach allow` gave; anybody may, for it only ever stops things."""

import argparse

from mcp_server.commands.allow import choose
from mcp_server.commands.places import root_and_path
from mcp_server.output.text import say
from teaching.review.render import plural
from teaching.verification import consent
from teaching.verification.commands import commands_of


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand."""
    root, _ = root_and_path(options.root or ".", options.root)
    commands = choose(commands_of(root), options.steps) if options.steps else None
    count = consent.revoke(root, commands)
    say(f"{plural(count, 'consent')} taken back." if count else "There was nothing to take back.")
    return 0
