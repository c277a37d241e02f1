"""`teach ask`: a question about the project, answered by the chosen model or in the project's own words."""

import argparse
import json
import sys

from mcp_server.commands.places import root_and_path
from teaching.guard import release
from teaching.mentor import answering
from teaching.models import voice


def run(options: argparse.Namespace) -> int:
    """Exit code 0, whoever answered."""
    root, path = root_and_path(options.path or ".", options.root)
    question = answering.Question(" ".join(options.question), path if options.path else None)
    found = answering.answer(root, question, voice.chosen(answering.SECONDS))
    if options.format == "json":
        told = found.model_copy(update={"text": release(found.text, root)})
        print(json.dumps(told.model_dump(), indent=2, ensure_ascii=False))
    else:
        sys.stdout.write(release(answering.markdown(found), root))
    return 0
