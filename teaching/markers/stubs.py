"""Whether code is there to be replaced: it only fails, does nothing, or returns the same whatever it is given."""

import re
from collections.abc import Sequence

_TEXT = r"[fFrRbBuU]{0,2}(?:\"[^\"\\\n{]*\"|'[^'\\\n{]*')|`[^`\\$]*`"
_TYPE = r"[\w.<>\[\]]+"
_CONSTANT = (
    r"(?:\(\s*)*(?:None|True|False|null|undefined|true|false|nil|NotImplemented|Ellipsis|\.\.\.|-?[\d._]+(?:[eE]-?\d+)?n?"
    rf"|{_TEXT}|\[\s*\]|\{{\s*\}}|\(\s*\)|(?:dict|list|set|tuple)\(\)|<>\s*</>)(?:\s*\))*"
    rf"(?:\s*!|\s+(?:as|satisfies)\s+{_TYPE}(?:\s*\|\s*{_TYPE})*)*"
)
_NOTHING = r"pass|\.\.\.|;|\{\s*\}|yield|return|(?:yield|return)\s*\(\s*\)"
_FAILS = (
    r"(?:raise|throw)\b.*|(?:todo|unimplemented|unreachable)!.*|panic!?\s*\(.*|TODO\s*\(.*\)|fatalError\s*\(.*"
    r"|assert\s+(?:False|false|0)\b.*|die\s*\(.*"
)
_STUB = re.compile(
    rf"(?:{_NOTHING}|(?:return|yield)\s+{_CONSTANT}|{_FAILS}|None|null|undefined|nil)\s*;?\s*\Z", re.DOTALL
)
_UNSET = re.compile(r"[\w.\[\]:<>| ]+=\s*(?:None|null|undefined|nil|\.\.\.)\s*;?\s*\Z")
_VALUE = re.compile(rf"{_CONSTANT}\s*\Z")
# Failures that say that something is left to do: among other statements, only these count.
_HONEST = re.compile(
    r"(?:raise|throw)\b.*(?:not.?implemented|\bTODO\b)|(?:todo|unimplemented)!",
    re.IGNORECASE | re.DOTALL,
)
_FRAMING = re.compile(r"[\s{}()\[\];,]*\Z|(?:end|do|then|fi|done)\Z")
_LONGEST = 2000


def is_stub(statements: Sequence[str]) -> bool:
    """Whether each of these statements is one that stands in for work; true where there is none."""
    return all(len(one) <= _LONGEST and _STUB.match(one.strip()) is not None for one in statements)


def is_constant(expression: str) -> bool:
    """Whether an expression is the same whatever it stands in."""
    return len(expression) <= _LONGEST and _VALUE.match(expression.strip()) is not None


def is_honest(statement: str) -> bool:
    """Whether a statement fails and says that it is not done."""
    return len(statement) <= _LONGEST and _HONEST.match(statement.strip()) is not None


def is_stub_text(lines: Sequence[str]) -> bool:
    """The same for lines of any language, without comments; a statement may go on where a bracket is open."""
    statements: list[str] = []
    depth = 0
    for line in lines:
        bare = line.strip()
        if depth > 0 and statements:
            statements[-1] += f" {bare}"
        elif not _FRAMING.match(bare):
            statements.append(bare)
        else:
            continue
        depth = max(depth, 0) + sum(map(bare.count, "([")) - sum(map(bare.count, ")]"))
    return is_stub([one for one in statements if not _UNSET.match(one)])
