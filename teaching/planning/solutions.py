"""Whether a piece of a draft gives the solution away: signatures, types, commands and data may stand, bodies may not.

Not covered: code that is told in prose, and code in indented blocks.
"""

import re

_DATA = frozenset(
    "sh bash shell zsh console shell-session terminal text txt json jsonc yaml yml toml ini env markdown md mermaid "
    "diff http csv xml tree output log gherkin feature plantuml dot".split()
)
_COMMENT = re.compile(r"^\s*(?:#|//|/\*|\*|\*/|--(?!\w)|<!--).*$|^\s*(?:\"\"\"|''').*$")
_SIGNATURE = re.compile(
    r"^\s*(?:export\s+|default\s+|public\s+|private\s+|protected\s+|static\s+|abstract\s+|async\s+|declare\s+|pub\s+)*"
    r"(?:def|class|function|func|fn|interface|type|enum|struct|trait|impl|protocol)\b.*$|^\s*@\w.*$"
)
_METHOD = re.compile(r"^\s*(?:async\s+)?\w+\??\s*\([^()=]*\)\s*(?::\s*[\w<>\[\]|., ]+)?\s*[;{]?\s*$")
_FIELD = re.compile(r"^\s*(?:readonly\s+)?\w+\??\s*:\s*[\w<>\[\]|.,\"' {}]+(?:\s=\s[\w.\"'\[\]{}()-]*)?[;,]?\s*$")
_NOTHING = re.compile(
    r"^\s*(?:\.\.\.|…|pass|[{}()\[\];,]+|TODO.*|raise NotImplementedError.*|throw new Error\(.*not.*implemented.*\);?|"
    r"return\s*;?|return (?:None|null|undefined)\s*;?|todo!\(.*\)|unimplemented!\(.*\)|import\s.*|from\s.+\simport\s.*|"
    r"assert .*|expect\(.*|\$ .*)$",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\b(?:return|if|else|elif|for|while|try|except|catch|await|yield|switch|match|with|throw|raise|new)\b|[^=!<>]=[^=]|"
    r"\w\(.*\)|=>|\b(?:select|insert|update|delete)\b",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"^(?:return\s+\S.*\(.*|(?:const|let|var)\s+\w+\s*=\s*\S.*\(.*\)|\w+\s*=\s*[\w.]+\(.*\).*[;\n].+|"
    r"(?:if|for|while)\s*\(?.+[:{].+|.*=>\s*[{(]?.*\(.*|.*;\s*\w+.*;.*)$",
    re.DOTALL,
)
_LEAST_INLINE = 25
_SHORT_USE = 2


def body_lines(code: str, language: str) -> int:
    """How many lines of a code block do the work; 0 for data, commands, signatures, and a call or two of them."""
    if language.casefold() in _DATA:
        return 0
    lines = code.splitlines()
    body = [line for line in lines if _is_body(line)]
    # Under a signature a single line is its body; without one, a line or two show how something is called.
    defines = any(map(_SIGNATURE.match, lines)) or any("=>" in line for line in body)
    return len(body) if defines or len(body) > _SHORT_USE else 0


def _is_body(line: str) -> bool:
    if not line.strip() or _COMMENT.match(line) or _NOTHING.match(line):
        return False
    if _SIGNATURE.match(line):
        # A whole function on one line is a body too.
        return bool(re.search(r"(?:=>|:)\s*return\b|\{\s*return\b|=\s*lambda\b", line))
    if _METHOD.match(line) and ("{" in line or ":" in line or line.rstrip().endswith(";")):
        return False
    if _FIELD.match(line):
        return False
    return _STATEMENT.search(line) is not None


def gives_away(code_span: str) -> bool:
    """Whether code within a sentence is a statement of the solution, not a name, a signature or a command."""
    text = code_span.strip().strip("`").strip()
    return len(text) >= _LEAST_INLINE and _INLINE.match(text) is not None
