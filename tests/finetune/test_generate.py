"""Every generated example was checked by running what it speaks of, and the same sources give the same bytes."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from finetune.__main__ import main
from finetune.examples import PHASES, Example, asking, conversation, lines, read
from finetune.generate import samples, tools
from finetune.generate.checking import prose, verdicts
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Kind, Wrong
from finetune.generate.proofs import Proofs
from finetune.generate.stage import Made
from finetune.generate.table import KINDS, quotas
from teaching.prompts.tasks import PROMPTS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole generation, of which the samples are a part; made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    out = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made"
    with FileLock(f"{out}.lock"):
        if not (out / "generate").is_dir():
            assert main(["generate", "--num-examples", str(samples.COUNT), "--out", str(out)]) == 0
    return out / "generate"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(Proofs(tmp_path_factory.mktemp("proofs"), 0))


def test_examples_fill_the_four_phases_by_quota(made: Path) -> None:
    examples = read(made / "examples.jsonl")
    assert Counter(one.phase for one in examples) == dict(zip(PHASES, (25, 15, 20, 10), strict=True))
    wanted = {kind: count for kind, count in quotas(samples.COUNT).items() if count}
    assert Counter(one.kind for one in examples) == wanted
    assert wanted.keys() == {kind.name for kind in KINDS}
    assert len({one.id for one in examples}) == samples.COUNT


@pytest.fixture(scope="session")
def same_tools() -> None:
    """What is compared byte by byte was executed with these versions, and others may say other words."""
    known = json.loads((ROOT / samples.MADE).read_text(encoding="utf-8"))["tools"]
    here = {name: tools.version(name) for name in tools.NAMES}
    if here != known:
        pytest.skip(f"shipped with {known}, and here are {here}: make proofs")


@pytest.mark.full
def test_1400_examples_are_those_that_were_shipped_and_another_seed_gives_others(
    tmp_path: Path, same_tools: None
) -> None:
    ids: list[set[str]] = []
    for seed in (0, 1):
        out = tmp_path / str(seed)
        assert main(["generate", "--num-examples", "1400", "--seed", str(seed), "--out", str(out)]) == 0
        examples = read(out / "generate" / "examples.jsonl")
        assert Counter(one.phase for one in examples) == dict(zip(PHASES, (500, 300, 400, 200), strict=True))
        ids.append({one.id for one in examples})
    assert samples.made(tmp_path / "0" / "generate" / "examples.jsonl") == (ROOT / samples.MADE).read_text("utf-8")
    assert len(ids[0] & ids[1]) <= 0.05 * 1400


def test_the_samples_that_ship_are_what_is_made(made: Path, same_tools: None) -> None:
    examples = samples.picked(read(made / "examples.jsonl"))
    assert Counter(one.phase for one in examples) == dict.fromkeys(PHASES, samples.EACH)
    shipped = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in samples.NAMES]
    assert shipped == [lines(examples), samples.page(examples)], "what is made has changed: make proofs"


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
    words = [sys.executable, "-m", "finetune", "generate", "--num-examples", str(samples.COUNT), "--out", str(out)]
    subprocess.run(words, cwd=tmp_path, env=env, check=True, capture_output=True)
    for name in ("examples.jsonl", "rejects.jsonl", "funnel.json", "language.json"):
        assert (out / "generate" / name).read_bytes() == (made / name).read_bytes()
    assert sorted(path.name for path in (out / "generate").iterdir()) == [
        "examples.jsonl", "funnel.json", "language.json", "manifest.json", "proofs", "rejects.jsonl",
    ]  # fmt: skip


def test_nothing_of_this_machine_stands_in_an_example(made: Path) -> None:
    text = (made / "examples.jsonl").read_text(encoding="utf-8")
    assert str(ROOT) not in text and str(made.parent) not in text and "/tmp/" not in text


def test_wordings_are_asked_with_the_prompt_of_serving(made: Path) -> None:
    found = [one for one in read(made / "examples.jsonl") if one.kind == "wording"]
    assert len(found) == quotas(samples.COUNT)["wording"]
    for one in found:
        assert [turn.content for turn in asking(one)] == [PROMPTS[one.prompt].system, one.input]
        assert one.input.strip() and conversation(one)[-1].content == one.output


def test_every_example_says_something_to_the_model(made: Path) -> None:
    for one in read(made / "examples.jsonl"):
        assert all(turn.content.strip() for turn in conversation(one)), one.kind


def good(output: str = "", **more: Any) -> Candidate:
    """An answer with which nothing is wrong."""
    text = output or (
        "Take the stub as it is.\n\n"
        "```python\ndef fare(zones: int) -> int:\n    raise NotImplementedError  # TODO(human)\n```\n\n"
        "`python -m pytest tests/test_fare.py` is red until it is written. What does one zone cost?"
    )
    return Candidate("How do I begin?", "", text, "python", {"one": "fare"}, (), **more)


BROKEN = {
    "a second question": (lambda text: f"{text} And two?", "questions: 2 questions, not 1"),
    "no question": (lambda text: text.replace("?", "."), "questions: 0 questions"),
    "a machine's path": (lambda text: text.replace("`python", "`/home/ada/bin/python"), "machine-paths"),
    "too long": (lambda text: text.replace(" is red", " is" + " very" * 1800 + " red"), "length"),
    "code that does not parse": (lambda text: text.replace("raise ", "raise = "), "code-parses: its python"),
    "a deleted tree": (lambda text: text.replace("python -m pytest", "rm -rf / && pytest"), "safe"),
    "a check that is passed by": (lambda text: text.replace("python -m pytest", "git push --no-verify"), "safe"),
    "an empty slot": (lambda text: text.replace("the stub", "the {stub}"), "clean"),
    "its own solution": (lambda text: text.replace("raise NotI", "return 2 * zones  # I"), "gives-away: it gives"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(change: Callable[[str], str], reason: str) -> None:
    whole = good(secret=("return 2 * zones",))
    assert verdicts(whole, ())["gives-away"] == "none of 1 solutions"
    broken = replace(whole, output=change(whole.output))
    assert broken.output != whole.output
    with pytest.raises(Wrong, match=reason):
        verdicts(broken, ())


def test_an_answer_with_a_solution_of_the_curriculum_in_it_is_rejected(place: Ground) -> None:
    solution = place.courses[0].exemplars[0]
    told = good(f"```python\n{solution.text}\n```\n\nIs that it?")
    with pytest.raises(Wrong, match=f"gives-away: it gives {solution.symbol} away"):
        verdicts(told, place.exemplars)


def test_a_source_that_runs_dry_leaves_a_gap_that_is_counted(place: Ground) -> None:
    made = Made(place, 0, 40)
    only = Kind("one", "tooling", 1, lambda _, chance: iter([good(facts=("python -m pytest tests/test_fare.py",))] * 3))
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
