"""The half of a sentence that no check reads: "Functions ≤ 40 lines and do one thing"."""

import re
from collections.abc import Callable, Sequence

from teaching.patterns import lazily
from teaching.review.moods import opens_with_verb
from teaching.review.recognise import Reading, read_sentence

_JOINT = lazily(
    r",? and (?=\S)|;\s+|,\s+(?=(?:never|always|no|must|one|a single|with|each|every|all)\b)", re.IGNORECASE
)
# What follows a ban or a limit with one of these says how to keep it: no rule of its own.
_REMEDY = lazily(
    r"^(?:never|not) (?:from|in|for|with|to|on|at|by|as|through|via)\b|^(?:then |so |please |instead |just |only "
    r"|rather )*(?:use|prefer|write|choose|pass|define|throw|raise|return"
    r"|rely"
    r"|switch|replace|make|put|move|extract|split|let|break|group|wrap|create|go|do (?:so|it|that|this)|refactor"
    r"|convert"
    r"|narrow|wait|import|log|name|give|set|declare|add|call|read|take|turn|leave|fix|handle|see|e\.g|i\.e|if|when|unless"
    r"|except|because|since|as|where|which|that|this|it|they|otherwise|ideally|preferably|not|nor|or|then|for|in|at"
    r"|from|to|by|of|on)\b",
    re.IGNORECASE,
)
# A half that wants something by itself without a verb in front.
_WANTS = lazily(
    r"^(?:never|always|no|must|should|one|a single|single|each|every|all|have|has|are|is|be|with (?:one|a|an|clear))\b",
    re.IGNORECASE,
)
# "every parameter and the return value" only spells out what stands before it.
_SPELLED_OUT = lazily(r"^(?:each|every|all)\b", re.IGNORECASE)
_FINITE = lazily(
    r"\b(?:is|are|has|have|must|should|shall|needs?|gets?|goes?|lives?|carr(?:y|ies)|comes?|takes?|does|do|stays?|uses?"
    r"|ends?|begins?|starts?|lies|lie|stands?|belongs?|handles?|returns?|raises?|throws?)\b",
    re.IGNORECASE,
)


def unread_half(plain: str, readings: Sequence[Reading], reads: Callable[[str], bool]) -> str:
    """The words of a half that is a rule and that nothing reads; empty where there is none.

    Args:
        plain: the sentence, of which `readings` were read.
        reads: whether anything of the catalogue reads some words.
    """
    for joint in _JOINT.finditer(plain):
        left, right = plain[: joint.start()].strip(), plain[joint.end() :].strip(" .!")
        if len(right.split()) < 2 or _REMEDY.match(right) or reads(right):
            continue
        if not (_WANTS.match(right) or opens_with_verb(right.lower(), "rules")):
            continue
        if _SPELLED_OUT.match(right) and not _FINITE.search(right):
            continue
        if all(_same(reading, left) for reading in readings):
            return right
    return ""


def _same(reading: Reading, words: str) -> bool:
    """Whether the entry reads the same from the first half alone."""
    again = read_sentence(reading.entry, words)
    return again is not None and again.params == reading.params
