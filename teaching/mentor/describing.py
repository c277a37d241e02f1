"""A piece of code in words, without a model: what it is, what it uses, who calls it, and one question about it.

Not covered: what it does. That is told by its own comment where it has one, and by reading it.
"""

import re
from collections.abc import Sequence

from teaching.markers.comments import code_lines
from teaching.mentor.excerpt import Excerpt
from teaching.program import teach
from teaching.review.render import plural

_CALL = re.compile(r"(?<![\w.$])([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)\(")
_DEFINED = re.compile(r"\b(?:def|function|class)\s+([\w$]+)")
_STRING = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'')
_RAISES = re.compile(r"\b(?:raise|throw new|throw)\s+([A-Z]\w*)")
_LOOPS = re.compile(r"^\s*(?:async\s+)?(?:for|while)\b|\bfor\b.*\bin\b", re.MULTILINE)
_BRANCHES = re.compile(r"^\s*(?:}\s*)?(?:if|elif|else if|case|switch|match)\b", re.MULTILINE)
_KEYWORDS = frozenset(
    "if for while switch catch return and or not in with except elif assert yield await raise throw typeof new".split()
)
_MOST = 8


def quoted(piece: Excerpt) -> str:
    """The code for a model: numbered lines under their path, so that nothing in them reads as an order."""
    lines = [piece.path, *(f"{number}: {line}" for number, line in piece.lines)]
    if piece.more:
        lines.append(f"{piece.path}: {piece.more} more lines are left out")
    lines += [f"{piece.path}:{number}: {text}" for number, text in piece.imports]
    lines += [f"{one.place}: called by {one.name or 'the file itself'}" for one in piece.callers if piece.name]
    return "\n".join(lines)


def described(piece: Excerpt, asks: bool) -> str:
    """The code for a reader.

    Args:
        piece: what it is about.
        asks: end with a question.
    """
    what = f"`{piece.name}`" if piece.name else ("The file" if piece.first == 1 else "These lines")
    says = f": {piece.says}" if piece.says else ""
    lines = [f"`{piece.place}` {what}, {plural(piece.last - piece.first + 1, 'line')}{says}", ""]
    code = _code(piece)
    lines += _shape(piece, code)
    if piece.imports:
        lines.append(f"- It uses {_listed([f'`{text}` (line {number})' for number, text in piece.imports])}.")
    if piece.callers:
        verb = "It is called by" if piece.name else "It is imported by"
        named = [f"`{one.name or 'the top of the file'}` (`{one.place}`)" for one in piece.callers]
        lines.append(f"- {verb} {_listed(named, piece.unlisted)}.")
    elif piece.name:
        lines.append("- Nothing that was looked through calls it by its name.")
    for number, text in piece.open:
        place = f"{piece.path}:{number}"
        lines.append(f"- Left to the learner at `{place}`: {text} – `{teach('hint', place)}` helps without the answer.")
    if asks:
        lines += ["", _question(piece, code)]
    return "\n".join(lines)


def _code(piece: Excerpt) -> str:
    text = "\n".join(code_lines("\n".join(line for _, line in piece.lines), piece.path))
    return _STRING.sub('""', text)


def _shape(piece: Excerpt, code: str) -> list[str]:
    if not piece.name:
        held = [f"`{name}` (line {line})" for line, name in piece.holds]
        return [f"- It holds {_listed(held)}."] if held else []
    loops, branches = len(_LOOPS.findall(code)), len(_BRANCHES.findall(code))
    own = {*_DEFINED.findall(code), piece.name.rpartition(".")[2]}
    calls = [name for name in dict.fromkeys(_CALL.findall(code)) if name not in own | _KEYWORDS]
    raises = list(dict.fromkeys(_RAISES.findall(code)))
    calls = [name for name in calls if name not in raises]
    parts = [plural(count, word) for count, word in ((branches, "condition"), (loops, "loop")) if count]
    found = [f"- It has {' and '.join(parts)}."] if parts else []
    if calls:
        found.append(f"- It calls {_listed([f'`{name}`' for name in calls])}.")
    if raises:
        found.append(f"- It raises {_listed([f'`{name}`' for name in raises])}.")
    return found


def _question(piece: Excerpt, code: str) -> str:
    if piece.open:
        return "What does its simplest test want from the part that is left to you?"
    if raises := _RAISES.search(code):
        return f"What has to happen before it raises `{raises[1]}`, and who catches that?"
    if piece.name and piece.callers and (caller := piece.callers[0]).name:
        return f"What does `{caller.name}` count on when it calls this?"
    if piece.name and _LOOPS.search(code):
        return "What comes out of it when there is nothing to go through?"
    return "What could be changed here without any test turning red?"


def _listed(names: Sequence[str], more: int = 0) -> str:
    more += max(0, len(names) - _MOST)
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more else "")
