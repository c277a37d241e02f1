"""A finding about a secret never repeats the secret, however many of them share a line."""

import pytest

from teaching.review.catalogue.security.secrets import hardcoded_secrets, masked
from teaching.review.source import Language, SourceFile

SHORT = "hunter2"
LONG = "9f8e7d6c5b4a3928" + "1706f5e4"
KEY = (
    "-----BEGIN " + "PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq1zq8c5aZ8o9a3m7r0b1c2d3e4f5g6h7i8\n-----END PRIVATE KEY-----"
)

CASES: list[tuple[Language, str, int]] = [
    ("python", f'password = "{SHORT}"; api_key = "{LONG}"  # was {SHORT}\n', 2),
    ("python", f'if password == "{SHORT}" or api_key == "{LONG}":\n    pass\n', 2),
    ("python", f'pem = """{KEY}"""\n', 1),
    ("python", f'url = "postgresql://app:{LONG}@db.internal/x"\n', 1),
    ("python", f'url = "postgresql://{SHORT}:{SHORT}x@db.internal/x"; password = "{SHORT}"\n', 2),
    ("tsx", f'const a = <A apiKey="{LONG}" password={{"{SHORT}"}} />;\n', 2),
    ("javascript", f'const c = {{ password: "{SHORT}", ["x"]: "{SHORT}", token: `{LONG}` }};\n', 2),
]


@pytest.mark.parametrize(("language", "code", "count"), CASES)
def test_neither_the_text_nor_the_shown_line_holds_a_secret(language: Language, code: str, count: int) -> None:
    facts = list(hardcoded_secrets(SourceFile("src/a", code, language), {}))
    assert len(facts) == count
    for fact in facts:
        said = fact.text + fact.shown
        assert fact.shown
        assert "…" in fact.shown
        for secret in (SHORT, LONG, *KEY.split("\n")):
            assert secret not in said


def test_a_mask_keeps_two_or_three_characters() -> None:
    assert masked(SHORT) == "hu…"
    assert masked(LONG) == "9f8…"


def test_a_file_without_strings_and_one_with_broken_syntax_yield_nothing() -> None:
    assert list(hardcoded_secrets(SourceFile("a.py", "", "python"), {})) == []
    assert list(hardcoded_secrets(SourceFile("a.py", 'password = "\n', "python"), {})) == []
