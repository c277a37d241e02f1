"""Files that are far bigger, deeper or wider than anybody writes are reviewed under every check, in bounded time."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from teaching.review.review import Request, review
from tests.teaching.review.fuzz.everything import CONSTITUTION, MOST_S, hold, reviewed, spent, write
from tests.teaching.review.fuzz.shapes import shapes
from tests.teaching.review.fuzz.texts import TEXTS

SMALL, LARGE = 40, 3_000
ORDINARY = 60_000  # characters: some 2,000 lines
_KINDS = 190  # that there are at least


def test_every_shape_is_reviewed_under_every_check(tmp_path: Path) -> None:
    """All of them in one project, of a size at which a growth with the cube of it would show."""
    files = shapes(SMALL)
    assert len(files) > _KINDS
    write(tmp_path, {**CONSTITUTION, **files})
    before = spent()
    result = review(Request(tmp_path, scope="all", max_findings=0))
    assert spent() - before < 45
    hold(tmp_path, result)
    assert result.coverage.analysed > _KINDS
    assert all("long" in note.path for note in result.coverage.skipped)


def test_every_odd_text_is_reviewed_under_every_check(tmp_path: Path) -> None:
    result = reviewed(tmp_path, TEXTS, most_s=15)
    assert result.coverage.analysed + len(result.coverage.skipped) == len(TEXTS)


@pytest.mark.full
@pytest.mark.parametrize("language", [".py", "ts/", "js/", "typed/", "view/"])
def test_no_shape_takes_long_however_large_it_is(language: str) -> None:
    late: list[str] = []
    for path, text in _of(language, shapes(LARGE)).items():
        with tempfile.TemporaryDirectory() as folder:
            try:
                # So long for as much as anybody writes; of more than that, time in proportion.
                reviewed(Path(folder), {path: text}, most_s=MOST_S * max(1.0, len(text) / ORDINARY))
            except AssertionError as problem:
                late.append(f"{path}: {str(problem)[:300]}")
    assert not late, "\n".join(late)


def _of(part: str, files: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if part in path}
