"""Style of the text itself: quotes."""

from collections.abc import Iterator

from teaching.review.catalogue import seen
from teaching.review.catalogue.style import layout as style_layout
from teaching.review.catalogue.wording import asks, bans, clip, name_of
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import PYTHON, WEB, SourceFile, start_line

_MARK = {"single": "'", "double": '"'}


def other_quotes(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Lines with a string in the other quotes, but for strings that hold the wanted mark and for JSX attributes."""
    wanted = name_of(params, "style")
    mark = _MARK.get(wanted)
    seen: set[int] = set()
    for node in source.nodes("string"):
        text, line, parent = node.text(), start_line(node), node.parent()
        # The keyword of the type `string` is a token of the same kind.
        if mark is None or not node.is_named() or mark in text or line in seen:
            continue
        if parent is not None and parent.kind() == "jsx_attribute":
            continue
        seen.add(line)
        yield Fact(line, line, f"The string `{clip(text)}` is not in {wanted} quotes.")


_NOT_STRINGS = (
    r"\b(?:shell|bash|zsh|php|sql|json|ya?ml|identifiers?|escap\w+|expan\w+|commits?|csv|html|attributes?|jsx|commands?"
    r"|powershell|curl|docstrings?|smart|curly|block ?quotes?|around|contain\w*)\b"
)
_LAYOUT = r"(?:semi-?colons?|indent|spaces|tabs?\b|trailing commas?|prettier|biome|black|ruff|line length|format)"
_PYTHON = r"\b(?:python|black|ruff|pep ?8)\b"
_WEB = r"\b(?:typescript|javascript|ts|js|prettier|biome|eslint|semi-?colons?|react|next\.?js)\b"


def _quote_phrases(unless: str) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    for style, other in (("single", "double"), ("double", "single")):
        thing = rf"{style}[ -]quot(?:es?|ed strings?|ation marks?)"
        tail = (
            r"(?=\s*(?:$|[.,;:()—–]| for (?:all )?(?:python |js |ts |typescript )?strings?"
            r"\b| everywhere| over | only| and | instead| not | in (?:python|typescript|javascript|ts|js)\b| \())"
        )
        phrases += asks(
            rf"\b(?:use|prefer|always use|always)\s(?:only )?{thing}{tail}",
            rf"\bquotes?(?: style)?\s?(?::|=|—|–|-)\s?`?{style}\b",
            rf"\bprefer\s{style}\s(?:quotes )?over\s{other}\b",
            rf"^(?:strings?(?: literals)?|style|code style)\s?(?::|use|in|are in)\s?(?:use )?{thing}{tail}",
            rf"^{thing}(?=\s*(?:$|[.,;(]| for (?:all )?strings?\b| everywhere| only| over | not ))",
            rf"^(?=.*{_LAYOUT}).*(?:,|\band|&|\bwith|:)\s{thing}(?=\s*(?:$|[.,;)]| for strings| and ))",
            thing=thing,
            unless="|".join((_NOT_STRINGS, unless)),
            style=style,
        )
        phrases += bans(rf"{other}[ -]quot(?:es?|ed strings?)", unless="|".join((_NOT_STRINGS, unless)), style=style)
    return tuple(phrases)


_QUOTE_WORDS = Words(
    why="With one kind of quotes nobody stops to ask whether the other kind means something, and diffs show changes of "
    "meaning instead of changes of habit.",
    question="Which tool of the project decides about quotes, and has it seen this file?",
    hint="See whether the project has a formatter configured, and whether it was run on this file.",
)

QUOTES = Entry(
    name="quotes",
    title="strings in the other quotes in TypeScript and JavaScript",
    languages=WEB,
    engines=(Syntax(other_quotes),),
    cues=("quot",),
    phrases=_quote_phrases(_PYTHON),
    vague=(
        Phrase(r"^(?:use )?consistent quot(?:es|ing)\b"),
        Phrase(r"\bquot(?:es?|ing)\b[^.;]{{0,12}}\bconsistent(?:ly)?\b"),
    ),
    reads=(
        ("Double quotes for strings", {"style": "double"}),
        ("Use single quotes", {"style": "single"}),
        ("Quote style: single quotes", {"style": "single"}),
        ("Formatting: Biome with tab indentation and double quotes", {"style": "double"}),
        ("Single quotes, no semicolons", {"style": "single"}),
        ("Prefer single quotes over double quotes.", {"style": "single"}),
        ("Never use double quotes", {"style": "single"}),
    ),
    ignores=(
        "Always use single quotes to prevent shell expansion: `a`",
        "Double quotes for PHP strings inside",
        "Python: use double quotes",
        "Block quotes cite the source.",
        "Put double quotes around SQL identifiers.",
        "Single quotes are fine in tests",
    ),
    slots=(Slot("style", "name", ask="Single or double quotes?", choices=("single", "double")),),
    evidence={"style": seen.QUOTES},
    words=_QUOTE_WORDS,
    examples=(
        Example("javascript", "const a = \"x\";\nconst b = 'y';\n", (1,), {"style": "single"}),
        Example("typescript", "import a from 'a';\nf('b',\n  'c');\n", (1, 2, 3), {"style": "double"}),
        Example("tsx", "const A = () => <p title={'a'}>x</p>;\n", (1,), {"style": "double"}),
        Example("typescript", "function f(a: string): Record<string, string> {}\n", (), {"style": "double"}),
        Example("javascript", "const a = 'x';\nconst b = `y`;\n", (), {"style": "single"}),
        Example("javascript", 'const a = "it\'s";\n', (), {"style": "single"}),
        Example("tsx", 'const A = () => <p title="a">it\'s "b"</p>;\n', (), {"style": "single"}),
        Example("typescript", "// it's 'x'\nconst re = /'/;\nconst s = \"\";\n", (), {"style": "double"}),
    ),
)

PYTHON_QUOTES = Entry(
    name="python-quotes",
    title="strings in the other quotes in Python",
    languages=PYTHON,
    engines=(Ruff(("Q000",), {"lint.flake8-quotes.inline-quotes": "{style}"}),),
    cues=("quot",),
    phrases=_quote_phrases(_WEB),
    reads=(
        ("Double quotes for strings", {"style": "double"}),
        ("Python: use double quotes", {"style": "double"}),
        ("Black formatting, line length 88, double quotes", {"style": "double"}),
        ("Quote style: single quotes", {"style": "single"}),
    ),
    ignores=(
        "Single quotes, no semicolons",
        "TypeScript: use single quotes",
        "Double quotes in JSON",
        "Do not quote the user.",
    ),
    slots=(Slot("style", "name", ask="Single or double quotes?", choices=("single", "double")),),
    evidence={"style": seen.QUOTES},
    words=_QUOTE_WORDS,
    examples=(
        Example("python", "a = 'x'\nb = \"y\"\n", (1,), {"style": "double"}),
        Example("python", "f(\n    'a',\n    \"b\",\n)\n", (3,), {"style": "single"}),
        Example("python", "x = f'{a}'\n", (1,), {"style": "double"}),
        Example("python", 'a = "x"\n', (), {"style": "double"}),
        Example("python", "a = 'say \"x\"'\n", (), {"style": "double"}),
        Example("python", "'''Doc.'''\n# 'x'\n", (), {"style": "double"}),
        Example("python", "def f():\n    '''Doc.'''\n    return \"'\"\n", (), {"style": "double"}),
    ),
)

ENTRIES = (QUOTES, PYTHON_QUOTES, *style_layout.ENTRIES)
