"""Which of the entries on types, docs, naming and style read a sentence: all that must, and no other."""

import time

import pytest

from teaching.review.catalogue.docs import entries as docs
from teaching.review.catalogue.naming import entries as naming
from teaching.review.catalogue.style import entries as style
from teaching.review.catalogue.types import entries as types
from teaching.review.recognise import read_sentence

ENTRIES = (*types.ENTRIES, *docs.ENTRIES, *naming.ENTRIES, *style.ENTRIES)


def readers(sentence: str) -> set[str]:
    """The names of the entries that read a sentence."""
    return {entry.name for entry in ENTRIES if read_sentence(entry, sentence) is not None}


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Type safety: no `any`, no type assertions", {"no-any", "no-type-assertion"}),
        ("TypeScript strict mode; no `any`, no `@ts-ignore`", {"no-any", "no-ts-ignore"}),
        ("No TODOs, FIXMEs or commented-out code", {"no-todo-comments", "no-commented-code"}),
        ("Single quotes, 2-space indent, no semicolons", {"quotes", "indentation", "no-semicolons"}),
        ("Always use `const` or `let`, never `var`", {"no-var"}),
        ("Functions use `camelCase`; classes use `PascalCase`", {"function-naming", "class-naming"}),
        ("Use kebab-case for file names, camelCase for functions", {"file-naming", "function-naming"}),
        ("All functions must have type hints and docstrings", {"type-hints"}),
    ],
)
def test_a_sentence_with_several_rules_is_read_by_each_of_their_entries(sentence: str, names: set[str]) -> None:
    assert readers(sentence) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "Do not use `any` in `src/api`",
        "Don't be afraid of `any` in quick scripts",
        "Never replace `unknown` with `any`",
        "Do not add any dependency without asking",
        "Use enums instead of string constants",
        "Use function declarations for components, not arrow functions",
        "Never use f-strings to build SQL",
        "Convert functions from camelCase to snake_case",
        "Env vars in UPPER_SNAKE_CASE",
        "All API endpoints must have docstrings",
        "Prefer early returns over else",
        "Do not remove TODO comments of other authors",
        "Always use single quotes to prevent shell expansion",
        "No emojis in commit messages",
        "Follow the Google Python Style Guide",
        "Python functions are snake_case and TypeScript functions camelCase",
    ],
)
def test_a_look_alike_is_read_by_none(sentence: str) -> None:
    assert readers(sentence) == set()


def test_a_very_long_sentence_is_read_in_no_time() -> None:
    began = time.process_time()
    for sentence in (
        "use " + "functions, " * 2000 + "camelcase",
        "never " + "`a`, " * 2000 + "`any`",
        "no " + "a, " * 5000 + "or enum",
    ):
        readers(sentence)
    assert time.process_time() - began < 5
