"""`teach hook said`, at the end of a turn: whether Claude's last message gave a guarded solution away.

It cannot be unsaid, so it is recorded as shown by chat and the user is told. The one hook that needs the whole program:
its line ends before Python starts where no exercise has an exemplar. Not covered: what was said before the last message
of a turn.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from mcp_server.hooks.saying import opted_in, received
from teaching.guard import visible
from teaching.guard.chat import seen


def main(words: Sequence[str]) -> int:
    """Always ends well: no work may be held up for an error of ours."""
    event = received()
    project = opted_in(event)
    message = event.get("last_assistant_message")
    if project is None or not isinstance(message, str) or not message.strip():
        return 0
    try:
        leak = seen(Path(project), message)
    except Exception as error:  # noqa: BLE001 - as above
        print(f"teach hook: {type(error).__name__}: {visible(str(error))}", file=sys.stderr)
        return 0
    if leak is not None:
        place = visible(f"{leak.exemplar.path} {leak.exemplar.symbol}".strip())
        said = f"Claude's last message gave away the core of {place}: recorded as shown by chat, it cannot be unsaid."
        print(json.dumps({"systemMessage": said}))
    return 0
