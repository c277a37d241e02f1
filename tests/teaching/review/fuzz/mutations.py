"""Valid code, broken in small ways: the examples of the catalogue, of which each stands near what some check reads."""

import re

from hypothesis import strategies as st

from teaching.review.catalogue import ENTRIES
from teaching.review.source import Language

SUFFIX: dict[Language, str] = {"python": "py", "typescript": "ts", "tsx": "tsx", "javascript": "jsx"}
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
SEEDS: dict[Language, list[str]] = {
    language: sorted(
        {example.code for entry in ENTRIES.values() for example in entry.examples if example.language == language}
    )
    for language in SUFFIX
}
_STRAY = (
    "(", ")", "[", "]", "{", "}", "<", ">", '"', "'", "`", '"""', "/*", "*/", "//", "#", "\\", "\n", "\r",
    "\r\n", "\t", "  ",
    ";", ",", ".", ":", "=", "=>", "->", "@", "!", "?", "?.", "...", "*", "**", "/", "\0", "\ufeff", "\u2028",
    "é", "👩‍👧", "\u202e",
    "\ud800", "async", "await", "def", "class", "function", "return", "yield", "if", "else", "try", "except", "catch",
    "import", "from", "export", "default", "lambda", "<a>", "</a>", "<>", "${", "f'{", "<any>", "as", "type",
    "match", "0",
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, language: Language) -> str:
    """One or two examples with a few tokens taken out, doubled, swapped, put in, or cut off."""
    code = "\n".join(draw(st.lists(st.sampled_from(SEEDS[language]), min_size=1, max_size=2)))
    tokens = _TOKEN.findall(code)
    for _ in range(draw(st.integers(0, 4))):
        if not tokens:
            break
        at = draw(st.integers(0, len(tokens) - 1))
        match draw(st.sampled_from(["delete", "double", "swap", "cut", "put", "put", "dedent", "behead"])):
            case "delete":
                del tokens[at : at + draw(st.integers(1, 3))]
            case "double":
                tokens[at:at] = tokens[at : at + draw(st.integers(1, 5))]
            case "swap":
                other = draw(st.integers(0, len(tokens) - 1))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case "cut":
                del tokens[at:]
            case "behead":
                del tokens[:at]
            case "dedent":
                tokens = [token.replace("    ", "\t" if at % 2 else " ") for token in tokens]
            case _:
                tokens.insert(at, draw(st.sampled_from(_STRAY)))
    return "".join(tokens)


@st.composite
def projects(draw: st.DrawFn, most: int = 8) -> dict[str, str]:
    """A few broken files, of any language and in any place."""
    files: dict[str, str] = {}
    for number in range(draw(st.integers(1, most))):
        language = draw(st.sampled_from(sorted(SUFFIX)))
        folder = draw(st.sampled_from(["src", "src/a", "src/tests", "src/app/api"]))
        name = draw(st.sampled_from(["a", "test_a", "a.test", "index", "route", "a.d", "__init__", "page", "Über-b"]))
        files[f"{folder}/{number}/{name}.{SUFFIX[language]}"] = draw(mutated(language))
    return files
