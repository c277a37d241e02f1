"""`teach review`: reviews and prints in the form asked for; exit code 1 when there are findings that tools found."""

import argparse
import json
import sys

from mcp_server.commands.places import root_and_path
from mcp_server.dispatch import load
from teaching.contracts.review import Review
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


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand."""
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
    _print(result, options.format, request)
    return 1 if of_tools(result) or result.suppressed else 0


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
        print(json.dumps(load("mcp_server.output.sarif:document")(result), indent=2, ensure_ascii=False))
    elif form == "markdown":
        sys.stdout.write(release(markdown(result), request.root))
    else:
        load("mcp_server.output.text:review")(result, request.root.name)
