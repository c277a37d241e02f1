"""The own lines of one task, from its mark to the end of its title, and how they are rewritten.

A date or a state that a tick replaces stays behind it in a comment, `✅ 2026-01-02 <!-- was: (Pending) -->`: so what
was there before is part of the file itself, and taking the tick off gives the same bytes whoever does it and
wherever the file was merged, copied or committed in between. A task without a state gets its date and nothing else.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

# Each branch begins with a plain character, so that the search jumps from one to the next.
_CODE = r"`(?<!``)(?P<more>`*+)(?:.*?[^`])`(?P=more)(?!`)"
_COMMENT = r"<!--(?P<comment>.*?)(?:-->|\Z)"
_DATE = r"✅\ufe0f?[ \t]*(?P<date>\d{4}-\d{2}-\d{2})(?!\d)(?P<attested>[ \t]*\([Aa]ttested\))?"
_STATE = r"\((?P<inner>[*_]{0,3})(?i:(?P<progress>in(?:[ \t-]|[ \t]*\r?\n?[ \t]*)progress)|pending)(?P=inner)\)"
_TOKEN = re.compile(f"{_CODE}|{_COMMENT}|{_DATE}|{_STATE}", re.DOTALL)
_TOKEN_PLAIN = re.compile(f"{_COMMENT}|{_DATE}|{_STATE}", re.DOTALL)
_MAX_TICKS = 200  # more backticks than that in one task, and none of them is read as code: pairing them costs squares
_BOX = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[(?P<box>[ xX])\]")
_ID = re.compile(r"\s*id:\s*(\S{1,100})\s*\Z")
_WAS = re.compile(r" <!-- was: ?(?P<was>.*?) ?-->", re.DOTALL)
_WAS_AHEAD = re.compile(r"[ \t]*<!--\s*was:")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = "*_"


@dataclass(frozen=True, slots=True)
class Span:
    """A date or a state: where it stands, and what it says."""

    start: int
    end: int
    on: str = ""
    attested: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The own lines of one task, understood.

    Attributes:
        text: all of them, line ends included.
        box: where in the text the character between the brackets stands.
        end: where its visible text ends, so that a date can be put there.
        date: the last date, and `state` the last state.
        comment_id: where the comment with its id stands, or None.
    """

    text: str
    box: int
    end: int
    title: str
    id: str | None
    date: Span | None
    state: Span | None

    @property
    def done(self) -> bool:
        """Whether its box is ticked."""
        return self.text[self.box] != " "


def read(text: str) -> Head:
    """Understand the own lines of a task; they begin with its mark and its box."""
    box = _BOX.match(text)
    assert box, "a task begins with its box"
    token = _TOKEN if text.count("`") <= _MAX_TICKS else _TOKEN_PLAIN
    pieces: list[str] = []
    gaps: list[tuple[int, int]] = []
    found: dict[str, Span] = {}
    name: str | None = None
    at = box.end()
    for match in token.finditer(text, at):
        kind = match.lastgroup
        if kind == "more":
            continue
        start, end = match.span()
        if (said := match["comment"]) is not None:
            gaps.append((start, end))
            name = name or (known[1] if (known := _ID.match(said)) else None)
        elif match["date"]:
            found["date"] = Span(start, end, match["date"], match["attested"] is not None)
        else:
            start, end = _with_emphasis(text, start, end)
            found["state"] = Span(start, end, state="in-progress" if match["progress"] else "pending")
        pieces.append(text[at : max(start, at)])
        at = end
    pieces.append(text[at:])
    title = _plain(" ".join(pieces))
    return Head(text, box.start("box"), _visible_end(text, box.end(), gaps), title, name, **_both(found))


def _both(found: dict[str, Span]) -> dict[str, Span | None]:
    return {"date": found.get("date"), "state": found.get("state")}


def _with_emphasis(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the stars around it, when they stand around nothing else."""
    before = start - len(text[:start]) + len(text[:start].rstrip(_EMPHASIS))
    marks = text[before:start]
    alone = before == 0 or text[before - 1].isspace()
    if marks and alone and text.startswith(marks[::-1], end):
        return before, end + len(marks)
    return start, end


def _visible_end(text: str, least: int, gaps: list[tuple[int, int]]) -> int:
    end = len(text.rstrip())
    for start, stop in reversed(gaps):
        if stop < end:
            break
        end = len(text[:start].rstrip())
    return max(end, least)


def _plain(text: str) -> str:
    text = " ".join(text.split())
    return _BOLD.sub(r"\2", text) if "**" in text or "__" in text else text


def stamp(on: date, attested: bool) -> str:
    """The date of a tick as it is written."""
    return f"✅ {on.isoformat()}" + (" (attested)" if attested else "")


def ticked(head: Head, on: date, attested: bool) -> str:
    """The own lines with the box ticked and the date set."""
    if head.done and head.date and (attested or not head.date.attested):
        return head.text
    text, mark = head.text, stamp(on, attested)
    old = head.date or head.state
    if old is None:
        if _WAS_AHEAD.match(text, head.end):  # somebody's own comment, which must not be taken for ours
            mark += " <!-- was: -->"
        text = f"{text[: head.end]} {mark}{text[head.end :]}"
    elif head.done and head.date:  # an attested tick that is proven now
        text = text[: old.start] + mark + text[old.end :]
    else:
        text = f"{text[: old.start]}{mark} <!-- was: {text[old.start : old.end]} -->{text[old.end :]}"
    return _boxed(text, head.box, "x")


def unticked(head: Head) -> str:
    """The own lines with the box empty and the date gone; what a tick put aside is back in its place."""
    if not head.done:
        return head.text
    text = head.text
    if head.date:
        before, after = text[: head.date.start], text[head.date.end :]
        was = _WAS.match(after)
        if was:
            after = after[was.end() :]
        kept = was["was"] if was else ""
        text = (before if kept else before.removesuffix(" ")) + kept + after
    return _boxed(text, head.box, " ")


def _boxed(text: str, box: int, mark: str) -> str:
    return text if text[box] == mark or (mark == "x" and text[box] == "X") else text[:box] + mark + text[box + 1 :]


def started(head: Head) -> str:
    """The own lines with the state `(In Progress)`."""
    text = head.text
    if head.state is None:
        return f"{text[: head.end]} (In Progress){text[head.end :]}"
    if head.state.state == "in-progress":
        return text
    old = text[head.state.start : head.state.end]
    return text[: head.state.start] + _pending().sub("In Progress", old) + text[head.state.end :]


def stopped(head: Head) -> str:
    """The own lines without a state."""
    if head.state is None:
        return head.text
    return head.text[: head.state.start].rstrip(" \t") + head.text[head.state.end :]


def named(head: Head, name: str) -> str:
    """The own lines with the comment that holds the task's id."""
    return f"{head.text[: head.end]} <!-- id: {name} -->{head.text[head.end :]}"


@cache
def _pending() -> re.Pattern[str]:
    return re.compile("pending", re.IGNORECASE)
