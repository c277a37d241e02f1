"""The bundled submission: what its authors planted is found, and what only looks like it is left alone.

`demo/EXPECTED.json` was written with the submission, before the checks and without sight of them.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from teaching.contracts.review import Review
from teaching.review.review import Request, review

DEMO = Path(__file__).resolve().parents[2] / "demo"
EXPECTED = json.loads((DEMO / "EXPECTED.json").read_text(encoding="utf-8"))
# The statement of a finding may begin a few lines from where a reader would point.
NEAR = 5
# Planted defects that the review does not find yet, each with the reason.
MISSED: dict[tuple[str, int], str] = {}


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Review:
    place = tmp_path_factory.mktemp("demo") / "weather-station"
    shutil.copytree(DEMO / "submission", place)
    return review(Request(place, max_findings=0))


def test_the_key_is_as_large_as_the_demo_promises() -> None:
    assert len(EXPECTED["defects"]) >= 20
    assert len({defect["kind"] for defect in EXPECTED["defects"]}) >= 12
    assert len(EXPECTED["clean"]) >= 30


def test_every_planted_defect_is_found(reviewed: Review) -> None:
    found = [(finding.path, finding.line) for finding in reviewed.findings]
    missed = [
        (defect["path"], defect["line"], defect["kind"])
        for defect in EXPECTED["defects"]
        if not any(path == defect["path"] and abs(line - defect["line"]) <= NEAR for path, line in found)
    ]
    assert {(path, line) for path, line, _ in missed} == set(MISSED), missed


def test_no_look_alike_is_reported(reviewed: Review) -> None:
    planted = {(defect["path"], defect["line"]) for defect in EXPECTED["defects"]}
    clean = {(look["path"], look["line"]): look["why"] for look in EXPECTED["clean"]}
    alarms = [
        (finding.path, finding.line, finding.check, clean[finding.path, finding.line])
        for finding in reviewed.findings
        if (finding.path, finding.line) in clean and (finding.path, finding.line) not in planted
    ]
    assert alarms == []


def test_nothing_beside_the_planted_defects_and_their_consequences_is_reported(reviewed: Review) -> None:
    extra = [
        (finding.path, finding.line, finding.check)
        for finding in reviewed.findings
        if not any(
            finding.path == defect["path"] and abs(finding.line - defect["line"]) <= NEAR
            for defect in EXPECTED["defects"]
        )
    ]
    assert extra == []


def test_findings_cite_rules_of_this_project_and_of_the_baseline(reviewed: Review) -> None:
    sources = Counter(finding.rule.source.split(":")[0] for finding in reviewed.findings)
    assert set(sources) == {"CLAUDE.md", "baseline"}
    lines = (DEMO / "submission" / "CLAUDE.md").read_text(encoding="utf-8").splitlines()
    for finding in reviewed.findings:
        if finding.rule.source.startswith("CLAUDE.md:"):
            line = int(finding.rule.source.split(":")[1])
            assert finding.rule.quote.split()[0] in lines[line - 1]


def test_every_finding_points_at_code_that_stands_there(reviewed: Review) -> None:
    for finding in reviewed.findings:
        lines = (DEMO / "submission" / finding.path).read_text(encoding="utf-8").splitlines()
        assert 1 <= finding.line <= finding.end_line <= len(lines)
        if finding.check != "no-hardcoded-secrets":
            assert finding.excerpt.rstrip("…") in lines[finding.line - 1]


def test_the_demo_goes_through_the_server_and_prints_the_review() -> None:
    done = subprocess.run(
        [sys.executable, str(DEMO / "run.py")], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "finding" in done.stdout
    assert "server/alerts.py" in done.stdout
