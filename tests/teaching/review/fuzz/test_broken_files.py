"""Files broken as people break them: each is reviewed under every check, and what stays whole in it is still read."""

import re
from pathlib import Path

import pytest

from tests.teaching.review.fuzz.everything import reviewed

FOLDER = Path(__file__).parent / "broken"
FILES = {f"src/{path.name.removesuffix('.txt')}": path.read_bytes() for path in sorted(FOLDER.glob("*.txt"))}
# What can still be seen in spite of what is broken.
SEEN = {
    ("no-eval", "src/half-def.py"),
    ("no-eval", "src/merge-conflict.py"),
    ("no-any", "src/half-function.ts"),
    ("no-any", "src/merge-conflict.ts"),
    ("verify-tls", "src/pasted-shell.py"),
}


def test_the_corpus_is_whole_and_says_what_is_broken() -> None:
    assert len(FILES) >= 40
    assert all(re.match(rb"(?:#|//) broken: [^\n]{10,}\n.", content, re.DOTALL) for content in FILES.values())


def test_every_broken_file_is_reviewed_under_every_check(tmp_path: Path) -> None:
    result = reviewed(tmp_path, FILES, most_s=20)
    assert result.coverage.analysed == len(FILES)
    assert not result.coverage.skipped
    assert {(one.check, one.path) for one in result.findings} >= SEEN
    # Nearly all of them cannot be parsed in one place at least, and that is said.
    assert len(result.coverage.partial) > 0.9 * len(FILES)


@pytest.mark.parametrize("path", FILES)
def test_a_broken_file_alone_takes_little_time(path: str, tmp_path: Path) -> None:
    assert reviewed(tmp_path, {path: FILES[path]}).coverage.analysed == 1
