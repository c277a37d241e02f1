"""A model may say a finding better; it may not say anything else."""

import pytest

from teaching.contracts.review import ConstitutionView, Coverage, Finding, Review, RuleRef
from teaching.models.protocol import ModelError
from teaching.models.scripted import Scripted
from teaching.review.wording import worded

FINDING = Finding(
    id="0123456789ab",
    rule=RuleRef(id="ab12cd34", source="CLAUDE.md:7", quote="Never swallow an error"),
    check="no-swallowed-errors",
    tier="proved",
    severity="must",
    path="src/feed.py",
    line=12,
    end_line=13,
    excerpt="except OSError:",
    fact="The handler around `read_feed` does nothing.",
    why="Nobody learns that it failed.",
    question="Who finds out when this fails?",
    hint="Think of the person on call.",
    cwe=[],
    in_diff=True,
)
GOOD = (
    "Your project promises in [ab12cd34] that no error disappears, and here the handler around `read_feed` does "
    "nothing at all, so nobody learns that it failed. Who would find out tomorrow morning?"
)


def reworded(answer: str | ModelError) -> tuple[str, int, list[str]]:
    """The finding's question where a model answers this, how many it worded, and why not the others."""
    review = Review(
        constitution=ConstitutionView(files=[], rules={}, mode="mentor", notes=[]),
        scope="",
        coverage=Coverage(analysed=1, skipped=[], partial=[], other_files=0, engines={}),
        findings=[FINDING],
        suppressed=0,
        older=0,
        silenced=0,
        unchecked=[],
        next_commands=[],
        notes=[],
    )
    said = worded(review, Scripted(answer))
    assert said.wording is not None
    assert said.findings[0].model_copy(update={"question": FINDING.question}) == FINDING
    return said.findings[0].question, said.wording.worded, said.wording.fallbacks


def test_a_wording_that_adds_nothing_is_taken() -> None:
    assert reworded(GOOD) == (GOOD, 1, [])


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        pytest.param(GOOD.replace("[ab12cd34]", "the rules"), "it does not name the rule", id="rule not named"),
        pytest.param(GOOD.replace("`read_feed`", "`fetch_all`"), "it adds a name", id="invented code"),
        pytest.param(GOOD.replace("the handler", "src/other.py"), "it adds a name", id="invented path"),
        pytest.param(GOOD.replace("nobody learns", "logErrors shows"), "it adds a name", id="invented name"),
        pytest.param(
            GOOD.replace("nobody learns", "a look into Sentry shows"), "it adds a name", id="invented product"
        ),
        pytest.param(GOOD.replace("nobody learns", "it fails 37 times"), "it adds a number", id="invented number"),
        pytest.param(GOOD.replace("nobody learns", "five people see"), "it adds a number", id="spelled number"),
        pytest.param(GOOD + "\n```python\nraise\n```\nWhy?", "it holds code", id="code block"),
        pytest.param("[ab12cd34] Why?", "it has not 20 to 120 words", id="too short"),
        pytest.param(GOOD.replace("?", "."), "it does not end with a question", id="no question"),
        pytest.param("word " * 130 + "[ab12cd34]?", "it has not 20 to 120 words", id="too long"),
    ],
)
def test_a_wording_that_adds_or_forgets_something_is_dropped_and_the_reason_quotes_nothing(
    answer: str, why: str
) -> None:
    assert reworded(answer) == (FINDING.question, 0, [f"1 answer did not hold to the facts ({why})"])


def test_what_the_finding_says_may_be_said_again() -> None:
    answer = GOOD.replace("here the handler", "at src/feed.py:12 the handler")
    assert reworded(answer) == (answer, 1, [])


def test_a_failing_model_leaves_the_finding_as_it_is() -> None:
    assert reworded(ModelError("out of memory")) == (FINDING.question, 0, ["out of memory"])
