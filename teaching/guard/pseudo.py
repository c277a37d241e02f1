"""Pseudo-code as code: its words for branches, loops and assignments become those of Python.

Only what is written a step a line is read so; sentences are compared as sentences (telling.py).
"""

import re

_WORDS = re.compile(
    r"^[ \t]*(?:FUNCTION|PROCEDURE|FOR EACH|FOREACH|FOR|IF|ELSE|ELSEIF|END ?\w*|RETURN|WHILE|REPEAT|SET|LET)\b"
    r"|\b(?:THEN|DO|ENDIF)[ \t]*$|(?:^|[ \t])(?:←|<-|:=)[ \t]|\bfor each\b|\botherwise\b|\bend (?:if|for|while)\b",
    re.MULTILINE,
)
_REAL = re.compile(r"\bfunc\b|\bfmt\.|\bfor \w+(?:, \w+)? := range|[{};]\s*$", re.MULTILINE)
_CHANGES = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"^(\s*)(?:function|procedure|def)\s+(\w+)\s*(\([^)]*\)|[\w, ]*).*$", r"\1def \2\3:"),
        (
            r"^(\s*)(?:for each|foreach|for every|for all|for)\s+(\w+(?:, ?\w+)?)\s+(?:in|of)\s+(.*?)\s*(?:do)?:?$",
            r"\1for \2 in \3:",
        ),
        (r"^(\s*)(?:else ?if|elif|otherwise,? if)\b\s*(.*?)\s*(?:then)?:?$", r"\1elif \2:"),
        (r"^(\s*)(?:if|when)\b\s*(.*?)\s*(?:then)?:?$", r"\1if \2:"),
        (r"^(\s*)while\b\s*(.*?)\s*(?:do)?:?$", r"\1while \2:"),
        (r"^(\s*)(?:else|otherwise):?$", r"\1else:"),
        (r"^(\s*)(?:return|give back|output|answer)\b:?\s*(.*)$", r"\1return \2"),
        (r"^(\s*)(?:throw|raise|signal|error)\b\s*(.*)$", r"\1raise \2"),
        (r"^\s*end\b.*$", ""),
        (r"^(\s*)(?:set|let)\s+(\S+)\s+(?:to|be|=)\s+(.*)$", r"\1\2 = \3"),
        (r"^(\s*)(?:append|add|push|insert)\s+(?:new\s+)?(.*?)\s+to\s+(?:the\s+)?(\S+)$", r"\1\3.append(\2)"),
        (r"^(\s*)(?:remove|delete)\s+(.*?)\s+from\s+(?:the\s+)?(\S+)$", r"\1\3.remove(\2)"),
        (r"\s*(?::=|<-|←)\s*", " = "),
        (r"\blast (?:element|item|entry|one) (?:of|in) (?:the )?(\w+)", r"\1[-1]"),
        (r"\bfirst (?:element|item|entry|one) (?:of|in) (?:the )?(\w+)", r"\1[0]"),
        (r"\b(?:the )?(?:smaller|smallest|minimum|lower|lowest|earlier) of ([^\n]*?) and ([^\n:]*)", r"min(\1, \2)"),
        (
            r"\b(?:the )?(?:larger|largest|maximum|greater|greatest|bigger|later) of ([^\n]*?) and ([^\n:]*)",
            r"max(\1, \2)",
        ),
        (r"\b(?:the )?(?:number|count) of (\w+)|\b(?:the )?(?:length|size) of (\w+)", r"len(\1\2)"),
        (r"\b(?:the )?sum of (\S+)", r"sum(\1)"),
        (
            r"\b(?:copy of )?(\w+),? (?:ordered|sorted)(?: ascending| descending)? by (\w+)(?: ascending| descending)?",
            r"sorted(\1, key=\2)",
        ),
        (r"\b(?:is not|isn't) (?:empty|null|nothing|none)\b|\bexists\b", "is not None"),
        (r"\bis (?:empty|null|nothing|none|missing)\b", "is None"),
        (r"\bempty (?:list|map|dictionary|set|string|array)\b", "[]"),
        (r",? or (?:nothing|null|none)$", ""),
        (r"\band\b", "and"),
        (r"\bor\b", "or"),
        (r"\bnot\b", "not"),
        (r"≤", "<="),
        (r"≥", ">="),
        (r"≠", "!="),
        (r"×", "*"),
        (r"÷", "/"),
        (r"\bmod\b", "%"),
    )
)


def is_pseudo(code: str) -> bool:
    """Whether a block without a language is pseudo-code."""
    return len(_WORDS.findall(code)) >= 2 and not _REAL.search(code)


def as_python(code: str) -> str:
    """Pseudo-code, line by line, as near to Python as its words are."""
    lines: list[str] = []
    for line in code.split("\n"):
        for pattern, instead in _CHANGES:
            line = pattern.sub(instead, line)
        lines.append(line.rstrip())
    return "\n".join(lines)
