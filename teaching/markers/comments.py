"""The comments of a source file, line by line, by its type.

Languages that ast-grep parses are parsed: there a string is never a comment. The others are read with one expression
each that knows their comments and the strings of one line. Not covered: heredocs and multi-line strings of the others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ast_grep_py import SgNode, SgRoot

_PARSED = {
    "python": ("py", "pyi", "pyw"),
    "typescript": ("ts", "mts", "cts"),
    "tsx": ("tsx",),
    "javascript": ("js", "mjs", "cjs", "jsx"),
    "go": ("go",),
    "rust": ("rs",),
    "java": ("java",),
    "c": ("c", "h"),
    "cpp": ("cc", "cpp", "cxx", "hpp", "hh", "hxx"),
    "csharp": ("cs",),
    "ruby": ("rb", "rake"),
    "bash": ("sh", "bash"),
    "yaml": ("yml", "yaml"),
    "css": ("css",),
    "lua": ("lua",),
    "haskell": ("hs",),
    "kotlin": ("kt", "kts"),
    "swift": ("swift",),
    "php": ("php",),
    "scala": ("scala",),
    "elixir": ("ex", "exs"),
}
_LEXED = {
    "dash": ("sql", "psql", "elm", "adb", "ads", "vhd", "vhdl"),
    "slash": ("scss", "less", "sass", "dart", "proto", "groovy", "gradle", "zig", "sol", "v", "m", "mm", "glsl"),
    "hash": ("toml", "cfg", "conf", "r", "pl", "tf", "ps1", "zsh", "fish", "mk", "nix", "jl", "txt"),
    "semicolon": ("lisp", "cl", "el", "clj", "cljs", "scm", "rkt", "asm", "s", "ini"),
    "percent": ("tex", "sty", "erl", "hrl"),
    "markup": ("html", "htm", "xml", "svg", "vue", "svelte", "astro", "xhtml"),
    "markdown": ("md", "markdown", "mdx", "rst"),
}
_LANGUAGE = {suffix: language for language, suffixes in _PARSED.items() for suffix in suffixes}
_FAMILY = {suffix: family for family, suffixes in _LEXED.items() for suffix in suffixes}
_LONGEST = 2000  # no person writes a longer line, and nonsense of that length keeps a parser busy for minutes
_HASHED_NAMES = ("makefile", "dockerfile", "containerfile", "justfile", "gemfile", "rakefile", "cmake", ".")

_DOUBLE = r'"(?:\\.|[^"\\\n])*"'
_SINGLE = r"'(?:\\.|[^'\\\n])*'"
_BLOCK = r"/\*.*?(?:\*/|\Z)"
_ANGLE = r"<!--.*?(?:-->|\Z)"
_FENCE = r"(?m:^[ \t]*(?P<fence>```+|~~~+)[^\n]*\n(?s:.*?)(?:^[ \t]*(?P=fence)|\Z))"
# What is no comment comes without a name, so that it is passed over; a comment is the group "said".
_LEXERS = {
    "hash": rf"{_DOUBLE}|{_SINGLE}|(?P<said>(?:(?<=\s)|^)\#[^\n]*)",
    "dash": rf"{_SINGLE}|{_DOUBLE}|(?P<said>--[^\n]*|{_BLOCK}|\{{-.*?(?:-\}}|\Z))",
    "slash": rf"{_DOUBLE}|{_SINGLE}|(?P<said>(?<!:)//[^\n]*|{_BLOCK})",
    "semicolon": rf"{_DOUBLE}|(?P<said>[;\#][^\n]*)",
    "percent": r"\\%|(?P<said>%[^\n]*)",
    # Scripts and styles stand in markup: a comment of theirs has a line of its own, so that no address is one.
    "markup": rf"(?P<said>{_ANGLE}|{_BLOCK}|(?m:^[ \t]*//[^\n]*))",
    "markdown": rf"{_FENCE}|(?P<said>{_ANGLE}|\{{/\*.*?(?:\*/\}}|\Z)|(?m:^\.\. [^\n]*))",
}
_COMPILED = {family: re.compile(pattern, re.DOTALL | re.MULTILINE) for family, pattern in _LEXERS.items()}
# The prefix test for a language whose file does not parse: a line that begins as a comment is one.
_PREFIX = re.compile(r"^[ \t]*(?P<said>(?://|\#|--|/\*|\*(?!/)|<!--)[^\n]*)", re.MULTILINE)
_OPENING = re.compile(r"[ \t]*(?:\{/\*|/\*+!?|//+!?|\#+!?|<!--+|\{-+|--+(?:\[=*\[)?|;+|%+|\.\.(?= )|\*+(?!/))?[ \t]*")
_CLOSING = re.compile(r"[ \t]*(?:\*+/\}?|--+>|-+\}|\]=*\])[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One line of a comment.

    Attributes:
        line: 1-based.
        text: without the comment's own marks.
        alone: whether nothing but the comment stands on that line before it.
    """

    line: int
    text: str
    alone: bool


def language_of(path: str) -> str | None:
    """The name by which the parser knows the language of a file; None for a file that is read by expressions."""
    return _LANGUAGE.get(_suffix(path))


def parseable(text: str) -> str:
    """The text, with lines emptied that no person writes and that would keep a parser busy."""
    return "\n".join(line if len(line) <= _LONGEST else "" for line in text.split("\n"))


def comment_lines(text: str, path: str) -> list[CommentLine]:
    """The lines of all comments, in order.

    Args:
        text: the file's, with line feeds only.
        path: its name decides the language; one that nobody knows is read as `#`, `//` and `--` at a line's start.
    """
    text = parseable(text)
    return _flattened(_spans(text, path), text.split("\n"))


def code_lines(text: str, path: str) -> list[str]:
    """The lines of a file with spaces where its comments are; `comment_lines` has the arguments."""
    text = parseable(text)
    lines = text.split("\n")
    for first, column, said in _spans(text, path):
        for number, piece in enumerate(said.rstrip("\n").split("\n")):
            line, at = first - 1 + number, 0 if number else column
            lines[line] = lines[line][:at] + " " * len(piece) + lines[line][at + len(piece) :]
    return [line.rstrip() for line in lines]


def _suffix(path: str) -> str:
    return PurePosixPath(path).name.lower().rpartition(".")[2]


def _spans(text: str, path: str) -> set[tuple[int, int, str]]:
    """Every comment: its line, 1-based, its column, and what stands there."""
    name, suffix = PurePosixPath(path).name.lower(), _suffix(path)
    spans: set[tuple[int, int, str]] = set()
    pattern = _COMPILED["hash"] if name.startswith(_HASHED_NAMES) else _PREFIX
    if suffix in _FAMILY:
        pattern = _COMPILED[_FAMILY[suffix]]
    if language := _LANGUAGE.get(suffix):
        root = SgRoot(text, language).root()
        spans, pattern = set(_parsed(root)), _PREFIX
        if root.find(kind="ERROR") is None:
            return spans
    line, counted = 1, 0
    for match in pattern.finditer(text):
        if match["said"] is not None:
            start = match.start("said")
            line, counted = line + text.count("\n", counted, start), start
            spans.add((line, start - text.rfind("\n", 0, start) - 1, match["said"]))
    return spans


def _parsed(root: SgNode) -> Iterator[tuple[int, int, str]]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if "comment" in node.kind():
            place = node.range().start
            yield place.line + 1, place.column, node.text()
        else:
            waiting.extend(node.children())


def _flattened(spans: set[tuple[int, int, str]], lines: list[str]) -> list[CommentLine]:
    found: dict[int, CommentLine] = {}
    for first, column, said in sorted(spans):
        for number, piece in enumerate(said.rstrip("\n").split("\n")):
            line = first + number
            alone = number > 0 or not lines[line - 1][:column].strip()
            bare = _CLOSING.sub("", _OPENING.sub("", piece, count=1)).strip()
            if line not in found or (bare and not found[line].text):
                found[line] = CommentLine(line, bare, alone)
    return [found[line] for line in sorted(found)]
