"""Style of the text itself: indentation and emojis."""

import re
from collections.abc import Iterator

from teaching.review.catalogue import seen
from teaching.review.catalogue.wording import EXCUSED, NOT, asks, bans, name_of
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, end_line, start_line


def wrong_indentation(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Runs of lines that are indented with the other character, and blocks of another width."""
    style, language, width = name_of(params, "style"), name_of(params, "language"), params.get("width", 0)
    if source.language == "python" and language != "python" and not (language == "any" and style == "spaces"):
        return
    # Two spaces without a language are the custom of the web, not of Python.
    if source.language == "python" and language == "any" and width not in {0, 4}:
        return
    if source.language != "python" and language == "python":
        return
    yield from _foreign_runs(source, style)
    if style == "spaces" and isinstance(width, int) and width:
        yield from _foreign_widths(source, width)


def _foreign_runs(source: SourceFile, style: str) -> Iterator[Fact]:
    skipped: set[int] = set()
    for node in source.nodes("string", "template_string", "comment", "jsx_text", "string_content"):
        skipped |= set(range(start_line(node) + 1, end_line(node) + 1))
    foreign = re.compile(r"[ ]{2,}\S" if style == "tabs" else r"[ ]*\t\s*\S")
    found = [
        number
        for number, line in enumerate(source.lines, start=1)
        if line[:1] in {" ", "\t"} and number not in skipped and foreign.match(line)
    ]
    start = 0
    for position, number in enumerate(found):
        if position + 1 == len(found) or found[position + 1] != number + 1:
            used = "spaces" if style == "tabs" else "tabs"
            yield Fact(found[start], number, f"The indentation is made of {used}.")
            start = position + 1


def _foreign_widths(source: SourceFile, width: int) -> Iterator[Fact]:
    for node in source.nodes("block", "statement_block", "class_body"):
        inner = [child for child in node.children() if child.is_named() and child.kind() != "comment"]
        outer = node.parent() if source.language == "python" else node.children()[-1]
        if not inner or outer is None:
            continue
        place, base = inner[0].range().start, outer.range().start
        first, last = source.lines[place.line], source.lines[base.line]
        # Measured only where both begin their lines: from the closing brace, or from the statement that owns a block.
        if place.line == base.line or len(first) - len(first.lstrip()) != place.column or "\t" in first[: place.column]:
            continue
        if len(last) - len(last.lstrip()) == base.column and place.column - base.column != width:
            line, used = place.line + 1, place.column - base.column
            yield Fact(line, line, f"This block is indented by {used} spaces, not by {width}.")


# Pictures, not text symbols: an arrow or a check mark of plain text is typography.
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f900-\U0001faff"
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u26a1\u26bd\u26d4\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757"
    "\u2795-\u2797\u2b50\u2b55]|[\u2190-\u2bff]\ufe0f"
)


def emojis(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Lines with an emoji, in comments alone where the prose speaks of comments."""
    if _EMOJI.search(source.text) is None:
        return
    comments: set[int] = set()
    if name_of(params, "where") == "comments":
        for node in source.nodes("comment"):
            offsets = [n for n, text in enumerate(node.text().split("\n")) if _EMOJI.search(text)]
            comments |= {start_line(node) + offset for offset in offsets}
    for number, line in enumerate(source.lines, start=1):
        found = _EMOJI.search(line)
        if found is not None and (number in comments or name_of(params, "where") != "comments"):
            yield Fact(number, number, f"The line holds the emoji {found[0]}.")


_ELSEWHERE = (
    r"\b(?:ya?ml|json|sql|css|scss|html|makefiles?|golang|rust|markdown|nested lists?|lists?|bash|shell|browser|url"
    r"|open|between|before|after|names?|keyboard|ui|panel|navigation|vue|namespaces?|spacing|tailwind)\b"
)
_PYTHON = r"\b(?:python|pep ?8|black)\b"
_WEB = r"\b(?:typescript|javascript|ts|js|tsx|jsx|react|biome|prettier|eslint|semi-?colons?|single quotes?)\b"
_WIDTH = r"(?P<width>[2348])[ -]?spaces?"


def _indentation_phrases() -> tuple[Phrase, ...]:
    spaces = (
        rf"{_WIDTH}(?:\s|-)?(?:for\s|of\s)?(?:the\s)?(?:indent(?:ation|ing|s)?|tabs?)\b",
        r"\bindent(?:ation|ing|s|ed)?(?:\s(?:size|width|style|level))?\s?(?:"
        rf"(?::|=|—|–|-|with|by|using|use|uses|is|of|to|must be)\s?)+(?:always\s)?{_WIDTH}",
        rf"^(?:use\s|always use\s|formatting:\s|style:\s|code style:\s)?{_WIDTH}\s?"
        r"(?:,|;|$|\.|and|no tabs|not tabs|\(no tabs|instead of tabs|over tabs)",
        rf"{_WIDTH}\s(?:in|for)\s(?:python|typescript|javascript|react|tsx?|jsx?)\b\s?(?:code\b|files\b)?\s?(?:$"
        rf"|[.,;])",
        rf"^(?=.*(?:quotes|semi-?colons?|line length|trailing commas?)).*(?:,|:|with|and)\s{_WIDTH}\s?(?:,|;|$|\.|and)",
    )
    plain = (
        r"\b(?:use\s|prefer\s)?spaces\s?(?:,? not|,? never|over|instead of|rather than|for indentation|\(not)\s?"
        r"(?:tabs\b)?",
        r"\bindent(?:ation|ed)?\s?(?::|with|using|by)\s?(?:use\s)?spaces\b",
    )
    tabs = (
        r"\b(?:use\s|prefer\s)?tabs\s?"
        r"(?:,? not|,? never|over|instead of|rather than|for indentation|for indenting|\(not)\s?(?:spaces\b)?",
        r"\bindent(?:ation|ed)?\s?(?::|with|using|by)\s?(?:use\s)?tabs?\b",
        r"\btab[ -]indent(?:ation|ed|s)\b",
    )
    phrases: list[Phrase] = []
    for language, present, absent in (("python", _PYTHON, _WEB), ("web", _WEB, _PYTHON), ("any", "", "")):
        guard = f"^(?=.*{present})(?!.*{absent}).*?" if present else f"^(?!.*(?:{_PYTHON}|{_WEB})).*?"
        for patterns, style, thing in (
            (tabs, "tabs", "tabs|tab indentation"),
            (spaces, "spaces", "spaces"),
            (plain, "spaces", "spaces"),
        ):
            guarded = [
                guard + pattern.replace("^", "", 1) if pattern.startswith("^(?:") else guard + pattern.removeprefix("^")
                for pattern in patterns
            ]
            phrases += asks(*guarded, thing=thing, unless=_ELSEWHERE, style=style, language=language)
        phrases.append(
            Phrase(
                rf"{guard}{NOT}(?:\suse)?\stabs?\b(?!\s(?:bar|component|order))",
                {"style": "spaces", "language": language},
                f"{EXCUSED}|{_ELSEWHERE}",
            )
        )
    return tuple(phrases)


INDENTATION = Entry(
    name="indentation",
    title="lines indented with the other character, or by another width",
    languages=ALL,
    engines=(Syntax(wrong_indentation),),
    cues=("indent", "spaces", "tabs"),
    phrases=_indentation_phrases(),
    vague=(
        Phrase(r"^(?:use )?consistent indentation\b"),
        Phrase(r"\bindent (?:code |files )?consistently\b"),
    ),
    reads=(
        ("Indent with tabs", {"style": "tabs", "language": "any"}),
        ("2-space indentation", {"style": "spaces", "width": 2}),
        ("Indentation: 4 spaces", {"style": "spaces", "width": 4}),
        ("Use spaces, not tabs", {"style": "spaces", "width": 0}),
        ("Formatting: Biome with tab indentation and double quotes", {"style": "tabs", "language": "web"}),
        ("2 spaces, single quotes, no semicolons", {"style": "spaces", "width": 2, "language": "web"}),
        ("Python: indent with 4 spaces", {"style": "spaces", "width": 4, "language": "python"}),
        ("No tabs", {"style": "spaces"}),
        ("4 spaces in Python", {"style": "spaces", "width": 4, "language": "python"}),
    ),
    ignores=(
        "Open the page in two tabs.",
        "YAML uses 2-space indentation",
        "Put 2 spaces before a comment",
        "The tabs component renders the spaces list.",
        "Tabs or spaces: whatever the file has",
    ),
    slots=(
        Slot("style", "name", ask="Tabs or spaces?", choices=("tabs", "spaces")),
        Slot("width", "number", default=0, choices=("0", "1", "2", "3", "4", "6", "8")),
        Slot("language", "name", default="any", choices=("any", "python", "web")),
    ),
    evidence={"style": seen.INDENTS},
    words=Words(
        why="Indentation shows what belongs to what; mixed characters show different shapes in different editors, and "
        "every change of them hides the change that matters in a diff.",
        question="Does your editor show you which character stands at the beginning of this line?",
        hint="Let the editor display white space, and compare with the first lines of the file.",
    ),
    examples=(
        Example("python", "def f():\n\treturn 1\n", (2,), {"style": "spaces"}),
        Example("python", "def f():\n  return 1\n", (2,), {"style": "spaces", "width": 4}),
        Example("python", "def f():\n    a = 1\n    return a\n", (2,), {"style": "tabs", "language": "python"}),
        Example(
            "python",
            "def f(\n    a,\n):\n    '''Doc.\n\n\tx\n    '''\n    return {\n      1\n    }\n",
            (),
            {"style": "spaces", "width": 4},
        ),
        Example("python", "def f():\n    return 1\n", (), {"style": "tabs"}),
        Example("python", "def f():\n    return 1\n", (), {"style": "spaces", "width": 2}),
        Example("python", "x = 'a\\tb'  # \t\ns = '''\n\ta\n'''\n", (), {"style": "spaces"}),
        Example("typescript", "function f() {\n  return 1;\n}\n", (2,), {"style": "tabs"}),
        Example("tsx", "const A = () => {\n    return <p/>;\n};\n", (2,), {"style": "spaces", "width": 2}),
        Example("javascript", "if (a) {\n\tb();\n}\nif (c) {\n\td();\n}\n", (2, 5), {"style": "spaces"}),
        Example("typescript", "/**\n * Doc.\n   */\nfunction f() {\n\treturn `\n  a`;\n}\n", (), {"style": "tabs"}),
        Example(
            "tsx",
            "const A = () => {\n  return (\n    <p>\n      a\n    </p>\n  );\n};\n",
            (),
            {"style": "spaces", "width": 2},
        ),
        Example(
            "javascript",
            "foo(a,\n    function () {\n      b();\n    });\nconst g = () => { c(); };\n",
            (),
            {"style": "spaces", "width": 2},
        ),
        Example("typescript", "class A {\n  m() {\n    b();\n  }\n}\n", (), {"style": "tabs", "language": "python"}),
    ),
)

_EMOJIS = r"emojis?(?: characters?| icons?| symbols?)?"
_CODE = (
    r"(?:the |our |source |production )*"
    r"(?:code(?: ?base)?|source|files?|source files|(?:code,? (?:or|and) )comments|comments and code)"
)
_TALK = (
    r"\b(?:commits?|readme|docs?|documentation|ui|responses?|chat|repl(?:y|ies)|answers?|messages?|pull requests?|prs?"
    r"|titles?|output|headings?|markdown|status|asks?|asked|requested|communication|buttons?|tone)\b"
)

NO_EMOJI = Entry(
    name="no-emoji",
    title="emojis in code and comments",
    languages=ALL,
    engines=(Syntax(emojis),),
    cues=("emoji",),
    phrases=(
        *(
            Phrase(
                rf"{phrase.pattern}\s(?:in|inside|within|from)\s{_CODE}(?![\w-])(?!\s(?:reviews?|comments?)\b)",
                {"where": "anywhere"},
                EXCUSED,
            )
            for phrase in (Phrase(rf"{NOT}(?:\s(?:use|using|add|put|include))?(?:\sany)?\s{_EMOJIS}"),)
        ),
        Phrase(
            rf"{NOT}(?:\s(?:use|using|add|put|include))?(?:\sany)?\s{_EMOJIS}\s(?:in|inside|within)\s"
            r"(?:code |source )?comments\b",
            {"where": "comments"},
            f"{EXCUSED}|{_TALK}",
        ),
        Phrase(
            rf"\b{_CODE}\s(?:must |should )?(?:contains? no|has no|have no|be free of|is free of)\s{_EMOJIS}",
            {"where": "anywhere"},
            f"{EXCUSED}|{_TALK}",
        ),
        *bans(rf"{_EMOJIS}(?=\s(?:anywhere|ever)\b)", unless=_TALK, where="anywhere"),
    ),
    reads=(
        ("No emojis in code", {"where": "anywhere"}),
        ("Never use emojis in code or comments.", {"where": "anywhere"}),
        ("Do not add emojis in comments", {"where": "comments"}),
        ("No emojis in code comments", {"where": "comments"}),
        ("No emojis in code or commits", {"where": "anywhere"}),
        ("No emojis in the codebase", {"where": "anywhere"}),
        ("Source files must contain no emojis", {"where": "anywhere"}),
    ),
    ignores=(
        "No emojis in commit messages",
        "Do not use emojis in your responses.",
        "Emojis are fine in the README.",
        "Use an emoji for each status",
        "No emojis unless asked",
    ),
    slots=(Slot("where", "name", default="anywhere", choices=("anywhere", "comments")),),
    words=Words(
        why="Emojis look different on every system, some terminals cannot show them, and a search cannot be typed for "
        "them; in code they take attention from what it does.",
        question="What does this picture tell the reader that the words beside it do not?",
        hint="Read the line without it: is anything missing?",
    ),
    examples=(
        Example("python", "x = 1\nprint('done ✅')\n", (2,)),
        Example("python", "# 🚀 start\nx = '🔥'\n", (1,), {"where": "comments"}),
        Example("python", "def f():\n    '''Doc.\n\n    ⚠️ careful\n    '''\n", (4,)),
        Example("python", "# a → b, ✓ and © and é\nx = '…'\n"),
        Example("python", "x = '\\U0001f680'\n# :rocket:\n"),
        Example("python", "print('🚀')\n", (), {"where": "comments"}),
        Example("python", "x = 'naïve – “quoted” ★ ♥'\n"),
        Example("typescript", "const a = 1; // 👍\nconst b = '❌';\n", (1, 2)),
        Example("tsx", "const A = () => <p>Hi 👋</p>;\n", (1,)),
        Example("javascript", "/*\n * 🎉\n */\nfoo('🎉');\n", (2,), {"where": "comments"}),
        Example("typescript", "const a = '→ ← ✓ ✗ • …';\n"),
        Example("tsx", "const A = () => <p>&#128512; :smile:</p>;\n"),
        Example("javascript", "const s = '\\u{1F600}';\n// äöü ß €\n"),
        Example("javascript", "foo('🎉');\n", (), {"where": "comments"}),
    ),
)

ENTRIES = (INDENTATION, NO_EMOJI)
