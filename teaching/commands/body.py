"""What is checked in the body of a command or skill: the text that the client expands and sends."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from teaching.commands.blanks import shell_blocks, without_code, without_comments, without_fences
from teaching.commands.findings import Findings
from teaching.commands.known import close_to
from teaching.commands.tools import Grant, covers, mcp_names

_POSITIONAL = re.compile(r"(?<!\\)\$(\d{1,6})(?!\w)")
_AMOUNT = re.compile(r"[.,]\d")
_NAMED = re.compile(r"(?<![\\\w$])\$([A-Za-z_][\w-]{0,60})(?![\[\w(])")
_ARGUMENTS_LIKE = re.compile(r"(?<![\\\w$])\$(ARG[A-Z]{0,12})\b")
_SHELL = re.compile(r"(?:(?<=\s)|\A)!`([^`\n]{1,5000})`")
_CANNOT_FAIL = re.compile(r"^\s*(?:echo|printf|date|pwd|whoami|hostname|uname|true|:)\b[^|&;]*$")
_FALLBACK = re.compile(
    r"\|\||;\s*(?:true|:|exit 0|echo\b[^;]*)\s*$|\|\s*(?:head|tail|cat|sort|wc|tr|cut|sed|uniq|column)\b[^|]*$"
)
_STEP = re.compile(
    r"\b(?:from|see|repeat|after|before|per|until|skip|during|using|as in|back to|go to|return to|results? of"
    r"|output of)\s+(?:the\s+)?(?:steps?\s+\d+|#\d+)\b",
    re.IGNORECASE,
)
_ISSUE = re.compile(r"\b(?:issue|pr|pull request|ticket|bug)s?\W*$", re.IGNORECASE)
_AT = re.compile(r"(?<![\w@/`.\\])@((?:\$\{CLAUDE_PLUGIN_ROOT\}/|\./|~/)?[\w.][\w./-]{0,300})")
_FILE_NAME = re.compile(
    r"\.(?:md|mdx|txt|json|ya?ml|toml|py|[cm]?[jt]sx?|sh|rb|go|rs|java|kt|html?|css|sql|cfg|ini|csv|xml)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
MOST_SHELL, MOST_NAMES = 5_000, 500
MOST_WORDS, MOST_LINES, MOST_SKILL_LINES = 300, 40, 500

Exists = Callable[[str], bool | None]
"""Whether a path that a body refers to with `@` is there; None where nobody can know."""


@dataclass(slots=True)
class Body:
    """A body with what its checks look up.

    Attributes:
        prose: the text with its code and comments blanked, `unfenced` with its fences and comments only.
    """

    text: str
    line: int
    found: Findings
    prose: str = ""
    unfenced: str = ""

    def __post_init__(self) -> None:
        self.unfenced = without_fences(without_comments(self.text))
        self.prose = without_code(self.unfenced)
        self._starts = [found.end() for found in re.finditer("\n", self.text)]

    _starts: list[int] = None  # type: ignore[assignment]

    def add(self, check: str, offset: int, text: str, move: str) -> None:
        """Records a problem at an offset into the body."""
        self.found.add(check, self.line + bisect_right(self._starts, offset), text, move)


def check_dollars(body: Body, declared: dict[str, int], *, is_command: bool) -> None:
    """Arguments by number and by name, and amounts of money that are taken for them."""
    # A skill is mostly called by the model, without arguments: its blocks of code then stay as they are.
    text = body.text if is_command else body.unfenced
    numbers = [(int(found.group(1)), found) for found in _POSITIONAL.finditer(text)]
    used = {number for number, _ in numbers}
    for number, found in numbers:
        if number > 9 or _AMOUNT.match(body.text, found.end()) or (number > 2 and not used & {0, 1, 2}):
            body.add("dollar-amount", found.start(), found.group(), f"Write \\{found.group()}.")
        elif 0 not in used:
            move = (
                "Name the arguments (`arguments: [first, second]`, then $first), use $ARGUMENTS, or count from $0; "
                f"a literal one is \\{found.group()}."
            )
            body.add("one-based-arguments", found.start(), found.group(), move)
    for found in _ARGUMENTS_LIKE.finditer(body.text):
        if (
            found.group(1) != "ARGUMENTS"
            and not found.group(1).startswith("ARGUMENTS")
            and found.group(1) not in declared
        ):
            if close_to(found.group(1), {"ARGUMENTS"}):
                body.add("misspelt-arguments", found.start(), found.group(), "Did you mean $ARGUMENTS?")
    if is_command or declared:
        _check_names(body, declared)


def _check_names(body: Body, declared: dict[str, int]) -> None:
    named = set(re.findall(r"(?<!\\)\$([\w-]+)", body.text))
    for name, line in declared.items():
        if not any(one == name or one.startswith(f"{name}-") for one in named):
            move = f"Use ${name} in the body, or take it out of `arguments`."
            body.found.add("unused-argument", line, name, move)
    for found in islice(_NAMED.finditer(body.prose if not declared else body.unfenced), MOST_NAMES):
        name = found.group(1)
        if name in declared or not name.islower() or any(name.startswith(f"{one}-") for one in declared):
            continue
        near = close_to(name, set(declared)) if declared else ""
        if declared and not near and body.prose[found.start()] == " ":
            continue  # in code: a variable of the shell
        move = f"Did you mean ${near}?" if near else f"Declare it: `arguments: [{name}]`."
        body.add("undeclared-argument", found.start(), found.group(), move)


def check_shell(body: Body) -> None:
    """Commands that the client runs while it expands the body."""
    inline = ((found.start(), found.group(1)) for found in _SHELL.finditer(body.text))
    for offset, command in [*inline, *shell_blocks(body.text)]:
        command = command.strip()[:MOST_SHELL]
        if command and not _CANNOT_FAIL.match(command) and not _FALLBACK.search(command):
            body.add("shell-without-fallback", offset, command, "End it with a fallback: `… || echo none`.")


def check_prose(body: Body, *, is_command: bool) -> None:
    """Length, references to step numbers, placeholders that a command does not have."""
    text = body.text.strip()
    if not without_comments(text).strip():
        body.found.add("empty-body", body.line, "", "Write what the model is to do.")
        return
    lines = text.count("\n") + 1
    words = sum(1 for _ in _WORD.finditer(text))
    if is_command and (words > MOST_WORDS or lines > MOST_LINES):
        move = "Move what is reference material into a tool, a script or a file that the command names."
        body.found.add("too-long", body.line, f"{words} words, {lines} lines", move)
    elif not is_command and lines > MOST_SKILL_LINES:
        body.found.add("too-long", body.line, f"{lines} lines", "Move reference material into files beside SKILL.md.")
    for found in _STEP.finditer(body.prose):
        if "#" in found.group() and _ISSUE.search(found.group().split("#")[0]):
            continue
        body.add("step-number", found.start(), found.group(), "Name what that step produces.")
    if is_command and (at := body.text.find("${CLAUDE_SKILL_DIR}")) >= 0:
        move = "Use ${CLAUDE_PLUGIN_ROOT}, or make the command a skill: skills/<name>/SKILL.md."
        body.add("skill-dir-in-command", at, "${CLAUDE_SKILL_DIR}", move)


def check_references(body: Body, exists: Exists) -> None:
    """Files that the body includes with `@`."""
    for found in _AT.finditer(body.prose):
        path = found.group(1).rstrip(".")
        if _FILE_NAME.search(path) and exists(path) is False:
            body.add("reference-missing", found.start(), f"@{path}", "Correct the path, or take the reference out.")


def check_grants(body: Body, allowed: list[Grant]) -> None:
    """Tools that are named and not granted, and the other way round."""
    if not allowed:
        return
    for name, offset in mcp_names(body.unfenced)[:MOST_NAMES]:
        if not any(covers(grant.name, name) for grant in allowed):
            body.add("tool-not-granted", offset, name, f"Add {name} to allowed-tools.")
    for grant in allowed:
        if not grant.name.startswith("mcp__") or "*" in grant.name or grant.name.count("__") < 2:
            continue
        tail = grant.name.rsplit("__", 1)[1]
        if not re.search(rf"(?<![\w-]){re.escape(tail)}(?![\w-])", body.text):
            move = f"Say in the body when to call {tail}, or take the grant out."
            body.found.add("grant-not-named", grant.line, grant.name, move)
