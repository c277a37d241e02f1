"""What comments must not hold: unfinished business without an issue, and code that is switched off."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.wording import EXCUSED, bans, clip, name_of
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, end_line, start_line

# The marker leads its line; `TODO(human)` is where a student is asked to write, and "TODO list" is a noun.
_TODO = re.compile(r"^[\s/*#<!-]*@?(TODO|FIXME|HACK|XXX)\b(?!\(human\))(?![\s_-]*(?:lists?|items?|apps?|comments?)\b)")
_ISSUE = re.compile(r"#\d+|\b[A-Z][A-Z0-9]+-\d+|\bGH-\d+|https?://|\bissues?[ /]#?\d+", re.IGNORECASE)


def todo_comments(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Comment lines that begin with TODO, FIXME, HACK or XXX; those that name an issue pass unless none may stay."""
    none_at_all = name_of(params, "allowed") == "none"
    for node in source.nodes("comment"):
        for offset, text in enumerate(node.text().split("\n")):
            found = _TODO.match(text)
            if found is None or (not none_at_all and _ISSUE.search(text)):
                continue
            line = start_line(node) + offset
            without = "" if none_at_all else " that names no issue"
            yield Fact(line, line, f"Here stands a `{found[1]}` comment{without}.")


# Only what nobody writes as prose: a declaration with a value, a closed call or assignment, a branch with its brace.
_CODE = re.compile(
    r"^(?:(?:export |await )*(?:const|let|var) [\w{\[][^=]*= ?.+[;,({\[]$"
    r"|import .+ from ['\"].+['\"];?$|export (?:default |async )*(?:function|class|const) .+[;{]$"
    r"|return\b.*;$|(?:if|for|while|switch) ?\(.+\) ?\{.*$|\}? ?else (?:if ?\(.+\) )?\{$|throw new \w+\(.*\);$"
    r"|(?:await )?[\w$]+(?:\.[\w$]+)*\(.*\);$|[\w$]+(?:\.[\w$]+|\[\w+\])* [-+*]?= [^=].*;$"
    r"|(?:async )?function \w+\(.*\) ?\{$)"
)
_SHOWN = re.compile(r"(?::|\be\.g\.?|\bexamples?|\busage|\binstead of|```)\s*$|@example|\busage\b", re.IGNORECASE)


def commented_code(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Runs of comment lines in web languages that are code; an announced example is documentation."""
    if source.language == "python":
        return
    for run in _runs(source):
        texts = [node.text().removeprefix("//").strip() for node in run]
        for position, text in enumerate(texts):
            if _SHOWN.search(text):
                break
            if _CODE.match(text):
                first = start_line(run[position])
                yield Fact(first, end_line(run[-1]), f"The comment holds code: `{clip(text)}`.")
                break


def _runs(source: SourceFile) -> Iterator[list[SgNode]]:
    """Line comments that stand alone on neighbouring lines, together."""
    run: list[SgNode] = []
    for node in source.nodes("comment"):
        alone = source.line_text(start_line(node)).lstrip().startswith("//")
        if not (alone and node.text().startswith("//") and not node.text().startswith("///")):
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
            unless=r"\btodo[ -]?(?:list|app|item|write)|\btodowrite|\b(?:issue|ticket)|\bproduction data\b",
            allowed="none",
        ),
    ),
    reads=(
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
    slots=(Slot("allowed", "name", default="issue"),),
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
    engines=(Ruff(("ERA001",)), Syntax(commented_code)),
    cues=("comment",),
    phrases=bans(_OFF),
    reads=(
        ("Do not leave commented-out code", {}),
        ("No commented out code", {}),
        ("Never commit commented-out code.", {}),
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
        Example("python", "def f():\n    # print('a')\n    # return None\n    return 1\n", (2, 3)),
        Example("python", "# import os\nimport sys\n", (1,)),
        Example("python", "# The result of foo(x) is cached.\nx = 1\n"),
        Example("python", "#!/usr/bin/env python\n# type: ignore\nx = 1  # noqa: F401\n"),
        Example("python", "s = '''\n# y = foo(x)\n'''\n"),
        Example("python", "# Why: the server closes idle connections.\nx = 1\n"),
        Example("typescript", "const a = 1;\n// const b = foo(a);\n", (2,)),
        Example("tsx", "const A = () => {\n  // if (x) {\n  //   return null;\n  // }\n  return <p/>;\n};\n", (2,)),
        Example("javascript", "// console.log(a, b);\nfoo();\n// import x from 'y';\n", (1, 3)),
        Example("typescript", "// Returns the user (if any); see load().\nconst a = 1;\n"),
        Example("typescript", "// Usage:\n// const a = create();\nexport const b = 1;\n"),
        Example("typescript", "/**\n * const a = create();\n */\nexport const b = 1;\n"),
        Example("javascript", "// eslint-disable-next-line no-console\n// if (a) then b\nconst s = '// foo();';\n"),
        Example("javascript", "foo(); // bar();\n/// <reference types='node' />\n"),
    ),
)

ENTRIES = (NO_TODO_COMMENTS, NO_COMMENTED_CODE)
