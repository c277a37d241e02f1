"""Every generated example was checked by running what it speaks of, and the same sources give the same bytes."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from finetune.__main__ import main
from finetune.examples import PHASES, Example, asking, conversation, lines, read
from finetune.generate import findings, open_cores, rules
from finetune.generate.checking import prose, verdicts
from finetune.generate.ground import Ground, ground
from finetune.generate.model import Candidate, Kind, Wrong
from finetune.generate.stage import Made
from finetune.generate.table import KINDS, quotas
from teaching.prompts.tasks import PROMPTS, REVIEW_WORDING
from teaching.review.wording import acceptable

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole generation."""
    out = tmp_path_factory.mktemp("made")
    assert main(["generate", "--out", str(out)]) == 0
    return out / "generate"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("ground") / "here", tmp_path_factory.mktemp("proofs")) as found:
        yield found


def test_forty_examples_fill_the_four_phases_by_quota(made: Path) -> None:
    examples = read(made / "examples.jsonl")
    assert Counter(one.phase for one in examples) == dict(zip(PHASES, (14, 9, 11, 6), strict=True))
    assert Counter(one.kind for one in examples) == {kind: count for kind, count in quotas(40).items() if count}
    assert len({one.id for one in examples}) == 40


def test_quotas_add_up_for_every_count() -> None:
    for count in (4, 40, 41, 1400):
        assert sum(quotas(count).values()) == count
    by_phase = Counter[str]()
    for kind in KINDS:
        by_phase[kind.phase] += quotas(1400)[kind.name]
    assert tuple(by_phase[phase] for phase in PHASES) == (500, 300, 400, 200)


def test_every_example_carries_its_verdicts_and_where_it_came_from(made: Path) -> None:
    for one in read(made / "examples.jsonl"):
        assert {
            "length",
            "questions",
            "code-parses",
            "gives-away",
            "safe",
            "machine-paths",
            "clean",
            "fresh",
        } < one.checks.keys()
        assert one.provenance and one.source.startswith("generate/")


def test_the_funnel_counts_what_came_through(made: Path) -> None:
    funnel = json.loads((made / "funnel.json").read_text(encoding="utf-8"))
    rejects = [json.loads(line) for line in (made / "rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sum(one["kept"] for one in funnel.values()) == len(read(made / "examples.jsonl"))
    assert sum(one["rejected"] for one in funnel.values()) == len(rejects)
    assert all(one["candidates"] == one["kept"] + one["rejected"] for one in funnel.values())
    assert all(reject["reason"] and reject["kind"] for reject in rejects)


def test_another_folder_and_another_process_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    out = tmp_path / "other place"
    words = [sys.executable, "-m", "finetune", "generate", "--out", str(out)]
    subprocess.run(words, cwd=tmp_path, env=env, check=True, capture_output=True)
    for name in ("examples.jsonl", "rejects.jsonl", "funnel.json", "language.json"):
        assert (out / "generate" / name).read_bytes() == (made / name).read_bytes()
    assert sorted(path.name for path in (out / "generate").iterdir()) == [
        "examples.jsonl", "funnel.json", "language.json", "manifest.json", "proofs", "rejects.jsonl",
    ]  # fmt: skip


def test_nothing_of_this_machine_stands_in_an_example(made: Path) -> None:
    text = (made / "examples.jsonl").read_text(encoding="utf-8")
    assert str(ROOT) not in text and str(made.parent) not in text and "/tmp/" not in text


def test_wordings_are_asked_with_the_prompt_of_serving_and_would_be_taken(made: Path) -> None:
    found = [one for one in read(made / "examples.jsonl") if one.kind == "wording"]
    assert len(found) == quotas(40)["wording"]
    for one in found:
        asked = asking(one)
        assert [turn.content for turn in asked] == [PROMPTS[REVIEW_WORDING].system, one.input]
        rule = one.input.partition("[")[2].partition("]")[0]
        assert acceptable(one.output, one.input, rule)
        assert conversation(one)[-1].content == one.output


def first(source: object, place: Ground) -> Candidate:
    return next(source(place, Random(0)))  # type: ignore[operator]


BROKEN = {
    "a second question": (open_cores, lambda one: one.output + " Or is it?", "questions: 2 questions, not 1"),
    "a machine's path": (
        open_cores,
        lambda one: one.output.replace("`python", "`/home/ada/bin/python"),
        "machine-paths",
    ),
    "too long": (open_cores, lambda one: one.output + " word" * 1800, "length"),
    "a stub that is written": (open_cores, lambda one: one.output.replace("raise NotImpl", "return NotImpl"), ""),
    "code that does not parse": (open_cores, lambda one: one.output.replace("raise ", "raise = ", 1), ""),
    "no command": (findings, lambda one: one.output.replace("python -m pytest", "the tests"), "says-what-to-run"),
    "a place that is wrong": (findings, lambda one: one.output.replace(".py:", ".py:1"), "cites-place"),
    "no rule": (findings, lambda one: re.sub("“[^”]*”", "“so it is”", one.output), "names-rule"),
}


@pytest.mark.parametrize(("source", "change", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(source, change, reason: str, place: Ground) -> None:
    good = first(source.candidates, place)
    verdicts(good, ())
    broken = change(good)
    assert broken != good.output
    with pytest.raises(Wrong, match=reason or "parses|core-left-open"):
        verdicts(replace(good, output=broken), ())


def test_an_answer_with_the_solution_in_it_is_rejected(place: Ground) -> None:
    good = first(open_cores.candidates, place)
    solution = next(one for one in place.exemplars if one.symbol == good.about["symbol"])
    told = replace(good, output=f"```python\n{solution.text}\n```\n\nIs that it?", checks=())
    with pytest.raises(Wrong, match=f"gives-away: it gives {solution.symbol} away"):
        verdicts(told, place.exemplars)


def test_a_seeded_defect_that_the_review_no_longer_finds_gives_no_example(place: Ground) -> None:
    course = place.courses[0]
    defect = course.project.spec.defects[0]
    moved = defect.model_copy(update={"id": defect.id, "line": 1})
    assert course.found(defect) is not None
    course._found.clear()
    assert course.found(moved) is None


def test_rules_of_different_status_come_first(place: Ground) -> None:
    source = rules.candidates(place, Random(0))
    found = [next(source).about["status"] for _ in range(4)]
    assert len(set(found)) == 4


def test_a_source_that_runs_dry_leaves_a_gap_that_is_counted(place: Ground) -> None:
    made = Made(place, 0, 40)
    only = Kind("one", "tooling", 1, lambda _, chance: iter([first(open_cores.candidates, place)] * 3))
    made.fill(only, 2)
    assert made.funnel["one"] == {"quota": 2, "candidates": 3, "rejected": 2, "kept": 1}
    assert [one["reason"] for one in made.rejects] == ["twice: it is there already"] * 2
    assert made.short() == ["one 1 of 2 (rejected for twice 2)"]


def test_questions_in_code_and_quotations_do_not_count() -> None:
    assert prose("“Why?” `a?b` https://a.example/?q\n\n```python\n# why?\n```\nIs it?").count("?") == 1


def test_an_example_survives_being_written_and_read(made: Path) -> None:
    for line in (made / "examples.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert {"instruction", "input", "output"} <= record.keys()
        assert lines([Example.model_validate(record)]) == f"{line}\n"
