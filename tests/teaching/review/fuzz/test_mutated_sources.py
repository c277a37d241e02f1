"""Code that is broken in any small way is reviewed under every check, and what is said of it stands there."""

import tempfile
from pathlib import Path

from hypothesis import given

from tests.teaching.review.fuzz.everything import reviewed
from tests.teaching.review.fuzz.mutations import projects
from tests.teaching.review.fuzz.sizes import sized, tries


@sized(20)
def test_broken_code_is_reviewed_under_every_check(count: int) -> None:
    @tries(count)
    @given(projects())
    def holds(files: dict[str, str]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            result = reviewed(Path(folder), files)
            assert result.coverage.analysed + len(result.coverage.skipped) == len(files)

    holds()
