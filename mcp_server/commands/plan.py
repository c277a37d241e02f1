"""`teach plan`: a plan in phases and tasks, or the judgement of a draft; `--write` merges it into ROADMAP.md."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mcp_server.commands.places import root_and_path
from teaching.errors import BadInputError
from teaching.guard import release
from teaching.mentor import planning
from teaching.models import voice
from teaching.repository.files import printable
from teaching.tasks.plans import Proposal, Wanted, propose

_MOST = 1_000_000


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a draft is refused."""
    root, _ = root_and_path(options.root or ".", options.root)
    draft = None if options.draft is None else _draft(options.draft)
    wanted = Wanted(options.goal, options.requirement, _answers(options.answer), draft, options.source, options.write)
    found = propose(root, wanted)
    if found.plan is not None and not options.no_model:
        found = replace(found, plan=planning.opened(found.plan, voice.chosen(planning.SECONDS)))
    if options.format == "json":
        print(json.dumps(_document(found), indent=2, ensure_ascii=False))
    else:
        sys.stdout.write(release(planning.signed(found.markdown(), found.plan), root))
    return 0 if found.accepted else 1


def _document(found: Proposal) -> object:
    result = found.judgement or found.plan
    return None if result is None else result.model_dump()


def _draft(named: str) -> str:
    """The text of a draft: a file, or `-` for standard input."""
    try:
        if named == "-":
            return sys.stdin.read(_MOST)
        with Path(named).open(encoding="utf-8") as file:
            return file.read(_MOST)
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "not UTF-8 text").lower()
        raise BadInputError(
            f"{printable(named)} cannot be read ({reason}): pass a text file, or - for a pipe"
        ) from error


def _answers(given: Sequence[str]) -> dict[str, str]:
    answers: dict[str, str] = {}
    for one in given:
        key, sign, value = one.partition("=")
        if not sign or not key.strip() or not value.strip():
            raise BadInputError(f"--answer takes ID=ANSWER, with the id in brackets before a question, not {one!r}")
        answers[key.strip()] = value.strip()
    return answers
