"""`teach review --decline ID REASON`, `--undecline ID` and `--declined`: what is no longer reported, and why."""

import argparse
import json
from pathlib import Path

from mcp_server.output import text
from teaching.contracts.review import Finding
from teaching.errors import BadInputError
from teaching.program import teach
from teaching.review.declining import decline, declined, take_back
from teaching.review.opinions.kept import kept
from teaching.review.review import Request, review

_SHORTEST = 6  # characters of an id; fewer could mean several findings


def run(root: Path, options: argparse.Namespace) -> int:
    """Runs the subcommand."""
    if options.declined:
        return _list(root, options.format)
    if options.undecline:
        known = [one.id for one in declined(root) if one.id.startswith(options.undecline)]
        one = take_back(root, known[0] if len(known) == 1 else options.undecline)
        text.say(f"{one.place} ({one.check}) is reported again.")
        return 0
    name, reason = options.decline
    one = decline(root, _found(root, name), reason)
    text.say(f"{one.place} ({one.check}) is no longer reported: {one.reason}")
    text.say(f"It comes back when the code there changes, or with `{teach('review', '--undecline', one.id)}`.")
    return 0


def _found(root: Path, name: str) -> Finding:
    """The finding of the whole tree, or a model's last opinion, with that id, or with an id that begins so."""
    findings = review(Request(root, scope="all", max_findings=0)).findings
    near = {
        one.id: one for one in (*findings, *kept(root)) if one.id.startswith(name.lower()) and len(name) >= _SHORTEST
    }
    if len(near) != 1:
        asked = teach("review", "--format", "json")
        raise BadInputError(f"no finding has the id {name!r}: `{asked}` and the printed review show them")
    return next(iter(near.values()))


def _list(root: Path, form: str) -> int:
    known = declined(root)
    if form == "json":
        print(json.dumps({"declined": [one.model_dump() for one in known]}, indent=2, ensure_ascii=False))
        return 0
    for one in known:
        text.say(f"{one.id}  {one.place}  {one.check}  {one.at[:10]}  {one.reason}")
    if not known:
        text.say("Nothing was declined in this project.")
    return 0
