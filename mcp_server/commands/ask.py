"""`teach ask`: a question about the project, answered by the model that it is for or in the project's own words."""

import argparse

from mcp_server.commands import answers
from teaching.guard import release
from teaching.mentor import answering


def run(options: argparse.Namespace) -> int:
    """Exit code 0, whoever answered."""
    root, place = answers.placed(options.path or ".", options.root)
    question = answering.Question(" ".join(options.question), place if options.path else None)
    found = answering.answer(root, question, answers.who(root, options))
    return answers.printed(found, options, lambda text: release(text, root))
