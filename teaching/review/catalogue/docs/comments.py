"""What comments must not hold: unfinished business without an issue, and code that is switched off."""

import re
from collections.abc import Iterator, Mapping

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.wording import EXCUSED, NOT, bans, clip, name_of
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, end_line, start_line

# The marker leads its line; `TODO(human)` is where a student is asked to write, and "TODO list" is a noun.
_TODO = lazily(r"^[\s/*#<!-]*@?(TODO|FIXME|HACK|XXX)\b(?!\(human\))(?![\s_-]*(?:lists?|items?|apps?|comments?)\b)")
_ISSUE = lazily(
    r"#\d+|\b(?!UTF|SHA|ISO|RFC|PEP|MD|HTTP)[A-Z][A-Z0-9]+-\d+|\([A-Z]+-?\d+\)|https?://|\b[Ii]ssues?[ /]#?\d+"
)

JSDOC_ON_EXPORTS = Phrase(
    r"\b(?:add|write|put) (?:a )?(?:jsdoc|tsdoc)(?: comments?| blocks?)? (?:to|on|for|above) "
    r"(?:everything|all|anything|whatever)(?: that)?(?: is| you)? export(?:ed)?\b"
)
# A wish for one style that does not say which.
ANY_STYLE = Phrase(
    r"\b(?:a|one|the same) (?:consistent |single |common )?docstring (?:style|convention|format)\b"
    r"|\bconsistent docstrings?\b"
)


def todo_comments(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Comment lines that begin with TODO, FIXME, HACK or XXX; those that name an issue pass unless none may stay."""
    none_at_all = name_of(params, "allowed") == "none"
    lines = {
        start_line(node) + offset: text
        for node in source.nodes("comment")
        for offset, text in enumerate(node.text().split("\n"))
    }
    for line, text in lines.items():
        found = _TODO.match(text)
        if found is None or (not none_at_all and _names_issue(line, lines)):
            continue
        without = "" if none_at_all else " that names no issue"
        yield Fact(line, line, f"Here stands a `{found[1]}` comment{without}.")


def _names_issue(line: int, lines: Mapping[int, str]) -> bool:
    """Whether a marker or the comment lines that continue it name an issue."""
    while True:
        if _ISSUE.search(lines[line]):
            return True
        line += 1
        if line not in lines or _TODO.match(lines[line]):
            return False


# Only what nobody writes as prose: a declaration with a value, a closed call or assignment, a branch with its brace.
_WEB_CODE = lazily(
    r"^(?:(?:export |await )*(?:const|let|var) [\w{\[][^=]*= ?.+[;,({\[]$"
    r"|import .+ from ['\"].+['\"];?$|export (?:default |async )*(?:function|class|const) .+[;{]$"
    r"|return\b.*;$|(?:if|for|while|switch) ?\(.+\) ?\{.*$|\}? ?else (?:if ?\(.+\) )?\{$|throw new \w+\(.*\);$"
    r"|(?:await )?[\w$]+(?:\.[\w$]+)*\(.*\);$|[\w$]+(?:\.[\w$]+|\[\w+\])* [-+*]?= [^=].*;$"
    r"|(?:async )?function \w+\(.*\) ?\{$)"
)
_PYTHON_CODE = lazily(
    r"^(?:(?:from [\w.]+ )?import [a-z_][\w.]*(?:, ?\w+)*(?: as \w+)?$"
    r"|(?:async )?def \w+\(.*\).*:$|class \w+(?:\(.*\))?:$"
    r"|(?:if|elif|while) [\w.]+(?:\(.*\)|(?: (?:==|!=|<=?|>=?|is|is not|in|not in) \S+))?:$|else:$|try:$"
    r"|for \w+(?:, ?\w+)* in [\w.]+(?:\(.*\))?:$|return(?: (?:None|True|False|self\.\w+|[a-z_][\w.]*[(\[].*[)\]]))?$"
    r"|raise \w+\(.*\)$|(?:await )?[a-z_]\w*(?:\.\w+)*\([^)].*\)$|(?:await )?[a-z_]\w*(?:\.\w+)+\(\)$"
    r"|(?:self\.)?[a-z_][\w.]*(?:\[[^\]]+\])? [-+*/]?= (?:(?:await )?[\w.]+\(.*\)|['\"].*['\"]|-?\d[\d.]*|\[.*\]|\{.*\}"
    r"|None|True|False|self\.\w+)$)"
)
# A line that only continues a statement or closes it, which prose never looks like.
_GOES_ON = lazily(
    r"^(?:[)\]}]+[;,)]*|[)}\]]+ ?(?:else|catch|finally|from|as|=>).*|.*[{(\[,;]|\.[\w$]+\(.*|[\w$'\"]+:.*|return\b.*"
    r"|//.*|<.*>|case .*:|default:)$"
)
# Code that follows running prose illustrates it, unless the prose says that the code is out of use.
_RETIRED = lazily(
    r"\b(?:todo|fixme|disabled?|old|former|previous|temporar\w*|unused|removed|commented|for now)\b", re.I
)


def commented_code(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Runs of comment lines that begin with code, or with a remark that it is out of use and then code."""
    python = source.language == "python"
    code = _PYTHON_CODE if python else _WEB_CODE
    for run in _runs(source, "#" if python else "//"):
        texts = [node.text().lstrip("#" if python else "/").strip() for node in run]
        first = 1 if len(run) > 1 and _RETIRED.search(texts[0]) else 0
        if code.match(texts[first]):
            line = start_line(run[first])
            yield Fact(line, end_line(run[-1]), f"The comment holds code: `{clip(texts[first])}`.")
    if not python:
        yield from _blocked_code(source)


def _blocked_code(source: SourceFile) -> Iterator[Fact]:
    """`/* … */` around statements; documentation (`/**`) may show examples, and a lone expression may be a note."""
    for node in source.nodes("comment"):
        text = node.text()
        if not text.startswith("/*") or text.startswith(("/**", "/*!")):
            continue
        lines = [line.strip() for line in text.removeprefix("/*").removesuffix("*/").split("\n")]
        rest = [line.removeprefix("* ").strip() for line in lines if line.strip("* ")]
        if rest and _RETIRED.search(rest[0]) and len(rest) > 1 and not _WEB_CODE.match(rest[0]):
            rest = rest[1:]
        if rest and _WEB_CODE.match(rest[0]) and all(_WEB_CODE.match(line) or _GOES_ON.match(line) for line in rest):
            yield Fact(start_line(node), end_line(node), f"The comment holds code: `{clip(rest[0])}`.")


def _runs(source: SourceFile, mark: str) -> Iterator[list[SgNode]]:
    """Line comments that stand alone on neighbouring lines, together."""
    run: list[SgNode] = []
    for node in source.nodes("comment"):
        alone = source.line_text(start_line(node)).lstrip().startswith(mark)
        if not alone or node.text().startswith(("#!", "#:")):
            continue
        if mark == "//" and node.text().startswith("///"):
            continue
        if run and start_line(node) != start_line(run[-1]) + 1:
            yield run
            run = []
        run.append(node)
    if run:
        yield run


_TODOS = (
    r"`?(?:todo|fixme|hack)s?`?(?:\s?(?:/|,|or|and|,? or)\s?`?(?:todo|fixme|hack|xxx)s?`?)*"
    r"(?: comments?| markers?| notes?)?"
)
_ISSUES = (
    r"(?:an? )?(?:linked |linking |tracking |corresponding |related |associated |github |jira )*"
    r"(?:issues?|tickets?)"
)

NO_TODO_COMMENTS = Entry(
    name="no-todo-comments",
    title="TODO, FIXME and HACK comments, or those of them without an issue",
    languages=ALL,
    engines=(Syntax(todo_comments),),
    cues=("todo", "fixme", "hack"),
    phrases=(
        Phrase(
            r"\btodos?\b[^.;]{{0,20}}\b(?:needs?|requires?|carr(?:y|ies)|names?|references?|must (?:have|name"
            r"|carry|reference))\b[^.;]{{0,20}}\b(?:issue|ticket)",
        ),
        Phrase(
            rf"\b(?:no|never|avoid|don't|do not)\b{{GAP}}{_TODOS}\s(?:comments?\s)?(?:without|that lacks?|lacking)"
            rf"\s{_ISSUES}",
            {"allowed": "issue"},
        ),
        Phrase(
            rf"\b(?:every|each|all|any)\s{_TODOS}\s(?:must|should|needs?|has|have|references?|links?|includes?)"
            rf"\b{{GAP}}{_ISSUES}",
            {"allowed": "issue"},
        ),
        Phrase(
            rf"(?:^|[,;:] ?){_TODOS}\s(?:must|should|need|reference|link|include)\b{{GAP}}{_ISSUES}",
            {"allowed": "issue"},
        ),
        Phrase(r"`todo\((?:#\d+|#?issue[^)`]*|#n+|[a-z]+-\d+)\)", {"allowed": "issue"}, EXCUSED),
        *bans(
            _TODOS,
            unless=r"\btodo[ -]?(?:list|app|item|write)|\btodowrite|\b(?:issue|ticket)|\bproduction data\b"
            r"|\b(?:avoid|no) hacks\b(?![^.;]*(?:todo|fixme))",
            allowed="none",
        ),
    ),
    reads=(
        ("A TODO needs an issue number.", {}),
        ("No TODO comments without an issue", {"allowed": "issue"}),
        ("Every TODO must reference a GitHub issue", {"allowed": "issue"}),
        ("Never leave TODO comments in the code.", {"allowed": "none"}),
        ("No TODOs or FIXMEs", {"allowed": "none"}),
        ("Do not leave placeholders or TODOs", {"allowed": "none"}),
        ("Write follow-ups as `TODO(#123)`", {"allowed": "issue"}),
    ),
    ignores=(
        "Use TODO comments for follow-ups.",
        "Do not remove TODO comments",
        "Always use TodoWrite to plan.",
        "Never edit the TODO list by hand.",
        "TODO comments are fine in drafts.",
    ),
    slots=(Slot("allowed", "name", default="issue", choices=("issue", "none")),),
    words=Words(
        why="A note in the code reaches only those who happen to read that line; work that nobody has planned stays "
        "there until its author has forgotten what was meant.",
        question="Who will see this note, and what would make them come back to it?",
        hint="Decide which it is: something that must be done before this is finished, or something for the plan.",
    ),
    examples=(
        Example("python", "x = 1\n# TODO: handle errors\n", (2,)),
        Example("python", "def f():\n    pass  # FIXME later\n", (2,)),
        Example("python", "# TODO(#12): remove\n", (1,), {"allowed": "none"}),
        Example("python", "# TODO(#12): remove\n# FIXME ABC-9 wrong\n"),
        Example("python", "# TODO: same origin? (see\n# https://example.org/issues/3)\nx = 1\n"),
        Example("python", "# TODO(human): write this\n"),
        Example("python", "# Parses the TODO list.\n# todo\n"),
        Example("python", "s = '# TODO: x'\n'''TODO: in a docstring.'''\n"),
        Example("typescript", "// TODO handle errors\nconst a = 1; // HACK: works\n", (1, 2)),
        Example("tsx", "/**\n * Adds.\n * TODO: subtract\n */\nconst A = () => <p>{/* FIXME */}</p>;\n", (3, 5)),
        Example("javascript", "//TODO\nfoo();\n", (1,)),
        Example("typescript", "// TODO(#4): later\n// FIXME https://example.org/issues/3\n"),
        Example("typescript", "// TODO(human)\n// TODO list component\n"),
        Example("javascript", "const TODO = '// TODO: x';\n"),
        Example("tsx", "const A = () => <p>TODO: text</p>;\n"),
    ),
)

_OFF = (
    r"commented[ -]out (?:code|blocks?|lines?|tests?)|commented code|dead code in comments|code in comments"
    r"|commenting out code|comment(?:ing)? (?:code out|out (?:code|old code|tests))"
)

NO_COMMENTED_CODE = Entry(
    name="no-commented-code",
    title="code that is switched off by commenting it out",
    languages=ALL,
    engines=(Syntax(commented_code),),
    cues=("comment",),
    phrases=(
        *bans(_OFF),
        Phrase(r"\b(?:remove|delete)\s(?:all |any )?commented[ -]out code\b", {}, rf"{NOT}|{EXCUSED}"),
    ),
    reads=(
        ("Do not leave commented-out code", {}),
        ("No commented out code", {}),
        ("Never commit commented-out code.", {}),
        ("Remove commented-out code", {}),
        ("No dead code or commented-out code in the repo", {}),
        ("Commented-out code is not allowed", {}),
    ),
    ignores=(
        "The service is commented out in the compose file.",
        "No comments that repeat the code",
        "Commented-out code is fine while debugging.",
        "Do not delete commented-out code in the vendored files.",
    ),
    tier="likely",
    words=Words(
        why="Code in a comment is neither run nor tested: it ages while everything around it changes, and readers "
        "wonder whether it should come back.",
        question="If you needed these lines again in a month, where else could you find them?",
        hint="Look at what the history of the file already keeps for you.",
    ),
    examples=(
        Example("python", "x = 1\n# y = foo(x)\n", (2,)),
        Example("python", "def f():\n    # print('a')\n    # return None\n    return 1\n", (2,)),
        Example("python", "# import os\nimport sys\n", (1,)),
        Example("python", "# The result of foo(x) is cached.\nx = 1\n"),
        Example("python", "#!/usr/bin/env python\n# type: ignore\nx = 1  # noqa: F401\n"),
        Example("python", "s = '''\n# y = foo(x)\n'''\n"),
        Example("python", "# Why: the server closes idle connections.\nx = 1\n"),
        Example("typescript", "const a = 1;\n// const b = foo(a);\n", (2,)),
        Example("tsx", "const A = () => {\n  // if (x) {\n  //   return null;\n  // }\n  return <p/>;\n};\n", (2,)),
        Example("python", "# disabled for now\n# send(mail)\nx = 1\n", (2,)),
        Example("python", "# A shift of the form\n# n = [1, 2]\n# is not allowed.\nx = 1\n"),
        Example("javascript", "// console.log(a, b);\nfoo();\n// import x from 'y';\n", (1, 3)),
        Example("typescript", "// Returns the user (if any); see load().\nconst a = 1;\n"),
        Example("typescript", "// Usage:\n// const a = create();\nexport const b = 1;\n"),
        Example("typescript", "/**\n * const a = create();\n */\nexport const b = 1;\n"),
        Example("javascript", "// eslint-disable-next-line no-console\n// if (a) then b\nconst s = '// foo();';\n"),
        Example("javascript", "foo(); // bar();\n/// <reference types='node' />\n"),
    ),
)

ENTRIES = (NO_TODO_COMMENTS, NO_COMMENTED_CODE)
