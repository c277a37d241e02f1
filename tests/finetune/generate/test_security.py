"""Security: every example holds its checks, each check notices its break, and the attacks end as is said."""

import re
from dataclasses import replace
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import security, situations
from finetune.generate.model import Candidate, Wrong
from teaching.errors import BadInputError

FEW = ("library-find", "invoice-owner", "view-grants", "bound-query", "owned-delete", "leak-mail")


@pytest.fixture(scope="module")
def made(place: Ground) -> dict[str, Candidate]:
    """One candidate of a few situations, by the situation."""
    cases = [case for case in situations.matter("security") if case["id"] in FEW]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(situations, "matter", lambda _: cases)
        return {one.about["case"]: one for one in security.candidates(place, Random(3))}


def test_there_is_matter_for_many_weaknesses_in_four_languages() -> None:
    cases = situations.matter("security")
    assert len(cases) >= 54
    assert len({case["weakness"] for case in cases}) >= 25
    assert {case["path"].rpartition(".")[2] for case in cases} >= {"py", "ts", "js", "sql"}
    assert all(len(case[name]) == 3 for case in cases for name in ("asks", "see", "why", "ask"))


@pytest.mark.parametrize("case", FEW)
def test_a_candidate_passes_its_checks(made: dict[str, Candidate], case: str) -> None:
    assert {"cites-place", "names-exist", "numbers", "no-patch"} <= verdicts(made[case], ()).keys()


BROKEN = {
    "cites-place": ("library-find", lambda text: text.replace("members.py:2", "members.py:3")),
    "names-exist": ("library-find", lambda text: f"{text} So much for `fetchmany`."),
    "numbers": ("library-find", lambda text: f"{text} It would be 371 rows."),
    "no-patch": ("invoice-owner", lambda text: f"{text}\n\n```typescript\nconst one = 1;\n```"),
    "runs-tests": ("library-find", lambda _: "At `members.py:2`, who writes `x' OR '1'='1`?"),
    "attack-ended-so": (
        "library-find",
        lambda _: "See `members.py:2`. Run `python -m pytest test_members.py`. Who writes that line?",
    ),
    "gives-away": ("invoice-owner", lambda text: f"{text} Write `return found?.owner === user ? found : undefined;`."),
    "says-how-to-search": ("leak-mail", lambda text: re.sub("`git log[^`]*`", "a search", text)),
    "rotates-first": ("leak-mail", lambda text: f"Use filter-repo. {text}"),
    "questions": ("view-grants", lambda text: text.replace("?", ".")),
}


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(made: dict[str, Candidate], check: str) -> None:
    case, broken = BROKEN[check]
    answer = broken(made[case].output)
    assert answer != made[case].output
    with pytest.raises(Wrong, match=f"^{check}: "):
        verdicts(replace(made[case], output=answer), ())


def test_an_attack_lands_on_the_shown_code_and_fails_on_the_mended_one(place: Ground) -> None:
    case = next(case for case in situations.matter("security") if case["id"] == "library-find")
    proof = place.proofs.of(security.job(case))
    assert proof["shown"] == {"hit": True, "got": "3 members", "fair": True}
    assert proof["other"] == {"hit": False, "got": "no members", "fair": True}


def test_matter_whose_attack_fails_is_refused(place: Ground) -> None:
    case = dict(next(case for case in situations.matter("security") if case["id"] == "library-find"))
    case["code"], case["fix"] = security.other(case), []
    with pytest.raises(BadInputError, match="library-find: the attack did not end as its scene says"):
        security.judged(case, place.proofs.of(security.job(case)))


def test_a_secret_that_a_commit_took_out_is_still_in_the_history(place: Ground) -> None:
    case = next(case for case in situations.matter("security") if case["id"] == "leak-mail")
    assert place.proofs.of(security.job(case)) == {"commits": 2, "now": False, "before": True}
