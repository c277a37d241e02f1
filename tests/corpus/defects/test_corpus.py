"""The labelled defect cases are well formed: what GUIDELINE.md promises of their lines, families, halves and code."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from ast_grep_py import SgRoot

HERE = Path(__file__).parent
GRAMMARS = {".ts": "TypeScript", ".tsx": "Tsx", ".js": "JavaScript", ".jsx": "JavaScript", ".mjs": "JavaScript"}
PREFIX = {"python": "py", "typescript": "ts"}
# Families whose defects are constructs, and so may have no source.
CONSTRUCTS = {
    "weak-hash",
    "weak-cipher",
    "weak-randomness",
    "insecure-cookie",
    "hard-coded-secret",
    "jwt",
    "tls-verification-off",
    "insecure-temp-file",
    "mass-assignment",
    "information-exposure",
    "insecure-permissions",
}


@cache
def cases(language: str) -> list[dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = []
    for path in sorted((HERE / language).glob("*.yml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=loader):
            assert case["family"] == path.stem, case["id"]
            found.append(case)
    return found


def families() -> set[str]:
    table = (HERE / "GUIDELINE.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| ([a-z-]+) \| [\d, ]+ \|", table, re.MULTILINE))


def parses(case: dict[str, Any], side: str) -> bool:
    suffix = Path(case["path"]).suffix
    if suffix == ".py":
        ast.parse(case[side], feature_version=(3, 11))
        return True
    return SgRoot(case[side], GRAMMARS[suffix]).root().find(kind="ERROR") is None


def test_there_are_enough_cases_of_every_family() -> None:
    counts = {language: Counter(case["family"] for case in cases(language)) for language in PREFIX}
    assert counts["python"].total() >= 280
    assert counts["typescript"].total() >= 230
    assert set(counts["python"]) | set(counts["typescript"]) == families()
    assert min(counts["python"].values()) >= 4
    assert min(counts["typescript"].values()) >= 2


@pytest.mark.parametrize("language", PREFIX)
def test_ids_are_numbered_and_halves_alternate(language: str) -> None:
    every = cases(language)
    assert len({case["id"] for case in every}) == len(every)
    halves: dict[str, Counter[str]] = {}
    for case in every:
        match = re.fullmatch(rf"{PREFIX[language]}-[a-z]+-(\d+)", case["id"])
        assert match, case["id"]
        assert case["half"] == ("A" if int(match[1]) % 2 else "B"), case["id"]
        halves.setdefault(case["family"], Counter())[case["half"]] += 1
    assert all(abs(half["A"] - half["B"]) <= 1 for half in halves.values())


@pytest.mark.parametrize("language", PREFIX)
def test_labelled_lines_exist_and_twins_differ(language: str) -> None:
    texts = set()
    for case in cases(language):
        assert set(case) == {"id", "family", "framework", "half", "path", "code", "defects", "clean"}, case["id"]
        lines = case["code"].splitlines()
        assert case["defects"], case["id"]
        for defect in case["defects"]:
            sink, source = defect["sink"], defect["source"]
            assert 0 < sink <= len(lines) and lines[sink - 1].strip(), case["id"]
            assert source is not None or case["family"] in CONSTRUCTS, case["id"]
            assert source is None or (0 < source <= len(lines) and lines[source - 1].strip()), case["id"]
        for side in ("code", "clean"):
            assert 10 <= len(case[side].splitlines()) <= 48, case["id"]
            assert case[side] not in texts, case["id"]
            texts.add(case[side])


@pytest.mark.parametrize("language", PREFIX)
def test_code_parses(language: str) -> None:
    assert [
        (case["id"], side) for case in cases(language) for side in ("code", "clean") if not parses(case, side)
    ] == []
