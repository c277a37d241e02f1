"""Enforcement: every example holds its checks, each check notices its break, and the review finds what is said."""

from dataclasses import replace
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import enforcement, seeded, situations
from finetune.generate.model import Candidate, Wrong
from teaching.errors import BadInputError

FEW = ("tide-mutable", "demo-print", "lab-strict", "bookshop-clean", "theatre-lines", "write-tides")


@pytest.fixture(scope="module")
def made(place: Ground) -> dict[str, Candidate]:
    """One candidate of a few situations, by the situation, and one defect of the curriculum."""
    cases = [case for case in situations.matter("enforcement") if case["id"] in FEW]
    rows = [row for row in seeded.jobs(place) if row[1].id == "unsafe-yaml"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(situations, "matter", lambda _: cases)
        patched.setattr(seeded, "jobs", lambda _: rows)
        found = list(enforcement.candidates(place, Random(3)))
    return {one.about.get("case", "seeded"): one for one in found}


def test_each_scene_has_matter_and_every_audience_its_words() -> None:
    cases = situations.matter("enforcement")
    assert {case["scene"] for case in cases} == {"breaks", "drop", "keeps", "opinion", "conflict", "write"}
    others = [case for case in cases if case["scene"] not in {"breaks", "write"}]
    assert len(others) * 4 >= len(cases)
    assert all(len(case[name]) == 3 for case in cases for name in ("asks", "see", "why", "ask"))


@pytest.mark.parametrize("case", [*FEW, "seeded"])
def test_a_candidate_passes_its_checks(made: dict[str, Candidate], case: str) -> None:
    assert "places-found" in verdicts(made[case], ())


BROKEN = {
    "cites-place": ("tide-mutable", lambda text: text.replace("CLAUDE.md:5", "your rules")),
    "places-found": ("tide-mutable", lambda text: f"{text} See also `tides.py:9`."),
    "names-exist": ("tide-mutable", lambda text: f"{text} So much for `deepcopy`."),
    "names-rule": ("tide-mutable", lambda text: text.replace("Never use mutable", "Do not use mutable")),
    "no-patch": ("seeded", lambda text: f"{text}\n\n```python\nx = 1\n```"),
    "runs-tests": ("tide-mutable", lambda text: text.replace("python -m pytest", "it").replace("green", "done")),
    "says-kept": (
        "lab-strict",
        lambda _: "See `mix.ts:2` and `CLAUDE.md:4`, “Strict equality only: never `==`”. Run `node --test`. Why?",
    ),
    "says-opinion": ("bookshop-clean", lambda _: "At `CLAUDE.md:4` it says “Write clean code”. Why?"),
    "template": ("write-tides", lambda text: text.replace("## Grading Rubric", "## Grades")),
    "rules-checked": ("write-tides", lambda text: text.replace("at most 40 lines", "short")),
    "leaves-core": ("write-tides", lambda text: text.replace("TODO(human)", "TODO")),
    "questions": ("theatre-lines", lambda text: text.replace("?", ".")),
}


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(made: dict[str, Candidate], check: str) -> None:
    case, broken = BROKEN[check]
    answer = broken(made[case].output)
    assert answer != made[case].output
    only = [one for one in made[case].checks if one.name == check]
    candidate = replace(made[case], output=answer, checks=only)
    with pytest.raises(Wrong, match=f"^{check}: "):
        verdicts(candidate, ())


def test_our_review_finds_the_place_under_the_rule(place: Ground) -> None:
    case = next(case for case in situations.matter("enforcement") if case["id"] == "tide-mutable")
    found = place.proofs.of(enforcement.job(case))["code"]
    assert [(one["check"], one["source"], one["line"]) for one in found] == [("no-mutable-default", "CLAUDE.md:5", 1)]


def test_matter_whose_rule_is_kept_is_refused_as_broken(place: Ground) -> None:
    case = dict(next(case for case in situations.matter("enforcement") if case["id"] == "tide-mutable"))
    case["code"] = case["code"].replace(", found: list[str] = []", ", found: list[str]")
    with pytest.raises(BadInputError, match="tide-mutable: nothing found at line 1"):
        enforcement.judged(case, place.proofs.of(enforcement.job(case)))


def test_a_rule_that_is_kept_would_be_heard_if_it_were_broken(place: Ground) -> None:
    case = next(case for case in situations.matter("enforcement") if case["id"] == "lab-strict")
    proof = place.proofs.of(enforcement.job(case))
    assert (proof["code"], [one["check"] for one in proof["spoiled"]]) == ([], ["strict-equality"])
