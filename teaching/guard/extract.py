"""The code in a reply, however it is dressed, and the sentences around it.

Code is what stands in fences, behind an indentation, in backticks, or unfenced in lines that read as code; marks of
diffs, quotes and line numbers are taken off it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from teaching.guard.cues import is_quoted, judged
from teaching.guard.pseudo import as_python, is_pseudo

LANGUAGES = {
    **dict.fromkeys(("python", "py", "python3", "pycon"), "python"),
    **dict.fromkeys(("typescript", "ts", "mts"), "typescript"),
    "tsx": "tsx",
    **dict.fromkeys(("javascript", "js", "jsx", "mjs", "node"), "javascript"),
    "java": "java",
    **dict.fromkeys(("go", "golang"), "go"),
    **dict.fromkeys(("kotlin", "kt"), "kotlin"),
    **dict.fromkeys(("csharp", "cs", "c#"), "csharp"),
    **dict.fromkeys(("rust", "rs"), "rust"),
    **dict.fromkeys(("ruby", "rb"), "ruby"),
    "php": "php",
    "swift": "swift",
    "scala": "scala",
    "c": "c",
    **dict.fromkeys(("cpp", "c++", "cc"), "cpp"),
}
_SUFFIXES = {
    **{
        suffix: LANGUAGES[suffix] for suffix in ("py", "ts", "mts", "tsx", "js", "jsx", "mjs", "java", "go", "kt", "cs")
    },
    **{suffix: LANGUAGES[suffix] for suffix in ("rs", "rb", "php", "swift", "scala", "c", "cpp", "cc")},
    **{"pyi": "python", "cts": "typescript", "cjs": "javascript", "kts": "kotlin", "h": "c", "hpp": "cpp"},
}
_FENCE = re.compile(r"^[ \t]*(?P<mark>`{3,}|~{3,})[ \t]*(?P<tag>[\w#+.-]*)[^\n`]*$")
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+")
_NUMBERED = re.compile(r"^[ \t]*\d{1,5}(?:[ \t]*[|:.)│→]|(?=[ \t]))")
_DIFF_HEAD = re.compile(r"^(?:@@|diff --git|index [0-9a-f]|--- |\+\+\+ )")
_INLINE = re.compile(r"(?P<mark>`{1,2})(?P<code>[^`\n]+(?:\n[^`\n]+)?)(?P=mark)")
_CODE_LINE = re.compile(
    r"""^[ \t]*(?:
        (?:async[ ]+)?def[ ]\w+\(|class[ ]\w+.*[:{]\s*$
        |(?:if|elif|while|for|with|except|switch|match)\b.*[:{]\s*$|(?:else|try|finally)\s*[:{]
        |(?:return|raise|throw|yield|await|del|break|continue|const|let|var|export|public|private|func|fn)\b
            (?![^=({;\[]*[.,?!]\s*$).*
        |[\w.\[\]'"]+(?:,[ ]*[\w.]+)*(?:[ ]*:[ ]*[\w\[\], |.]+)?[ ]*(?:[-+*/%&|^]|//|\*\*|<<|>>|\?\?)?=[^=].*
        |[\w.]+\(.*\)[;,]?\s*$|[})\]]+[;,]?\s*$|.*[;{]\s*$|@\w+.*|(?://|\#)[ ].*|\}[ ]*(?:else|catch|finally).*
    )""",
    re.VERBOSE,
)
_STRONG = re.compile(r"[=(\[{};]|\b(?:return|else|try|break|continue|raise|yield|pass)\b")
_WEB = re.compile(r"\b(?:const|let|var|function|=>|===|!==|interface|export|undefined|null|throw new)\b|=>|===|&&|\|\|")
_TYPED = re.compile(
    r"[)\w]\??\s*:\s*(?:string|number|boolean|void|unknown|any|Promise|Map|Record|readonly|[A-Z]\w*<)|\bas [a-z]|<T\b"
)
_GO = re.compile(r"\bfunc\b|:=|\bnil\b|\bfmt\.|\bpackage \w+\s*$", re.MULTILINE)
_JAVA = re.compile(
    r"\b(?:public|private|protected|static|final)\s+[\w<>\[\], ]+\s\w+\s*[(=;]"
    r"|\b(?:int|long|double|boolean|String|List<\w+>|Map<.*>)\s+\w+\s*[=;(:]"
)
_PYTHON = re.compile(
    r"^\s*(?:async )?def \w+|^\s*(?:if|elif|for|while|else|try|except|with)\b[^{]*:\s*(?:#.*)?$"
    r"|\bNone\b|\bTrue\b|\bnot \w|\bself\.",
    re.MULTILINE,
)

_PLAIN = frozenset({"", "text", "txt", "plain", "pseudo", "pseudocode"})
_ARROW = re.compile(r"[ \t]+(?:->|=>|→|⇒)[ \t]+")
_BEFORE = 2  # lines that introduce code
_AROUND = 6  # and those that speak of it
_LINES = 20


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of code in a reply.

    Attributes:
        start: the first line of the reply that it stands on, 0-based.
        kind: how it stands there.
        quoted: whether the words before it say that it is the learner's own, or where it stands.
        judged: how much the words around it read as a review.
    """

    text: str
    language: str
    start: int
    kind: str = "block"
    quoted: bool = False
    judged: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply consists of.

    Attributes:
        chunks: its code.
        prose: its other lines, with code in backticks where it stood; a line of code leaves an empty one.
    """

    chunks: tuple[Chunk, ...]
    prose: tuple[str, ...]


def language_of_path(path: str) -> str:
    """What a file is written in, by its name; "" where it is no code that can be compared."""
    return _SUFFIXES.get(path.rpartition(".")[2].lower(), "")


def read(reply: str) -> Reply:
    """Take a reply apart."""
    chunks: list[Chunk] = []
    prose: list[str] = []
    lines = [_QUOTE.sub("", line) if line.lstrip().startswith(">") else line for line in reply.split("\n")]
    number = 0
    while number < len(lines):
        fence = _FENCE.match(lines[number])
        if fence is None:
            prose.append(lines[number])
            number += 1
            continue
        end = _end_of_fence(lines, number + 1, fence["mark"])
        block = lines[number + 1 : end]
        tag = fence["tag"].lower()
        chunks.append(_in_words(_chunk(block, tag, number + 1), prose, lines[end + 1 :]))
        # What a fence of plain text holds may be sentences as well.
        said = block if tag in {"", "text", "txt", "markdown", "md", "plain"} else [""] * len(block)
        prose += ["", *said, ""][: end + 1 - number]
        number = end + 1
    chunks += _unfenced(prose)
    return Reply(tuple(chunks), tuple(prose))


def _in_words(chunk: Chunk, before: list[str], after: list[str]) -> Chunk:
    """A chunk with what the words around it say of it."""
    said = [line for line in before[-_LINES:] if line.strip()][-_AROUND:]
    then = [line for line in after[:_LINES] if line.strip()][:_AROUND]
    quoted = is_quoted(said[-_BEFORE:], then[0] if then else "")
    return replace(chunk, quoted=quoted, judged=judged(said, then))


def inline(text: str) -> Iterator[tuple[int, str]]:
    """The pieces of code in backticks, with the places where they begin."""
    for match in _INLINE.finditer(text):
        yield match.start("code"), match["code"]


def language_of(code: str, tag: str = "") -> str:
    """What a piece of code is written in: what its fence says, else what it looks like."""
    if tag in LANGUAGES:
        return LANGUAGES[tag]
    if _GO.search(code):
        return "go"
    python, web = len(_PYTHON.findall(code)), len(_WEB.findall(code)) + len(_TYPED.findall(code))
    if _JAVA.search(code) and "def " not in code and web < 2:
        return "java"
    if web > python or (";" in code and "{" in code):
        return "typescript"
    return "python"


def _end_of_fence(lines: list[str], start: int, mark: str) -> int:
    for number in range(start, len(lines)):
        bare = lines[number].strip()
        if len(bare) >= len(mark) and set(bare) == {mark[0]}:
            return number
    return len(lines)


def _chunk(lines: list[str], tag: str, start: int, kind: str = "block") -> Chunk:
    lines = _without_numbers(_without_diff(lines, tag))
    text = _dedented(lines)
    if tag in _PLAIN and is_pseudo(text):
        return Chunk(as_python(text), "python", start, kind)
    return Chunk(text, language_of(text, tag), start, kind)


def code_in_words(text: str) -> str:
    """The lines of a comment or docstring that are code; `condition -> step` is two."""
    found: list[str] = []
    for line in text.split("\n"):
        bare = line.strip().replace("\\|", "|")
        parts = [part.strip(" ,.") for part in _ARROW.split(bare)]
        if len(parts) > 1 or (_is_code(bare) and _STRONG.search(bare)):
            found += parts
    return "\n".join(found)


def _without_diff(lines: list[str], tag: str) -> list[str]:
    """The new side of a diff; what it removes is no part of a solution."""
    marked = sum(line[:1] in "+-" for line in lines if line.strip())
    headed = any(_DIFF_HEAD.match(line) for line in lines)
    added = sum(line.startswith("+") for line in lines)
    if tag not in {"diff", "patch"} and not (headed and marked) and not (added >= 2 and added * 2 >= len(lines)):
        return lines
    found: list[str] = []
    for line in lines:
        if _DIFF_HEAD.match(line) or line.startswith("-"):
            found.append("")
        else:
            found.append(line[1:] if line[:1] in {"+", " "} else line)
    return found


def _without_numbers(lines: list[str]) -> list[str]:
    full = [line for line in lines if line.strip()]
    if full and sum(_NUMBERED.match(line) is not None for line in full) >= 0.7 * len(full):
        return [_NUMBERED.sub(lambda number: " " * len(number[0]), line, count=1) for line in lines]
    return lines


def _dedented(lines: list[str]) -> str:
    """Without the common indentation; a first line that was cut off before it does not count."""
    lines = [line.expandtabs(4) for line in lines]
    full = [line for line in lines if line.strip()]
    if not full:
        return ""
    depths = [len(line) - len(line.lstrip()) for line in full]
    rest = min(depths[1:], default=depths[0])
    if depths[0] < rest and not full[0].rstrip().endswith((":", "{", "(", "[", ",")):
        lines = [line if line is not full[0] else " " * rest + line.lstrip() for line in lines]
        depths[0] = rest
    cut = min(depths)
    return "\n".join(line[cut:] if line.strip() else "" for line in lines)


def _unfenced(prose: list[str]) -> Iterator[Chunk]:
    """Runs of lines that read as code; they are taken out of the prose."""
    start = 0
    while start < len(prose):
        end = start
        while end < len(prose) and (
            _is_code(prose[end]) or (end > start and not prose[end].strip() and _next(prose, end))
        ):
            end += 1
        run = prose[start:end]
        if any(_STRONG.search(line) for line in run):
            yield _in_words(_chunk(run, "", start, "unfenced"), prose[:start], prose[end:])
            prose[start:end] = [""] * (end - start)
        start = max(end, start + 1)


def _next(prose: list[str], number: int) -> bool:
    return number + 1 < len(prose) and _is_code(prose[number + 1]) and prose[number + 1][:1] in {" ", "\t"}


def _is_code(line: str) -> bool:
    bare = _NUMBERED.sub("", line, count=1).strip()
    if not bare or "`" in bare or len(bare) > 300:
        return False
    if bare.startswith(("- ", "* ", "# ", "## ", "| ", "TODO")):
        return False
    if line[:1] == "+" and line[1:].strip():
        return _is_code(line[1:])
    if line.startswith(("    ", "\t")):
        return _CODE_LINE.match(bare) is not None or not bare.endswith((".", "?", "!"))
    return _CODE_LINE.match(bare) is not None and len(re.findall(r"\b[a-zA-Z]{2,}\s+(?=[a-zA-Z]{2,})", bare)) < 5
