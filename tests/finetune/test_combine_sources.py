"""Several files are merged by weight, kept apart from what is judged, and every record of each is counted."""

import json
from pathlib import Path

import pytest

from finetune.combine.judged import found
from finetune.combine.sorting import whole
from finetune.combine.stage import weights
from finetune.foreign import example
from finetune.likeness import words
from teaching.errors import BadInputError
from tests.finetune.combining import put, row, run, written

# Twelve words, so that only its characters show it.
CODE = "export const total = (prices) => {\n  return prices\n    .map((it) => -it)\n    .filter((one) => !!one)\n}\n"


def test_every_record_of_every_source_is_counted_once_and_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crew = put(tmp_path, "crew.jsonl", [row(1), row(2), row(1), {"text": "x"}, row(3, extra=1)])
    more = put(tmp_path, "more.jsonl", [row(2, output=row(2)["output"] + " More."), row(9)])
    assert run(tmp_path, crew, more) == 0
    told, result = capsys.readouterr().out, written(tmp_path)
    assert "crew.jsonl: 5 in = 3 kept + 1 broken + 1 the same" in told
    assert "more.jsonl: 2 in = 1 kept + 1 nearly the same" in told
    assert "crew.jsonl: not used: the fields extra" in told
    assert "7 in = 4 kept + 1 broken + 1 the same + 1 nearly the same" in told
    assert [(one["place"], one["kind"]) for one in result.aside] == [
        ("crew.jsonl:3", "same"), ("crew.jsonl:4", "broken"), ("more.jsonl:1", "nearly-same"),
    ]  # fmt: skip
    assert result.funnel["sources"] == result.facts["funnel"]
    assert result.funnel["sources"]["crew.jsonl"]["unused_fields"] == {"extra": 1}


def test_two_files_of_one_name_stay_apart(tmp_path: Path) -> None:
    one, other = put(tmp_path, "a/train.jsonl", [row(1)]), put(tmp_path, "b/train.jsonl", [row(2)])
    assert run(tmp_path, one, other) == 0
    assert set(written(tmp_path).funnel["sources"]) == {str(one), str(other)}


def test_a_weight_leaves_out_takes_a_part_or_repeats_and_says_how_many(tmp_path: Path) -> None:
    files = [
        put(tmp_path, f"{name}.jsonl", [row(number) for number in range(begin, begin + 200)])
        for begin, name in ((0, "none"), (200, "half"), (400, "plain"), (600, "twice"))
    ]
    wanted = ("data.weights.none=0", "data.weights.half=0.5", 'data.weights={"twice.jsonl"=2.5}')
    assert run(tmp_path, *files, settings=wanted) == 0
    counts = {name: one for name, one in written(tmp_path).funnel["sources"].items()}
    assert counts["none.jsonl"]["drops"]["weight"] == 200
    assert 70 < counts["half.jsonl"]["kept"] < 130
    assert counts["half.jsonl"]["kept"] + counts["half.jsonl"]["drops"]["weight"] == 200
    assert (counts["plain.jsonl"]["train_rows"], counts["twice.jsonl"]["kept"]) == (200, 200)
    assert 470 < counts["twice.jsonl"]["train_rows"] < 530


def test_a_weight_of_nothing_that_is_there_is_refused() -> None:
    with pytest.raises(BadInputError, match="data.weights.crew fits no source: there are generate"):
        weights({"crew": 2.0}, {})


def test_what_another_source_left_out_by_weight_does_not_take_the_place_of(tmp_path: Path) -> None:
    unwanted, wanted = put(tmp_path, "a.jsonl", [row(1)]), put(tmp_path, "b.jsonl", [row(1)])
    assert run(tmp_path, unwanted, wanted, settings=("data.weights.a=0",)) == 0
    assert written(tmp_path).funnel["sources"]["b.jsonl"]["kept"] == 1


LEAKS = {
    "the same question": ({"instruction": "What is\nknown of number 5?", "output": "Nothing."}, "the same question"),
    "thirteen words in a row": (
        {"instruction": "Go on", "output": "I read: " + " ".join(row(5)["output"].split()[5:18]).upper()},
        "13 words in a row",
    ),
    "the same code, laid out differently": (
        {
            "instruction": "Look",
            "input": "x",
            "output": row(7)["output"] + "\n```ts\n" + CODE.replace("\n    ", "") + "```",
        },
        "code of",
    ),
    "nearly the same": (
        {
            "instruction": "What is known of 5?",
            "output": " ".join(row(5)["output"].split()[:12] + ["x"] + row(5)["output"].split()[13:]),
        },
        "nearly the same",
    ),
}


@pytest.mark.parametrize(("leak", "reason"), LEAKS.values(), ids=LEAKS)
def test_what_is_judged_is_not_trained_on(leak: dict[str, str], reason: str, tmp_path: Path) -> None:
    judged = put(tmp_path, "judged.jsonl", [row(5), {"instruction": "Mend", "input": CODE, "output": "Why a loop?"}])
    train = put(tmp_path, "crew.jsonl", [row(1), leak, row(2)])
    assert run(tmp_path, train, settings=(f"data.evaluation=['{judged}']", "data.likeness=0.6")) == 0
    result = written(tmp_path)
    assert len(result.train) == 2
    ((kind, place, said),) = [(one["kind"], one["place"], one["reason"]) for one in result.aside]
    assert (kind, place) == ("contaminated", "crew.jsonl:2") and said.startswith(reason)


def test_twelve_words_and_a_form_that_many_rows_share_are_no_leak(tmp_path: Path) -> None:
    form = "Please look at the following piece of work and say what you would ask its author first:"
    judged = [example(row(5, instruction=f"{form} 5"), "judged")]
    rows = [example(row(number, instruction=f"{form} {number}"), "crew") for number in range(20, 40)]
    assert found(rows, [words(whole(one)) for one in rows], judged) == {}
    assert found(rows[:10], [words(whole(one)) for one in rows[:10]], judged).keys() == set(range(10))
    short = example({"instruction": "Go on", "output": " ".join(row(5)["output"].split()[5:17])}, "crew")
    assert found([short], [words(whole(short))], judged) == {}


def test_what_is_held_of_a_real_set_is_kept_out_of_its_training(tmp_path: Path) -> None:
    quoted = [row(90 + number, instruction=f"Q{number}", output=row(1)["output"] + f" {number}") for number in range(2)]
    file = put(tmp_path, "crew.jsonl", [*(row(number) for number in range(1, 9)), *quoted])
    (tmp_path / "base").mkdir()
    config = tmp_path / "real.toml"
    config.write_text(f'name = "real"\n[base]\npath = "{tmp_path / "base"}"\n', encoding="utf-8")
    for seed in range(5):
        settings = (f"seed={seed}", "data.held=3", "data.likeness=1")
        assert run(tmp_path, file, settings=settings, more=("--config", str(config))) == 0
        result = written(tmp_path)
        assert len(result.held) == 3
        assert result.total["train_rows"] + 3 + result.total["drops"]["contaminated"] == 10
        assert len({one.output[:40] for one in result.train} & {one.output[:40] for one in result.held}) == 0


def test_a_broken_line_of_the_evaluation_ends_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judged, train = put(tmp_path, "judged.jsonl", [{"text": "x"}]), put(tmp_path, "crew.jsonl", [row(1)])
    assert run(tmp_path, train, settings=(f"data.evaluation=['{judged}']",)) == 2
    assert "judged.jsonl:1 of data.evaluation" in capsys.readouterr().err


def test_our_own_records_come_back_as_they_were(tmp_path: Path) -> None:
    assert run(tmp_path, put(tmp_path, "crew.jsonl", [row(1, project="shop", phase="review", kind="finding")])) == 0
    first = written(tmp_path).train
    assert first[0].provenance == {"project": "shop"} and first[0].kind == "finding"
    again = tmp_path / "again"
    assert run(again, tmp_path / "run" / "combine" / "train.jsonl") == 0
    assert written(again).train == first


FORMS = {
    "ShareGPT": {"conversations": [{"from": "human", "value": "How?"}, {"from": "gpt", "value": "So."}]},
    "Dolly": {"instruction": "How?", "context": "", "response": "So."},
    "questions": {"question": "How?", "answer": "So."},
    "parts": {
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "How?"}]},
            {"role": "Assistant", "content": "So."},
        ]
    },
}


@pytest.mark.parametrize("record", FORMS.values(), ids=FORMS)
def test_other_spellings_of_the_forms_are_read(record: dict[str, object]) -> None:
    made = example(json.loads(json.dumps(record)), "x.jsonl")
    assert (made.instruction, made.output, made.turns) == ("How?", "So.", ())


def test_a_system_text_and_a_history_become_turns() -> None:
    record = {"system": "Be kind.", "history": [["a", "b"]], "instruction": "c", "input": "d", "output": "e"}
    turns = [(turn.role, turn.content) for turn in example(record, "x.jsonl").turns]
    assert turns == [
        ("system", "Be kind."), ("user", "a"), ("assistant", "b"), ("user", "c\n\nd"), ("assistant", "e"),
    ]  # fmt: skip
