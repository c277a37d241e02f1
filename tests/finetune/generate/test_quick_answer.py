"""Short answers: what a snippet is said to give is what it gave, and nothing is padded."""

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import quick_answer
from finetune.generate.kinds.quick_play import Unplayable, played
from finetune.generate.model import Candidate, Kind, Wrong

FEW = 16
KIND = Kind("quick-answer", "foundational", 60, quick_answer.candidates, words=(15, 80))


def of(place: Ground, name: str, number: int) -> Candidate:
    """One answer to one question."""
    one = next(one for one in quick_answer.questions() if one["name"] == name)
    told = quick_answer.Telling(one, number, Random(1))
    return told.candidate(place.proofs.of(told.job))


def ran(place: Path, language: str, code: str, **others: str) -> dict[str, str]:
    """What came out of one snippet."""
    tag = {"python": "python", "javascript": "js", "typescript": "ts", "sql": "sql", "shell": "sh"}[language]
    script = {"language": language, "fences": [[tag, code]], "setup": "", "after": "", "prove": "", **others}
    return dict(played(place, {"script": json.dumps(script)})["out"])


def test_examples_pass_their_checks(place: Ground) -> None:
    for candidate in islice(quick_answer.candidates(place, Random("quick")), FEW):
        verdicts(candidate, (), KIND)


def test_the_same_chance_makes_the_same_examples_and_another_makes_others(place: Ground) -> None:
    one, again, other = (
        [(c.instruction, c.input, c.output) for c in islice(quick_answer.candidates(place, Random(seed)), 16)]
        for seed in ("1", "1", "2")
    )
    assert one == again
    assert len(set(one) & set(other)) <= 1


BROKEN: dict[str, tuple[str, int, Callable[[str], str]]] = {
    "snippet-proven": ("float-sum", 0, lambda text: text.replace("0.30000000000000004", "0.3")),
    "results-real": ("integer-division", 1, lambda text: text.replace("`-4`", "`-3`")),
    "numbers-real": ("401-403", 1, lambda text: text.replace("404", "405")),
    "no-padding": ("401-403", 1, lambda text: f"Great question! {text}"),
    "serving-takes-it": ("401-403", 1, lambda text: f"{text} {'That is so because it is so. ' * 12}".strip()),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_rejected_by_the_check_that_is_for_it(place: Ground, name: str) -> None:
    question, number, broken = BROKEN[name]
    candidate = of(place, question, number)
    check = next(check for check in candidate.checks if check.name == name)
    check.verdict(candidate.output)
    changed = broken(candidate.output)
    assert changed != candidate.output
    with pytest.raises(Wrong):
        check.verdict(changed)


@pytest.mark.parametrize(
    ("language", "code", "wanted"),
    [
        ("python", "a = [3, 1]\nsorted(a)  # «1»\n", "[1, 3]"),
        ("python", "print('x')\nfor n in (1, 2):\n    print(n)  # «1»\n", "1 / 2"),
        ("python", "(1, 2)[5]  # «1»\n", "IndexError"),
        ("javascript", "[10, 9].sort();  // «1»\n", "[ 10, 9 ]"),
        ("javascript", "missing.name;  // «1»\n", "ReferenceError"),
        ("typescript", "const n: number = 2;\nn * 2;  // «1»\n", "4"),
        (
            "sql",
            "CREATE TABLE t (a INTEGER);\nINSERT INTO t VALUES (1), (NULL);\nSELECT * FROM t;  -- «1»\n",
            "1 / NULL",
        ),
        ("shell", "printf 'b\\na\\n' | sort  # «1»\n", "a / b"),
    ],
)
def test_a_marked_line_is_measured(tmp_path: Path, language: str, code: str, wanted: str) -> None:
    assert ran(tmp_path, language, code) == {"1": wanted}


@pytest.mark.parametrize(
    ("code", "others", "reason"),
    [
        ("1 / 0\n", {}, "ZeroDivisionError"),
        ("1  # «1»\n", {"after": "2  # «1»\n"}, "measured twice: 1"),
        ("1  # «1»\n", {"prove": "assert 1 > 2\n"}, "AssertionError"),
    ],
)
def test_a_snippet_that_does_not_do_what_it_should_is_no_proof(
    tmp_path: Path, code: str, others: dict[str, str], reason: str
) -> None:
    with pytest.raises(Unplayable, match=reason):
        ran(tmp_path, "python", code, **others)


def test_every_answer_has_a_way_to_ask_for_it() -> None:
    known = quick_answer.questions()
    assert len({one["name"] for one in known}) == len(known) >= 110
    for one in known:
        for number in range(len(one["says"])):
            assert quick_answer.ways_to_ask(one, number), one["name"]
