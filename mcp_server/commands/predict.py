"""`teach predict`: one line of proved code is changed, and the learner says which test fails."""

import argparse
import sys

from mcp_server.commands.places import root_and_path
from teaching.guard import release
from teaching.hints import predicting


def run(options: argparse.Namespace) -> int:
    """Exit code 1 for a wrong answer."""
    root, _ = root_and_path(options.root or ".", options.root)
    if options.skip:
        found = predicting.skip(root, options.task)
    elif options.answer is not None:
        found = predicting.answer(root, options.task, options.answer)
    else:
        found = predicting.ask(root, options.task)
    sys.stdout.write(release(predicting.markdown(found), root))
    return 1 if found.prediction.outcome == "wrong" else 0
