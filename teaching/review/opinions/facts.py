"""Whether a model's sentence says what stands there and no more: no code, no name from elsewhere, no way to mend it.

Not covered: whether it is true, and what it advises in another language than English. The guard stands behind it.
"""

import re

from teaching.documents.sentences import split_sentences
from teaching.patterns import lazily

_FEWEST_WORDS, _MOST_WORDS = 3, 60
_MOST_SENTENCES = 2
_SPAN = lazily(r"(`+)(.+?)\1")
# What looks like a name of code or a path although nobody marked it as one.
_NAME = lazily(
    r"(?<![\w.])[\w$]+(?:[./][\w$-]+)+(?:\(\))?"  # dotted, or a path
    r"|\b\w*[a-z0-9]_\w+\b|\b[A-Z]+_[A-Z_]+\b"  # snake_case, CONSTANT_CASE
    r"|\b[a-z]+[A-Z]\w*\b|\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+\b"  # camelCase, PascalCase
    r"|\b\w+(?=\(\))"
)
_NUMBER = lazily(r"^[\d.,/]+$")
_PROSE = frozenset(
    "e.g i.e and/or either/or his/her read/write input/output i/o yes/no true/false on/off n/a try/catch try/except "
    "key/value client/server request/response async/await pass/fail add/remove if/else "
    "javascript typescript github gitlab postgresql mysql sqlite mongodb graphql openai fastapi sqlalchemy numpy "
    "pytorch oauth devops node.js next.js vue.js react.js camelcase pascalcase snake_case iphone youtube".split()
)
_VERBS = (
    r"add|apply|avoid|break|call|catch|change|check|consider|convert|create|define|delete|drop|extract|fix|handle|inline|"
    r"introduce|make|move|pass|prefer|put|raise|refactor|remove|rename|replace|return|rewrite|simplify|split|store|switch|"
    r"throw|try|turn|use|validate|wrap|write"
)
# A sentence that tells what to do; what stands there has a subject before its verb.
_ADVICE = lazily(
    r"^(?:please |instead,? |just |simply |then |better |you (?:can|could|should|must|need to|may|might) )*"
    rf"(?:{_VERBS})\b(?!(?:/\w+)?(?: [\w/]+)? (?:is|are|was|were|has|have|does|do|of|and|or)\b)"
    r"|\b(?:should|could|must|ought to|needs? to|has to|have to|can) (?:rather |instead |better |simply )?(?:be )?"
    r"(?:replaced|renamed|moved|split|extracted|wrapped|removed|deleted|rewritten|refactored|converted|changed|fixed|"
    r"turned|swapped|called|named|use|return|raise|throw|call|become|rename|move|extract|wrap|replace)\b"
    r"|\breplac(?:e|ed|ing) .{1,60}\b(?:with|by)\b|\brenam(?:e|ed|ing) .{0,60}\bto\b"
    r"|\b(?:use|using|try|call) .{1,60}\binstead\b|\binstead,? (?:use|call|return|raise|write)\b"
    r"|\byou (?:can|could|should|must|need to|may|might|want to)\b"
    r"|\b(?:the |a |one )(?:fix|solution|remedy) (?:is|would)\b"
    r"|\bbetter (?:to|would be|be)\b|\bwould be better\b|\blet'?s\b|\bi(?:'d| would) (?:suggest|recommend|use)\b"
    r"|\b(?:suggest|recommend)(?:s|ed)?\b",
    re.IGNORECASE,
)


def objection_to(fact: str, given: str) -> str:
    """Why a fact is not taken; empty where it is.

    Args:
        fact: on one line.
        given: all that it may take names from: the quote, the file, the rule and the place.
    """
    if "```" in fact or "~~~" in fact:
        return "its fact holds a block of code"
    words = len(fact.split())
    # Languages without blanks have few words and many characters.
    if words < _FEWEST_WORDS and len(fact) < 12:
        return "it states no fact"
    sentences = split_sentences(fact)
    if words > _MOST_WORDS or len(fact) > 12 * _MOST_WORDS or len(sentences) > _MOST_SENTENCES:
        return f"its fact is longer than {_MOST_SENTENCES} sentences or {_MOST_WORDS} words"
    if name := _unknown(fact, given):
        return f"its fact names {name}, which stands neither in the file nor in the rule"
    if any(_ADVICE.search(fact[span.start : span.end]) for span in sentences):
        return "its fact says what to do, and not what stands there"
    return ""


def _unknown(fact: str, given: str) -> str:
    """The first name that nobody gave; empty where there is none."""
    folded = " ".join(given.split())
    for span in _SPAN.finditer(fact):
        code = " ".join(span[2].split()).removesuffix("()")
        if not _stands(code, folded):
            return f"`{code[:40]}`"
    for found in _NAME.finditer(_SPAN.sub(" ", fact)):
        name = found[0].rstrip(".,;:/").removesuffix("()")
        if _stands(name, folded) or name.lower() in _PROSE or _NUMBER.match(name):
            continue
        return f"`{name[:40]}`"
    return ""


def _stands(name: str, text: str) -> bool:
    """Whether the text holds the name, and not only as a part of another."""
    before = r"(?<!\w)" if name[:1].isalnum() or name[:1] == "_" else ""
    after = r"(?!\w)" if name[-1:].isalnum() or name[-1:] == "_" else ""
    return bool(name.strip()) and re.search(f"{before}{re.escape(name)}{after}", text) is not None
