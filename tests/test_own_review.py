"""The rules of our own CLAUDE.md are kept in this repository, as our own review reads them."""

from pathlib import Path

from teaching.review.review import Request, review

ROOT = Path(__file__).resolve().parent.parent


def test_our_own_review_finds_nothing_here() -> None:
    result = review(Request(ROOT, scope="all", max_findings=0))
    assert result.coverage.analysed >= 150
    own = [path for path in result.constitution.files if not path.startswith("curriculum/")]
    assert own == [".claude/CLAUDE.md"]
    assert result.constitution.rules["checked"] >= 12
    assert [(finding.path, finding.line, finding.check) for finding in result.findings] == []
