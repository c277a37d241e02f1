"""Explaining code: places that are there, values that came out, the open part left open, and one question."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import explain, situations
from finetune.generate.model import Candidate, Kind, Wrong
from finetune.generate.play import lay
from teaching.mentor import explaining
from teaching.mentor.replying import Asking
from teaching.prompts.tasks import EXPLAIN

KIND = Kind("explain", "foundational", 1, explain.candidates, (35, 160))
FEW = ("shelf-search", "payroll-dataclass", "seed-lots", "score-reduce")


@pytest.fixture(scope="module")
def made(place: Ground) -> list[Candidate]:
    """All candidates of a few situations."""
    cases = [case for case in situations.matter("explain") if case["id"] in FEW]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(situations, "matter", lambda _: cases)
        return list(explain.candidates(place, Random(1)))


def one(made: list[Candidate], case: str, said: str = "") -> Candidate:
    """The first candidate of a situation whose answer has these words."""
    return next(each for each in made if each.about["case"] == case and said in each.output)


def check(candidate: Candidate, name: str) -> Callable[[str], str]:
    """One of its checks."""
    return next(each.verdict for each in candidate.checks if each.name == name)


def test_there_is_matter_enough_for_three_audiences() -> None:
    cases = situations.matter("explain")
    assert len(cases) >= 30
    assert all(len(case[part]) == 3 for case in cases for part in explain.PARTS)
    assert sum("solution" in case for case in cases) >= 5


def test_the_candidates_pass_their_checks(made: list[Candidate]) -> None:
    assert len(made) == 3 * len(FEW)
    for candidate in made:
        found = verdicts(candidate, (), KIND)
        assert {"held-as-served", "names-are-real", "as-executed", "proposes-nothing", "leaves-open"} <= found.keys()
        assert candidate.prompt == EXPLAIN


BROKEN: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "a line that is not there": ("held-as-served", "", lambda text: f"See `shelf.py:99`. {text}"),
    "no place at all": ("held-as-served", "", lambda text: "It searches. What comes back for an empty list?"),
    "too long": ("held-as-served", "", lambda text: f"{'It looks at the middle again. ' * 40}{text}"),
    "a name that is not there": ("names-are-real", "", lambda text: f"`bisect_left` does it. {text}"),
    "another value": ("as-executed", "'Z9')`", lambda text: text.replace("`1`", "`4`")),
    "advice": ("proposes-nothing", "", lambda text: f"You could rename it. {text}"),
    "code": ("proposes-nothing", "", lambda text: f"```python\nlow = 0\n```\n\n{text}"),
    "no question at the end": ("ends-asking", "", lambda text: f"{text} Good luck."),
}


@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_answer_is_refused_for_its_own_reason(made: list[Candidate], way: str) -> None:
    name, said, broken = BROKEN[way]
    candidate = one(made, "shelf-search", said)
    assert check(candidate, name)(candidate.output)
    answer = broken(candidate.output)
    assert answer != candidate.output
    with pytest.raises(Wrong):
        check(candidate, name)(answer)


def test_an_answer_that_tells_how_the_open_part_is_done_is_refused(made: list[Candidate]) -> None:
    candidate = one(made, "seed-lots")
    leaves = check(candidate, "leaves-open")
    assert leaves(candidate.output) == "lots.py:15"
    with pytest.raises(Wrong, match="does not name"):
        leaves(candidate.output.replace("lots.py:15", "the gap"))
    with pytest.raises(Wrong, match="how the open part is done"):
        code = "```python\nreturn weeks_stored(put, now) >= REST_WEEKS.get(kind, 0)\n```"
        leaves(f"{candidate.output}\n\n{code}")


def test_the_learner_hands_over_what_serving_hands_over(
    made: list[Candidate], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(case for case in situations.matter("explain") if case["id"] == "payroll-dataclass")
    rule = f"# Project: {case['project']}\n\n## Architectural Standards\n- {case['rule']}\n"
    lay(tmp_path, {"CLAUDE.md": rule, case["path"]: case["code"].lstrip("\n")})
    asked: list[Asking] = []
    monkeypatch.setattr(explaining, "replied", lambda root, asking, who: asked.append(asking))
    explaining.explain(tmp_path, f"{case['path']}:{case['name']}", None)  # type: ignore[arg-type]
    candidate = one(made, "payroll-dataclass")
    assert (asked[0].context, asked[0].prompt) == (candidate.input, candidate.prompt)
    assert asked[0].text == "Explain Money."
    assert case["rule"] in candidate.input


def test_values_are_executed(place: Ground) -> None:
    case = next(case for case in situations.matter("explain") if case["id"] == "score-reduce")
    shown, gave = place.proofs.all(explain.jobs(case))
    assert gave["values"] == ["{ Ulm: 3, Kiel: 1 }", "{}"]
    assert shown["context"].splitlines()[0] == "About league.js" and "league.js:4" in shown["places"]


def test_another_seed_says_other_things(made: list[Candidate], place: Ground) -> None:
    cases = [case for case in situations.matter("explain") if case["id"] in FEW]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(situations, "matter", lambda _: cases)
        other, again = (list(explain.candidates(place, Random(seed))) for seed in (2, 1))
    assert [each.output for each in again] == [each.output for each in made]
    assert len({each.output for each in made} & {each.output for each in other}) <= len(made) // 4
