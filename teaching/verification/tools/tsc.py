"""tsc: a line with `error TS…` for each error; nothing where nothing is wrong."""

import re

from teaching.verification.tools.tool import Counted, Seen, Tool

_ERROR = re.compile(
    r"^(?P<path>[^\s(:][^(:\n]*)(?:\((?P<line>\d+),\d+\):|:(?P<pretty>\d+):\d+ -) error (?P<name>TS\d+): (?P<text>.*)$",
    re.MULTILINE,
)
_GLOBAL = re.compile(r"^error (?P<name>TS\d+): (?P<text>.*)$", re.MULTILINE)


def _count(text: str) -> Counted | None:
    count = len(_ERROR.findall(text)) + len(_GLOBAL.findall(text))
    return Counted(failed=count) if count else None


def _first(text: str) -> Seen | None:
    if error := _ERROR.search(text):
        return Seen(error["name"], error["path"], int(error["line"] or error["pretty"]), error["text"])
    general = _GLOBAL.search(text)
    return Seen(general["name"], None, None, general["text"]) if general else None


TSC = Tool("tsc", "problems", (("tsc",), ("vue-tsc",)), _count, _first, silent=True)
