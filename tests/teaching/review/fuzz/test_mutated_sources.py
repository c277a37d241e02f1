"""Code that is broken in any small way is reviewed under every check, and what is said of it stands there."""

import tempfile
from pathlib import Path

from hypothesis import given

from teaching.review.catalogue import ENTRIES
from teaching.review.source import LANGUAGE_OF_SUFFIX, SourceFile
from tests.teaching.review.fuzz.everything import reviewed
from tests.teaching.review.fuzz.mutations import projects
from tests.teaching.review.fuzz.sizes import sized, tries


def evidence_of(path: str, text: str) -> None:
    """Asks of one file whatever a question to the author could show of it."""
    source = SourceFile(path, text, LANGUAGE_OF_SUFFIX[Path(path).suffix])
    for entry in ENTRIES.values():
        for evidence in entry.evidence.values() if source.language in entry.languages else ():
            assert all(isinstance(one, str | int) for one in evidence.seen(source))


@sized(20)
def test_what_is_shown_beside_a_question_is_counted_in_any_code(count: int) -> None:
    @tries(count)
    @given(projects())
    def holds(files: dict[str, str]) -> None:
        for path, text in files.items():
            evidence_of(path, text.encode("utf-8", "replace").decode())

    holds()


@sized(20)
def test_broken_code_is_reviewed_under_every_check(count: int) -> None:
    @tries(count)
    @given(projects())
    def holds(files: dict[str, str]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            result = reviewed(Path(folder), files)
            assert result.coverage.analysed + len(result.coverage.skipped) == len(files)

    holds()
