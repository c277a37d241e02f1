"""The last step of every reply: what comes from a repository is data and may not steer terminals or readers.

A reply that would give away what is left to the learner is held back as well (holding.py, likeness.py).
"""

import re
from pathlib import Path

# Clients spill a result of more than 25,000 tokens into a file; a reply stays far below.
MAX_CHARACTERS = 60_000
_CUT = "\n\n[cut here: the reply was longer than {limit} characters; narrow the path or the scope]"

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
# Control characters, bidirectional overrides, zero-width characters and the invisible tag alphabet.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


class Quoting(str):
    """A reply of our own words about a run, which quotes what a program of the project printed.

    Only that is judged, without what stands in the learner's own files: nobody is kept from what they can read there.

    Attributes:
        printed: what the reply quotes.
    """

    printed: str

    def __new__(cls, reply: str, printed: str) -> "Quoting":
        """The reply as it is to be shown, with what it quotes."""
        made = super().__new__(cls, reply)
        made.printed = printed
        return made


def release(reply: str, root: Path) -> str:
    """A reply that is safe to show: no terminal sequences, hidden characters, path of the root, and no solution.

    Args:
        reply: markdown or plain text; `Quoting` where it quotes a program of the project.
        root: the reviewed root; where it lies on this machine is nobody's business.
    """
    from teaching.guard.holding import held_back  # noqa: PLC0415 - `visible` alone must not load parsers

    printed = visible(reply.printed) if isinstance(reply, Quoting) else None
    clean = held_back(_without_root(visible(reply), str(root)), root, printed)
    if len(clean) > MAX_CHARACTERS:
        clean = clean[:MAX_CHARACTERS] + _CUT.format(limit=f"{MAX_CHARACTERS:,}")
    return clean


def _without_root(text: str, root: str) -> str:
    if root == "/":
        return text  # every path begins with it, so it tells nothing
    # Only where a path begins: `/app` is no part of `lib/app/main.py`.
    start = re.compile(rf"(?<![\w.~-]){re.escape(root)}(?P<more>/)?(?![\w-])")
    below = re.compile(rf"(?<![\w.~-]){re.escape(root)}/(?=[\w.-])")
    return start.sub("the project's root", below.sub("./", text))


def visible(text: str) -> str:
    """The text without terminal escape sequences and without characters that no reader sees."""
    return _HIDDEN.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n")))
