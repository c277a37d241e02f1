"""`teach next`: the task that comes next, and why; `--start` marks it as begun."""

import argparse
import json

from mcp_server.commands.places import root_and_path
from mcp_server.output import roadmap as output
from mcp_server.output.text import say
from teaching.program import teach
from teaching.roadmap.lessons import lesson_of
from teaching.standing.beginning import begin
from teaching.standing.standing import standing


def run(options: argparse.Namespace) -> int:
    """Exit code 0, also where every task is done."""
    root, _ = root_and_path(options.root or ".", options.root)
    started = options.start and begin(root)
    found = standing(root).next
    if options.format == "json":
        next_task = found.model_dump() if found is not None else None
        print(json.dumps({"next": next_task, "started": started}, indent=2, ensure_ascii=False))
    elif found is None:
        say(f"No task is open: {teach('plan')} plans what comes next.")
    else:
        output.proposal(found, started, lesson_of(root, found.id))
    return 0
