"""Comments by which an author takes one finding back: `# teach: decline no-eval, the input is ours`, `# noqa: S301`.

A directive counts when it names the same thing that was found. Ours, and every one against a rule of the project
itself, has to give a reason as well: the constitution is not silenced in passing. What was silenced is counted.
"""

import re

from teaching.patterns import lazily
from teaching.review.engines.jobs import Found
from teaching.review.source import SourceFile

# Check → the codes of other linters for the same thing.
_CODES: dict[str, str] = {
    "no-eval": "S307|S102|B307|B102|no-eval|no-implied-eval|no-new-func|eval-used|exec-used",
    "no-pickle": "S301|S302|S403|B301|B302|B403",
    "no-unsafe-loading": "S506|B506",
    "no-hardcoded-secrets": "S105|S106|S107|B105|B106|B107|no-secrets",
    "no-unsafe-html": "S308|S704|B308|B703|no-danger|no-unsanitized",
    "no-shell": "S602|S603|S604|S605|S606|S607|B602|B603|B604|B605|B606|B607|detect-child-process",
    "no-sql-strings": "S608|B608",
    "verify-tls": "S501|S323|B501|B323",
    "no-weak-hash": "S303|S324|B303|B324",
    "no-debug-mode": "S201|B201",
    "no-swallowed-errors": "S110|S112|E722|BLE001|B110|B112|W0703|W0702|broad-except|broad-exception-caught|no-empty",
    "no-broad-except": "E722|BLE001|W0703|W0702|broad-except|broad-exception-caught|bare-except",
    "no-wildcard-import": "F403|F401|wildcard-import",
    "no-print": "T201|T203|no-console",
    "no-debugger": "T100|no-debugger",
    "no-any": "no-explicit-any",
    "no-non-null": "no-non-null-assertion",
    "no-floating-promise": "no-floating-promises|RUF006",
    "imports-at-top": "PLC0415|E402|import-outside-toplevel|global-require",
    "no-unused-imports": "F401|unused-import|no-unused-vars",
    "no-default-export": "no-default-export",
    "strict-equality": "eqeqeq",
}
_SECURITY = frozenset(name for name, codes in _CODES.items() if re.search(r"\bB\d{3}\b", codes))
_DIRECTIVE = lazily(
    r"(?:#|//|/\*)\s*(?P<kind>teach: ?decline|noqa|ruff|nosec|pylint|eslint-disable(?:-next-line|-line)?"
    r"|oxlint-disable(?:-next-line|-line)?|biome-ignore)\b(?P<rest>[^\n]*)",
    re.IGNORECASE,
)
# What is left after the names of rules: two words make a reason.
_REASON = lazily(r"(?:--|—|–|:|#|//|\s)\s*(?:[A-Za-z][\w'’-]*[ ,.;]+){2,}")


def is_silenced(check: str, one: Found, source: SourceFile, by_project: bool) -> bool:
    """Whether a comment on the finding's lines, or on the line before, takes it back.

    Args:
        by_project: the rule is the project's own, so the comment has to say why.
    """
    first = max(1, one.fact.line - 1)
    for number in range(first, min(one.fact.end_line, one.fact.line + 20) + 1):
        found = _DIRECTIVE.search(source.line_text(number))
        if found is not None and _names(found, check, one.code):
            ours = found["kind"].lower().startswith("teach")
            return not (by_project or ours) or _REASON.search(found["rest"]) is not None
    return False


def declines(name: str, source: SourceFile, first: int, last: int) -> bool:
    """Whether a comment of ours on these lines, or on the line before, takes that back and says why."""
    for number in range(max(1, first - 1), min(last, first + 20) + 1):
        found = _DIRECTIVE.search(source.line_text(number))
        if found is not None and found["kind"].lower().startswith("teach") and _names(found, name, ""):
            return _REASON.search(found["rest"]) is not None
    return False


def _names(found: re.Match[str], check: str, code: str) -> bool:
    rest = found["rest"]
    if found["kind"].lower() == "nosec" and check in _SECURITY and not re.search(r"\bB\d{3}\b", rest):
        return True
    names = "|".join(
        part for part in (_CODES.get(check, ""), re.escape(code) if code else "", re.escape(check)) if part
    )
    return re.search(rf"(?<![\w-])(?:{names})(?![\w-])", rest) is not None
