"""A query as the router sees it: its prose apart from pasted code and errors, and its shape.

Only the beginning and the end of a long text are looked at.
"""

import re
from typing import NamedTuple

_HEAD = 1600
_TAIL = 800
_PROSE_HEAD = 420
_PROSE_TAIL = 320

_FENCE = re.compile(r"^\s*(?:```|~~~)")
_CODE_LINE = re.compile(
    r"^\s*(?:[}\])]+[;,)]*\s*$|//|/\*|\*/|#include\b|#!/|@[\w.]+(?:\(.*)?$|>>> |\.\.\. |\$ \S|[-+] {2,}\S"
    r"|<[/!]?[a-zA-Z][\w-]*[\s/>]|[.#][\w-]+\s*\{"
    r"|(?:export|import|from|const|let|var|function|def|class|async def|async function|return|raise|throw"
    r"|await|public|private"
    r"|protected|static|func|fn|pub|struct|impl|interface|type|enum|namespace|using|package|print|println!?"
    r"|console|elif|else"
    r"|try|except|catch|finally|switch|case|while|for|if|with|SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP"
    r"|FROM|WHERE"
    r"|GROUP BY|ORDER BY|LEFT JOIN|JOIN|HAVING|COPY|RUN|CMD|EXPOSE|ENV|WORKDIR)\b.*[(){}\[\];=<>:,*.\"'0-9]"
    r"|(?:COPY|RUN|CMD|EXPOSE|GROUP BY|ORDER BY|WHERE|FROM) \S|[\w.\[\]\"'$]+(?:, [\w.]+)* (?:[-+*/|:]?=|:=|<-"
    r"|=>) \S|[\w.$!]+\(.*\)[;:{]?\s*$"
    r"|.*(?:[;{}]|=>|\) ?:|\(\{)\s*$|[\w-]+:\s*(?:\||>|\[.*\]|\"[^\"]*\")\s*,?$|\"[\w$-]+\":|  +[\w-]+:(?:\s"
    r"|$)|  +- \w)"
)
_ERROR_LINE = re.compile(
    r"^\s*(?:Traceback \(|File \"|at [\w.$<>\[\] ]+[ (]|[\w.]*(?:Error|Exception|Warning)\b(?::|\[| \()"
    r"|error(?:\[\w+\])?:|error TS\d"
    r"|warning:|fatal:|panic:|npm ERR!|hint:|DETAIL:|ERROR\b|FAILED\b|E {3}|-->|\d+ \||\| |\^+|Uncaught |Unhandled "
    r"|TS\d{4}:|\[signal|goroutine |make: |exit status|Caused by|Segmentation fault|bash: |zsh: |Killed"
    r"|Module not found)"
)
_ERROR_NAME = re.compile(r"\b(?:[A-Z]\w*(?:Error|Exception)\b|TS\d{4}\b|E\d{4}\b|error (?:code )?\d+|exit code \d+)")
_TICKED = re.compile(r"`([^`\n]{1,120})`")
_URL = re.compile(r"\bhttps?://\S+")
_FILE = re.compile(
    r"(?<![\w@/])(?:(?:[\w.@~*-]+/)+[\w.*-]+\.\w{1,6}|[\w*-][\w.*-]*\.(?:pyi?|tsx?|jsx?|mjs|cjs|go|rs|java|kt"
    r"|cs|cpp|cc|c|h|hpp|rb|php"
    r"|swift|vue|svelte|s?css|html?|json|ya?ml|toml|ini|cfg|conf|sql|sh|ps1|md|txt|csv|ipynb|lock|env|xml|pdf"
    r"|png|log|proto"
    r"|tex|mmd|puml|gradle|mod|sum|ics|docx?|xlsx?|svg|rst|adoc)|(?:src|app|apps|lib|libs|tests?|docs?|api"
    r"|internal|cmd|pkg|packages|scripts|components"
    r"|services|utils|helpers|styles|backend|frontend|server|client|etl|infra|ops|core|data|db|e2e|spec|static"
    r"|templates"
    r"|middleware|models?|routes|routers|controllers|hooks|pages|features|modules|config|\.\w+)/[\w./*-]*"
    r"|[\w-]+/(?=[\s,.?!)]|$)"
    r"|(?:\.env(?:\.\w+)*|\.gitignore|\.mcp\.json|Dockerfile|Makefile|docker-compose|package\.json|crontab))(?![\w])"
)
_DOCUMENT = re.compile(r"\.(?:md|txt|rst|adoc|csv|pdf|docx?|tex|mmd|ics)$", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?P<plan>plan|road|todo|mileston|backlog|sprint|phase|launch|mvp|schedul|ticket|scope)|(?P<house>claude|agents|rules)"
    r"|(?P<design>design|adr|archit|rfc|spec|decision)|(?P<judged>review|audit|debt|report)|(?P<read>readme|changelog|notes|log)",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(
    r"\b(?:[a-z]+(?:[A-Z][a-z0-9]*)+|[A-Za-z]+_[A-Za-z_]+|[A-Z][a-z]+(?:[A-Z][a-z0-9]+)+)(?:\(\))?"
    r"|\b\w+\(\)"
)
_LENGTHS = (2, 4, 8, 16, 40, 90)  # words
_SYMBOLS = re.compile(r"[(){}\[\];=<>$|&%^\\]")


class Reading(NamedTuple):
    """The parts of a query.

    Attributes:
        prose: what is not pasted, with stand-ins for files, identifiers and pieces of code.
        flags: what its shape says, a word each.
    """

    prose: str
    flags: tuple[str, ...]


def read(query: str) -> Reading:
    """Takes a query apart."""
    text = query.replace("\x00", " ").strip()
    flags: list[str] = []
    if len(text) > _HEAD + _TAIL:
        text = f"{text[:_HEAD]}\n{text[-_TAIL:]}"
        flags.append("huge")
    prose_lines, code, errors, order = _apart(text.split("\n"))
    prose = "\n".join(prose_lines).strip()
    if len(prose) > _PROSE_HEAD + _PROSE_TAIL:
        prose = f"{prose[:_PROSE_HEAD]} {prose[-_PROSE_TAIL:]}"
    flags += _pasted(code, errors, order, prose)
    return Reading(_with_stand_ins(prose, flags), tuple(flags))


def _apart(lines: list[str]) -> tuple[list[str], int, int, str]:
    """The lines of prose, how many are code and errors, and the order of the three."""
    prose: list[str] = []
    code = errors = 0
    order = ""
    fenced = False
    for line in lines:
        if _FENCE.match(line):
            fenced = not fenced
            kind = "c" if line.strip("` ~\n") or fenced else ""
        elif not line.strip():
            continue
        elif fenced or (len(lines) > 1 and _is_code(line, order)):
            kind = "c"
        elif _ERROR_LINE.match(line):
            kind = "e"
        else:
            kind = "p"
            prose.append(line)
        code += kind == "c"
        errors += kind == "e"
        if kind and not order.endswith(kind):
            order += kind
    return prose, code, errors, order


def _is_code(line: str, order: str) -> bool:
    if _ERROR_LINE.match(line):
        return False
    if _CODE_LINE.match(line):
        return not line.rstrip().endswith("?")
    return line[:1] in " \t" and order[-1:] in {"c", "e"} and not line.rstrip().endswith("?")


def _pasted(code: int, errors: int, order: str, prose: str) -> list[str]:
    flags: list[str] = []
    if code:
        flags += ["code", f"code{min(code, 4)}"]
    if errors:
        flags.append("error")
    if code or errors:
        flags.append(f"order:{order[:3]}")
        if "?" in prose:
            flags.append("asked")
    if not prose:
        flags.append("bare")
    return flags


def _with_stand_ins(prose: str, flags: list[str]) -> str:
    """Files, addresses, identifiers and ticked code become a word each, so that the words around them count."""

    def file(match: re.Match[str]) -> str:
        if not _DOCUMENT.search(match[0]):
            flags.append("file")
            return " xfilex "
        flags.append("document")
        about = _ABOUT.search(match[0])
        if about is None:
            return " xdocx "
        flags.append(f"doc:{about.lastgroup}")
        return " xplanx " if about.lastgroup == "plan" else " xdocx "

    def ticked(match: re.Match[str]) -> str:
        if _FILE.fullmatch(match[1]):
            return f" {match[1]} "
        flags.append("ticked")
        return " xcodex "

    def name(match: re.Match[str]) -> str:
        flags.append("name")
        return f" {match[0]} xnamex "

    if _ERROR_NAME.search(prose):
        flags.append("error-name")
    prose = _TICKED.sub(ticked, _URL.sub(" xurlx ", prose))
    prose = _FILE.sub(file, prose)
    symbols = len(_SYMBOLS.findall(prose))
    if symbols >= 2:
        flags.append(f"symbols{min(symbols // 2, 4)}")
    if prose.lstrip()[:1] == "/" and prose.lstrip()[1:2].isalpha():
        flags.append("slash")
    flags += _endings(prose)
    return _IDENTIFIER.sub(name, prose)


def _endings(prose: str) -> list[str]:
    flags: list[str] = []
    stripped = prose.rstrip(" \n\"')")
    if "?" in prose or "？" in prose or "؟" in prose:
        flags.append("question")
        if stripped[-1:] in {"?", "？", "؟"}:
            flags.append("ends?")
    if not prose.isascii() and any(ord(letter) > 0x370 for letter in prose[:200]):
        flags.append("script")
    count = len(prose.split())
    flags.append(f"words{sum(count > limit for limit in _LENGTHS)}")
    return flags
