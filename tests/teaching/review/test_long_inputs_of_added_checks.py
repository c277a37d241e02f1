"""Long and deep files take the checks on loops, parameters, logs and randomness no more than one walk each."""

import pytest

from teaching.review.catalogue import ENTRIES
from teaching.review.entry import Fact, Syntax
from teaching.review.source import Language, SourceFile


def facts(name: str, path: str, text: str, language: Language) -> list[Fact]:
    engine = ENTRIES[name].engines[0]
    assert isinstance(engine, Syntax)
    return list(engine.find(SourceFile(path, text, language), {}))


def test_every_wait_of_a_long_loop_is_told() -> None:
    text = "async def f():\n    for x in y:\n" + "        a = await g(b)\n" * 3000
    assert len(facts("no-await-in-loop", "a.py", text, "python")) == 3000


def test_every_new_value_in_a_long_function_is_told() -> None:
    text = "function f(a) {\n" + "a = 1;\nlet b = 2;\n" * 1500 + "}\n"
    assert len(facts("no-param-reassign", "a.ts", text, "typescript")) == 1500


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("print(" + "a + " * 1500 + "password)\n", "python"),
        ("console.log(" + "[" * 900 + "apiKey" + "]" * 900 + ");\n", "typescript"),
    ],
)
def test_a_secret_deep_within_what_is_logged_is_found(text: str, language: Language) -> None:
    assert [fact.line for fact in facts("no-secrets-in-logs", "a.x", text, language)] == [1]


def test_thousands_of_drawn_tokens_are_told() -> None:
    text = "import random\n" + "token = random.random()\n" * 2000
    assert len(facts("secure-random", "a.py", text, "python")) == 2000
