"""Before Claude sees a prompt: a simple question is answered by the model on this machine, for whoever wants that.

Everything else passes untouched: what is in doubt, what the model cannot answer in time, and any error. The client
shows the answer as the reason for which the prompt was blocked, and asks nobody. Measured on Claude Code 2.1.197 and
2.1.330: a hook cannot change a prompt, so `??` in front of one stays in it and Claude is told that it means nothing; a
slash command reaches `UserPromptExpansion` on both, and `UserPromptSubmit` before that on 2.1.330 only; one that no
file defines is "unknown" to 2.1.197 before any hook hears of it. Under `-p` the reason is the result.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time

from mcp_server.dispatch import load
from mcp_server.hooks import local_answers, state
from mcp_server.hooks.saying import Event, is_said_elsewhere, project_of, received

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mcp_server.hooks.quick import Said

MARK = "hook prompt --from"  # in the settings that `teach install` wrote
BYPASS = "??"
COMMANDS = ("next", "costs")
_BEFORE_US_S = 0.15  # the start of the shell and of Python
_WRITING_S = 0.05
_REST_S = 300  # after a model that was too slow, which would cost a second and a half at every question
_LONGEST_AGAIN = 120


class Late(Exception):
    """The time is over."""


def prompt(source: str) -> None:
    """Prints a decision to block, with the answer; nothing where the prompt is Claude's.

    Args:
        source: where the hook is registered: `plugin`, `project` or `user`.
    """
    begun = time.monotonic()
    event = received()
    text, project = event.get("prompt"), project_of(event)
    if not isinstance(text, str) or not local_answers.is_on(project) or is_said_elsewhere(MARK, source, project):
        return
    until = begun + max(_WRITING_S, local_answers.within_s() - _BEFORE_US_S)
    signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, max(0.001, until - time.monotonic()))
    try:
        reason = _reason(event, text, project, until)
    except Late:
        return
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if reason and time.monotonic() < until:
        _block(event, reason[0])
        reason[1]()


def _late(number: int, frame: object) -> None:
    raise Late


def _reason(event: Event, text: str, project: str, until: float) -> tuple[str, Callable[[], object]] | None:
    """What is shown in Claude's place, and what is left to do when that is out; None where the prompt is Claude's."""
    if text.lstrip().startswith("/"):
        told: str = load("mcp_server.hooks.typed:told")(event, text, project)
        return (told, lambda: None) if told else None
    if event.get("hook_event_name") != "UserPromptSubmit":
        return None
    if text.lstrip().startswith(BYPASS):
        _tell_of_bypass()
        return None
    if load("mcp_server.hooks.questions:objection")(text, event, project) or not _is_question(text):
        return None
    return _answered(text, project, until)


def _is_question(text: str) -> bool:
    route = load("teaching.routing:classify")(text)
    return route.kind == "syntax" and route.surely_question


def _answered(text: str, project: str, until: float) -> tuple[str, Callable[[], object]] | None:
    begun = time.monotonic()
    if _is_resting():
        return None
    messages, most = load("teaching.prompts.quick:quick")(text), load("teaching.prompts.quick:most_tokens")()
    line = load("mcp_server.hooks.quick:asked")(messages, most)
    if line is None:
        if load("mcp_server.hooks.quick:is_chosen")():
            _behind(lambda: load("mcp_server.behind:warm")())
        return None
    # While the model works, the guard loads: its parsers take longer than everything else here.
    mentor = load("mcp_server.hooks.temper:is_mentor")(project)
    held: Callable[..., bool] | None = _guard() if mentor else None
    try:
        said: Said | None = load("mcp_server.hooks.quick:said")(line, until - _WRITING_S)
    except Late:
        said = None
    seconds = time.monotonic() - begun
    if said is None:
        if time.monotonic() >= until - 2 * _WRITING_S:
            state.put(_slow(), "")
        return None
    if load("mcp_server.hooks.quick:fault")(said.text, load("teaching.prompts.quick:refusal")()):
        return None
    if held is not None and held(said.text, load("pathlib:Path")(project)):
        return None
    return _worded(said, text, seconds), lambda: _note(said, project, seconds)


def _guard() -> Callable[..., bool]:
    if sys.flags.no_site:  # the parsers are packages of the environment
        load("site:main")()
    return load("teaching.guard.holding:is_held")


def _worded(said: Said, question: str, seconds: float) -> str:
    again = " ".join(question.split())
    again = again if len(again) <= _LONGEST_AGAIN else "YOUR QUESTION"
    return (
        f"{said.text}\n\n[{said.model} answered on this machine in {seconds:.1f} s, at no cost. Claude was not asked "
        f"and does not know of it. To ask Claude: {BYPASS} {again}]"
    )


def _block(event: Event, reason: str) -> None:
    own = {"hookEventName": event.get("hook_event_name"), "suppressOriginalPrompt": True}
    print(json.dumps({"decision": "block", "reason": reason, "hookSpecificOutput": own}), flush=True)


def _tell_of_bypass() -> None:
    context = (
        f"The `{BYPASS}` in front of the prompt only sent it past a hook of Teaching Assistant: ignore the two signs."
    )
    print(json.dumps({"hookSpecificOutput": {"hookEventName": "UserPromptSubmit", "additionalContext": context}}))


def _note(said: Said, project: str, seconds: float) -> None:
    """Writes the answer into the ledger of costs."""
    row: dict[str, object] = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "project": os.path.realpath(project),
        "tier": "local",
        "model": said.model,
        "purpose": "prompt",
        "task": "",
        **said.usage,
        "cost": 0.0,
        "seconds": round(seconds, 3),
        "outcome": "answered",
        "id": "",
    }
    load("mcp_server.hooks.spending:append")([row])


def _slow() -> str:
    return os.path.join(state.folder_above(), "hooks", "slow-model")


def _is_resting() -> bool:
    try:
        return 0 <= time.time() - os.stat(_slow()).st_mtime < _REST_S
    except OSError:  # it was never slow
        return False


def _behind(work: Callable[[], object]) -> None:
    """Does it in a process of its own, which nobody waits for."""
    if os.fork():
        return
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if sys.flags.no_site:
            load("site:main")()
        work()
    finally:
        os._exit(0)
