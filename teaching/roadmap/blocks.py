"""Pieces of markdown that hold no tasks, wherever they stand: fences and comments; and how far a line is indented."""

import re

_FENCE = re.compile(rb"(`{3,}|~{3,})(.*)\Z")
_MARK = re.compile(rb"(?:[-*+]|\d{1,9}[.)])[ \t]+")
_CODE_SPAN = re.compile(rb"(`+)[^`]+\1")


def indent_of(line: bytes) -> int:
    """The columns before the first character that is not blank; a tab stops at every fourth."""
    blanks = line[: len(line) - len(line.lstrip(b" \t"))]
    return len(blanks.expandtabs(4)) if b"\t" in blanks else len(blanks)


def opens_fence(bare: bytes) -> bytes | None:
    """The characters that open a fence, when the line does."""
    found = _FENCE.match(bare)
    if found is None or (found[1][:1] == b"`" and b"`" in found[2]):
        return None
    return found[1]


def fence_end(lines: list[bytes], index: int, fence: bytes, inside: int) -> tuple[int, bool]:
    """The line behind a fence's end, and whether the fence was closed.

    Args:
        lines: of the whole roadmap.
        index: of the line behind the one that opens it.
        fence: the characters that opened it.
        inside: the least indentation of the item that holds it, 0 outside of lists.
    """
    mark = fence[:1]
    for at in range(index, len(lines)):
        bare = lines[at].strip()
        if bare.startswith(fence) and not bare.strip(mark):
            return at + 1, True
        if inside and bare and indent_of(lines[at]) < inside:
            return at, False
    return len(lines), False


def comment_end(lines: list[bytes], index: int) -> int | None:
    """The line behind a comment that this line leaves open; None when it leaves none open that is ever closed."""
    line = lines[index]
    if b"`" in line:
        line = _CODE_SPAN.sub(b"", line)
    if line.rfind(b"<!--") <= line.rfind(b"-->"):
        return None
    for at in range(index + 1, len(lines)):
        closing, opening = lines[at].find(b"-->"), lines[at].find(b"<!--")
        if closing >= 0 and (opening < 0 or closing < opening):
            return at + 1
        if opening >= 0:
            return None
    return None


def block_end(lines: list[bytes], index: int, limit: int) -> int | None:
    """The line behind a fence or comment that begins on this line of an item; None when none does."""
    bare = lines[index].strip()
    if bare.startswith(b"<!--"):
        at = next((at for at in range(index, limit) if b"-->" in lines[at]), limit - 1)
        return at + 1
    fence = opens_fence(_MARK.sub(b"", bare, count=1))
    if fence is None:
        return None
    return min(fence_end(lines, index + 1, fence, 1)[0], limit)


def inside(lines: list[bytes], index: int, end: int) -> list[str]:
    """The lines between those of a fence that are not blank; none for a comment."""
    if lines[index].strip().startswith(b"<!--"):
        return []
    texts = [line.decode("utf-8", "surrogateescape").strip() for line in lines[index + 1 : end]]
    return [text for text in texts if text and not text.startswith(("```", "~~~"))]
