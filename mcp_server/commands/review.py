"""`teach review`: reviews and prints in the form asked for; exit code 1 when there are findings that tools found."""

import argparse
import json
import os
import sys

from mcp_server.commands.places import root_and_path
from mcp_server.dispatch import load
from teaching.contracts.review import Review
from teaching.errors import BadInputError
from teaching.guard import release
from teaching.models import unchosen
from teaching.repository.scope import Scope
from teaching.review.cache.remembering import remembered
from teaching.review.declining import left_out
from teaching.review.opinions.words import of_tools
from teaching.review.render import markdown
from teaching.review.request import Request
from teaching.review.review import review

BUDGET = 7
# What `--fail-on` names, and the weights of the findings that it means.
_FAILING = {"must": {"must"}, "should": {"must", "should"}, "any": {"must", "should", "consider"}, "never": set[str]()}


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand."""
    if options.for_pull_request and options.format != "markdown":
        raise BadInputError("--for-pull-request is a form of markdown: add --format markdown")
    root, path = root_and_path(options.path, options.root)
    if options.declined or options.decline or options.undecline:
        return int(load("mcp_server.commands.declines:run")(root, options))
    budget = options.max_findings
    if budget is None:
        budget = 0 if options.format == "sarif" else BUDGET
    known, notes = left_out(root)
    request = Request(
        root, path, options.scope, budget, baseline=not options.no_baseline, declined=known, notes=tuple(notes)
    )
    # A machine reads SARIF, and a pipeline wants the same words each time.
    silent = options.no_model or options.format == "sarif" or unchosen.nothing_is()
    result = _reviewed(request, silent, not options.no_cache, getattr(options, "resolved", None))
    if options.for_pull_request:
        sys.stdout.write(_comment(result, request))
    else:
        _print(result, options.format, request)
    return int(_fails(result, options.fail_on))


def _fails(result: Review, on: str) -> bool:
    # What the budget holds back is never graver than all that is shown.
    held_back = result.suppressed > 0 and on == "any"
    return held_back or any(finding.severity in _FAILING[on] for finding in of_tools(result))


def _reviewed(request: Request, silent: bool, cached: bool, resolved: Scope | None) -> Review:
    if not silent:
        return load("teaching.mentor.reviewing:in_terminal")(request, resolved)
    return remembered(request, _no_progress, resolved) if cached else review(request)


def _no_progress(done: int, total: int, message: str) -> None:
    """Nobody is watching."""


def _print(result: Review, form: str, request: Request) -> None:
    if form == "json":
        print(json.dumps(result.model_dump(), indent=2, ensure_ascii=False))
    elif form == "sarif":
        origin = load("mcp_server.output.provenance:provenance")(request.root, request.scope)
        print(json.dumps(load("mcp_server.output.sarif:document")(result, origin), indent=2, ensure_ascii=False))
    elif form == "markdown":
        sys.stdout.write(release(markdown(result), request.root))
    else:
        load("mcp_server.output.text:review")(result, request.root.name)


def _comment(result: Review, request: Request) -> str:
    origin = load("mcp_server.output.provenance:provenance")(request.root, request.scope)
    where = load("mcp_server.output.pull_request:blobs")(os.environ, origin.revision if origin else "")
    comment: str = load("mcp_server.output.pull_request:comment")(result, request.path, where)
    # Its first line, by which it is found again, stays whatever the guard takes back.
    name, _, words = comment.partition("\n")
    return f"{name}\n{release(words, request.root)}"
