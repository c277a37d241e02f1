"""`teach verify`: proves one task by the project's own commands and ticks it; at a terminal it asks for consent."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from mcp_server.commands.places import root_and_path
from mcp_server.consenting import given, lasts, surroundings, told
from mcp_server.output.text import say
from mcp_server.terminal import is_person, require_person, says_yes
from teaching.contracts.verification import Verification
from teaching.errors import RefusedError
from teaching.guard import release, visible
from teaching.hints import predicting
from teaching.program import teach
from teaching.standing import after
from teaching.tasks.verifying import Ask, Way, attest, verify
from teaching.verification.consent import Allowed, NotAllowed


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when the task is not proved."""
    root, _ = root_and_path(options.root or ".", options.root)
    if options.attest is not None:
        found = _attest(root, options.task, options.attest)
    else:
        try:
            found = verify(root, options.task, Way(ask=_asker(root) if is_person() else None, progress=_progress))
        finally:
            _clear()
    if options.format == "json":
        print(json.dumps(found.model_dump(), indent=2, ensure_ascii=False))
    else:
        sys.stdout.write(release(after.told(root, found, predicting.offer(root, found)), root))
    return 0 if found.passed else 1


def _attest(root: Path, task: str, reason: str) -> Verification:
    require_person(teach("verify", task, "--attest", reason))
    say(f"No command will run. “{visible(task)}” will be ticked on your word: {visible(reason)}")
    if not says_yes("Is it done?"):
        raise RefusedError("nothing was ticked")
    return attest(root, task, reason)


def _asker(root: Path) -> Ask:
    def ask(missing: Sequence[NotAllowed]) -> list[Allowed] | None:
        say(f"To prove this task, these commands of the project run in {visible(str(root))}:")
        for one in missing:
            say(visible(told(one)))
        say(surroundings())
        lasting = "Run them, and do not ask again while nothing about them changes?"
        if not says_yes(lasting if lasts() else "Run them?"):
            return None
        return given(root, missing, "terminal", keep=True)

    return ask


def _clear() -> None:
    """Takes the line of progress away, which the reply would go on from."""
    if sys.stderr is not None and sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _progress(done: int, total: int, words: str) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r\x1b[K{done + 1}/{total} {visible(words)[:100]}", end="", file=sys.stderr, flush=True)
